//! The session.

use crate::error::ApiError;
use domain::access::Actor;
use domain::console::reason::ReasonPolicy;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// The signed-in person, and the partner's policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The person.
    pub actor: Actor,
    /// Whether reasons are off, optional or required.
    pub reason_policy: ReasonPolicy,
}

/// The session, if a person is signed in.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "session/who", input = Json)]
pub async fn who_is_signed_in() -> Result<Option<Session>, ApiError> {
    let Some(actor) = crate::services::signed_in()? else { return Ok(None) };
    let reason_policy = crate::services::services()?.store.reason_policy(&actor).await?;
    Ok(Some(Session { actor, reason_policy }))
}

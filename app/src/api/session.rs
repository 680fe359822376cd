//! Who is signed in.

use crate::error::ApiError;
use domain::access::Actor;
use domain::console::reason::ReasonPolicy;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// Who is signed in, and what the partner asks of its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The person.
    pub actor: Actor,
    /// Whether reasons are asked for.
    pub reason_policy: ReasonPolicy,
}

/// Who is signed in, if anybody.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "session/who", input = Json)]
pub async fn who_is_signed_in() -> Result<Option<Session>, ApiError> {
    let Some(actor) = crate::services::signed_in()? else { return Ok(None) };
    let reason_policy = crate::services::services()?.store.reason_policy(&actor).await?;
    Ok(Some(Session { actor, reason_policy }))
}

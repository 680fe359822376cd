//! The session.

use crate::error::ApiError;
use crate::json::JsonHttp;
use domain::access::Actor;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::access::permission_set::PermissionSet;
use domain::access::proof::{ProofRefused, TypedProof};
use domain::console::reason::ReasonPolicy;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The signed-in person, and the partner's policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The person.
    pub actor: Actor,
    /// The permissions of the person at any customer, by roles or custom permissions.
    pub permissions: PermissionSet,
    /// Whether the person has custom permissions.
    pub has_custom: bool,
    /// Whether the person has a password; otherwise an identity provider signs the person in.
    pub has_password: bool,
    /// Whether reasons are off, optional or required.
    pub reason_policy: ReasonPolicy,
    /// How many admin relationships end soon; 0 for those who don't see them.
    pub ending_relationships: i64,
}

/// The session, if a person is signed in.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "session/who", protocol = JsonHttp)]
pub async fn who_is_signed_in() -> Result<Option<Session>, ApiError> {
    let Some(actor) = crate::services::signed_in()? else { return Ok(None) };
    let services = crate::services::services()?;
    let reason_policy = match actor.portal {
        Some(_) => ReasonPolicy::Off,
        None => services.store.reason_policy(&actor).await?,
    };
    let ending_relationships = match actor.may(Permission::SeeUsers) {
        Ok(()) => services.store.expiring_relationships(&actor, (services.now)()).await?,
        Err(_) => 0,
    };
    let (permissions, has_custom) = (actor.permissions(), !actor.custom.is_empty());
    let has_password = crate::services::has_password();
    Ok(Some(Session { actor, permissions, has_custom, has_password, reason_policy, ending_relationships }))
}

/// Proves the identity of the signed-in person again, before something sensitive. The proof is noted in the session, and nowhere
/// in the browser.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "session/prove", protocol = JsonHttp)]
pub async fn prove(typed: TypedProof) -> Result<Result<(), ProofRefused>, ApiError> {
    crate::proof::prove(typed).await
}

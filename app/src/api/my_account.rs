//! One's own account. Everybody who is signed in has one, so no permission is needed.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::{Services, actor, services, this_session};
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::Actor;
#[cfg(feature = "ssr")]
use domain::access::session::EndSessions;
use domain::access::session::PersonSession;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::ids::SessionId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The sessions of a person, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SessionList {
    /// The sessions.
    pub sessions: Vec<PersonSession>,
    /// The session that asks. It may be among them.
    pub this: Option<SessionId>,
}

/// The sessions of the signed-in person.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "account/sessions", protocol = JsonHttp)]
pub async fn list_own_sessions() -> Result<SessionList, ApiError> {
    let (services, actor) = (services()?, actor()?);
    services.own_sessions(&actor).await
}

/// Ends a session of the signed-in person; without a session all but the one that asks.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "account/end-sessions", protocol = Proving)]
pub async fn end_own_sessions(session: Option<SessionId>) -> Result<SessionList, ApiError> {
    let (services, actor) = (services()?, actor()?);
    // A session that was taken over must not end the others of its person.
    crate::proof::proven_if(&services, true).await?;
    let which = match (session, this_session()) {
        (Some(session), _) => EndSessions::One(session),
        (None, Some(this)) => EndSessions::AllBut(this),
        // Which session asks is not known yet.
        (None, None) => return Err(ApiError::Unavailable.with_status()),
    };
    let event = services.event(&actor, SecurityEventKind::SessionsEnded);
    let ended = services.store.end_sessions(&actor, actor.id, which, &event).await?;
    ended.map_err(|_| ApiError::SignedOut.with_status())?;
    services.own_sessions(&actor).await
}

#[cfg(feature = "ssr")]
impl Services {
    /// The actor's own sessions. Only a person that was removed meanwhile can't see them.
    async fn own_sessions(&self, actor: &Actor) -> Result<SessionList, ApiError> {
        let sessions = self.store.sessions_of(actor, actor.id, (self.now)()).await?;
        let sessions = sessions.map_err(|_| ApiError::SignedOut.with_status())?;
        Ok(SessionList { sessions, this: this_session() })
    }
}

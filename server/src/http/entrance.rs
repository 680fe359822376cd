//! The sign-in page that shows the identity provider of a customer. Only its address shows it, so people who came from
//! there are led back there.

use domain::ids::IdentityProviderId;
use tower_sessions::{Session, session};

/// The name in a session.
const ENTRANCE: &str = "entrance";

/// The provider that an address or a form names. It may be none.
pub fn read(named: Option<&str>) -> Option<IdentityProviderId> {
    named.and_then(|provider| provider.parse().ok())
}

/// The sign-in page, with the provider if there is one. `next` is the local address that follows.
pub fn sign_in(entrance: Option<IdentityProviderId>, next: &str) -> String {
    match entrance {
        Some(provider) => app::paths::portal_sign_in(provider, next),
        None => app::paths::sign_in(next),
    }
}

/// Notes in the session of a person who signs in where the person came from.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(session: &Session, entrance: Option<IdentityProviderId>) -> Result<(), session::Error> {
    match entrance {
        Some(provider) => session.insert(ENTRANCE, provider).await,
        None => Ok(()),
    }
}

/// The provider that the sign-in page showed from which the person of a session came. An unreadable session has none.
pub async fn of(session: &Session) -> Option<IdentityProviderId> {
    session.get(ENTRANCE).await.ok().flatten()
}

/// The sign-in page from which the person of a session came.
pub async fn way_out(session: &Session) -> String {
    of(session).await.map_or_else(|| app::paths::SIGN_IN.to_owned(), app::paths::portal_entrance)
}

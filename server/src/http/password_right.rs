//! A person whose password was right, and whose code is not known yet. The session holds who it is, which signs nobody in:
//! only the page that asks for the code looks at it.

use super::router::AppState;
use crate::store::people::sessions::{PASSWORD_RIGHT, Proof};
use domain::store::{PartnerStore, PartnerUserSecret, StoreError};
use tower_sessions::{Session, session};

/// A person whose password was right.
pub enum PasswordRight {
    /// Nobody: no password was typed in this session.
    Nobody,
    /// The time for the code is over, or the account was changed meanwhile.
    Over,
    /// A person who is asked for a code, and since when all but the code is proven (UTC, epoch milliseconds).
    Person(Box<PartnerUserSecret>, i64),
}

/// Notes in the session that a person's password was right, or that a provider said who it is, and since when that is proven. A person
/// who was signed in there is signed out.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    state: &AppState,
    session: &Session,
    who: &PartnerUserSecret,
    proven: i64,
) -> Result<(), session::Error> {
    let now = (state.services.now)();
    session.cycle_id().await?;
    session.clear().await;
    session.set_expiry(Some(state.limits.end_without_code(now)));
    session.insert(PASSWORD_RIGHT, Proof { proven, ..Proof::new(who, now) }).await
}

/// Forgets whose password was right.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(session: &Session) -> Result<(), session::Error> {
    session.remove_value(PASSWORD_RIGHT).await.map(|_| ())
}

/// The person whose password was right in this session. An unreadable session has none.
///
/// # Errors
/// When the database does not answer.
pub async fn find(state: &AppState, session: &Session) -> Result<PasswordRight, StoreError> {
    let proof: Proof = match session.get(PASSWORD_RIGHT).await {
        Ok(Some(proof)) => proof,
        Ok(None) | Err(session::Error::SerdeJson(_)) => return Ok(PasswordRight::Nobody),
        Err(session::Error::Store(error)) => return Err(StoreError::Unavailable(error.to_string())),
    };
    if (state.services.now)() >= state.limits.code_until(proof.at) {
        return Ok(PasswordRight::Over);
    }
    let known = state.store.partner_user(proof.partner_user).await?;
    let person =
        known.filter(|known| proof.holds(known)).map(|known| PasswordRight::Person(Box::new(known), proof.proven));
    Ok(person.unwrap_or(PasswordRight::Over))
}

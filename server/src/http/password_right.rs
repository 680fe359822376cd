//! The state between the right password and the code. The session holds the person, but nobody is signed in: only the page
//! that asks for the code reads it.

use super::state::AppState;
use crate::store::people::sessions::{PASSWORD_RIGHT, Proof};
use domain::store::{PartnerStore, PartnerUserSecret, StoreError};
use tower_sessions::{Session, session};

/// The person between the password and the code.
pub enum PasswordRight {
    /// Nobody: no password was typed in this session.
    Nobody,
    /// The time for the code is over, or the account was changed meanwhile.
    Over,
    /// A person to be asked for a code, with the time of the proofs before it (UTC, epoch milliseconds).
    Person(Box<PartnerUserSecret>, i64),
}

/// Notes in the session that a person gave the right password or was identified by a provider, with the time of that proof. A
/// person who was signed in there is signed out.
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

/// Forgets the person.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(session: &Session) -> Result<(), session::Error> {
    session.remove_value(PASSWORD_RIGHT).await.map(|_| ())
}

/// The person who gave the right password in this session. An unreadable session has none.
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

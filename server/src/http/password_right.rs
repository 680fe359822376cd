//! A person whose password was right, and whose code is not known yet. The session holds who it is, which signs nobody in:
//! only the page that asks for the code looks at it.

use super::router::AppState;
use crate::store::people::sessions::token_hash;
use domain::access::second_factor::CODE_WITHIN_MS;
use domain::ids::PartnerUserId;
use domain::store::{PartnerStore, PartnerUserSecret, StoreError};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session};

/// The session key of [`Proof`].
const PASSWORD_RIGHT: &str = "password_right";

/// Whose password was right, and when.
#[derive(Serialize, Deserialize)]
struct Proof {
    partner_user: PartnerUserId,
    /// Hash of the password's hash. A new password makes the old one worthless.
    password: String,
    /// When (UTC, epoch milliseconds).
    at: i64,
}

/// A person whose password was right.
pub enum PasswordRight {
    /// Nobody: no password was typed in this session.
    Nobody,
    /// The time for the code is over, or the account was changed meanwhile.
    Over,
    /// A person who is asked for a code.
    Person(Box<PartnerUserSecret>),
}

/// Notes in the session that a person's password was right. Who was signed in there is so no longer.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(session: &Session, who: &PartnerUserSecret, now: i64) -> Result<(), session::Error> {
    session.cycle_id().await?;
    session.clear().await;
    let proof = Proof { partner_user: who.actor.id, password: token_hash(&who.password_hash), at: now };
    session.insert(PASSWORD_RIGHT, proof).await
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
    if (state.services.now)() >= proof.at + CODE_WITHIN_MS {
        return Ok(PasswordRight::Over);
    }
    let known = state.store.partner_user(proof.partner_user).await?;
    let is_valid = |known: &PartnerUserSecret| {
        token_hash(&known.password_hash) == proof.password && proof.at >= known.sessions_from
    };
    let person = known.filter(is_valid).map(|known| PasswordRight::Person(Box::new(known)));
    Ok(person.unwrap_or(PasswordRight::Over))
}

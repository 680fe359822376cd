//! Attempts of known people to prove their identity again.

use super::state::AppState;
use crate::security;
use crate::store::people::throttle::{Attempt, Trying};
use domain::access::Actor;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::store::{SecurityStore, StoreError};

/// Counts an attempt. `None` if there were too many, which is noted as a security event. `device` is the token that the browser
/// keeps.
pub(super) async fn begin(
    state: &AppState,
    actor: &Actor,
    caller: Caller,
    device: Option<&str>,
) -> Result<Option<Attempt>, StoreError> {
    let (store, now) = (&state.store, (state.services.now)());
    let trying = Trying { sign_in_name: &actor.sign_in_name, person: Some(actor.id), address: caller.address, device };
    let attempt = store.note_sign_in_attempt(trying, now).await?;
    if attempt.is_none() {
        let throttled = security::event(SecurityEventKind::SignInThrottled, now, caller);
        store.note_security(&throttled.by(actor.partner, actor.id)).await;
    }
    Ok(attempt)
}

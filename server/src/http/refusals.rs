//! Records refusals as security events. The layers that refuse mark their answer; this layer records the mark.

use super::caller;
use super::router::AppState;
use crate::security;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::access::Actor;
use domain::console::security::SecurityEventKind;
use domain::ids::CustomerId;
use domain::store::SecurityStore;

/// Marks the answer to a request that came from another site.
#[derive(Debug, Clone, Copy)]
pub struct OtherSite;

/// Marks the answer to a request for a missing or foreign customer.
#[derive(Debug, Clone)]
pub struct CustomerRefused {
    /// The person who asked.
    pub actor: Actor,
    /// The customer asked for.
    pub customer: CustomerId,
}

/// Records the refusal.
pub async fn note(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let caller = caller::of(&request);
    let mut response = next.run(request).await;
    let now = (state.services.now)();
    if response.extensions_mut().remove::<OtherSite>().is_some() {
        state.store.note_security(&security::event(SecurityEventKind::OtherSiteRefused, now, caller)).await;
    }
    if let Some(CustomerRefused { actor, customer }) = response.extensions_mut().remove() {
        let event = security::event(SecurityEventKind::CustomerRefused, now, caller);
        state.store.note_security(&event.by(actor.partner, actor.id).about(customer)).await;
    }
    response
}

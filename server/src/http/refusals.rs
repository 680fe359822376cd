//! Refusals that become security events: the layers that refuse say so in their answer, and here it is noted.

use super::caller;
use super::router::AppState;
use crate::security;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::access::Actor;
use domain::console::security::SecurityEventKind;
use domain::ids::CustomerId;
use domain::store::Store;

/// Put into the answer to a request that came from another site.
#[derive(Debug, Clone, Copy)]
pub struct OtherSite;

/// Put into the answer to somebody who asked for a customer that is missing or foreign.
#[derive(Debug, Clone)]
pub struct CustomerRefused {
    /// Who asked.
    pub actor: Actor,
    /// For which customer.
    pub customer: CustomerId,
}

/// Notes what was refused.
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

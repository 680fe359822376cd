//! Records refusals as security events. The layers that refuse mark their answer; this layer records the mark.

use super::caller;
use super::state::AppState;
use crate::security;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::access::Actor;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::CustomerId;
use domain::store::SecurityStore;

/// Marks the answer to a request that came from another site.
#[derive(Debug, Clone, Copy)]
pub struct OtherSite;

/// Marks the answer to a request that the signed-in person may not make.
#[derive(Debug, Clone)]
pub struct AccessRefused {
    /// The person who asked.
    pub actor: Actor,
    /// Whether the customer is missing or foreign, or the person's roles do not allow it.
    pub kind: SecurityEventKind,
    /// The customer asked for.
    pub customer: Option<CustomerId>,
    /// The refusal.
    pub what: String,
}

/// The refusal, with the requested function or kind of file. Other paths are left out, because the sender can make them up.
pub fn what(what: impl std::fmt::Display, path: &str) -> String {
    let mut functions = leptos::server_fn::axum::server_fn_paths();
    if let Some(function) = path.strip_prefix("/api/").filter(|_| functions.any(|(known, _)| known == path)) {
        return format!("{what} ({function})");
    }
    if path.ends_with(".csv") { format!("{what} (a file)") } else { what.to_string() }
}

/// Records the refusal.
pub async fn note(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let caller = caller::of(&request);
    let mut response = next.run(request).await;
    let now = (state.services.now)();
    if response.extensions_mut().remove::<OtherSite>().is_some() {
        state.store.note_security(&security::event(SecurityEventKind::OtherSiteRefused, now, caller)).await;
    }
    if let Some(AccessRefused { actor, kind, customer, what }) = response.extensions_mut().remove() {
        let event = security::event(kind, now, caller).by(actor.partner, actor.id).refusing(what);
        state.store.note_security(&SecurityEvent { customer, ..event }).await;
    }
    response
}

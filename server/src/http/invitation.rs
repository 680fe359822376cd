//! Accepting an invitation.

use super::auth::begin;
use super::set_up::{SetUpRefusal, lead_new_person};
use super::state::AppState;
use super::visit::Visit;
use crate::password;
use crate::security;
use crate::store::people::sessions::token_hash;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::console::security::SecurityEventKind;
use domain::ids::PartnerUserId;
use domain::store::PeopleStore;
use serde::Deserialize;
use tower_sessions::Session;
use uuid::Uuid;

/// The form of the invitation's page.
#[derive(Deserialize)]
pub struct AcceptanceForm {
    password: String,
}

/// Makes the account of an invited person, uses the invitation up and signs in.
pub async fn accept(
    State(state): State<AppState>,
    Path(token): Path<String>,
    session: Session,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<AcceptanceForm>,
) -> Response {
    let page = app::paths::invitation(&token);
    let made = make_account(&state, &token, &session, &visit, form.password).await;
    lead_new_person(&state, &headers, &page, made).await
}

async fn make_account(
    state: &AppState,
    token: &str,
    session: &Session,
    visit: &Visit,
    password: String,
) -> Result<PartnerUserId, SetUpRefusal> {
    let now = (state.services.now)();
    let token = token_hash(token);
    let invitation = state.store.open_invitation(&token, now).await?.ok_or(SetUpRefusal::Link)?;
    let organizations = state.store.organization_names(invitation.tenant).await?;
    password::check(&password, &[&invitation.name, &invitation.sign_in_name], &organizations)?;
    let id = PartnerUserId::new(Uuid::new_v4());
    let hash = state.hasher.place()?.hash(password).await?;
    let event = security::event(SecurityEventKind::AccountCreated, now, visit.caller);
    let made = state.store.accept_invitation(&token, id, &hash, event).await?.ok_or(SetUpRefusal::Link)?;
    begin(state, session, &made, visit).await.map_err(|_| SetUpRefusal::Broken)?;
    Ok(made.actor.id)
}

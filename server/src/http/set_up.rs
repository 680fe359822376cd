//! The one-time link for creating the first admin.

use super::auth::begin;
use super::state::AppState;
use super::visit::Visit;
use super::{busy, device};
use crate::hasher::Busy;
use crate::password::{self, PasswordError};
use crate::security;
use crate::store::people::sessions::token_hash;
use crate::store::{NAME_MAX, NewPartnerUser, SIGN_IN_NAME_MAX};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::role::PartnerRole;
use domain::console::security::{RolesChanged, SecurityEventKind};
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::{SecurityStore, StoreError};
use serde::Deserialize;
use tower_sessions::Session;
use uuid::Uuid;

/// The set-up form.
#[derive(Deserialize)]
pub struct SetUp {
    name: String,
    sign_in_name: String,
    password: String,
}

/// Why no admin was made.
pub(super) enum SetUpRefusal {
    Link,
    Name,
    Password(PasswordError),
    Broken,
    Busy,
}

impl SetUpRefusal {
    /// The value of the page's `error` parameter.
    pub(super) fn as_str(&self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Name => "name",
            Self::Password(error) => error.code(),
            Self::Broken | Self::Busy => "broken",
        }
    }
}

impl From<StoreError> for SetUpRefusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "setting up failed");
        Self::Broken
    }
}

impl From<Busy> for SetUpRefusal {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl From<PasswordError> for SetUpRefusal {
    fn from(error: PasswordError) -> Self {
        Self::Password(error)
    }
}

/// Creates the first admin, uses the link up and signs in.
pub async fn set_up(
    State(state): State<AppState>,
    Path(token): Path<String>,
    session: Session,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<SetUp>,
) -> Response {
    let page = app::paths::set_up(&token);
    let made = make_admin(&state, &token, &session, &visit, form).await;
    lead_new_person(&state, &headers, &page, made).await
}

/// Leads a new person to the customers, and otherwise back to the page with the reason.
pub(super) async fn lead_new_person(
    state: &AppState,
    headers: &HeaderMap,
    page: &str,
    made: Result<PartnerUserId, SetUpRefusal>,
) -> Response {
    match made {
        Ok(made) => {
            let leads = Redirect::to(app::paths::CUSTOMERS).into_response();
            device::remember(state, headers, made, leads).await
        }
        Err(SetUpRefusal::Busy) => busy::answer(state, page),
        Err(refused) => Redirect::to(&format!("{page}?error={}", refused.as_str())).into_response(),
    }
}

async fn make_admin(
    state: &AppState,
    token: &str,
    session: &Session,
    visit: &Visit,
    form: SetUp,
) -> Result<PartnerUserId, SetUpRefusal> {
    let now = (state.services.now)();
    let token = token_hash(token);
    if !state.store.is_setup_link(&token, now).await? {
        return Err(SetUpRefusal::Link);
    }
    let (name, sign_in_name) = (form.name.trim(), form.sign_in_name.trim());
    if !is_name(name, NAME_MAX) || !is_name(sign_in_name, SIGN_IN_NAME_MAX) {
        return Err(SetUpRefusal::Name);
    }
    let organizations = state.store.organization_names(None).await?;
    password::check(&form.password, &[name, sign_in_name], &organizations)?;
    let user = NewPartnerUser {
        id: PartnerUserId::new(Uuid::new_v4()),
        name: name.to_owned(),
        sign_in_name: sign_in_name.to_owned(),
        password_hash: state.hasher.place()?.hash(form.password).await?,
        roles: PartnerRole::FIRST.into(),
        custom: None,
        created: now,
    };
    let partner = (PartnerId::new(Uuid::new_v4()), name);
    let made = state.store.set_up(&token, partner, &user).await?.ok_or(SetUpRefusal::Link)?;
    let event = security::event(SecurityEventKind::AccountCreated, now, visit.caller);
    let event = event.with_roles(RolesChanged::given(&made.actor.roles));
    state.store.note_security(&event.by(made.actor.partner, made.actor.id)).await;
    begin(state, session, &made, visit).await.map_err(|_| SetUpRefusal::Broken)?;
    Ok(made.actor.id)
}

fn is_name(text: &str, characters_max: usize) -> bool {
    !text.is_empty() && text.chars().count() <= characters_max && !text.contains('\0')
}

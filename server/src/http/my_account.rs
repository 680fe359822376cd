//! Changing one's own password.

use super::attempt;
use super::auth::{self, GoesOn};
use super::state::AppState;
use super::visit::Visit;
use super::{busy, device};
use crate::hasher::Busy;
use crate::password::{self, PASSWORD_MAX, PasswordError};
use crate::security;
use crate::store::people::sessions::hash_of;
use crate::store::sign_in::new_password::Changed;
use app::services::SessionUnknown;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use domain::access::Actor;
use domain::access::proof::ProofTime;
use domain::access::second_factor::TypedCode;
use domain::console::security::SecurityEventKind;
use domain::store::{PartnerStore, SecondFactorStore, SecurityStore, StoreError};
use serde::Deserialize;
use tower_sessions::Session;

/// The form of the section Password.
#[derive(Deserialize)]
pub struct PasswordChange {
    current: String,
    password: String,
    /// The code of the second factor, where one was asked for.
    #[serde(default)]
    code: String,
}

/// Why the password was not changed.
pub(super) enum ChangeRefusal {
    SignedOut,
    Wrong,
    /// The person has a second factor, and the last proof is too old.
    CodeMissing,
    WrongCode,
    TooMany,
    Same,
    New(PasswordError),
    Broken,
    Busy,
}

impl ChangeRefusal {
    /// The value of the page's `error` parameter.
    pub(super) fn as_str(&self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::CodeMissing => "code",
            Self::WrongCode => "code-wrong",
            Self::TooMany => "too-many",
            Self::Same => "same",
            Self::New(error) => error.code(),
            Self::SignedOut | Self::Broken | Self::Busy => "broken",
        }
    }
}

impl From<StoreError> for ChangeRefusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "changing a password failed");
        Self::Broken
    }
}

impl From<Busy> for ChangeRefusal {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl From<PasswordError> for ChangeRefusal {
    fn from(error: PasswordError) -> Self {
        Self::New(error)
    }
}

/// Changes the password of the signed-in person, and ends all other sessions of the person.
pub async fn change_password(
    State(state): State<AppState>,
    session: Session,
    actor: Option<Extension<Actor>>,
    unknown: Option<Extension<SessionUnknown>>,
    (visit, proof): (Visit, Option<Extension<ProofTime>>),
    headers: HeaderMap,
    Form(form): Form<PasswordChange>,
) -> Response {
    let is_proven = proof.is_some_and(|Extension(proof)| proof.is_good((state.services.now)()));
    let page = app::paths::account(actor.as_ref().is_some_and(|actor| actor.portal.is_some()));
    let device = device::kept(state.transport, &headers);
    let done = match (actor, unknown) {
        (Some(Extension(actor)), _) => {
            let done = change(&state, &session, &actor, &visit, (device, is_proven), form).await;
            done.map(|()| actor.id)
        }
        (None, Some(_)) => Err(ChangeRefusal::Broken),
        (None, None) => Err(ChangeRefusal::SignedOut),
    };
    match done {
        Ok(person) => {
            let leads = Redirect::to(&format!("{page}?done=password")).into_response();
            device::remember(&state, &headers, person, leads).await
        }
        Err(ChangeRefusal::Busy) => busy::answer(&state, page),
        Err(ChangeRefusal::SignedOut) => Redirect::to(&app::paths::sign_in(page)).into_response(),
        Err(refused) => Redirect::to(&format!("{page}?error={}", refused.as_str())).into_response(),
    }
}

/// Checks the new password, then the current one. A person with a second factor and no recent proof also needs a code: somebody
/// with the password alone must not lock the owner out. As at sign-in, the attempt is counted before it is checked.
pub(super) async fn change(
    state: &AppState,
    session: &Session,
    actor: &Actor,
    visit: &Visit,
    (device, is_proven): (Option<String>, bool),
    form: PasswordChange,
) -> Result<(), ChangeRefusal> {
    let PasswordChange { current, password, code } = form;
    if current.len() > PASSWORD_MAX {
        return Err(ChangeRefusal::Wrong);
    }
    let organizations = state.store.organization_names(actor.organization()).await?;
    password::check(&password, &[&actor.name, &actor.sign_in_name], &organizations)?;
    if password == current {
        return Err(ChangeRefusal::Same);
    }
    let (store, now) = (&state.store, (state.services.now)());
    let place = state.hasher.place()?;
    let who = store.partner_user(actor.id).await?.ok_or(ChangeRefusal::SignedOut)?;
    let needs_code = !is_proven && store.second_factor(actor).await?.is_on;
    if needs_code && code.trim().is_empty() {
        return Err(ChangeRefusal::CodeMissing);
    }
    let event = |kind| security::event(kind, now, visit.caller).by(actor.partner, actor.id);
    let Some(attempt) = attempt::begin(state, actor, visit.caller, device.as_deref()).await? else {
        return Err(ChangeRefusal::TooMany);
    };
    if !place.verify(current, Some(who.password_hash.clone())).await {
        store.note_security(&event(SecurityEventKind::PasswordChangeRefused)).await;
        return Err(ChangeRefusal::Wrong);
    }
    if needs_code {
        let Ok(code) = code.parse::<TypedCode>() else { return Err(ChangeRefusal::WrongCode) };
        if !store.use_code(actor, &code, &event(SecurityEventKind::IdentityProven)).await? {
            return Err(ChangeRefusal::WrongCode);
        }
    }
    let hash = state.hasher.place()?.hash(password).await?;
    let this = session.id().map(|id| hash_of(&id)).ok_or(ChangeRefusal::SignedOut)?;
    let event = event(SecurityEventKind::PasswordChanged);
    let changed = match store.change_password(&attempt, (who, &this), &hash, &event).await? {
        Changed::Done(changed) => changed,
        Changed::Meanwhile => return Err(ChangeRefusal::Wrong),
        Changed::SessionEnded => return Err(ChangeRefusal::SignedOut),
    };
    match auth::renew(state, session, &changed, visit).await {
        Ok(GoesOn::Here) => Ok(()),
        Ok(GoesOn::Ended) => Err(ChangeRefusal::SignedOut),
        Err(_) => Err(ChangeRefusal::Broken),
    }
}

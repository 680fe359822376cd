//! Another proof of identity in a session that began earlier. It is checked like a sign-in: the same attempts, the same
//! hasher, the same codes.

use super::attempt;
use super::auth::{self, GoesOn};
use super::device;
use super::state::AppState;
use super::visit::Visit;
use crate::password::PASSWORD_MAX;
use crate::security;
use app::error::ApiError;
use app::proof::{Proven, Prover};
use axum::http::request::Parts;
use domain::access::Actor;
use domain::access::identity_provider::LocalPasswords;
use domain::access::proof::{ProofRefused, TypedPassword, TypedProof};
use domain::access::second_factor::{CodeText, TypedCode};
use domain::console::security::SecurityEventKind;
use domain::store::{IdentityProviderStore, PartnerStore, SecondFactorStore, SecurityStore};
use std::pin::Pin;
use tower_sessions::Session;

impl Prover for AppState {
    fn prove<'a>(
        &'a self,
        request: &'a Parts,
        actor: &'a Actor,
        typed: TypedProof,
    ) -> Pin<Box<dyn Future<Output = Proven> + Send + 'a>> {
        Box::pin(check(self, request, actor, typed))
    }
}

/// Counts the attempt, checks the password, uses the code up, and notes the proof in the session.
async fn check(state: &AppState, request: &Parts, actor: &Actor, typed: TypedProof) -> Proven {
    let TypedProof { password: TypedPassword(password), code } = typed;
    let Some(session) = request.extensions.get::<Session>() else { return Err(ApiError::Unavailable.with_status()) };
    if password.len() > PASSWORD_MAX {
        return Ok(Err(ProofRefused::WrongPassword));
    }
    let visit = Visit::of(&request.headers, &request.extensions);
    let device = device::kept(state.transport, &request.headers);
    let (store, now) = (&state.store, (state.services.now)());
    if store.local_passwords(actor).await? == LocalPasswords::Off {
        return Ok(Err(ProofRefused::PasswordsOff));
    }
    let place = state.hasher.place().map_err(|_| ApiError::Unavailable.with_status())?;
    let who = store.partner_user(actor.id).await?.ok_or_else(|| ApiError::SignedOut.with_status())?;
    let code = match needed_code(store.second_factor(actor).await?.is_on, code) {
        Ok(code) => code,
        Err(refused) => return Ok(Err(refused)),
    };
    let event = |kind| security::event(kind, now, visit.caller).by(actor.partner, actor.id);
    let Some(attempt) = attempt::begin(state, actor, visit.caller, device.as_deref()).await? else {
        return Ok(Err(ProofRefused::TooMany));
    };
    if !place.verify(password, Some(who.password_hash.clone())).await {
        store.note_security(&event(SecurityEventKind::ProofRefused)).await;
        return Ok(Err(ProofRefused::WrongPassword));
    }
    let proven = event(SecurityEventKind::IdentityProven);
    if let Some(code) = code
        && !store.use_code(actor, &code, &proven).await?
    {
        return Ok(Err(ProofRefused::WrongCode));
    }
    store.attempt_succeeded(&attempt).await?;
    store.note_security(&proven).await;
    match auth::prove(state, session, &who, &visit).await {
        Ok(GoesOn::Here) => Ok(Ok(())),
        Ok(GoesOn::Ended) => Err(ApiError::SignedOut.with_status()),
        Err(_) => Err(ApiError::Unavailable.with_status()),
    }
}

/// The code that belongs to the proof; `None` for a person without a second factor.
fn needed_code(is_on: bool, typed: Option<CodeText>) -> Result<Option<TypedCode>, ProofRefused> {
    match typed.filter(|CodeText(typed)| !typed.trim().is_empty()) {
        _ if !is_on => Ok(None),
        Some(CodeText(typed)) => Ok(Some(typed.parse()?)),
        None => Err(ProofRefused::CodeMissing),
    }
}

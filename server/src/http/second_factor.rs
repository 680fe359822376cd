//! Turning the second factor off, with a code and the password. A person without a password needs a recent sign-in at the
//! identity provider instead. A plain form, like signing in.

use super::attempt;
use super::state::AppState;
use super::visit::Visit;
use super::{busy, device};
use crate::password::PASSWORD_MAX;
use crate::security;
use crate::store::people::identities::is_password;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use domain::access::Actor;
use domain::access::proof::ProofTime;
use domain::access::second_factor::{SecondFactorRefused, TypedCode};
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::store::{PartnerStore, SecurityStore, StoreError};
use serde::Deserialize;

/// The form.
#[derive(Deserialize)]
pub struct TurnOff {
    #[serde(default)]
    password: String,
    code: String,
}

/// The result.
enum TurnedOff {
    Off,
    Wrong,
    /// The person has no password, and the provider last asked a while ago.
    ProofNeeded,
    Required,
    TooMany,
    Busy,
}

impl TurnedOff {
    /// The value of the page's `second-factor` parameter.
    fn as_str(&self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Wrong => "wrong",
            Self::ProofNeeded => "proof",
            Self::Required => "required",
            Self::TooMany => "too-many",
            Self::Busy => "broken",
        }
    }
}

/// Turns the second factor of the signed-in person off, and goes back to the person's account.
pub async fn turn_off(
    State(state): State<AppState>,
    visit: Visit,
    actor: Option<Extension<Actor>>,
    proof: Option<Extension<ProofTime>>,
    headers: HeaderMap,
    Form(form): Form<TurnOff>,
) -> Response {
    let Some(Extension(actor)) = actor else {
        return Redirect::to(&app::paths::sign_in(app::paths::MY_ACCOUNT)).into_response();
    };
    let is_proven = proof.is_some_and(|Extension(proof)| proof.is_good((state.services.now)()));
    let device = device::kept(state.transport, &headers);
    let done = check(&state, &actor, visit.caller, (device, is_proven), form).await;
    let account = app::paths::account(actor.portal.is_some());
    let back = |code: &str| Redirect::to(&format!("{account}?second-factor={code}")).into_response();
    match done {
        Ok(TurnedOff::Busy) => busy::answer(&state, account),
        Ok(done) => back(done.as_str()),
        Err(error) => {
            tracing::error!(%error, "turning a second factor off failed");
            back("broken")
        }
    }
}

async fn check(
    state: &AppState,
    actor: &Actor,
    caller: Caller,
    (device, is_proven): (Option<String>, bool),
    TurnOff { password, code }: TurnOff,
) -> Result<TurnedOff, StoreError> {
    let (store, now) = (&state.store, (state.services.now)());
    let event = |kind| security::event(kind, now, caller).by(actor.partner, actor.id);
    let (Ok(code), true) = (code.parse::<TypedCode>(), password.len() <= PASSWORD_MAX) else {
        return Ok(TurnedOff::Wrong);
    };
    let hash = store.partner_user(actor.id).await?.map(|known| known.password_hash);
    let has_password = hash.as_deref().is_some_and(is_password);
    if !has_password && !is_proven {
        return Ok(TurnedOff::ProofNeeded);
    }
    let Ok(place) = state.hasher.place() else { return Ok(TurnedOff::Busy) };
    let Some(attempt) = attempt::begin(state, actor, caller, device.as_deref()).await? else {
        return Ok(TurnedOff::TooMany);
    };
    if has_password && !place.verify(password, hash).await {
        store.note_security(&event(SecurityEventKind::CodeRefused)).await;
        return Ok(TurnedOff::Wrong);
    }
    let off = event(SecurityEventKind::SecondFactorOff);
    match store.turn_off_second_factor(actor, &code, &off).await? {
        Ok(()) => {
            store.attempt_succeeded(&attempt).await?;
            Ok(TurnedOff::Off)
        }
        Err(SecondFactorRefused::Required) => {
            let refused = event(SecurityEventKind::ActionRefused);
            store.note_security(&refused.refusing(SecondFactorRefused::Required.to_string())).await;
            Ok(TurnedOff::Required)
        }
        Err(SecondFactorRefused::Off) => Ok(TurnedOff::Off),
        Err(_) => Ok(TurnedOff::Wrong),
    }
}

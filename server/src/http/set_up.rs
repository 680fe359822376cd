//! The one-time link with which the first admin is made.

use super::auth::begin;
use super::router::AppState;
use crate::password::{self, PasswordError};
use crate::store::NewPartnerUser;
use crate::store::sessions::token_hash;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::StoreError;
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

/// Why no admin was made, as the page's `error` parameter.
enum Refused {
    Link,
    Name,
    Password,
    Broken,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "setting up failed");
        Self::Broken
    }
}

/// Makes the first admin, uses the link up and signs in.
pub async fn set_up(
    State(state): State<AppState>,
    Path(token): Path<String>,
    session: Session,
    Form(form): Form<SetUp>,
) -> Redirect {
    match make_admin(&state, &token, &session, form).await {
        Ok(()) => Redirect::to(app::paths::CUSTOMERS),
        Err(refused) => {
            let error = match refused {
                Refused::Link => "link",
                Refused::Name => "name",
                Refused::Password => "password",
                Refused::Broken => "broken",
            };
            Redirect::to(&format!("{}?error={error}", app::paths::set_up(&token)))
        }
    }
}

async fn make_admin(state: &AppState, token: &str, session: &Session, form: SetUp) -> Result<(), Refused> {
    let now = (state.services.now)();
    let hash = token_hash(token);
    if !state.store.is_setup_link(&hash, now).await? {
        return Err(Refused::Link);
    }
    if form.name.trim().is_empty() || form.sign_in_name.trim().is_empty() {
        return Err(Refused::Name);
    }
    let password = form.password;
    let hashed = tokio::task::spawn_blocking(move || password::hash(&password)).await.map_err(|_| Refused::Broken)?;
    let password_hash = hashed.map_err(|error| match error {
        PasswordError::TooShort | PasswordError::TooLong => Refused::Password,
        PasswordError::Hash => Refused::Broken,
    })?;
    // Used up before the admin is made: of two at the same time one finds it gone.
    if !state.store.use_setup_link(&hash, now).await? {
        return Err(Refused::Link);
    }
    let partner = match state.store.partner().await? {
        Some(partner) => partner,
        None => {
            let partner = PartnerId::new(Uuid::new_v4());
            state.store.add_partner(partner, form.name.trim()).await?;
            partner
        }
    };
    let user = NewPartnerUser {
        id: PartnerUserId::new(Uuid::new_v4()),
        name: form.name.trim().to_owned(),
        sign_in_name: form.sign_in_name.trim().to_owned(),
        password_hash,
        created: now,
    };
    state.store.add_partner_user(partner, &user).await?;
    // The sign-in name may have been somebody's already, who keeps the id.
    let made = state.services.store.partner_user_secret(&user.sign_in_name).await?.ok_or(Refused::Broken)?;
    begin(session, &made).await.map_err(|_| Refused::Broken)
}

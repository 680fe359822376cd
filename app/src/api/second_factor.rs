//! The signed-in person's second factor.

use crate::error::ApiError;
use crate::json::JsonHttp;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::access::second_factor::{CodeText, RequiredRoles, SecondFactor, SecondFactorRefused};
#[cfg(feature = "ssr")]
use domain::access::second_factor::{Seed, TypedCode, recovery_codes, recovery_hash};
#[cfg(feature = "ssr")]
use domain::access::second_factor_rules::check_required_roles;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::directory::password::Secret;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The person's second factor, and the choice of the partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorView {
    /// The person's own.
    pub factor: SecondFactor,
    /// Whether the person has a password; otherwise an identity provider identifies the person.
    pub has_password: bool,
    /// The roles that need one; only for a person who may change that.
    pub roles: Option<RequiredRoles>,
}

/// A second factor that is being set up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSecondFactor {
    /// The seed, for typing.
    pub key: Secret,
    /// The QR code.
    pub picture: Picture,
}

/// A QR code as a path of squares.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The length of a side, in squares.
    pub side: usize,
    /// The path of the dark squares. It holds the seed.
    pub path: Secret,
}

/// The result of a request about a second factor, or why it was refused.
type Reply<T> = Result<Result<T, SecondFactorRefused>, ApiError>;

/// The signed-in person's second factor.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "second-factor/get", protocol = JsonHttp)]
pub async fn get_second_factor() -> Result<SecondFactorView, ApiError> {
    let (services, actor) = crate::services::own_account().await?;
    let has_password = crate::services::has_password();
    let factor = services.store.second_factor(&actor).await?;
    let may_change = actor.may(Permission::ManagePeople).is_ok()
        && services.store.partner_people(&actor, (services.now)()).await?.are_all_reached_by(&actor);
    let roles = if may_change { Some(services.store.second_factor_roles(&actor).await?) } else { None };
    Ok(SecondFactorView { factor, has_password, roles })
}

/// Begins the set-up. The seed is in the reply.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "second-factor/begin", protocol = Proving)]
pub async fn begin_second_factor() -> Reply<NewSecondFactor> {
    let (services, actor) = crate::proof::proven_setting_up().await?;
    let seed = Seed::new(crate::services::random);
    let Some(picture) = picture(&seed.address(&actor.sign_in_name)) else {
        return Err(ApiError::Unavailable.with_status());
    };
    let begun = services.store.begin_second_factor(&actor, &seed, (services.now)()).await?;
    Ok(begun.map(|()| NewSecondFactor { key: Secret::shown(seed.typed()), picture }))
}

/// Turns the second factor on, if the code is right, and ends the person's other sessions. Recovery codes are in the reply.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "second-factor/confirm", protocol = Proving)]
pub async fn confirm_second_factor(code: CodeText) -> Reply<Vec<Secret>> {
    let (services, actor) = crate::proof::proven_setting_up().await?;
    let code: TypedCode = match code.0.parse() {
        Ok(code) => code,
        Err(error) => return Ok(Err(SecondFactorRefused::from(error))),
    };
    // Which session asks is not known until its first use is noted.
    let this = crate::services::this_session().ok_or_else(|| ApiError::Unavailable.with_status())?;
    let (codes, hashes) = new_codes();
    let event = services.event(&actor, SecurityEventKind::SecondFactorOn);
    let done = services.store.confirm_second_factor(&actor, &code, &hashes, this, &event).await?;
    if done == Err(SecondFactorRefused::WrongCode) {
        services.store.note_security(&services.event(&actor, SecurityEventKind::CodeRefused)).await;
    }
    Ok(done.map(|()| codes))
}

/// Replaces the recovery codes, which are in the reply. It uses up a code.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "second-factor/renew", protocol = Proving)]
pub async fn renew_recovery_codes(code: CodeText) -> Reply<Vec<Secret>> {
    let (services, actor) = crate::proof::proven_own_account().await?;
    let code: TypedCode = match code.0.parse() {
        Ok(code) => code,
        Err(error) => return Ok(Err(SecondFactorRefused::from(error))),
    };
    let (codes, hashes) = new_codes();
    let event = services.event(&actor, SecurityEventKind::RecoveryCodesRenewed);
    let done = services.store.renew_recovery_codes(&actor, &code, &hashes, &event).await?;
    Ok(done.map(|()| codes))
}

/// Changes the roles that need a second factor.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "second-factor/require", protocol = Proving)]
pub async fn require_second_factor(roles: RequiredRoles) -> Result<(), ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let before = services.store.second_factor_roles(&actor).await?;
    let people = services.store.partner_people(&actor, (services.now)()).await?;
    if let Err(refused) = check_required_roles(&people, &actor, &before, &roles) {
        services.store.note_security(&services.refusal(&actor, SecurityEventKind::ActionRefused, refused)).await;
        return Err(ApiError::Invalid(refused.to_string()).with_status());
    }
    let event = services.event(&actor, SecurityEventKind::SecondFactorRolesChanged);
    Ok(services.store.require_second_factor(&actor, &roles, &event).await?)
}

/// New recovery codes with their stored hashes.
#[cfg(feature = "ssr")]
fn new_codes() -> (Vec<Secret>, Vec<String>) {
    let codes = recovery_codes(crate::services::random);
    let hashes = codes.iter().map(recovery_hash).collect();
    (codes, hashes)
}

/// The QR code of an address; `None` if the address is too long for one.
#[cfg(feature = "ssr")]
fn picture(address: &str) -> Option<Picture> {
    let code = qrcode::QrCode::new(address.as_bytes()).ok()?;
    let (side, colors) = (code.width(), code.to_colors());
    let dark = colors.iter().enumerate().filter(|(_, color)| **color == qrcode::Color::Dark);
    let path: String = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % side, at / side)).collect();
    Some(Picture { side, path: Secret::shown(path) })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_the_corners_of_a_qr_code() {
        let picture = picture("otpauth://totp/Tenantry:anna?secret=GEZDGNBVGY3TQOJQ&issuer=Tenantry").unwrap();
        let has = |x: usize, y: usize| picture.path.reveal().contains(&format!("M{x} {y}h1v1h-1z"));
        let far = picture.side - 1;
        assert!(has(0, 0) && has(6, 6) && has(far, 0) && has(0, far));
        assert!(!has(1, 1) && !has(7, 7));
        assert!(super::picture(&"x".repeat(10_000)).is_none());
    }
}

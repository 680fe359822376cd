//! The partner's own account.

use crate::error::ApiError;
use crate::json::JsonHttp;
use crate::state::proving::Proving;
use domain::access::partner_account::{PartnerAccount, PartnerAccountChange};
#[cfg(feature = "ssr")]
use domain::{access::permission::Permission, console::security::SecurityEventKind};
use leptos::prelude::*;

/// The record of the partner's account.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "partner-account/get", protocol = JsonHttp)]
pub async fn get_partner_account() -> Result<PartnerAccount, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManageAccount).await?;
    Ok(services.store.partner_account(&actor).await?)
}

/// Records a change, which decides whether anything can be bought, and returns the account as it is recorded then.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "partner-account/change", protocol = Proving)]
pub async fn change_partner_account(change: PartnerAccountChange) -> Result<PartnerAccount, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManageAccount).await?;
    let kind = match change {
        PartnerAccountChange::Verification(_) => SecurityEventKind::VerificationRecorded,
        PartnerAccountChange::AcceptAgreement => SecurityEventKind::AgreementAccepted,
        PartnerAccountChange::WithdrawAgreement => SecurityEventKind::AgreementWithdrawn,
    };
    let event = services.event(&actor, kind);
    Ok(services.store.change_partner_account(&actor, change, &event).await?)
}

//! `tenantry reason-or-ticket`.

use super::{CliError, say};
use crate::store::SqlStore;
use clap::Args;
use domain::console::reason::ReasonPolicy;

#[derive(Debug, Args)]
pub(super) struct ReasonArgs {
    /// Nobody is asked (off), it may be given (optional), or nothing is saved without (required); without it, says which
    policy: Option<ReasonPolicy>,
}

pub(super) async fn run(store: &SqlStore, args: &ReasonArgs) -> Result<(), CliError> {
    let partner = store.partner().await?;
    let partner = partner.ok_or_else(|| CliError::Refused("There is no partner yet. Add an admin first.".into()))?;
    if let Some(policy) = args.policy {
        store.set_reason_policy(partner, policy).await?;
    }
    say(format_args!("Reason or ticket: {}", store.partner_reason_policy(partner).await?));
    Ok(())
}

//! `tenantry reason-or-ticket` and `tenantry temporary-passwords`: what a partner chooses.

use super::{CliError, say};
use crate::store::SqlStore;
use crate::store::people::partner_choices::PartnerChoice;
use clap::Args;
use domain::console::reason::ReasonPolicy;
use domain::directory::password_kind::PasswordKind;

#[derive(Debug, Args)]
pub(super) struct ReasonArgs {
    /// Nobody is asked (off), it may be given (optional), or nothing is saved without (required); without it, says which
    pub(super) policy: Option<ReasonPolicy>,
}

#[derive(Debug, Args)]
pub(super) struct PasswordArgs {
    /// 16 characters to be copied (characters), or eight words that are easy to say (words); without it, says which
    pub(super) kind: Option<PasswordKind>,
}

/// Keeps what was chosen, if anything was, and says what holds.
pub(super) async fn run<T: PartnerChoice>(store: &SqlStore, what: &str, choice: Option<T>) -> Result<(), CliError> {
    let partner = store.partner().await?;
    let partner = partner.ok_or_else(|| CliError::Refused("There is no partner yet. Add an admin first.".into()))?;
    if let Some(choice) = choice {
        store.set_partner_choice(partner, choice).await?;
    }
    say(format_args!("{what}: {}", store.partner_choice::<T>(partner).await?));
    Ok(())
}

//! `tenantry local-passwords`: shows whether passwords are taken, and takes them again.

use super::{CliError, say};
use crate::security::event;
use crate::store::SqlStore;
use crate::time::now;
use clap::Args;
use domain::access::identity_provider::LocalPasswords;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;

#[derive(Debug, Args)]
pub(super) struct LocalPasswordsArgs {
    /// on (people can sign in with their password again); leave out to show the current setting
    choice: Option<LocalPasswords>,
}

/// Takes passwords again, if that is asked for, and prints the current setting. They are switched off in the browser alone,
/// where Tenantry makes sure that somebody who manages people can still sign in.
pub(super) async fn run(store: &SqlStore, args: &LocalPasswordsArgs) -> Result<(), CliError> {
    let partner = store.partner().await?;
    let partner = partner.ok_or_else(|| CliError::Refused("There is no partner yet. Add an admin first.".into()))?;
    match args.choice {
        Some(LocalPasswords::On) => {
            let event = event(SecurityEventKind::PasswordsSwitchedOn, now(), Caller::default()).at_partner(partner);
            store.switch_passwords_on(partner, &event).await?;
        }
        Some(LocalPasswords::Off) => {
            let words =
                "Passwords are switched off under User management > Sign-in, by a Global admin with a linked account.";
            return Err(CliError::Refused(words.into()));
        }
        None => (),
    }
    say(format_args!("Local passwords: {}", store.partner_choice::<LocalPasswords>(partner).await?));
    Ok(())
}

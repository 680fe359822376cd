//! `tenantry reason-or-ticket`, `tenantry temporary-passwords` and `tenantry admin-relationships`: settings of a partner.

use super::{CliError, say};
use crate::security::event;
use crate::store::SqlStore;
use crate::store::people::partner_choices::PartnerChoice;
use crate::time::now;
use clap::Args;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::console::activity::Caller;
use domain::console::reason::ReasonPolicy;
use domain::console::security::SecurityEventKind;
use domain::directory::password_kind::PasswordKind;

#[derive(Debug, Args)]
pub(super) struct ReasonArgs {
    /// off (never asked), optional, or required (nothing is saved without one); leave out to show the current setting
    pub(super) policy: Option<ReasonPolicy>,
}

#[derive(Debug, Args)]
pub(super) struct PasswordArgs {
    /// characters (16, for copying) or words (eight, easy to say); leave out to show the current setting
    pub(super) kind: Option<PasswordKind>,
}

#[derive(Debug, Args)]
pub(super) struct RelationshipArgs {
    /// where-recorded (needed at customers where one was ever in force, advised elsewhere), advised (actions that it
    /// does not allow are done with a warning) or required (needed at every customer); leave out to show the current
    /// setting
    pub(super) policy: Option<RelationshipPolicy>,
}

/// Stores the choice, if one is given that differs, notes the change as a security event, and prints the current setting.
pub(super) async fn run<T: PartnerChoice>(store: &SqlStore, what: &str, choice: Option<T>) -> Result<(), CliError> {
    let partner = store.partner().await?;
    let partner = partner.ok_or_else(|| CliError::Refused("There is no partner yet. Add an admin first.".into()))?;
    if let Some(choice) = choice {
        let before = store.partner_choice::<T>(partner).await?.to_string();
        if before != choice.to_string() {
            let event = event(SecurityEventKind::SettingChanged, now(), Caller::default()).at_partner(partner);
            let event = event.of_setting(what, before, &choice);
            store.set_partner_choice(partner, choice, &event).await?;
        }
    }
    say(format_args!("{what}: {}", store.partner_choice::<T>(partner).await?));
    Ok(())
}

//! `tenantry check`.

use super::{CliError, say};
use crate::store::SqlStore;

pub(super) async fn run(store: &SqlStore) -> Result<(), CliError> {
    let violations = store.violations().await?;
    for violation in &violations {
        say(format_args!("Broken: {} ({} rows)", violation.invariant, violation.rows));
    }
    if violations.is_empty() {
        say("Everything holds.");
        Ok(())
    } else {
        Err(CliError::Refused("Some invariants are broken. Restore a backup, or ask for help.".into()))
    }
}

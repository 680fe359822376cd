//! `tenantry import-relationships --file FILE`.

use super::catalog::print_some;
use super::{CliError, read, say};
use crate::security::event;
use crate::store::SqlStore;
use crate::time::now;
use clap::Args;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::import::graph_relationships;
use std::path::PathBuf;
use uuid::Uuid;

#[derive(Debug, Args)]
pub(super) struct RelationshipsArgs {
    /// The saved answer of GET /tenantRelationships/delegatedAdminRelationships?$expand=accessAssignments
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Show what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(store: &SqlStore, args: &RelationshipsArgs) -> Result<(), CliError> {
    let partner = store.partner().await?.ok_or_else(|| {
        CliError::Refused("There is no partner yet. Add an admin first with: tenantry create-admin".into())
    })?;
    let import = graph_relationships::read(&read(&args.file)?)
        .map_err(|error| CliError::Refused(format!("{}: {error} Nothing was changed.", args.file.display())))?;
    let event = event(SecurityEventKind::RelationshipsImported, now(), Caller::default());
    let counts = store.import_relationships(partner, &import.relationships, Uuid::new_v4, &event, args.dry_run).await?;
    say(format_args!(
        "Admin relationships: {} added, {} updated, {} unchanged.",
        counts.added, counts.updated, counts.unchanged
    ));
    print_some("Groups added, without roles of their own", counts.groups.into_iter());
    print_some("Left out, because the customer is not known here", counts.unknown_customers.into_iter());
    print_some("Left out, because no customer accepted it", import.without_customer.into_iter());
    print_some("Left out, because another relationship has this name", counts.names_taken.into_iter());
    if !counts.without_assignments.is_empty() {
        let reason = "The file doesn't say which groups use these, so their groups stay as recorded. Save it with ?$expand=accessAssignments";
        print_some(reason, counts.without_assignments.into_iter());
    }
    if args.dry_run {
        say("Nothing was changed (--dry-run).");
    }
    Ok(())
}

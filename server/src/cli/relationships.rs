//! `tenantry import-relationships --file FILE`, and `--assignments FILE --of ID` for the groups of one relationship.

use super::catalog::print_some;
use super::{CliError, read, say};
use crate::security::event;
use crate::store::SqlStore;
use crate::time::now;
use clap::Args;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::import::graph_error::ImportError;
use domain::import::{graph_assignments, graph_relationships};
use std::path::{Path, PathBuf};
use uuid::Uuid;

#[derive(Debug, Args)]
pub(super) struct RelationshipsArgs {
    /// The saved answer of GET /tenantRelationships/delegatedAdminRelationships?$expand=accessAssignments
    #[arg(long, value_name = "FILE", required_unless_present = "assignments")]
    file: Option<PathBuf>,
    /// The saved answer of GET /tenantRelationships/delegatedAdminRelationships/ID/accessAssignments, for a relationship that was
    /// imported before
    #[arg(long, value_name = "FILE", requires = "of", conflicts_with = "file")]
    assignments: Option<PathBuf>,
    /// Microsoft's id of the relationship that the assignments belong to
    #[arg(long, value_name = "ID", requires = "assignments")]
    of: Option<String>,
    /// Show what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(store: &SqlStore, args: &RelationshipsArgs) -> Result<(), CliError> {
    let partner = store.partner().await?.ok_or_else(|| {
        CliError::Refused("There is no partner yet. Add an admin first with: tenantry create-admin".into())
    })?;
    let event = event(SecurityEventKind::RelationshipsImported, now(), Caller::default());
    let (counts, without_customer) = match (&args.file, &args.assignments, &args.of) {
        (Some(file), ..) => {
            let import = graph_relationships::read(&read(file)?).map_err(|error| refused(file, &error))?;
            let all = &import.relationships;
            let counts = store.import_relationships(partner, all, Uuid::new_v4, &event, args.dry_run).await?;
            (counts, import.without_customer)
        }
        (None, Some(file), Some(of)) => {
            let all = graph_assignments::read_assignments(&read(file)?).map_err(|error| refused(file, &error))?;
            let done = store.import_assignments(partner, (of, &all), &event, args.dry_run).await?;
            (done.map_err(|why| CliError::Refused(format!("{of}: {why} Nothing was changed.")))?, Vec::new())
        }
        (None, ..) => return Ok(()),
    };
    say(format_args!(
        "Admin relationships: {} added, {} updated, {} unchanged.",
        counts.added, counts.updated, counts.unchanged
    ));
    print_some("Groups added, without roles of their own", counts.groups.into_iter());
    print_some("Left out, because the customer is not known here", counts.unknown_customers.into_iter());
    print_some("Left out, because no customer accepted it", without_customer.into_iter());
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

fn refused(file: &Path, error: &ImportError) -> CliError {
    CliError::Refused(format!("{}: {error} Nothing was changed.", file.display()))
}

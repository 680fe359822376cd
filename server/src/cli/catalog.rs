//! `tenantry import-catalog FILE`.

use super::{CliError, read, say};
use crate::store::SqlStore;
use clap::Args;
use domain::import::catalog::{self, TableRow, keep_applies_to};
use domain::import::catalog_columns::columns;
use domain::import::catalog_update::difference;
use std::path::{Path, PathBuf};

/// Lines of one kind that are printed; the rest is counted.
const LINES_MAX: usize = 100;

#[derive(Debug, Args)]
pub(super) struct CatalogArgs {
    /// The product table, as Microsoft publishes it
    file: PathBuf,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(store: &SqlStore, args: &CatalogArgs) -> Result<(), CliError> {
    let mut catalog = catalog::read(rows(&args.file)?).map_err(|error| refused(&args.file, &error))?;
    let present = store.catalog().await?;
    keep_applies_to(&mut catalog.products, &present);
    let difference = difference(&present, &catalog.products);
    let plans: std::collections::BTreeSet<_> =
        catalog.products.iter().flat_map(|product| &product.plans).map(|plan| plan.id).collect();
    say(format_args!("{}: {} products, {} service plans.", args.file.display(), catalog.products.len(), plans.len()));
    print_some("Repaired", catalog.repairs.iter().map(domain::import::catalog_repair::Repair::words));
    say(format_args!("{}", difference.words()));
    print_some("Added", difference.added.iter().map(|product| product.name.clone()));
    print_some("Renamed", difference.renamed.iter().map(domain::import::catalog_update::RenamedProduct::words));
    print_some("Not in the file, kept", difference.removed.iter().map(|product| product.name.clone()));
    if args.dry_run {
        say("Nothing was changed (--dry-run).");
    } else {
        store.write_catalog(&catalog.products).await?;
        say("The catalogue is up to date.");
    }
    Ok(())
}

fn rows(path: &Path) -> Result<Vec<TableRow>, CliError> {
    let text = read(path)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = records.next().transpose().map_err(|error| refused(path, &error))?.unwrap_or_default();
    let columns = columns(&header.iter().collect::<Vec<_>>()).map_err(|error| refused(path, &error))?;
    records
        .map(|record| {
            let record = record.map_err(|error| refused(path, &error))?;
            let line = record.position().map_or(0, csv::Position::line);
            Ok(columns.row(line, |at| record.get(at)))
        })
        .collect()
}

fn refused(path: &Path, error: &dyn std::fmt::Display) -> CliError {
    CliError::Refused(format!("{}: {error} Nothing was changed.", path.display()))
}

/// Prints the first lines of a kind, and how many more there are.
pub(super) fn print_some(kind: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    say(format_args!("{kind} ({}):", lines.len()));
    for line in lines.iter().take(LINES_MAX) {
        say(format_args!("  {line}"));
    }
    if lines.len() > LINES_MAX {
        say(format_args!("  … and {} more", lines.len() - LINES_MAX));
    }
}

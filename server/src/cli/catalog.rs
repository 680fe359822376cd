//! `tenantry import-catalog FILE`.

use super::{CliError, read_bytes, say};
use crate::store::SqlStore;
use clap::Args;
use domain::import::catalog_repair::Repair;
use domain::import::catalog_table;
use domain::import::catalog_update::{PlansChanged, RenamedPlan, RenamedProduct, difference};
use domain::upload::code_page::CodePage;
use domain::upload::decode::{Bytes, decode};
use std::path::{Path, PathBuf};

/// The most lines of one kind to print; the rest is counted.
const LINES_MAX: usize = 100;

#[derive(Debug, Args)]
pub(super) struct CatalogArgs {
    /// The product table as published by Microsoft (CSV)
    file: PathBuf,
    /// Show what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(store: &SqlStore, args: &CatalogArgs) -> Result<(), CliError> {
    let bytes = read_bytes(&args.file)?;
    let (text, is_guessed) = match decode(&bytes).map_err(|error| refused(&args.file, &error))? {
        Bytes::Unicode(text) => (text, false),
        Bytes::CodePage => {
            let read = CodePage::read(&bytes, None, None).map_err(|error| refused(&args.file, &error))?;
            (read.text, true)
        }
    };
    let mut catalog = catalog_table::read(&text).map_err(|error| refused(&args.file, &error))?;
    let present = store.catalog().await?;
    catalog.fill_gaps(&present);
    let difference = difference(&present, &catalog.products);
    let plans: std::collections::BTreeSet<_> =
        catalog.products.iter().flat_map(|product| &product.plans).map(|plan| plan.id).collect();
    say(format_args!("{}: {} products, {} service plans.", args.file.display(), catalog.products.len(), plans.len()));
    if is_guessed {
        say(
            "The file is in neither UTF-8 nor UTF-16: its encoding was guessed. If names look wrong, save it in UTF-8.",
        );
    }
    let (lost, repaired): (Vec<&Repair>, Vec<&Repair>) = catalog.repairs.iter().partition(|repair| repair.is_loss());
    print_some("Rows left out", lost.into_iter().map(Repair::words));
    print_some("Repaired", repaired.into_iter().map(Repair::words));
    say(format_args!("{}", difference.words()));
    print_some("Added", difference.added.iter().map(|product| product.name.clone()));
    print_some("Renamed", difference.renamed.iter().map(RenamedProduct::words));
    print_some("Not in the file (kept)", difference.kept.iter().map(|product| product.name.clone()));
    print_some("With other service plans", difference.plans_changed.iter().map(PlansChanged::words));
    print_some("Service plans renamed", difference.renamed_plans.iter().map(RenamedPlan::words));
    if args.dry_run {
        say("Nothing was changed (--dry-run).");
    } else {
        store.write_catalog(&catalog.products).await?;
        say("The catalogue is up to date.");
    }
    Ok(())
}

fn refused(path: &Path, error: &dyn std::fmt::Display) -> CliError {
    CliError::Refused(format!("{}: {error} Nothing was changed.", path.display()))
}

/// Prints the first lines of a kind, and the number of the rest.
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

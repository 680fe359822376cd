//! `tenantry backup FILE` and `tenantry restore FILE`.

use super::{CliError, make_folder, rules, say};
use crate::config::DatabaseConfig;
use crate::store::files::backup::backup;
use crate::store::files::database_file::Contents;
use crate::store::files::restore::restore;
use crate::time::now;
use clap::Args;
use std::path::PathBuf;
use std::time::Instant;

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The file to write; it must not exist yet
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// A file made by `tenantry backup`, or a copy of a Tenantry database
    file: PathBuf,
}

pub(super) async fn back_up(database: &DatabaseConfig, args: &BackupArgs) -> Result<(), CliError> {
    let begun = Instant::now();
    let made = backup(&database.database_url, &args.file).await?;
    say_contents(made.contents);
    let (megabytes, seconds) = (megabytes(made.bytes), begun.elapsed().as_secs_f64());
    say(format_args!("{}: {megabytes} MB, checked, in {seconds:.1} s.", args.file.display()));
    Ok(())
}

pub(super) async fn put_back(database: &DatabaseConfig, args: &RestoreArgs) -> Result<(), CliError> {
    let rules = rules(database)?;
    make_folder(&database.database_url)?;
    let restored = restore(&database.database_url, &args.file, rules, now()).await?;
    say_contents(restored.contents);
    if let Some(kept) = restored.kept {
        say(format_args!("The database that was there is kept: {}", kept.display()));
    }
    say("The database is restored and up to date.");
    Ok(())
}

fn say_contents(contents: Contents) {
    let Contents { version, customers, users, operations } = contents;
    say(format_args!("{customers} customers, {users} users, {operations} operations; tables of version {version}."));
}

/// Megabytes (millions of bytes) with one decimal.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

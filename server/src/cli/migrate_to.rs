//! `tenantry migrate-to DATABASE_URL`.

use super::key::key_file;
use super::{CliError, rules, say};
use crate::config::DatabaseConfig;
use crate::store::files::migrate_to::migrate_to;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct MigrateToArgs {
    /// The new, empty PostgreSQL database to move to: postgres://user:password@host/name
    #[arg(value_name = "DATABASE_URL", env = "TENANTRY_MIGRATE_TO", hide_env_values = true)]
    url: String,
}

pub(super) async fn run(database: &DatabaseConfig, args: &MigrateToArgs) -> Result<(), CliError> {
    database.check(&args.url)?;
    let told = |table: &str, rows| say(format_args!("{table}: {rows} rows"));
    migrate_to(&database.database_url, &args.url, rules(database)?, told).await?;
    say("Everything was moved and checked. Start Tenantry with the PostgreSQL database from now on.");
    let key = key_file(database);
    if key.path().exists() {
        say(format_args!("Its secrets open with the same key file: --key-file {}", key.path().display()));
    }
    say("Later changes in the SQLite database are not moved.");
    Ok(())
}

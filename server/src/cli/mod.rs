//! The command line, one module for each command.

mod audit;
mod backup;
mod catalog;
mod check;
mod customer;
mod key;
mod local_passwords;
mod migrate_to;
mod partner_choice;
mod people;
mod relationships;
mod security_log;
mod seed;

use crate::config::{DatabaseConfig, Exposed, ServeConfig};
use crate::http::serve::{ServeError, serve};
use crate::store::files::backup::BackupError;
use crate::store::files::key_file::KeyFile;
use crate::store::files::migrate_to::MigrateToError;
use crate::store::files::restore::RestoreError;
use crate::store::files::sealed::UnlockError;
use crate::store::people::rotate_key::RotateError;
use crate::store::{OpenError, SqlStore};
use clap::{Parser, Subcommand};
use domain::access::relationship_policy::RelationshipPolicy;
use domain::rules::data::RulesData;
use domain::store::StoreError;
use std::fs::DirBuilder;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// The console for the users and licenses of a partner's customers.
#[derive(Debug, Parser)]
#[command(name = "tenantry", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Task,
    #[command(flatten)]
    database: DatabaseConfig,
}

/// The commands. `serve` and those in [`Command`] open the database, which also migrates it to this version.
#[derive(Debug, Subcommand)]
enum Task {
    /// Serve the console
    Serve(ServeConfig),
    #[command(flatten)]
    Open(Command),
    /// Copy a SQLite database into a file, even while it is in use
    Backup(backup::BackupArgs),
    /// Replace a SQLite database by a backup; the old database is kept beside it
    Restore(backup::RestoreArgs),
    /// Replace the key that opens sealed secrets; Tenantry must be stopped
    RotateKey,
    /// Give up the secrets whose key is lost: everybody's second factor is removed, and identity providers are disabled
    ResetKey,
    /// Move everything from a SQLite database into an empty PostgreSQL database
    MigrateTo(migrate_to::MigrateToArgs),
}

/// Commands that work on an open database.
#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the database to this version and stop
    Migrate,
    /// Fill the database with a demo partner, or add one customer of a given size
    Seed(seed::SeedArgs),
    /// Add the first admin, or let somebody in again with a new password
    CreateAdmin(people::AdminArgs),
    /// Print a one-time link for creating the first admin in the browser
    SetupLink,
    /// Set or show whether saving, undoing and buying ask for a reason or ticket
    ReasonOrTicket(partner_choice::ReasonArgs),
    /// Set or show whether temporary passwords consist of characters or words
    TemporaryPasswords(partner_choice::PasswordArgs),
    /// Set or show where the partner's people need an admin relationship with a customer
    AdminRelationships(partner_choice::RelationshipArgs),
    /// Take passwords again after they were switched off, or show whether they are taken
    LocalPasswords(local_passwords::LocalPasswordsArgs),
    /// Read Microsoft's published product table (CSV)
    ImportCatalog(catalog::CatalogArgs),
    /// Read a customer from saved Microsoft Graph files
    Import(customer::CustomerArgs),
    /// Read admin relationships from a saved Microsoft Graph file
    ImportRelationships(relationships::RelationshipsArgs),
    /// Check the database for broken invariants
    Check,
    /// Print sign-ins, refusals and account changes as CSV
    SecurityLog(security_log::SecurityLogArgs),
    /// Check and sign the activity log, and erase personal values from it
    Audit(audit::AuditArgs),
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The database cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database is on another machine, and the connection could be read unnoticed.
    #[error(transparent)]
    Exposed(#[from] Exposed),
    /// The folder of the database cannot be made.
    #[error("The folder {0} can't be made: {1}")]
    Folder(PathBuf, std::io::Error),
    /// The database failed in the middle; nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No backup was made.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Nothing was restored.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// Nothing was moved.
    #[error(transparent)]
    MigrateTo(#[from] MigrateToError),
    /// The sealed secrets can't be opened.
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    /// The key was not replaced.
    #[error(transparent)]
    RotateKey(#[from] RotateError),
    /// A file cannot be read.
    #[error("{0} can't be read: {1}")]
    File(PathBuf, String),
    /// The server did not start, or failed.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The command can't be carried out. The message says how to fix it.
    #[error("{0}")]
    Refused(String),
}

/// Runs the command.
///
/// # Errors
/// [`CliError`].
pub async fn run(cli: Cli) -> Result<(), CliError> {
    cli.database.check(&cli.database.database_url)?;
    match cli.command {
        Task::Serve(config) => {
            log(config.log_json);
            let store = open(&cli.database).await?.unlock(&key::key_file(&cli.database)).await?;
            Ok(serve(&config, store).await?)
        }
        Task::Open(command) => run_with(open(&cli.database).await?, &key::key_file(&cli.database), command).await,
        Task::RotateKey => key::rotate(&cli.database).await,
        Task::ResetKey => key::reset(&cli.database).await,
        Task::Backup(args) => backup::back_up(&cli.database, &args).await,
        Task::Restore(args) => backup::put_back(&cli.database, &args).await,
        Task::MigrateTo(args) => migrate_to::run(&cli.database, &args).await,
    }
}

async fn run_with(store: SqlStore, key: &KeyFile, command: Command) -> Result<(), CliError> {
    match command {
        Command::Migrate => say("The database is up to date."),
        Command::Seed(args) => seed::run(&store, &args).await?,
        Command::CreateAdmin(args) => people::create_admin(&store, &args).await?,
        Command::SetupLink => people::setup_link(&store).await?,
        Command::ReasonOrTicket(args) => partner_choice::run(&store, "Reason or ticket", args.policy).await?,
        Command::AdminRelationships(args) => {
            partner_choice::run(&store, RelationshipPolicy::SETTING, args.policy).await?
        }
        Command::TemporaryPasswords(args) => partner_choice::run(&store, "Temporary passwords", args.kind).await?,
        Command::LocalPasswords(args) => local_passwords::run(&store, &args).await?,
        Command::ImportCatalog(args) => catalog::run(&store, &args).await?,
        Command::Import(args) => customer::run(&store, key, &args).await?,
        Command::ImportRelationships(args) => relationships::run(&store, &args).await?,
        Command::Check => check::run(&store).await?,
        Command::SecurityLog(args) => security_log::run(&store, &args).await?,
        Command::Audit(args) => audit::run(&store, &args).await?,
    }
    store.close().await;
    Ok(())
}

/// Opens the database. A new one gets the catalogue that comes with Tenantry.
async fn open(config: &DatabaseConfig) -> Result<SqlStore, CliError> {
    let rules = rules(config)?;
    make_folder(&config.database_url)?;
    let page_limit = Duration::from_secs(config.statement_seconds);
    let store = SqlStore::open_limited(&config.database_url, rules, page_limit).await?;
    store.ensure_catalog().await?;
    Ok(store)
}

fn rules(config: &DatabaseConfig) -> Result<RulesData, CliError> {
    match &config.rules_file {
        None => RulesData::shipped().map_err(|error| CliError::Refused(error.to_string())),
        Some(path) => RulesData::parse(&read(path)?).map_err(|error| CliError::File(path.clone(), error.to_string())),
    }
}

/// Makes the folder of a SQLite database, accessible to its owner only.
fn make_folder(url: &str) -> Result<(), CliError> {
    let Some(path) = url.strip_prefix("sqlite://") else { return Ok(()) };
    let folder = std::path::Path::new(path.split('?').next().unwrap_or(path)).parent();
    match folder.filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| CliError::Folder(folder.to_owned(), error)),
        None => Ok(()),
    }
}

/// Prints a line of output. A reader that stops reading early does not stop the command.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn read(path: &std::path::Path) -> Result<String, CliError> {
    let text = domain::import::graph::decode(&read_bytes(path)?);
    text.map_err(|error| CliError::File(path.to_owned(), error.to_string()))
}

fn read_bytes(path: &std::path::Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(path).map_err(|error| CliError::File(path.to_owned(), error.to_string()))
}

/// Logs to standard error; `RUST_LOG` sets the filter.
fn log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tower_sessions=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        log.json().init();
    } else {
        log.init();
    }
}

//! `tenantry rotate-key` and `tenantry reset-key`: the key that seals secrets.

use super::{CliError, rules, say};
use crate::config::DatabaseConfig;
use crate::security::event;
use crate::store::files::key_file::KeyFile;
use crate::store::people::rotate_key::open_alone;
use crate::time::now;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};

/// Replaces the key.
pub(super) async fn rotate(database: &DatabaseConfig) -> Result<(), CliError> {
    let (store, file) = (open_alone(&database.database_url, rules(database)?).await?, key_file(database));
    let replaced = SecurityEvent { partner: store.partner().await?, ..key_replaced() };
    let sealed = store.rotate_key(&file, &replaced).await;
    store.close().await;
    say(format_args!("{} has a new key, and {} secrets were sealed with it.", file.path().display(), sealed?));
    say("Keep a copy of the file apart from backups of the database. Older backups need the older key.");
    Ok(())
}

/// Gives up the secrets that a lost key had sealed.
pub(super) async fn reset(database: &DatabaseConfig) -> Result<(), CliError> {
    let (store, file) = (open_alone(&database.database_url, rules(database)?).await?, key_file(database));
    let replaced = SecurityEvent { partner: store.partner().await?, ..key_replaced() };
    let given_up = store.give_up_key(&file, &replaced).await;
    store.close().await;
    given_up?;
    say("The second factors of all people were removed; they sign in with their passwords and set them up again.");
    say("Product keys of software were removed; importing their customers again brings them back.");
    say("The next start of tenantry serve makes a key file, unless there is one.");
    Ok(())
}

/// The key file of a database: the one that is named, else the one that belongs to the database.
pub(super) fn key_file(database: &DatabaseConfig) -> KeyFile {
    match &database.key_file {
        Some(path) => KeyFile::at(path),
        None => KeyFile::of_database(&database.database_url),
    }
}

fn key_replaced() -> SecurityEvent {
    event(SecurityEventKind::SealingKeyReplaced, now(), Caller::default())
}

//! `tenantry audit`: verifies the activity log, signs its current end, erases personal values from it.

use super::{CliError, say};
use crate::security::event;
use crate::signing::{KeyError, PublicKey, SigningKey, public_key_of};
use crate::store::SqlStore;
use crate::store::activity::audit::Audited;
use crate::time::{now, stamp};
use clap::{Args, Subcommand};
use domain::console::activity::Caller;
use domain::console::chain::Flaw;
use domain::console::chain::checkpoint::Checkpoint;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::{CustomerId, UserId};
use domain::store::SecurityStore;
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Check that nothing in the activity log was changed, removed or inserted
    Verify(VerifyArgs),
    /// Write a signed file with the end of every customer's log, to be kept elsewhere
    Checkpoint(CheckpointArgs),
    /// Erase a user's name, email and messages from a customer's log; the log still verifies
    EraseUser(EraseUserArgs),
    /// Erase a partner user's name and addresses from the logs of all customers; the logs still verify
    ErasePerson(ErasePersonArgs),
}

#[derive(Debug, Args)]
struct VerifyArgs {
    /// Only this customer (Microsoft ID)
    #[arg(long, value_name = "ID")]
    customer: Option<CustomerId>,
    /// An earlier checkpoint, which the log must still contain
    #[arg(long, value_name = "FILE", requires = "key")]
    checkpoint: Option<PathBuf>,
    /// The public key of the checkpoint
    #[arg(long, value_name = "FILE", requires = "checkpoint")]
    key: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct CheckpointArgs {
    /// The file to write; it must not exist yet
    file: PathBuf,
    /// Private key to sign with; made on first use, with the public key beside it (.pub)
    #[arg(long, env = "TENANTRY_SIGNING_KEY", value_name = "FILE")]
    signing_key: PathBuf,
}

#[derive(Debug, Args)]
struct EraseUserArgs {
    /// The customer (Microsoft ID)
    #[arg(long, value_name = "ID")]
    customer: CustomerId,
    /// The user's id
    #[arg(long, value_name = "ID")]
    user: UserId,
}

#[derive(Debug, Args)]
struct ErasePersonArgs {
    /// The partner user's sign-in name
    sign_in_name: String,
}

/// The content of a checkpoint file.
#[derive(Serialize, Deserialize)]
struct Signed {
    #[serde(flatten)]
    checkpoint: Checkpoint,
    /// Ed25519 signature of the checkpoint's digest, in hexadecimal.
    signature: String,
}

pub(super) async fn run(store: &SqlStore, args: &AuditArgs) -> Result<(), CliError> {
    match &args.command {
        AuditCommand::Verify(args) => verify(store, args).await,
        AuditCommand::Checkpoint(args) => checkpoint(store, args).await,
        AuditCommand::EraseUser(args) => {
            let erased = store.erase_user(args.customer, args.user, stamp()).await?;
            say(format_args!("Erased name, email and message of {erased} outcomes."));
            Ok(())
        }
        AuditCommand::ErasePerson(args) => erase_person(store, &args.sign_in_name).await,
    }
}

async fn verify(store: &SqlStore, args: &VerifyArgs) -> Result<(), CliError> {
    // Check the file first: a wrong file says nothing about the log.
    let known = match (&args.checkpoint, &args.key) {
        (Some(file), Some(key)) => Some(open_checkpoint(file, key)?),
        _ => None,
    };
    let audited = store.audit(args.customer).await?;
    if let (Some(customer), []) = (args.customer, audited.as_slice()) {
        return Err(CliError::Refused(format!("There is no customer {customer}.")));
    }
    let mut flaws = audited.iter().map(|one| one.found.flaws.len()).sum::<usize>();
    audited.iter().for_each(tell);
    if let Some(known) = known {
        let found = store.compare(&known).await?;
        let found: Vec<_> =
            found.into_iter().filter(|(customer, _)| args.customer.is_none_or(|only| only == *customer)).collect();
        say(format_args!("Compared with the checkpoint of {}.", app::format::date_time(known.at)));
        let deleted = store.deleted_since(&known).await?;
        deleted.iter().filter(|customer| args.customer.is_none_or(|only| only == **customer)).for_each(|customer| {
            say(format_args!("  {customer}: deleted since, with its log. See: tenantry security-log"))
        });
        found
            .iter()
            .for_each(|(customer, flaw)| say(format_args!("  {}: {}", name(&audited, *customer), flaw.words())));
        flaws += found.len();
    }
    for violation in store.violations_beside_chains().await? {
        say(format_args!("Broken: {} ({})", violation.invariant, violation.rows));
        flaws += 1;
    }
    if flaws == 0 {
        say("Everything verifies.");
        Ok(())
    } else {
        Err(CliError::Refused(format!(
            "The activity log is not as it was written: {flaws} found. Keep the database as it is, and compare it with a backup."
        )))
    }
}

fn tell(audited: &Audited) {
    let Audited { name, found, .. } = audited;
    match (found.last, found.flaws.as_slice()) {
        (0, []) => say(format_args!("{name}: nothing was done yet.")),
        (last, []) => say(format_args!("{name}: rows {} to {last} verify, head {}", found.first, found.head)),
        (_, flaws) => {
            say(format_args!("{name}:"));
            flaws.iter().map(Flaw::words).for_each(|words| say(format_args!("  {words}")));
        }
    }
}

/// The customer's name, or its id when the customer is gone.
fn name(audited: &[Audited], customer: CustomerId) -> String {
    let known = audited.iter().find(|one| one.customer == customer);
    known.map_or_else(|| customer.to_string(), |one| one.name.clone())
}

async fn checkpoint(store: &SqlStore, args: &CheckpointArgs) -> Result<(), CliError> {
    if store.audit(None).await?.iter().any(|one| !one.found.holds()) {
        return Err(CliError::Refused(
            "The activity log does not verify; nothing was signed. See: tenantry audit verify".into(),
        ));
    }
    let key = SigningKey::open_or_make(&args.signing_key).map_err(refused)?;
    let checkpoint = store.checkpoint(now()).await?;
    let signature = key.sign(checkpoint.digest().bytes());
    let used = event(SecurityEventKind::SigningKeyUsed, checkpoint.at, Caller::default());
    store.note_security(&SecurityEvent { partner: store.partner().await?, ..used }).await;
    let customers = checkpoint.heads.len();
    write(&args.file, &Signed { checkpoint, signature })?;
    say(format_args!("The ends of {customers} logs are in {}.", args.file.display()));
    say(format_args!("Keep it away from this machine, with {}.", public_key_of(&args.signing_key).display()));
    Ok(())
}

fn write(path: &Path, signed: &Signed) -> Result<(), CliError> {
    let failed = |words: String| CliError::Refused(format!("{} can't be written: {words}", path.display()));
    let text = serde_json::to_string_pretty(signed).map_err(|error| failed(error.to_string()))? + "\n";
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| failed(error.to_string()))
}

fn open_checkpoint(path: &Path, key: &Path) -> Result<Checkpoint, CliError> {
    let key = PublicKey::open(key).map_err(refused)?;
    let signed: Signed = serde_json::from_str(&super::read(path)?)
        .map_err(|error| CliError::File(path.to_owned(), error.to_string()))?;
    if key.verifies(signed.checkpoint.digest().bytes(), &signed.signature) {
        Ok(signed.checkpoint)
    } else {
        Err(CliError::Refused(format!(
            "{} was not signed with this key, or was changed since. Use another copy.",
            path.display()
        )))
    }
}

async fn erase_person(store: &SqlStore, sign_in_name: &str) -> Result<(), CliError> {
    let person = store.person_by_sign_in_name(sign_in_name).await?;
    let person = person.ok_or_else(|| CliError::Refused(format!("Nobody signs in as {sign_in_name}.")))?;
    let erased = store.erase_person(person.id, stamp).await?;
    say(format_args!("Erased name and address in {erased} rows."));
    Ok(())
}

fn refused(error: KeyError) -> CliError {
    CliError::Refused(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::import::customer::Arrival;
    use domain::demo;
    use domain::ids::PartnerId;
    use domain::rules::data::RulesData;
    use uuid::Uuid;

    /// A folder with a database of one customer, removed with the value.
    struct Place {
        folder: PathBuf,
        store: SqlStore,
        customer: CustomerId,
    }

    impl Drop for Place {
        fn drop(&mut self) {
            drop(std::fs::remove_dir_all(&self.folder));
        }
    }

    impl Place {
        async fn new() -> Self {
            let folder = std::env::temp_dir().join(format!("tenantry-audit-{}", Uuid::new_v4().simple()));
            std::fs::create_dir(&folder).unwrap();
            let url = format!("sqlite://{}", folder.join("tenantry.sqlite").display());
            let store = SqlStore::open(&url, RulesData::shipped().unwrap()).await.unwrap();
            store.ensure_catalog().await.unwrap();
            let partner = PartnerId::new(Uuid::from_u128(1));
            store.add_partner(partner, "Partner").await.unwrap();
            let sized = demo::sized(5, 5).unwrap();
            let customer = sized.directory.customer.id;
            let place = Self { folder, store, customer };
            for now in 1..=2 {
                let arrival =
                    Arrival { partner, relationship: "Reseller", imported: false, own_organization: false, now };
                place.store.write_directory(arrival, &sized.directory, sized.users(), false).await.unwrap();
            }
            place
        }

        fn file(&self, name: &str) -> PathBuf {
            self.folder.join(name)
        }

        async fn checkpoint(&self, name: &str) -> Result<(), CliError> {
            let args = CheckpointArgs { file: self.file(name), signing_key: self.file("key") };
            checkpoint(&self.store, &args).await
        }

        async fn verify(&self, name: Option<&str>, key: &str) -> Result<(), CliError> {
            let checkpoint = name.map(|name| self.file(name));
            let key = checkpoint.is_some().then(|| self.file(key));
            verify(&self.store, &VerifyArgs { customer: None, checkpoint, key }).await
        }

        /// Opens the database, which restores missing triggers.
        async fn set_triggers(&self) {
            let url = format!("sqlite://{}", self.file("tenantry.sqlite").display());
            SqlStore::open(&url, RulesData::shipped().unwrap()).await.unwrap().close().await;
        }

        /// Changes the database directly, as its owner could.
        async fn run(&self, sql: &'static str) {
            sqlx::query(sql).execute(self.store.read_pool()).await.unwrap();
        }
    }

    fn words(result: Result<(), CliError>) -> String {
        result.unwrap_err().to_string()
    }

    #[tokio::test]
    async fn a_log_fits_its_checkpoint_until_it_is_shortened() {
        let place = Place::new().await;
        place.verify(None, "").await.unwrap();
        place.checkpoint("one").await.unwrap();
        place.verify(Some("one"), "key.pub").await.unwrap();
        assert!(words(place.checkpoint("one").await).contains("can't be written"), "no checkpoint is overwritten");
        place.run("DROP TRIGGER activity_deleted_with_customer").await;
        place.run("DELETE FROM activity WHERE sequence = 2").await;
        assert!(words(place.verify(None, "").await).contains("1 found"), "the trigger is missed");
        place.set_triggers().await;
        place.verify(None, "").await.unwrap();
        assert!(words(place.verify(Some("one"), "key.pub").await).contains("1 found"));
    }

    #[tokio::test]
    async fn a_changed_log_is_refused_and_not_signed() {
        let place = Place::new().await;
        place.run("DROP TRIGGER activity_only_erased_with_reason").await;
        place.run("UPDATE activity SET at = 7 WHERE sequence = 1").await;
        place.set_triggers().await;
        assert!(words(place.verify(None, "").await).contains("1 found"));
        assert!(words(place.checkpoint("one").await).contains("nothing was signed"));
        assert!(!place.file("one").exists());
        let elsewhere = VerifyArgs { customer: Some(CustomerId::new(Uuid::nil())), checkpoint: None, key: None };
        assert!(words(verify(&place.store, &elsewhere).await).contains("There is no customer"));
        let here = VerifyArgs { customer: Some(place.customer), checkpoint: None, key: None };
        assert!(words(verify(&place.store, &here).await).contains("1 found"));
    }

    #[tokio::test]
    async fn a_checkpoint_that_was_changed_or_signed_by_another_is_refused() {
        let place = Place::new().await;
        place.checkpoint("one").await.unwrap();
        SigningKey::open_or_make(&place.file("other")).unwrap();
        assert!(words(place.verify(Some("one"), "other.pub").await).contains("was not signed with this key"));
        let text = std::fs::read_to_string(place.file("one")).unwrap();
        assert!(text.contains("\"sequence\": 2"), "{text}");
        std::fs::write(place.file("one"), text.replace("\"sequence\": 2", "\"sequence\": 1")).unwrap();
        assert!(words(place.verify(Some("one"), "key.pub").await).contains("was changed since"));
        std::fs::write(place.file("one"), "{}").unwrap();
        assert!(matches!(place.verify(Some("one"), "key.pub").await, Err(CliError::File(..))));
    }
}

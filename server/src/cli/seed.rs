//! `tenantry seed`.

use super::people::{add_admin, add_partner};
use super::{CliError, say};
use crate::password;
use crate::store::SqlStore;
use crate::store::import::customer::{Arrival, WriteError};
use crate::time::now;
use clap::Args;
use domain::access::partner_account::{Agreement, PartnerAccount, Verification};
use domain::demo;

/// The seed of the demo, fixed so that its data is the same everywhere.
const DEMO_SEED: u64 = 2026;
/// The largest customer that `--users` makes.
const USERS_MAX: usize = 1_000_000;
const DEMO_ADMIN: &str = "admin";
const DEMO_ADMIN_NAME: &str = "Anna Kováčová";

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct SeedArgs {
    /// Add a demo partner with 12 customers, if there is no partner yet
    #[arg(long)]
    demo: bool,
    /// Add one more customer with this many users (up to 1,000,000)
    #[arg(long, value_name = "N")]
    users: Option<usize>,
}

pub(super) async fn run(store: &SqlStore, args: &SeedArgs) -> Result<(), CliError> {
    match args.users {
        Some(users) if users > USERS_MAX => Err(CliError::Refused("A customer has at most 1,000,000 users.".into())),
        Some(users) => seed_customer(store, users).await,
        None => seed_demo(store).await,
    }
}

async fn seed_demo(store: &SqlStore) -> Result<(), CliError> {
    let partner = match store.partner().await? {
        None => add_partner(store, "Tenantry demo partner").await?,
        // The admin is added last. A partner without one means that seeding was interrupted.
        Some(partner) if store.count_partner_users().await? == 0 => partner,
        Some(_) => {
            say("There is a partner already; nothing was added.");
            return Ok(());
        }
    };
    for customer in demo::customers(DEMO_SEED).map_err(|error| CliError::Refused(error.to_string()))? {
        let arrival = Arrival {
            partner,
            relationship: customer.relationship,
            imported: customer.imported,
            own_organization: false,
            now: now(),
        };
        let mut directory = customer.directory;
        let users = std::mem::take(&mut directory.users);
        say(format_args!("{}: {} users", directory.customer.name, users.len()));
        store.write_directory(arrival, &directory, users.into_iter(), false).await.map_err(failed)?;
    }
    // The demo can buy.
    let agreement = Agreement { by: Some(DEMO_ADMIN_NAME.to_owned()), at: Some(now()) };
    let account = PartnerAccount {
        verification: Verification::Authorized,
        verification_at: Some(now()),
        agreement: Some(agreement),
    };
    store.set_partner_account(partner, &account).await?;
    let password = password::generate();
    add_admin(store, partner, DEMO_ADMIN_NAME, DEMO_ADMIN, (&password, None)).await?;
    say(format_args!("Sign-in name: {DEMO_ADMIN}"));
    say(format_args!("Password: {password}"));
    Ok(())
}

async fn seed_customer(store: &SqlStore, users: usize) -> Result<(), CliError> {
    let partner = store
        .partner()
        .await?
        .ok_or_else(|| CliError::Refused("There is no partner yet. Add one first with: tenantry seed --demo".into()))?;
    // The number of users identifies the customer: the same number updates the same customer.
    let sized = demo::sized(u64::try_from(users).unwrap_or(u64::MAX), users)
        .map_err(|error| CliError::Refused(error.to_string()))?;
    let arrival = Arrival { partner, relationship: "Reseller", imported: false, own_organization: false, now: now() };
    let name = sized.directory.customer.name.clone();
    let counts = store.write_directory(arrival, &sized.directory, sized.users(), false).await.map_err(failed)?;
    say(format_args!("{name}: {} users added, {} updated.", counts.added, counts.updated));
    Ok(())
}

fn failed(error: WriteError) -> CliError {
    match error {
        WriteError::Store(error) => CliError::Store(error),
        _ => CliError::Refused(error.to_string()),
    }
}

//! `tenantry import --customer DIR`.

use super::catalog::print_some;
use super::{CliError, read, say};
use crate::store::SqlStore;
use crate::store::files::key_file::KeyFile;
use crate::store::import::customer::{Arrival, WriteError};
use crate::time::now;
use clap::Args;
use domain::ids::GroupId;
use domain::import::customer::CustomerImport;
use domain::import::graph::{self, GraphFiles};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct CustomerArgs {
    /// Folder with users.json, subscribedSkus.json, organization.json, and optionally groups.json, directoryRoles.json,
    /// subscriptions.json, software.json, and of an own organization group-members with a file for each group, named by its id
    #[arg(long, value_name = "DIR")]
    customer: PathBuf,
    /// It is your own organization, not a customer. Associate it under Account settings; its users can then be people of
    /// Tenantry
    #[arg(long)]
    own_organization: bool,
    /// Show what would change, without changing anything
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(store: &SqlStore, key: &KeyFile, args: &CustomerArgs) -> Result<(), CliError> {
    let partner = store.partner().await?.ok_or_else(|| {
        CliError::Refused("There is no partner yet. Add an admin first with: tenantry create-admin".into())
    })?;
    let file = |name: &str| read(&args.customer.join(name));
    let optional = |name: &str| args.customer.join(name).exists().then(|| file(name)).transpose();
    let (users, skus, organization) = (file("users.json")?, file("subscribedSkus.json")?, file("organization.json")?);
    let (groups, roles) = (optional("groups.json")?, optional("directoryRoles.json")?);
    let (subscriptions, software) = (optional("subscriptions.json")?, optional("software.json")?);
    let group_members = if args.own_organization { members_of(&args.customer)? } else { Vec::new() };
    let directory = graph::read(GraphFiles {
        users: &users,
        subscribed_skus: &skus,
        organization: &organization,
        groups: groups.as_deref(),
        group_members: &group_members,
        directory_roles: roles.as_deref(),
        subscriptions: subscriptions.as_deref(),
        software: software.as_deref(),
    });
    let mut directory = directory.map_err(|error| refused(&args.customer, &error))?;
    let people = std::mem::take(&mut directory.users);
    let licenses: usize = people.iter().map(|user| user.licenses.len()).sum();
    let (users, notes) = (people.len(), std::mem::take(&mut directory.notes));
    let arrival = Arrival {
        partner,
        relationship: "Reseller",
        imported: true,
        own_organization: args.own_organization,
        now: now(),
    };
    let store = sealing(store, key, &mut directory, args.dry_run).await?;
    let counts = store.write_directory(arrival, &directory, people.into_iter(), args.dry_run).await;
    let counts = counts.map_err(|error| match error {
        WriteError::Store(error) => CliError::Store(error),
        _ => refused(&args.customer, &error),
    })?;
    let (name, products) = (&directory.customer.name, directory.products.len());
    say(format_args!(
        "{name}: {users} users, {products} products, {licenses} licenses, {} groups.",
        directory.groups.len()
    ));
    print_some("Notes", notes.iter().map(domain::import::note::ImportNote::words));
    say(format_args!("Users: {} added, {} updated, {} removed.", counts.added, counts.updated, counts.removed));
    if args.dry_run {
        say("Nothing was changed (--dry-run).");
    }
    Ok(())
}

/// The folder with a file for each group.
const GROUP_MEMBERS: &str = "group-members";

/// The files of the members of groups. Each is named by its group's id.
fn members_of(folder: &Path) -> Result<Vec<(GroupId, String)>, CliError> {
    let folder = folder.join(GROUP_MEMBERS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let no_list = |error: std::io::Error| CliError::Refused(format!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(no_list)? {
        let path = entry.map_err(no_list)?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let group = name.parse::<GroupId>().map_err(|_| {
            CliError::Refused(format!("{}: name the file by the id of its group. Nothing was changed.", path.display()))
        })?;
        files.push((group, read(&path)?));
    }
    Ok(files)
}

/// The store with the key that seals product keys. A trial seals none, because it leaves nothing behind, no key file
/// either.
async fn sealing(
    store: &SqlStore,
    key: &KeyFile,
    directory: &mut CustomerImport,
    dry_run: bool,
) -> Result<SqlStore, CliError> {
    let store = store.clone();
    if dry_run {
        directory.software.iter_mut().for_each(|software| software.keys.clear());
    }
    let has_keys = directory.software.iter().any(|software| !software.keys.is_empty());
    if has_keys { Ok(store.unlock(key).await?) } else { Ok(store) }
}

fn refused(folder: &Path, error: &dyn std::fmt::Display) -> CliError {
    CliError::Refused(format!("{}: {error} Nothing was changed.", folder.display()))
}

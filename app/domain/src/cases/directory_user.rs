//! Renaming and deleting the user that a person is in the directory of the person's tenant: operations of the tenant like any
//! others, with their page and their undo.

use crate::access::person::PersonRefused;
use crate::access::{Actor, CustomerScope, scope_of_rename};
use crate::console::accounts::{AccountsRequest, Who};
use crate::console::entries::{Entries, EntriesKind, EntriesRequest};
use crate::console::save::SaveReply;
use crate::directory::profile::TypedProfile;
use crate::ids::{CustomerId, IdempotencyKey, UserId};
use crate::rules::accounts::{AccountChange, plan_accounts};
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry, plan_entries};
use crate::rules::failure::Failure;
use crate::rules::plan::Plan;
use crate::store::{Stamp, Store, StoreError};

/// Gives the user that a person is another display name. The managers of the tenant's people may do that.
///
/// # Errors
/// When the store cannot answer; inside, why the user keeps the name.
pub async fn rename(
    store: &dyn Store,
    actor: &Actor,
    (tenant, user, name): (CustomerId, UserId, &str),
    (key, stamp): (IdempotencyKey, Stamp),
) -> Result<Result<(), PersonRefused>, StoreError> {
    let access = store.customer_access(actor, tenant, stamp.now).await?;
    let Some(scope) = scope_of_rename(actor, tenant, access) else { return Ok(Err(PersonRefused::OtherTenant)) };
    let profile = TypedProfile { display_name: Some(name.to_owned()), ..TypedProfile::default() };
    let entry = UserEntry { user, asked: EntryAction::Edit(profile), licenses: Change::default() };
    let entries = Entries::Each(vec![entry]);
    let (accounts, loaded) = store.entries(scope, &entries).await?;
    let plan = plan_entries(&accounts, &loaded);
    if let Err(refused) = check(&plan) {
        return Ok(Err(refused));
    }
    let request = EntriesRequest { key, kind: EntriesKind::Edit, entries, digest: plan.digest, reason: None };
    store.save_entries(scope, &request, stamp).await.map(done)
}

/// Moves a user to the deleted users.
///
/// # Errors
/// When the store cannot answer; inside, why the user stays.
pub async fn delete(
    store: &dyn Store,
    scope: CustomerScope,
    user: UserId,
    (key, stamp): (IdempotencyKey, Stamp),
) -> Result<Result<(), PersonRefused>, StoreError> {
    let (who, change) = (Who::Listed(vec![user]), AccountChange::Delete);
    let accounts = store.accounts(scope, &who, &change).await?;
    let plan = plan_accounts(&accounts, &change);
    if let Err(refused) = check(&plan) {
        return Ok(Err(refused));
    }
    let request = AccountsRequest { key, who, change, digest: plan.digest, reason: None };
    store.change_accounts(scope, &request, stamp).await.map(done)
}

/// Whether the plan does what is asked of the user.
fn check(plan: &Plan) -> Result<(), PersonRefused> {
    let outcome = plan.users.first().map(|planned| &planned.outcome).ok_or(PersonRefused::UserGone)?;
    match outcome.failure_of_any() {
        None => Ok(()),
        Some(Failure::DirectorySynced) => Err(PersonRefused::SyncedUser),
        Some(Failure::LastManager(last)) => Err((*last).into()),
        Some(_) => Err(PersonRefused::DirectoryRefuses),
    }
}

fn done(reply: SaveReply) -> Result<(), PersonRefused> {
    match reply {
        SaveReply::Saved(_) | SaveReply::NothingToDo => Ok(()),
        SaveReply::ReasonMissing => Err(PersonRefused::DirectoryWantsReason),
        SaveReply::NobodySelected => Err(PersonRefused::UserGone),
        SaveReply::Stale(_)
        | SaveReply::SeatsShort(_)
        | SaveReply::TooMany(_)
        | SaveReply::KeyReused
        | SaveReply::InFlight
        | SaveReply::StillRunning => Err(PersonRefused::DirectoryRefuses),
    }
}

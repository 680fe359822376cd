//! Renaming and deleting the user that a person is in the directory of the person's tenant: operations of the tenant like any
//! others, with their page and their undo.

use crate::access::person::PersonForm;
use crate::access::person_refused::PersonRefused;
use crate::access::{Actor, CustomerScope, scope_of_rename};
use crate::console::accounts::{AccountsRequest, Who};
use crate::console::directory_user::check_planned;
use crate::console::save::SaveReply;
use crate::console::security::SecurityEvent;
use crate::ids::{CustomerId, IdempotencyKey, PartnerUserId, UserId};
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::store::{Stamp, Store, StoreError};

/// Edits a person who is a user of the tenant's directory, and gives that user the same name. The managers of the tenant's people
/// may do that.
///
/// # Errors
/// When the store cannot answer; inside, why nothing was changed.
pub async fn rename(
    store: &dyn Store,
    actor: &Actor,
    (tenant, person, form): (CustomerId, PartnerUserId, &PersonForm),
    (key, event): (IdempotencyKey, &SecurityEvent),
    stamp: Stamp,
) -> Result<Result<(), PersonRefused>, StoreError> {
    let access = store.customer_access(actor, tenant, stamp.now).await?;
    let Some(scope) = scope_of_rename(actor, tenant, access) else { return Ok(Err(PersonRefused::OtherTenant)) };
    store.rename_person(actor, scope, (person, form), key, event, stamp).await
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
    if let Err(refused) = check_planned(&plan) {
        return Ok(Err(refused));
    }
    let request = AccountsRequest { key, who, change, digest: plan.digest, reason: None };
    store.change_accounts(scope, &request, stamp).await.map(done)
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

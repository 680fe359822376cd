//! The store port for accounts: the input of the rules, changes of accounts, deletions that are due.

use crate::access::CustomerScope;
use crate::console::accounts::{AccountsRequest, Who};
use crate::console::save::SaveReply;
use crate::ids::OperationId;
use crate::rules::account_change::AccountChange;
use crate::rules::accounts::Accounts;
use crate::rules::restore::NewUpns;
use crate::rules::undo::Done;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// The input of the rules about accounts.
#[async_trait]
pub trait AccountSnapshotStore: Send + Sync {
    /// The accounts of these users with the input of the rules. `change` contains the new user principal names.
    async fn accounts(&self, scope: CustomerScope, who: &Who, change: &AccountChange) -> Result<Accounts, StoreError>;
    /// The accounts that an operation changed in this way, and the users that were changed since. `upns` contains the
    /// new user principal names.
    async fn accounts_changed(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        done: &[Done],
        upns: &NewUpns,
    ) -> Result<Accounts, StoreError>;
}

/// Changes of accounts, and deletions that are due.
#[async_trait]
pub trait AccountStore: Send + Sync {
    /// Changes accounts in the same way as [`LicenseStore::save`](super::LicenseStore::save) saves, with
    /// [`crate::console::accounts::decide_accounts`].
    async fn change_accounts(
        &self,
        scope: CustomerScope,
        request: &AccountsRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError>;
}

/// Users who were deleted long ago.
#[async_trait]
pub trait PurgeStore: Send + Sync {
    /// Permanently deletes users that were deleted before `deleted_before`; returns their number. A failure for one
    /// customer does not block the others; that customer is left for the next time.
    async fn purge_deleted_users(&self, deleted_before: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError>;
}

/// Planned deletions that are due.
#[async_trait]
pub trait DueDeletionStore: Send + Sync {
    /// Deletes users whose planned deletion is due at or before `due`; returns the number of users examined. A failure
    /// for one customer does not block the others; that customer is left for the next time.
    async fn delete_planned_users(&self, due: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError>;
}

//! The port: accounts: what the rules look at, changing them, deletions that are due.

use crate::access::CustomerScope;
use crate::console::accounts::{AccountsRequest, Who};
use crate::console::save::SaveReply;
use crate::ids::OperationId;
use crate::rules::accounts::{AccountChange, Accounts};
use crate::rules::restore::NewUpns;
use crate::rules::undo::Done;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// What the rules about accounts look at.
#[async_trait]
pub trait AccountSnapshotStore: Send + Sync {
    /// The accounts of these users with what the rules look at. `change` says which names they are to get.
    async fn accounts(&self, scope: CustomerScope, who: &Who, change: &AccountChange) -> Result<Accounts, StoreError>;
    /// The accounts that an operation changed in this way, with who was changed since. `upns` says which names they are to get.
    async fn accounts_changed(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        done: &[Done],
        upns: &NewUpns,
    ) -> Result<Accounts, StoreError>;
}

/// Accounts: changing them, deletions that are due.
#[async_trait]
pub trait AccountStore: Send + Sync {
    /// Changes accounts in the same way as [`LicenseStore::save`](super::LicenseStore::save) saves, with [`crate::console::accounts::decide_accounts`].
    async fn change_accounts(
        &self,
        scope: CustomerScope,
        request: &AccountsRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError>;
    /// Deletes users whose deletion was planned for then or before; returns how many were looked at. A customer for whom
    /// it fails keeps no other from going, and is left for the next time.
    async fn delete_planned_users(&self, due: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError>;
    /// Deletes users permanently who were deleted before then; returns how many. A customer for whom it fails keeps no
    /// other from going, and is left for the next time.
    async fn purge_deleted_users(&self, deleted_before: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError>;
}

//! The port: users who are added or edited.

use crate::access::CustomerScope;
use crate::console::entries::{Entries, EntriesRequest, FailedEntry, UpnHolder};
use crate::console::save::SaveReply;
use crate::directory::profile::ProfileValues;
use crate::ids::{OperationId, UserId};
use crate::rules::accounts::Accounts;
use crate::rules::entries::UserEntry;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;
use std::collections::BTreeMap;

/// What the rule about users who are added or edited looks at.
#[async_trait]
pub trait EntrySnapshotStore: Send + Sync {
    /// Who has these user principal names, live users before deleted ones; others have none.
    async fn upn_holders(&self, scope: CustomerScope, upns: &[String]) -> Result<Vec<UpnHolder>, StoreError>;
    /// The profiles of these live users, every field.
    async fn profiles(
        &self,
        scope: CustomerScope,
        users: &[UserId],
    ) -> Result<BTreeMap<UserId, ProfileValues>, StoreError>;
    /// What the rule about entries looks at, and each entry in its order. Of more than
    /// [`crate::console::save::SAVE_USERS_MAX`] nothing is looked at.
    async fn entries(&self, scope: CustomerScope, entries: &Entries) -> Result<(Accounts, Vec<UserEntry>), StoreError>;
    /// What failed in an operation with entries, in its order; also of whom only the licenses failed, and who was not
    /// reached when it was stopped.
    async fn failed_entries(
        &self,
        scope: CustomerScope,
        operation: OperationId,
    ) -> Result<Vec<FailedEntry>, StoreError>;
}

/// Users who are added or edited: saving them.
#[async_trait]
pub trait EntryStore: Send + Sync {
    /// Adds or edits users in the same way as [`LicenseStore::save`](super::LicenseStore::save) saves, with [`crate::console::entries::decide_entries`]. Many
    /// of them are worked off as a job.
    async fn save_entries(
        &self,
        scope: CustomerScope,
        request: &EntriesRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError>;
}

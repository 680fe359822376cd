//! The store port for users who are added or edited.

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

/// The input of the rule about users who are added or edited.
#[async_trait]
pub trait EntrySnapshotStore: Send + Sync {
    /// The users with these user principal names, live users before deleted ones. Names without a user are left out.
    async fn upn_holders(&self, scope: CustomerScope, upns: &[String]) -> Result<Vec<UpnHolder>, StoreError>;
    /// The profiles of these live users, with every field.
    async fn profiles(
        &self,
        scope: CustomerScope,
        users: &[UserId],
    ) -> Result<BTreeMap<UserId, ProfileValues>, StoreError>;
    /// The input of the rule about entries, and each entry in its order. Nothing is loaded for more than
    /// [`crate::console::save::SAVE_USERS_MAX`] entries.
    async fn entries(&self, scope: CustomerScope, entries: &Entries) -> Result<(Accounts, Vec<UserEntry>), StoreError>;
    /// The failed entries of an operation, in its order. They include entries of which only the licenses failed, and
    /// entries that were not reached before a stop.
    async fn failed_entries(
        &self,
        scope: CustomerScope,
        operation: OperationId,
    ) -> Result<Vec<FailedEntry>, StoreError>;
}

/// Saves users who are added or edited.
#[async_trait]
pub trait EntryStore: Send + Sync {
    /// Adds or edits users in the same way as [`LicenseStore::save`](super::LicenseStore::save) saves, with
    /// [`crate::console::entries::decide_entries`]. Many entries run as a job.
    async fn save_entries(
        &self,
        scope: CustomerScope,
        request: &EntriesRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError>;
}

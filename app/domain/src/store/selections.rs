//! The store port for selections of users.

use crate::access::CustomerScope;
use crate::console::selection::{SelectionChange, SelectionReply};
use crate::ids::{OperationId, SelectionId, UserId};
use crate::store::StoreError;
use async_trait::async_trait;

/// Selections of users.
#[async_trait]
pub trait SelectionStore: Send + Sync {
    /// Changes a selection; a missing one is made. Another person's selection is not changed and counts as empty.
    async fn change_selection(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        change: &SelectionChange,
        now: i64,
    ) -> Result<SelectionReply, StoreError>;
    /// The number of live users in a selection.
    async fn selection_count(&self, scope: CustomerScope, selection: SelectionId) -> Result<i64, StoreError>;
    /// The users among these that are in a selection.
    async fn selected_among(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, StoreError>;
    /// Makes a selection of the users who failed in an operation and still exist, without the users that it did not
    /// reach.
    async fn select_failed(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        operation: OperationId,
        now: i64,
    ) -> Result<SelectionReply, StoreError>;
    /// Removes selections that were not used since `untouched_since`; returns their number.
    async fn purge_selections(&self, untouched_since: i64) -> Result<u64, StoreError>;
}

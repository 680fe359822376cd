//! The port: selections of users.

use crate::access::CustomerScope;
use crate::console::selection::{SelectionChange, SelectionReply};
use crate::ids::{OperationId, SelectionId, UserId};
use crate::store::StoreError;
use async_trait::async_trait;

/// Selections of users.
#[async_trait]
pub trait SelectionStore: Send + Sync {
    /// Changes a selection; one that does not exist yet is made. Foreign ids are as if never used.
    async fn change_selection(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        change: &SelectionChange,
        now: i64,
    ) -> Result<SelectionReply, StoreError>;
    /// How many live users a selection has.
    async fn selection_count(&self, scope: CustomerScope, selection: SelectionId) -> Result<i64, StoreError>;
    /// Which of these users are in a selection.
    async fn selected_among(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, StoreError>;
    /// Makes a selection of the users who failed in an operation and still exist, without those whom it did not reach.
    async fn select_failed(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        operation: OperationId,
        now: i64,
    ) -> Result<SelectionReply, StoreError>;
    /// Removes selections that were not touched since then; returns how many.
    async fn purge_selections(&self, untouched_since: i64) -> Result<u64, StoreError>;
}

//! The store port for operations, ended and running.

use crate::access::{Actor, CustomerScope};
use crate::console::operation::{ChangeRow, Operation, OutcomeRow, OutcomeTab, RunningOperation};
use crate::directory::page::{Cursor, Page, PageSize};
use crate::ids::{ChangeId, OperationId};
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Reads operations.
#[async_trait]
pub trait OperationStore: Send + Sync {
    /// An operation.
    async fn operation(&self, scope: CustomerScope, id: OperationId) -> Result<Option<Operation>, StoreError>;
    /// A page of its outcomes, failures first. The cursor is the position.
    async fn outcomes(
        &self,
        scope: CustomerScope,
        id: OperationId,
        tab: OutcomeTab,
        place: Cursor<i64>,
        size: PageSize,
    ) -> Result<Page<OutcomeRow>, StoreError>;
}

/// The list of changes.
#[async_trait]
pub trait ChangeStore: Send + Sync {
    /// A page of operations and orders, newest first.
    async fn changes(
        &self,
        scope: CustomerScope,
        place: Cursor<ChangeId>,
        size: PageSize,
    ) -> Result<Page<ChangeRow>, StoreError>;
}

/// Running operations.
#[async_trait]
pub trait JobStore: Send + Sync {
    /// The running operations at all customers whose users the actor may see now, oldest first, at most
    /// [`crate::console::operation::RUNNING_MAX`].
    async fn running_operations(&self, actor: &Actor, now: i64) -> Result<Vec<RunningOperation>, StoreError>;
    /// Requests a running operation to stop before its next chunk. Entries that were not reached by then get an outcome
    /// that says so. An ended operation is not changed.
    async fn cancel_operation(&self, scope: CustomerScope, id: OperationId, stamp: Stamp) -> Result<(), StoreError>;
}

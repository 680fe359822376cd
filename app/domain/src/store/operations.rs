//! The port: operations, those that have ended and those that are being worked off.

use crate::access::{Actor, CustomerScope};
use crate::console::operation::{ChangeRow, Operation, OutcomeRow, OutcomeTab, RunningOperation};
use crate::directory::page::{Page, PageSize, Place};
use crate::ids::{ChangeId, OperationId};
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Operations as they are read.
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
        place: Place<i64>,
        size: PageSize,
    ) -> Result<Page<OutcomeRow>, StoreError>;
    /// A page of operations and orders, newest first.
    async fn changes(
        &self,
        scope: CustomerScope,
        place: Place<ChangeId>,
        size: PageSize,
    ) -> Result<Page<ChangeRow>, StoreError>;
}

/// Operations that are being worked off.
#[async_trait]
pub trait JobStore: Send + Sync {
    /// Operations of the actor's partner that are being worked off, oldest first, at most
    /// [`crate::console::operation::RUNNING_MAX`].
    async fn running_operations(&self, actor: &Actor) -> Result<Vec<RunningOperation>, StoreError>;
    /// Asks a running operation to stop before its next chunk; entries that it has not reached by then get an outcome that
    /// says so. One that has ended stays as it is.
    async fn cancel_operation(&self, scope: CustomerScope, id: OperationId, stamp: Stamp) -> Result<(), StoreError>;
}

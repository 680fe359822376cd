//! The port: licenses: what the rule looks at, saving and undoing.

use crate::access::CustomerScope;
use crate::console::operation::{OperationKind, OperationState};
use crate::console::save::{SaveReply, SaveRequest, UndoRequest};
use crate::ids::{OperationId, SelectionId, UserId};
use crate::rules::snapshot::Snapshot;
use crate::rules::undo::Done;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// What the rule needs to know of a selection: the snapshot and the users in plan order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SelectionSnapshot {
    /// Products, users, groups and rules.
    pub snapshot: Snapshot,
    /// Users by display name, then UPN; those who no longer exist come last.
    pub order: Vec<UserId>,
}

/// What an operation did, with everything the rule needs to undo it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoneSnapshot {
    /// What the operation does.
    pub kind: OperationKind,
    /// How far the operation is; as ended where there is none.
    pub state: OperationState,
    /// The customer with the live users whom the operation changed, as they are now.
    pub snapshot: Snapshot,
    /// What it did to each of them, in its order.
    pub done: Vec<Done>,
}

/// What the rule about licenses looks at.
#[async_trait]
pub trait LicenseSnapshotStore: Send + Sync {
    /// What the rule needs to know of a selection.
    async fn snapshot(&self, scope: CustomerScope, selection: SelectionId) -> Result<SelectionSnapshot, StoreError>;
    /// The customer's products with their seats and plans, and the rules; no users.
    async fn company(&self, scope: CustomerScope) -> Result<Snapshot, StoreError>;
    /// The users who failed in an operation and still exist, as they are now.
    async fn failed(&self, scope: CustomerScope, operation: OperationId) -> Result<SelectionSnapshot, StoreError>;
    /// What undoing an operation needs to know; nothing done where there is no such operation.
    async fn done(&self, scope: CustomerScope, operation: OperationId) -> Result<DoneSnapshot, StoreError>;
}

/// Licenses: saving and undoing.
#[async_trait]
pub trait LicenseStore: Send + Sync {
    /// Saves: lock, load, [`crate::console::save::decide`], write, all in one transaction. For very many users that
    /// transaction writes down what is to be done and sets the seats aside; a job then does it chunk by chunk.
    async fn save(&self, scope: CustomerScope, request: &SaveRequest, stamp: Stamp) -> Result<SaveReply, StoreError>;
    /// Undoes in the same way as [`LicenseStore::save`] saves, with [`crate::console::save::decide_undo`].
    async fn undo(&self, scope: CustomerScope, request: &UndoRequest, stamp: Stamp) -> Result<SaveReply, StoreError>;
}

//! The store port for licenses: the input of the rule, and saving.

use crate::access::CustomerScope;
use crate::console::operation::OperationState;
use crate::console::operation_kind::OperationKind;
use crate::console::save::{SaveReply, SaveRequest};
use crate::ids::{OperationId, SelectionId, UserId};
use crate::rules::snapshot::Snapshot;
use crate::rules::undo::Done;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// The rule's input for a selection: the snapshot and the users in plan order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SelectionSnapshot {
    /// Products, users, groups and rules.
    pub snapshot: Snapshot,
    /// Users by display name, then UPN. Users that no longer exist come last.
    pub order: Vec<UserId>,
}

/// The effects of an operation, with everything that the rule needs to undo it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoneSnapshot {
    /// The kind of the operation.
    pub kind: OperationKind,
    /// The state of the operation; ended if there is no such operation.
    pub state: OperationState,
    /// The customer with the live users that the operation changed, as they are now.
    pub snapshot: Snapshot,
    /// Its effects on each of these users, in its order.
    pub done: Vec<Done>,
}

/// The input of the rule about licenses.
#[async_trait]
pub trait LicenseSnapshotStore: Send + Sync {
    /// The rule's input for a selection.
    async fn snapshot(&self, scope: CustomerScope, selection: SelectionId) -> Result<SelectionSnapshot, StoreError>;
    /// The customer's products with their seats and plans, and the rules; no users.
    async fn company(&self, scope: CustomerScope) -> Result<Snapshot, StoreError>;
    /// The users who failed in an operation and still exist, as they are now.
    async fn failed(&self, scope: CustomerScope, operation: OperationId) -> Result<SelectionSnapshot, StoreError>;
    /// The input for undoing an operation; nothing done if there is no such operation.
    async fn done(&self, scope: CustomerScope, operation: OperationId) -> Result<DoneSnapshot, StoreError>;
}

/// Saves changes of licenses.
#[async_trait]
pub trait LicenseStore: Send + Sync {
    /// Saves: lock, load, [`crate::console::save::decide`], write, all in one transaction. For very many users, that
    /// transaction records the work and reserves the seats. A job then does the work chunk by chunk.
    async fn save(&self, scope: CustomerScope, request: &SaveRequest, stamp: Stamp) -> Result<SaveReply, StoreError>;
}

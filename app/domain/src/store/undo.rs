//! The store port for undoing operations.

use crate::access::CustomerScope;
use crate::console::save::{SaveReply, UndoRequest};
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Undoes operations of every kind.
#[async_trait]
pub trait UndoStore: Send + Sync {
    /// Undoes an operation, in one transaction with the customer's lock, as it was saved: a very large one becomes a job.
    async fn undo(&self, scope: CustomerScope, request: &UndoRequest, stamp: Stamp) -> Result<SaveReply, StoreError>;
}

//! The store port for deleting customers.

use crate::access::{Actor, CustomerScope};
use crate::console::security::SecurityEvent;
use crate::directory::customer_deletion::{CustomerContents, DeletionForm, DeletionRefused};
use crate::store::StoreError;
use async_trait::async_trait;

/// Deleting customers.
#[async_trait]
pub trait CustomerDeletionStore: Send + Sync {
    /// The contents of the customer, which are deleted with it.
    async fn customer_contents(&self, scope: CustomerScope) -> Result<CustomerContents, StoreError>;
    /// Deletes the customer, and notes the event with the customer's name. From then on, the customer is missing for everybody. Its
    /// rows are removed by and by.
    async fn delete_customer(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        form: &DeletionForm,
        event: &SecurityEvent,
    ) -> Result<Result<(), DeletionRefused>, StoreError>;
}

//! Getting hold of a customer.

use crate::access::{Actor, CustomerScope, decide};
use crate::ids::CustomerId;
use crate::store::{Store, StoreError};

/// The scope for an actor on a customer; `None` when the customer is missing or foreign.
///
/// # Errors
/// When the store cannot answer.
pub async fn open(store: &dyn Store, actor: &Actor, customer: CustomerId) -> Result<Option<CustomerScope>, StoreError> {
    Ok(decide(actor, customer, store.partner_of(customer).await?))
}

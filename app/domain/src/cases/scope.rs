//! Opening a customer.

use crate::access::{Actor, CustomerScope, decide};
use crate::ids::CustomerId;
use crate::store::{Store, StoreError};

/// The actor's scope on a customer; `None` if the customer is missing or belongs to another partner.
///
/// # Errors
/// When the store cannot answer.
pub async fn open(store: &dyn Store, actor: &Actor, customer: CustomerId) -> Result<Option<CustomerScope>, StoreError> {
    Ok(decide(actor, customer, store.partner_of(customer).await?))
}

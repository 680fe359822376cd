//! Opening a customer.

use crate::access::permission::Permission;
use crate::access::{Actor, Decision, decide};
use crate::ids::CustomerId;
use crate::store::{Store, StoreError};

/// Whether the actor may do something with the customer now (UTC, epoch milliseconds).
///
/// # Errors
/// When the store cannot answer.
pub async fn open(
    store: &dyn Store,
    actor: &Actor,
    permission: Permission,
    customer: CustomerId,
    now: i64,
) -> Result<Decision, StoreError> {
    Ok(decide(actor, permission, customer, store.customer_access(actor, customer, now).await?))
}

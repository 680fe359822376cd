//! Creating a user in the directory of a tenant together with a person.

use crate::access::{Actor, CustomerScope, scope_of_creation};
use crate::ids::CustomerId;
use crate::store::{Store, StoreError};

/// The scope of the new user, if the actor manages the people of the tenant now (UTC, epoch milliseconds). `None`
/// otherwise.
///
/// # Errors
/// When the store cannot answer.
pub async fn scope(
    store: &dyn Store,
    actor: &Actor,
    tenant: CustomerId,
    now: i64,
) -> Result<Option<CustomerScope>, StoreError> {
    Ok(scope_of_creation(actor, tenant, store.customer_access(actor, tenant, now).await?))
}

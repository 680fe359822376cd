//! Opening a customer, and finding users in all customers.

use crate::access::permission::Permission;
use crate::access::{Actor, Decision, decide};
use crate::directory::found::Found;
use crate::ids::CustomerId;
use crate::store::{Store, StoreError};
use std::collections::BTreeSet;

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

/// The first customers and users that match a text. Users are left out if the actor may not see the users of their
/// customer. The store leaves them out already, before it takes the first. This is checked again by the rule that
/// decides everywhere else.
///
/// # Errors
/// When the store cannot answer.
pub async fn find(store: &dyn Store, actor: &Actor, text: &str, now: i64) -> Result<Found, StoreError> {
    let mut found = store.find(actor, text, now).await?;
    let customers: BTreeSet<CustomerId> = found.users.iter().map(|user| user.customer).collect();
    for customer in customers {
        if open(store, actor, Permission::SeeUsers, customer, now).await?.scope().is_none() {
            found.users.retain(|user| user.customer != customer);
        }
    }
    Ok(found)
}

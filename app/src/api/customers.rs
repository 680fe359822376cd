//! Customers.

use crate::error::ApiError;
use crate::json::JsonHttp;
use crate::state::proving::Proving;
use domain::access::CustomerRights;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::directory::customer::{Customer, CustomerRow};
use domain::directory::customer_deletion::{CustomerContents, DeletionForm, DeletionRefused};
use domain::directory::page::Page;
use domain::ids::CustomerId;
use domain::store::CustomerQuery;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The result of deleting a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeletionReply {
    /// It was deleted.
    Done,
    /// It was refused; nothing was changed.
    Refused(DeletionRefused),
}

/// A page of the customers of the signed-in person's partner.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "customers/list", protocol = JsonHttp)]
pub async fn list_customers(query: CustomerQuery) -> Result<Page<CustomerRow>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::SeeCustomers).await?;
    Ok(services.store.customers(&actor, &query).await?)
}

/// A customer, and the rights of the signed-in person there.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] if the customer is missing or foreign.
#[server(endpoint = "customers/get", protocol = JsonHttp)]
pub async fn get_customer(customer: CustomerId) -> Result<(Customer, CustomerRights), ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeCustomers, customer).await?;
    Ok((services.store.customer(scope).await?, scope.rights()))
}

/// The contents of a customer, which are deleted with it.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "customers/contents", protocol = JsonHttp)]
pub async fn get_customer_contents(customer: CustomerId) -> Result<CustomerContents, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::DeleteCustomers, customer).await?;
    Ok(services.store.customer_contents(scope).await?)
}

/// Deletes a customer here, with everything that is known of it. Nothing changes at Microsoft.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "customers/delete", protocol = Proving)]
pub async fn delete_customer(customer: CustomerId, form: DeletionForm) -> Result<DeletionReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::DeleteCustomers, customer).await?;
    let actor = crate::services::actor()?;
    let event = services.event(&actor, SecurityEventKind::CustomerDeleted).about(customer);
    match services.store.delete_customer(&actor, scope, &form, &event).await? {
        Ok(()) => Ok(DeletionReply::Done),
        Err(refused) => {
            services.note_refusal_at(&actor, scope, &refused).await;
            Ok(DeletionReply::Refused(refused))
        }
    }
}

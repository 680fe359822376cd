//! Customers.

use crate::error::ApiError;
use crate::json::JsonHttp;
use domain::access::CustomerRights;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::directory::customer::{Customer, CustomerRow};
use domain::directory::page::Page;
use domain::ids::CustomerId;
use domain::store::CustomerQuery;
use leptos::prelude::*;

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

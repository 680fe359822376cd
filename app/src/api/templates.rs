//! Templates for new users.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::user_template::{TemplateReply, UserTemplate};
use domain::ids::{CustomerId, TemplateId};
use leptos::prelude::*;

/// The customer's templates, sorted by name.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "templates/list", protocol = JsonHttp)]
pub async fn list_templates(customer: CustomerId) -> Result<Vec<UserTemplate>, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.templates(scope).await?)
}

/// Saves a template, replacing one with the same id.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "templates/save", protocol = JsonHttp)]
pub async fn save_template(customer: CustomerId, template: UserTemplate) -> Result<TemplateReply, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::EditUsers, customer).await?;
    Ok(services.store.save_template(scope, &template, services.stamp()).await?)
}

/// Deletes a template, if it exists.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "templates/delete", protocol = JsonHttp)]
pub async fn delete_template(customer: CustomerId, template: TemplateId) -> Result<(), ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::EditUsers, customer).await?;
    Ok(services.store.delete_template(scope, template, services.stamp()).await?)
}

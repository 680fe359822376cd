//! Search in all customers.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::bounds::SearchText;
use domain::directory::found::Found;
use leptos::prelude::*;

/// The first customers and users of the signed-in person's partner that match words or an id.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "search/find", protocol = JsonHttp)]
pub async fn find(text: SearchText) -> Result<Found, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::SeeUsers).await?;
    Ok(domain::cases::scope::find(&*services.store, &actor, &text.0, (services.now)()).await?)
}

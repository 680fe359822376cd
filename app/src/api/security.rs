//! Security events.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::security::SecurityEventRow;
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::SecurityEventId;
use leptos::prelude::*;

/// A page of the security events of the signed-in person's partner, and of those without a partner, newest first.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "security/events", protocol = JsonHttp)]
pub async fn list_security_events(
    place: Cursor<SecurityEventId>,
    size: PageSize,
) -> Result<Page<SecurityEventRow>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::SeeSecurity).await?;
    Ok(services.store.security_events(&actor, place, size).await?)
}

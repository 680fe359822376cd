//! The activity log.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::activity::{ActivityPerson, ActivityQuery, ActivityRow, Report};
use domain::console::security::SecurityEventRow;
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{CustomerId, SecurityEventId};
use leptos::prelude::*;

/// A page of a customer's log, newest first.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "activity/list", protocol = JsonHttp)]
pub async fn list_activity(customer: CustomerId, query: ActivityQuery) -> Result<Page<ActivityRow>, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.activity(scope, &query).await?)
}

/// A page of the actions that people of the partner and of the customer's portal were refused at a customer, newest first.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "activity/refusals", protocol = JsonHttp)]
pub async fn list_refusals(
    customer: CustomerId,
    place: Cursor<SecurityEventId>,
    size: PageSize,
) -> Result<Page<SecurityEventRow>, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(services.store.refusals(scope, place, size).await?)
}

/// A page of the log of all customers of the signed-in person's partner, newest first.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "activity/all", protocol = JsonHttp)]
pub async fn list_all_activity(query: ActivityQuery) -> Result<Page<ActivityRow>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::SeeUsers).await?;
    Ok(services.store.partner_activity(&actor, &query, (services.now)()).await?)
}

/// The people that the signed-in person can manage, and the people of visible activity rows.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "activity/people", protocol = JsonHttp)]
pub async fn list_people() -> Result<Vec<ActivityPerson>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::SeeUsers).await?;
    Ok(services.store.people(&actor, (services.now)()).await?)
}

/// The activity of a customer in a period (UTC, epoch milliseconds, `until` exclusive), with the check of its chain.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "activity/report", protocol = JsonHttp)]
pub async fn get_report(customer: CustomerId, from: Option<i64>, until: Option<i64>) -> Result<Report, ApiError> {
    use domain::cases::activity::report;
    use domain::console::activity::REPORT_ROWS_MAX;
    let (services, scope) = crate::services::customer_scope(Permission::SeeUsers, customer).await?;
    Ok(report(&*services.store, scope, (from, until), REPORT_ROWS_MAX).await?)
}

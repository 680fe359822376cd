//! Files of users: the template, and the users that an operation did not save, ready to be corrected and uploaded
//! again.

use super::download::{Downloads, FORMAT, file};
use super::export::{ExportRefusal, scope};
use super::file_name;
use super::router::AppState;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::access::Actor;
use domain::console::entries::Entries;
use domain::ids::OperationId;
use domain::upload::products::ProductNames;
use domain::upload::write::{failed_header, failed_line, template};

/// The template for uploading users.
pub async fn template_file(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(customer): Path<String>,
) -> Response {
    let made = async {
        let scope = scope(&state, &actor, &customer).await?;
        let name = file_name::of_customer(&state, scope, "users template").await?;
        Ok::<_, ExportRefusal>(file(name, template(FORMAT)))
    };
    made.await.unwrap_or_else(ExportRefusal::into_response)
}

/// Users that failed in an operation that added, uploaded or edited users, and users not reached before it was stopped.
pub async fn failed(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Extension(downloads): Extension<Downloads>,
    Path((customer, operation)): Path<(String, String)>,
) -> Response {
    let made = failed_file(&state, &downloads, &actor, &customer, &operation).await;
    made.unwrap_or_else(ExportRefusal::into_response)
}

async fn failed_file(
    state: &AppState,
    downloads: &Downloads,
    actor: &Actor,
    customer: &str,
    id: &str,
) -> Result<Response, ExportRefusal> {
    let scope = scope(state, actor, customer).await?;
    let id: OperationId = id.parse().map_err(|_| ExportRefusal::Missing)?;
    let _turn = downloads.turn().await?;
    let store = &state.services.store;
    let operation = store.operation(scope, id).await?.ok_or(ExportRefusal::Missing)?;
    if !operation.kind.has_entries() {
        return Err(ExportRefusal::Missing);
    }
    let mut snapshot = store.company(scope).await?;
    // Load the users again: they may have a location by now.
    let (accounts, _) = store.entries(scope, &Entries::FailedIn(id)).await?;
    snapshot.users = accounts.snapshot.users;
    let failed = store.failed_entries(scope, id).await?;
    let names = ProductNames::of(&snapshot);
    let lines = failed.iter().map(|failed| failed_line(FORMAT, failed, &snapshot, &names));
    let name = file_name::of_customer(state, scope, "users not saved").await?;
    Ok(file(name, [failed_header(FORMAT)].into_iter().chain(lines).collect()))
}

//! Files of users: the template, and the users that an operation did not save, ready to be corrected and uploaded
//! again.

use super::download::{FORMAT, file};
use super::export::FileRequest;
use super::export_refusal::ExportRefusal;
use super::file_name;
use axum::extract::Path;
use axum::response::Response;
use domain::console::entries::Entries;
use domain::ids::OperationId;
use domain::upload::products::ProductNames;
use domain::upload::write::{failed_header, failed_line, template};

/// The template for uploading users.
pub(super) async fn template_file(asked: FileRequest, Path(customer): Path<String>) -> Result<Response, ExportRefusal> {
    let scope = asked.scope(&customer).await?;
    let name = file_name::of_customer(&asked.state, scope, "users template").await?;
    Ok(file(name, template(FORMAT)))
}

/// Users that failed in an operation that added, uploaded or edited users, and users not reached before it was stopped.
pub(super) async fn failed(
    asked: FileRequest,
    Path((customer, operation)): Path<(String, String)>,
) -> Result<Response, ExportRefusal> {
    let scope = asked.scope(&customer).await?;
    let id: OperationId = operation.parse().map_err(|_| ExportRefusal::Missing)?;
    let _turn = asked.downloads.turn().await?;
    let store = &asked.state.services.store;
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
    let name = file_name::of_customer(&asked.state, scope, "users not saved").await?;
    Ok(file(name, [failed_header(FORMAT)].into_iter().chain(lines).collect()))
}

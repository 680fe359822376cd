//! Exports: CSV files whose cells a spreadsheet never runs as formulas.

use super::download::{Downloads, FORMAT, Pages, ROWS, line, send};
use super::export_refusal::ExportRefusal;
use super::file_name;
use super::refusals::{self, AccessRefused};
use super::state::AppState;
use app::text::operations::title;
use app::urls::export::ExportOptions;
use async_trait::async_trait;
use axum::Extension;
use axum::extract::rejection::ExtensionRejection;
use axum::extract::{FromRequestParts, Path, RawQuery};
use axum::http::request::Parts;
use axum::response::Response;
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope, Decision};
use domain::cases;
use domain::console::operation::{OutcomeRow, OutcomeTab};
use domain::console::security::SecurityEventKind;
use domain::directory::page::Cursor;
use domain::directory::user::ProductName;
use domain::ids::{CustomerId, OperationId, UserId};
use domain::rules::plans_off::PlansOff;
use domain::rules::snapshot::Snapshot;
use domain::store::{Store, StoreError, UserQuery};
use domain::upload::export::{Export, ExportColumn, ExportUser};
use domain::upload::write::Format;
use std::sync::Arc;

/// A request for a file, with everything that making one needs.
pub(super) struct FileRequest {
    pub(super) state: AppState,
    pub(super) actor: Actor,
    pub(super) downloads: Downloads,
}

impl FromRequestParts<AppState> for FileRequest {
    type Rejection = ExtensionRejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ExtensionRejection> {
        let Extension(actor) = Extension::from_request_parts(parts, state).await?;
        let Extension(downloads) = Extension::from_request_parts(parts, state).await?;
        Ok(Self { state: state.clone(), actor, downloads })
    }
}

impl FileRequest {
    /// The scope of a customer whose users the person may see.
    pub(super) async fn scope(&self, customer: &str) -> Result<CustomerScope, ExportRefusal> {
        let Self { state, actor, .. } = self;
        let customer: CustomerId = customer.parse().map_err(|_| ExportRefusal::Missing)?;
        let what = || refusals::what(Permission::SeeUsers, ".csv");
        let refused = |kind| AccessRefused { actor: actor.clone(), kind, customer: Some(customer), what: what() };
        let (store, now) = (&*state.services.store, (state.services.now)());
        match cases::scope::open(store, actor, Permission::SeeUsers, customer, now).await? {
            Decision::Allowed(scope) => Ok(scope),
            Decision::Missing => Err(ExportRefusal::Customer(refused(SecurityEventKind::CustomerRefused))),
            Decision::Denied(denied) => Err(ExportRefusal::Denied(refused(SecurityEventKind::ActionRefused), denied)),
        }
    }
}

/// Exports the users that match the list's query.
pub(super) async fn users(
    asked: FileRequest,
    Path(customer): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ExportRefusal> {
    let query = query.unwrap_or_default();
    let (scope, store) = (asked.scope(&customer).await?, &asked.state.services.store);
    let turn = asked.downloads.turn().await?;
    let options = ExportOptions::read(&query);
    let mut query = app::urls::users::read(&query).query;
    if !options.only_shown {
        (query.size, query.place) = (ROWS, Cursor::First);
    }
    let format = options.format();
    let name = file_name::of_customer(&asked.state, scope, "users").await?;
    let users = Users {
        store: Arc::clone(store),
        scope,
        snapshot: store.company(scope).await?,
        format,
        columns: options.columns,
        only_shown: options.only_shown,
        header: true,
        next: Some(query),
    };
    send(name, format, turn, users).await
}

/// The pages of a file of users.
struct Users {
    store: Arc<dyn Store>,
    scope: CustomerScope,
    snapshot: Snapshot,
    format: Format,
    columns: Vec<ExportColumn>,
    only_shown: bool,
    header: bool,
    next: Option<UserQuery>,
}

#[async_trait]
impl Pages for Users {
    async fn next(&mut self) -> Result<Option<String>, StoreError> {
        let Some(query) = self.next.take() else { return Ok(None) };
        let page = self.store.users(self.scope, &query).await?;
        let ids: Vec<UserId> = page.rows.iter().map(|row| row.id).collect();
        let mut profiles = self.store.profiles(self.scope, &ids).await?;
        if let Some(last) = ids.last().filter(|_| page.has_next && !self.only_shown) {
            self.next = Some(UserQuery { place: Cursor::After(*last), ..query });
        }
        let export = Export::of(self.format, self.columns.clone(), &self.snapshot);
        let header = std::mem::take(&mut self.header).then(|| export.header());
        let lines = page.rows.into_iter().map(|row| {
            let profile = profiles.remove(&row.id).unwrap_or_default();
            export.line(&ExportUser { row, profile })
        });
        Ok(Some(header.into_iter().chain(lines).collect()))
    }
}

/// Exports the outcomes of an operation.
pub(super) async fn outcomes(
    asked: FileRequest,
    Path((customer, operation)): Path<(String, String)>,
) -> Result<Response, ExportRefusal> {
    let scope = asked.scope(&customer).await?;
    let id: OperationId = operation.parse().map_err(|_| ExportRefusal::Missing)?;
    let turn = asked.downloads.turn().await?;
    let store = Arc::clone(&asked.state.services.store);
    let operation = store.operation(scope, id).await?.ok_or(ExportRefusal::Missing)?;
    let name = file_name::of_customer(&asked.state, scope, &title(operation.kind).to_lowercase()).await?;
    let header = line(&["User", "Email", "Result", "Code", "What happened", "Licenses now", "Plans switched off"]);
    send(name, FORMAT, turn, Outcomes { store, scope, id, header: Some(header), next: Some(Cursor::First) }).await
}

/// The pages of a file of outcomes.
struct Outcomes {
    store: Arc<dyn Store>,
    scope: CustomerScope,
    id: OperationId,
    header: Option<String>,
    next: Option<Cursor<i64>>,
}

#[async_trait]
impl Pages for Outcomes {
    async fn next(&mut self) -> Result<Option<String>, StoreError> {
        let Some(place) = self.next.take() else { return Ok(None) };
        let page = self.store.outcomes(self.scope, self.id, OutcomeTab::All, place, ROWS).await?;
        self.next = page.rows.last().filter(|_| page.has_next).map(|last| Cursor::After(last.position));
        let lines = page.rows.iter().map(outcome_line);
        Ok(Some(self.header.take().into_iter().chain(lines).collect()))
    }
}

fn outcome_line(outcome: &OutcomeRow) -> String {
    line(&[
        &outcome.name,
        &outcome.upn,
        outcome.outcome.as_str(),
        outcome.code.as_deref().unwrap_or(""),
        &outcome.message,
        &names(&outcome.licenses_now),
        &outcome.plans_off.iter().map(PlansOff::words).collect::<Vec<_>>().join("; "),
    ])
}

fn names(products: &[ProductName]) -> String {
    products.iter().map(|product| product.name.as_str()).collect::<Vec<_>>().join("; ")
}

//! Results of an operation: Licenses updated, Sign-in blocked, Users deleted and so on.

use crate::api;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::paths;
use crate::state::resource::{Resource, resource};
use crate::state::way_back::WayBack;
use crate::text::common;
use crate::text::frame::error_title;
use crate::text::licenses as words;
use crate::text::{offboard, operations, reasons};
use crate::ui::moment::Moment;
use crate::ui::pager::Pager;
use crate::ui::tabs::{Tab, Tabs};
use crate::widgets::accounts::passwords::Passwords;
use crate::widgets::frame::customer_frame::{CustomerFrame, Titled};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_links::{around, place_param};
use crate::widgets::frame::params::{customer_param, query_param};
use crate::widgets::operation_page::commands::OperationCommands;
use crate::widgets::operations::outcome_table::OutcomeTable;
use crate::widgets::operations::progress::Progress;
use domain::console::operation::{Operation, OperationCounts, OperationState, OutcomeRow, OutcomeTab};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

type Ids = Option<(CustomerId, OperationId)>;
type Rows = Resource<Option<Result<(OutcomeTab, Page<OutcomeRow>), ApiError>>>;

/// Licenses updated.
#[component]
pub fn OperationPage() -> impl IntoView {
    let customer = customer_param();
    let params = use_params_map();
    let ids = Memo::new(move |_| {
        let operation = params.with(|params| params.get("operation")).and_then(|text| text.parse().ok());
        customer.get().zip(operation)
    });
    let tab = query_param("tab");
    let tab = Memo::new(move |_| tab.get().map_or(OutcomeTab::All, |name| tab_named(&name)));
    let place = place_param::<i64>();
    let operation = resource(move || ids.get(), load_operation);
    let rows: Rows = resource(move || (ids.get(), tab.get(), place.get()), load_rows);
    let again = Callback::new(move |()| {
        operation.refetch();
        rows.refetch();
    });
    let titled: Titled = Arc::new(move || {
        Box::pin(async move {
            Some(match operation.await {
                Some(Ok((_, operation))) => operations::result_title(operation.kind, operation.undoes.is_some()),
                Some(Err(error)) => error_title(&error),
                None => error_title(&ApiError::Missing),
            })
        })
    });
    view! {
        <CustomerFrame customer page=CustomerPage::Operation changes_things=true titled>
            <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
                {move || match operation.get() {
                    Some(Some(Ok((customer, operation)))) => {
                        view! { <Updated customer operation rows tab again/> }.into_any()
                    }
                    Some(Some(Err(error))) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                    Some(None) => view! { <ErrorView error=ApiError::Missing on_retry=again/> }.into_any(),
                    None => ().into_any(),
                }}
            </Transition>
        </CustomerFrame>
    }
}

#[component]
fn Updated(
    customer: CustomerId,
    operation: Operation,
    rows: Rows,
    tab: Memo<OutcomeTab>,
    again: Callback<()>,
) -> impl IntoView {
    let id = operation.id;
    let kind = operation.kind;
    let counts = RwSignal::new(operation.counts);
    let done_in_part = operation.done_in_part;
    let failures = StoredValue::new(operation.failures.clone());
    let back = WayBack::to(customer);
    let tabs = Signal::derive(move || tabs((customer, id), counts.get(), done_in_part, tab.get()));
    view! {
        <p class="lead">{operations::operation_said(&operation)} ", " <Moment at=operation.created/></p>
        {operation
            .reason
            .clone()
            .map(|reason| view! { <p class="muted">{operations::REASON} ": " {reason}</p> })}
        {operations::still_licensed(&operation.counts).map(|said| view! { <p class="note info num">{said}</p> })}
        {(!operation.available.is_empty())
            .then(|| view! { <p class="note info num">{operations::available_now(&operation.available)}</p> })}
        {operation
            .planned_by
            .map(|planned_by| {
                view! {
                    <p class="note info">
                        {offboard::WAS_PLANNED} " "
                        <a href=paths::operation(customer, planned_by)>{offboard::SHOW_PLAN}</a>
                    </p>
                }
            })}
        {operation
            .undoes
            .map(|undone| {
                view! {
                    <p class="note info">
                        {operations::IS_UNDO} " " <a href=paths::operation(customer, undone)>{operations::SHOW_UNDONE}</a>
                    </p>
                }
            })}
        {operation
            .undone_by
            .map(|undo| {
                view! {
                    <p class="note info">
                        {operations::UNDONE} " " <a href=paths::operation(customer, undo)>{operations::SHOW_UNDO}</a>
                    </p>
                }
            })}
        {(operation.state == OperationState::Cancelled)
            .then(|| view! { <p class="note warn">{operations::stopped(&operation)}</p> })}
        {(operation.state == OperationState::Running)
            .then(|| {
                let (operation, on_step) = (operation.clone(), Callback::new(move |now: OperationCounts| {
                    counts.set(now);
                    rows.refetch();
                }));
                view! { <Progress customer operation on_step on_end=again/> }
            })}
        {(operation.needing_passwords > 0 && operation.state != OperationState::Running)
            .then(|| view! { <Passwords customer operation=id kind=operation.kind/> })}
        <OperationCommands customer operation/>
        <Tabs label=operations::RESULTS tabs/>
        {move || {
            let is_of_errors = tab.get() == OutcomeTab::Errors;
            let counts = failures.with_value(|failures| (!failures.is_empty()).then(|| reasons::counts(failures)));
            counts.filter(|_| is_of_errors).map(|counts| view! { <p class="num">{counts}</p> })
        }}
        {move || match rows.get().flatten() {
            Some(Ok((tab, page))) => {
                let [first, previous, next, last] = around(&page, |row| row.position).map(|place| {
                    let address = place.map(|place| paths::operation_at(customer, id, tab, place));
                    Signal::stored(address)
                });
                view! {
                    <OutcomeTable customer rows=page.rows with_emails=kind.has_entries()/>
                    <Pager first previous next last/>
                }
                    .into_any()
            }
            Some(Err(error)) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
            None => ().into_any(),
        }}
        <p><a href=move || back.href()>{words::BACK_TO_USERS}</a></p>
    }
}

fn tabs(
    (customer, id): (CustomerId, OperationId),
    counts: OperationCounts,
    done_in_part: i64,
    current: OutcomeTab,
) -> Vec<Tab> {
    let tab = |name: &str, tab: OutcomeTab, users: i64| Tab {
        label: operations::tab(name, users),
        href: paths::operation_at(customer, id, tab, Cursor::First),
        current: tab == current,
    };
    vec![
        tab("All", OutcomeTab::All, counts.done()),
        tab("Successful", OutcomeTab::Successful, counts.changed + counts.unchanged - done_in_part),
        tab("Errors", OutcomeTab::Errors, counts.failed + done_in_part),
    ]
}

fn tab_named(name: &str) -> OutcomeTab {
    match name {
        "successful" => OutcomeTab::Successful,
        "errors" => OutcomeTab::Errors,
        _ => OutcomeTab::All,
    }
}

async fn load_operation(ids: Ids) -> Option<Result<(CustomerId, Operation), ApiError>> {
    let (customer, operation) = ids?;
    Some(api::operations::get_operation(customer, operation).await.map(|operation| (customer, operation)))
}

async fn load_rows(
    (ids, tab, place): (Ids, OutcomeTab, Cursor<i64>),
) -> Option<Result<(OutcomeTab, Page<OutcomeRow>), ApiError>> {
    let (customer, operation) = ids?;
    let page = api::operations::list_outcomes(customer, operation, tab, place, PageSize::default()).await;
    Some(page.map(|page| (tab, page)))
}

//! The commands of a result: trying again for those who failed, undoing, the export.

use crate::api;
use crate::error::ApiError;
use crate::paths;
use crate::state::accounts::AccountsQuestion;
use crate::state::choices::{self, Choices};
use crate::state::session::denied;
use crate::state::storage;
use crate::text::common;
use crate::text::{accounts, offboard, operations};
use crate::ui::command::Command;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::accounts::dialog::AccountsDialog;
use crate::widgets::accounts::offboard::draft_key;
use crate::widgets::accounts::offboard_draft::OffboardDraft;
use crate::widgets::entries::email::EmailCommand;
use crate::widgets::entries::printing::{Printed, Printing};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operation_page::undo_dialog::UndoDialog;
use crate::widgets::upload::failed_file::{FailedFile, LeftOutRows};
use domain::access::permission::Permission;
use domain::console::accounts::Who;
use domain::console::operation::{Operation, OperationState};
use domain::console::operation_kind::OperationKind;
use domain::ids::{CustomerId, SelectionId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Reasons why the users who failed were not selected.
#[derive(Debug, Clone)]
enum NotSelected {
    Words(&'static str),
    Error(ApiError),
}

/// The commands of a result: `Retry failed`, where somebody failed or was left out, `Undo` and `Export`; where users were added also
/// `E-mail` and `Print`.
#[component]
pub fn OperationCommands(customer: CustomerId, operation: Operation) -> impl IntoView {
    let id = operation.id;
    let (failed, left_out) = (operation.counts.failed, operation.left_out);
    let may_retry = failed + left_out > 0;
    let kind = operation.kind;
    let adds = matches!(kind, OperationKind::Add | OperationKind::Upload);
    let (is_undo, any_changed) = (operation.undoes.is_some(), operation.counts.changed > 0);
    let is_running = operation.state == OperationState::Running;
    let undoing = RwSignal::new(false);
    let printing = Printing::begin(customer, id);
    let known = match (is_running, is_undo) {
        (true, _) => Some(operations::STILL_RUNNING),
        (false, true) => Some(operations::UNDO_THAT_AGAIN),
        (false, false) => None,
    };
    let why_no_retry = RwSignal::new(Some(known.unwrap_or(operations::LOOKING_WHETHER).to_owned()));
    if may_retry && known.is_none() {
        Effect::new(move |_| {
            spawn_local(async move {
                // If the preview fails, trying shows the error.
                let retry = api::operations::preview_retry(customer, id).await;
                why_no_retry.try_set(retry.ok().and_then(operations::no_retry));
            });
        });
    }
    let no_undo = match (is_running, any_changed) {
        _ if kind == OperationKind::DeletePermanently => Some(accounts::NO_WAY_BACK),
        _ if kind == OperationKind::Reset => Some(accounts::NO_OLD_PASSWORD),
        _ if kind == OperationKind::CancelDeletion => Some(offboard::NO_PLAN_AGAIN),
        _ if kind == OperationKind::Reinstate => Some(offboard::NO_OFFBOARD_AGAIN),
        (true, _) => Some(operations::STILL_RUNNING),
        (false, false) => Some(operations::NOTHING_WAS_CHANGED),
        (false, true) => None,
    };
    let no_licenses = denied(Permission::ManageLicenses);
    let denied = denied(kind.permission());
    let no_undo = no_undo.map(str::to_owned);
    let why_no_undo = Signal::derive(move || denied.get().or_else(|| no_undo.clone()));
    let why_no_retry = Signal::derive(move || denied.get().or_else(|| why_no_retry.get()));
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<NotSelected>);
    let navigate = use_navigate();
    let open = Callback::new(move |selection: SelectionId| {
        let page = if kind == OperationKind::Offboard { paths::offboard } else { paths::manage_licenses };
        navigate(&page(customer, selection), NavigateOptions::default());
    });
    let again = StoredValue::new(Choices::again(&operation));
    let offboarding = StoredValue::new(operation.offboarding.as_ref().map(OffboardDraft::again));
    let asked = RwSignal::new(None::<AccountsQuestion>);
    let select_failed = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        refusal.set(None);
        let Some(selection) = storage::fresh_id().and_then(|id| id.parse().ok()) else {
            refusal.set(Some(NotSelected::Words(common::NO_IDS)));
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let reply = api::selection::select_failed(customer, selection, id).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(reply) if reply.count == 0 => refusal.set(Some(NotSelected::Words(operations::NOBODY_TO_RETRY))),
                Ok(_) => {
                    match offboarding.get_value() {
                        Some(draft) => storage::save(&draft_key(selection), &draft),
                        None => choices::keep(selection, &again.get_value()),
                    }
                    open.run(selection);
                }
                Err(error) => refusal.set(Some(NotSelected::Error(error))),
            }
        });
    });
    let retry = Callback::new(move |()| {
        if matches!(kind, OperationKind::Licenses | OperationKind::Offboard) {
            select_failed.run(());
        } else {
            asked.set(Some(AccountsQuestion { customer, who: Who::FailedIn(id), kind }));
        }
    });
    let done_in_part = operation.done_in_part;
    view! {
        <div class="cmd" role="group" aria-label=operations::COMMANDS>
            {may_retry
                .then(|| {
                    let label = operations::retry(failed, left_out).to_owned();
                    view! { <Command id="retry-failed" label on_click=retry why_not=why_no_retry/> }
                })}
            {(done_in_part > 0 && !is_running)
                .then(|| {
                    let label = operations::manage_those_done_in_part(done_in_part);
                    view! { <Command id="manage-without" label on_click=select_failed why_not=no_licenses/> }
                })}
            <Command
                id="undo"
                label=operations::UNDO.to_owned()
                on_click=Callback::new(move |()| undoing.set(true))
                why_not=why_no_undo
            />
            {adds.then(|| view! { <EmailCommand customer operation=id counts=operation.counts printing/> })}
            <a class="plain" href=paths::operation_export(customer, id) rel="external" download="">
                {if adds { common::CSV } else { common::EXPORT }}
            </a>
            <FailedFile customer operation=operation.clone()/>
            {kind.has_entries().then(|| view! { <LeftOutRows customer operation=id/> })}
        </div>
        <Printed printing/>
        <UndoDialog customer operation=id kind open=undoing/>
        <AccountsDialog asked/>
        {move || match refusal.get() {
            None => ().into_any(),
            Some(NotSelected::Words(words)) => view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any(),
            Some(NotSelected::Error(error)) => view! { <ErrorView error on_retry=select_failed/> }.into_any(),
        }}
    }
}

//! The question before what failed of adding, uploading or editing is tried again.

use super::previewing::{Foreseen, foreseen};
use super::sending::{Asking, Sending, SendingAnswer};
use crate::paths;
use crate::text::{entries as words, licenses, lifecycle, operations};
use crate::ui::dialog::Dialog;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::licenses::preview_panel::Groups;
use crate::widgets::licenses::reason_field::TypedReason;
use domain::console::entries::{Entries, EntriesKind};
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Asks whether what failed in an operation is to be tried again, and does it. Of users who are there by now only the
/// licenses are tried.
#[component]
pub fn RetryEntries(
    customer: CustomerId,
    operation: OperationId,
    kind: EntriesKind,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open title=Signal::stored(operations::RETRY_FAILED.to_owned())>
            <Question customer operation kind open/>
        </Dialog>
    }
}

#[component]
fn Question(customer: CustomerId, operation: OperationId, kind: EntriesKind, open: RwSignal<bool>) -> impl IntoView {
    let entries = Entries::FailedIn(operation);
    let asked = Memo::new(move |_| Some(Entries::FailedIn(operation)));
    let (known, again) = foreseen(customer, asked);
    let plan = Memo::new(move |_| match known.get() {
        Foreseen::Plan(preview) => Some(*preview),
        _ => None,
    });
    let sending = Sending::begin(customer);
    let reason = TypedReason::begin();
    let navigate = use_navigate();
    let on_saved = Callback::new(move |done: OperationId| {
        open.set(false);
        navigate(&paths::operation(customer, done), NavigateOptions::default());
    });
    let save = Callback::new(move |()| {
        let (Some(seen), Ok(reason)) = (plan.get_untracked(), reason.read()) else { return };
        sending.save(Asking { kind, entries: entries.clone(), seen, reason }, on_saved, again);
    });
    let changed = Memo::new(move |_| plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.summary.changed)));
    view! {
        <SendingAnswer sending now=plan on_retry=save/>
        <div aria-live="polite">
            {move || match known.get() {
                Foreseen::Nothing | Foreseen::Loading => {
                    view! { <p class="muted">{licenses::WORKING_OUT}</p> }.into_any()
                }
                Foreseen::TooMany(users) => view! { <p>{words::too_many(users)}</p> }.into_any(),
                Foreseen::Failed(error) => view! { <ErrorView error on_retry=again/> }.into_any(),
                Foreseen::Plan(preview) => view! { <Groups summary=preview.summary/> }.into_any(),
            }}
        </div>
        {move || (changed.get() > 0).then(|| reason.field("entries-retry-reason"))}
        <p class="foot">
            {move || {
                (changed.get() > 0)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="primary"
                                aria-disabled=move || sending.busy.get().then_some("true")
                                aria-busy=move || sending.busy.get().then_some("true")
                                on:click=move |_| save.run(())
                            >
                                {words::retry(changed.get())}
                            </button>
                        }
                    })
            }}
            <button type="button" class="second" on:click=move |_| open.set(false)>
                {lifecycle::KEEP}
            </button>
        </p>
    }
}

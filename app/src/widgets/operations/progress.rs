//! How far a large save is, and stopping it.

use crate::api;
use crate::error::ApiError;
use crate::state::latest::Asker;
use crate::state::running::use_running;
use crate::state::session::denied;
use crate::text::operations as words;
use crate::ui::command::Command;
use crate::ui::dialog::Dialog;
use crate::widgets::frame::error_view::ErrorView;
use domain::console::operation::{Operation, OperationCounts, OperationState};
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The pause before it looks again, in milliseconds.
const PAUSE_MS: u32 = 1_000;

/// The progress of an operation that is running. `on_step` is told how far it is when more is done,
/// `on_end` when it has ended.
#[component]
pub fn Progress(
    customer: CustomerId,
    operation: Operation,
    on_step: Callback<OperationCounts>,
    on_end: Callback<()>,
) -> impl IntoView {
    let (id, users) = (operation.id, operation.counts.users);
    let done = RwSignal::new(operation.counts.done());
    let lost = RwSignal::new(None::<ApiError>);
    let running = use_running();
    let asker = Asker::begin();
    Effect::new(move |_| {
        running.look();
        let ask = move || api::operations::get_operation(customer, id);
        asker.ask_while_running((PAUSE_MS, PAUSE_MS), ask, move |answer| {
            let is_running = !matches!(&answer, Ok(now) if now.state != OperationState::Running);
            lost.set(answer.as_ref().err().cloned());
            match answer {
                Ok(_) if !is_running => on_end.run(()),
                Ok(now) if now.counts.done() != done.get_untracked() => {
                    done.set(now.counts.done());
                    on_step.run(now.counts);
                }
                _ => (),
            }
            is_running
        });
    });
    let asking = RwSignal::new(false);
    let ask = Callback::new(move |()| asking.set(true));
    let why_not = denied(operation.kind.permission());
    view! {
        <section class="card job" aria-label=words::PROGRESS>
            <p>
                <b class="num">{move || words::done_of(done.get(), users)}</b>
                " "
                {words::GOES_ON}
            </p>
            <progress max=users value=move || done.get() aria-label=words::PROGRESS></progress>
            <div class="foot">
                <Command id="stop-saving" label=words::STOP_SAVING on_click=ask why_not look="second"/>
            </div>
            {move || lost.get().map(|_| view! { <p class="note warn">{words::PROGRESS_LOST}</p> })}
        </section>
        <Dialog open=asking title=Signal::stored(words::STOP_TITLE.to_owned())>
            <Stop customer operation=id open=asking on_end/>
        </Dialog>
    }
}

/// The question before stopping, and its result.
#[component]
fn Stop(
    customer: CustomerId,
    operation: domain::ids::OperationId,
    open: RwSignal<bool>,
    on_end: Callback<()>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<ApiError>);
    let stop = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let reply = api::operations::cancel_operation(customer, operation).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(()) => {
                    open.set(false);
                    on_end.run(());
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    });
    view! {
        <p>{words::STOP_MEANS}</p>
        {move || failed.get().map(|error| view! { <ErrorView error on_retry=stop/> })}
        <p class="foot">
            <button
                type="button"
                class="danger"
                aria-disabled=move || busy.get().then_some("true")
                on:click=move |_| stop.run(())
            >
                {words::STOP_SAVING}
            </button>
            <button type="button" class="second" on:click=move |_| open.set(false)>
                {words::GO_ON_SAVING}
            </button>
        </p>
    }
}

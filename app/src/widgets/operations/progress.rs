//! How far a large save is, and stopping it.

use crate::api;
use crate::error::ApiError;
use crate::state::running::use_running;
use crate::state::session::denied;
use crate::text::operations as words;
use crate::ui::command::Command;
use crate::ui::dialog::Dialog;
use crate::widgets::frame::error_view::ErrorView;
use domain::console::operation::{Operation, OperationCounts, OperationState};
use domain::ids::CustomerId;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Between two looks (milliseconds).
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
    Effect::new(move |_| {
        running.look();
        spawn_local(follow(customer, id, done, lost, on_step, on_end));
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

/// Looks how far it is until it has ended or the page is left.
async fn follow(
    customer: CustomerId,
    id: domain::ids::OperationId,
    done: RwSignal<i64>,
    lost: RwSignal<Option<ApiError>>,
    on_step: Callback<OperationCounts>,
    on_end: Callback<()>,
) {
    loop {
        TimeoutFuture::new(PAUSE_MS).await;
        let Some(before) = done.try_get_untracked() else { return };
        match api::operations::get_operation(customer, id).await {
            Ok(now) if now.state == OperationState::Running => {
                if lost.try_set(None).is_some() {
                    return;
                }
                if now.counts.done() != before && done.try_set(now.counts.done()).is_none() {
                    on_step.run(now.counts);
                }
            }
            Ok(_) if lost.try_get_untracked().is_some() => return on_end.run(()),
            Ok(_) => return,
            Err(error) => {
                if lost.try_set(Some(error)).is_some() {
                    return;
                }
            }
        }
    }
}

/// The question before stopping, and what came of it.
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

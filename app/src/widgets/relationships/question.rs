//! The question before a relationship is ended, and before a group or the reseller relationship is removed.

use super::command::RelationshipCommand;
use super::managing::Managing;
use crate::text::common;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use leptos::prelude::*;

/// The dialog. It stays open while a request is under way.
#[component]
pub fn QuestionDialog(managing: Managing) -> impl IntoView {
    let DialogAbout { open, about } = managing.question;
    let title = Signal::derive(move || {
        about.with(|about| about.as_ref().map(RelationshipCommand::question).unwrap_or_default())
    });
    let may_close = Callback::new(move |()| !managing.busy.get_untracked());
    view! {
        <Dialog open title may_close>
            {move || about.get().map(|command| view! { <Question managing command/> })}
        </Dialog>
    }
}

#[component]
fn Question(managing: Managing, command: RelationshipCommand) -> impl IntoView {
    let (label, means) = (command.label(), command.means());
    let confirm = Callback::new(move |()| managing.carry_out(command.clone()));
    let busy = move || managing.busy.get().then_some("true");
    view! {
        <p>{means}</p>
        <NotDone managing on_retry=confirm/>
        <p class="foot">
            <button
                type="button"
                class="danger"
                aria-disabled=busy
                aria-busy=busy
                on:click=move |_| confirm.run(())
            >
                {label}
            </button>
            <button
                type="button"
                class="second"
                aria-disabled=busy
                on:click=move |_| {
                    if !managing.busy.get_untracked() {
                        managing.question.open.set(false);
                    }
                }
            >
                {common::CANCEL}
            </button>
        </p>
    }
}

/// Why the latest request changed nothing, unless a field says it.
#[component]
pub fn NotDone(managing: Managing, on_retry: Callback<()>) -> impl IntoView {
    view! {
        {move || managing.failed.get().map(|error| view! { <ErrorView error on_retry/> })}
        {move || {
            managing
                .refused
                .get()
                .filter(|refused| refused.field.is_none())
                .map(|refused| view! { <Notice kind=NoticeKind::Bad>{refused.words}</Notice> })
        }}
    }
}

//! The question before a person is blocked or removed, and before an invitation is withdrawn.

use super::command::PersonCommand;
use super::managing::Managing;
use super::sending::Sending;
use crate::text::common;
use crate::text::people as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use leptos::prelude::*;

/// The dialog. It stays open while a request is under way.
#[component]
pub fn QuestionDialog(managing: Managing) -> impl IntoView {
    let DialogAbout { open, about } = managing.question;
    let sending = Sending::begin();
    let title = Signal::derive(move || {
        about.with(|about| about.as_ref().map(|command| words::question(&command.name())).unwrap_or_default())
    });
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    view! {
        <Dialog open title may_close>
            {move || about.get().map(|command| view! { <Question managing command sending/> })}
        </Dialog>
    }
}

#[component]
fn Question(managing: Managing, command: PersonCommand, sending: Sending) -> impl IntoView {
    sending.clear();
    let (label, means) = (command.label(), command.means());
    let class = if matches!(command, PersonCommand::Remove(_)) { "danger" } else { "primary" };
    let confirm = Callback::new(move |()| managing.carry_out(sending, command.clone()));
    let busy = move || sending.busy.get().then_some("true");
    view! {
        <p>{means}</p>
        {move || sending.failed.get().map(|error| view! { <ErrorView error on_retry=confirm/> })}
        {move || {
            sending
                .refused
                .get()
                .map(|refused| view! { <Notice kind=NoticeKind::Bad>{refused.to_string()}</Notice> })
        }}
        <p class="foot">
            <button
                type="button"
                class=class
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
                    if !sending.busy.get_untracked() {
                        managing.question.open.set(false);
                    }
                }
            >
                {common::CANCEL}
            </button>
        </p>
    }
}

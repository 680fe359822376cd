//! The question before a person is blocked or removed, and before an invitation is withdrawn.

use super::command::PersonCommand;
use super::managing::Managing;
use super::send_form::SendForm;
use super::sending::Sending;
use crate::text::people as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use domain::access::person::PersonRefused;
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
fn Question(managing: Managing, command: PersonCommand, sending: Sending<PersonRefused>) -> impl IntoView {
    sending.clear();
    let (label, means) = (command.label(), command.means());
    let button_class = if matches!(command, PersonCommand::Remove(_)) { "danger" } else { "primary" };
    let on_send = Callback::new(move |()| managing.carry_out(sending, command.clone()));
    let notice = Signal::derive(move || sending.refused.get().map(|refused| refused.to_string()));
    view! {
        <SendForm
            class="question"
            button_class
            open=managing.question.open
            sending
            notice
            label=Signal::stored(label)
            on_send
        >
            <p>{means}</p>
        </SendForm>
    }
}

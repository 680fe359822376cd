//! The question before a person is blocked or removed, and before an invitation is withdrawn.

use super::command::PersonCommand;
use super::managing::Managing;
use super::send_form::{QuestionForm, SendDialog};
use super::sending::Sending;
use crate::text::people as words;
use domain::access::person::PersonRefused;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn QuestionDialog(managing: Managing) -> impl IntoView {
    let sending = Sending::begin();
    let title = |command: &PersonCommand| words::question(&command.name());
    let content = Callback::new(move |command| view! { <Question managing command sending/> }.into_any());
    view! { <SendDialog dialog=managing.question sending title content/> }
}

#[component]
fn Question(managing: Managing, command: PersonCommand, sending: Sending<PersonRefused>) -> impl IntoView {
    sending.clear();
    let (label, means) = (command.label(), command.means());
    let takes_away = matches!(command, PersonCommand::Remove(_));
    let on_send = Callback::new(move |()| managing.carry_out(sending, command.clone()));
    view! {
        <QuestionForm open=managing.question.open sending takes_away label on_send>
            <p>{means}</p>
        </QuestionForm>
    }
}

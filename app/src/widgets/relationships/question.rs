//! The question before a relationship is ended, and before a group or the reseller relationship is removed.

use super::command::RelationshipCommand;
use super::managing::Managing;
use crate::widgets::people::send_form::{SendDialog, SendForm};
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn QuestionDialog(managing: Managing) -> impl IntoView {
    let content = Callback::new(move |command| view! { <Question managing command/> }.into_any());
    view! {
        <SendDialog
            dialog=managing.question
            sending=managing.sending
            title=RelationshipCommand::question
            content
        />
    }
}

#[component]
fn Question(managing: Managing, command: RelationshipCommand) -> impl IntoView {
    let (label, means) = (command.label(), command.means());
    let on_send = Callback::new(move |()| managing.carry_out(command.clone()));
    view! {
        <SendForm
            class="question"
            button_class="danger"
            open=managing.question.open
            sending=managing.sending
            notice=managing.sending.notice()
            label
            on_send
        >
            <p>{means}</p>
        </SendForm>
    }
}

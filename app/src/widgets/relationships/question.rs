//! The question before a relationship is ended, and before a group or the reseller relationship is removed.

use super::command::RelationshipCommand;
use super::managing::ManagingRelationships;
use crate::widgets::people::send_form::{QuestionForm, SendDialog};
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn QuestionDialog(managing: ManagingRelationships) -> impl IntoView {
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
fn Question(managing: ManagingRelationships, command: RelationshipCommand) -> impl IntoView {
    let (label, means) = (command.label(), command.means());
    let on_send = Callback::new(move |()| managing.carry_out(command.clone()));
    view! {
        <QuestionForm open=managing.question.open sending=managing.sending takes_away=true label on_send>
            <p>{means}</p>
        </QuestionForm>
    }
}

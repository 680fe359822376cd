//! The question before a command about an application.

use super::application_command::ApplicationCommand;
use super::managing::ManagingPeople;
use super::send_form::{QuestionForm, SendDialog};
use super::sending::{Answer, Sending};
use crate::api::applications::change_application;
use crate::text::applications as words;
use crate::ui::focus::focus;
use domain::access::application::ApplicationRefused;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn ApplicationQuestionDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |command: &ApplicationCommand| words::question(&command.name());
    let content = Callback::new(move |command| view! { <Question managing command sending/> }.into_any());
    view! { <SendDialog dialog=managing.application_question sending title content/> }
}

#[component]
fn Question(
    managing: ManagingPeople,
    command: ApplicationCommand,
    sending: Sending<ApplicationRefused>,
) -> impl IntoView {
    sending.clear();
    let (label, means) = (command.label(), command.means());
    let takes_away = matches!(command, ApplicationCommand::Remove(_) | ApplicationCommand::Revoke(..));
    let on_send = Callback::new(move |()| {
        let (id, change, said) = (command.application().id, command.change(), command.done());
        let focused = command.focus_after();
        let ask = async move { change_application(id, change).await.map(Answer::from) };
        managing.send(sending, ask, said, move |_| {
            managing.application_question.open.set(false);
            if let Some(id) = focused {
                request_animation_frame(move || focus(id));
            }
        });
    });
    view! {
        <QuestionForm open=managing.application_question.open sending takes_away label on_send>
            <p>{means}</p>
        </QuestionForm>
    }
}

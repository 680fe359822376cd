//! The question before the portal is switched off, and before a person is blocked, removed or gets another password.

use super::state::{ManagingPortal, PortalCommand};
use crate::text::{people, portal as words};
use crate::widgets::people::send_form::{QuestionForm, SendDialog};
use crate::widgets::people::sending::Sending;
use domain::access::portal::PortalRefused;
use leptos::prelude::*;

impl PortalCommand {
    fn label(&self) -> &'static str {
        match self {
            Self::SwitchOff => words::SWITCH_OFF,
            Self::Block(_) => words::BLOCK,
            Self::Remove(_) => words::REMOVE,
            Self::Reset(_) => words::RESET,
            Self::RemoveSecondFactor(_) => people::REMOVE_SECOND_FACTOR,
        }
    }

    fn title(&self) -> String {
        match self {
            Self::SwitchOff => words::SWITCH_OFF_QUESTION.to_owned(),
            Self::Block(person) | Self::Remove(person) | Self::Reset(person) | Self::RemoveSecondFactor(person) => {
                words::about(self.label(), &person.name)
            }
        }
    }

    fn means(&self) -> String {
        match self {
            Self::SwitchOff => words::SWITCH_OFF_MEANS.to_owned(),
            Self::Block(person) => words::block_means(&person.name),
            Self::Remove(person) => words::remove_means(&person.name),
            Self::Reset(person) => words::reset_means(&person.name),
            Self::RemoveSecondFactor(person) => people::remove_second_factor_means(&person.name),
        }
    }
}

/// The dialog.
#[component]
pub fn QuestionDialog(managing: ManagingPortal) -> impl IntoView {
    let sending = Sending::begin();
    let content = Callback::new(move |command| view! { <Question managing command sending/> }.into_any());
    view! { <SendDialog dialog=managing.question sending title=PortalCommand::title content/> }
}

#[component]
fn Question(managing: ManagingPortal, command: PortalCommand, sending: Sending<PortalRefused>) -> impl IntoView {
    sending.clear();
    let (label, means) = (command.label(), command.means());
    let takes_away = matches!(command, PortalCommand::Remove(_) | PortalCommand::RemoveSecondFactor(_));
    let on_send = Callback::new(move |()| managing.carry_out(sending, command.clone()));
    view! {
        <QuestionForm open=managing.question.open sending takes_away label on_send>
            <p>{means}</p>
        </QuestionForm>
    }
}

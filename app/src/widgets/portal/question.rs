//! The question before the portal is switched off, and before a person is blocked, removed or gets another password.

use super::state::{ManagingPortal, PortalCommand};
use crate::text::portal as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::widgets::people::send_form::SendForm;
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
        }
    }

    fn title(&self) -> String {
        match self {
            Self::SwitchOff => words::SWITCH_OFF_QUESTION.to_owned(),
            Self::Block(person) | Self::Remove(person) | Self::Reset(person) => {
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
        }
    }
}

/// The dialog. It stays open while a request is under way.
#[component]
pub fn QuestionDialog(managing: ManagingPortal) -> impl IntoView {
    let DialogAbout { open, about } = managing.question;
    let sending = Sending::begin();
    let title =
        Signal::derive(move || about.with(|about| about.as_ref().map(PortalCommand::title).unwrap_or_default()));
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    view! {
        <Dialog open title may_close>
            {move || about.get().map(|command| view! { <Question managing command sending/> })}
        </Dialog>
    }
}

#[component]
fn Question(managing: ManagingPortal, command: PortalCommand, sending: Sending<PortalRefused>) -> impl IntoView {
    sending.clear();
    let (label, means) = (command.label(), command.means());
    let button_class = if matches!(command, PortalCommand::Remove(_)) { "danger" } else { "primary" };
    let on_send = Callback::new(move |()| managing.carry_out(sending, command.clone()));
    let notice = Signal::derive(move || sending.refused.get().map(|refused| refused.to_string()));
    view! {
        <SendForm
            class="question"
            button_class
            open=managing.question.open
            sending
            notice
            label
            on_send
        >
            <p>{means}</p>
        </SendForm>
    }
}

//! The button of a command about an application.

use super::application_command::ApplicationCommand;
use super::managing::ManagingPeople;
use crate::ui::command::Command;
use leptos::prelude::*;

/// The button of a command about an application.
#[component]
pub fn ApplicationButton(
    managing: ManagingPeople,
    #[prop(into)] id: String,
    command: Signal<ApplicationCommand>,
) -> impl IntoView {
    let label = Signal::derive(move || command.with(|command| command.label().to_owned()));
    let name = Signal::derive(move || command.with(ApplicationCommand::name));
    let refused =
        move |command: &ApplicationCommand| managing.refuses_application(command.application().id, &command.change());
    let why_not = Memo::new(move |_| command.with(refused).map(|refused| refused.to_string()));
    let on_click = Callback::new(move |()| managing.application_question.ask(command.get_untracked()));
    view! { <Command id label name why_not on_click/> }
}

//! The commands about an application or one of its keys, and the question before each.

use super::application_table::NEW_APPLICATION_ID;
use super::managing::Managing;
use super::send_form::{QuestionForm, SendDialog};
use super::sending::{Answer, Sending};
use crate::api::applications::change_application;
use crate::text::applications as words;
use crate::ui::focus::focus;
use domain::access::application::{Application, ApplicationChange, ApplicationRefused};
use domain::access::application_key::ApplicationKey;
use leptos::prelude::*;

/// The table of keys. It gets the focus when a key is revoked.
pub const KEYS_ID: &str = "application-keys";

/// A command about an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationCommand {
    /// Keeps its keys from working.
    Block(Application),
    /// Lets its keys work again.
    Allow(Application),
    /// Removes it.
    Remove(Application),
    /// Revokes one of its keys.
    Revoke(Application, ApplicationKey),
}

impl ApplicationCommand {
    fn application(&self) -> &Application {
        match self {
            Self::Block(application)
            | Self::Allow(application)
            | Self::Remove(application)
            | Self::Revoke(application, _) => application,
        }
    }

    fn change(&self) -> ApplicationChange {
        match self {
            Self::Block(_) => ApplicationChange::Block,
            Self::Allow(_) => ApplicationChange::Allow,
            Self::Remove(_) => ApplicationChange::Remove,
            Self::Revoke(_, key) => ApplicationChange::Revoke(key.id),
        }
    }

    /// The visible text.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Block(_) => words::BLOCK,
            Self::Allow(_) => words::ALLOW,
            Self::Remove(_) => words::REMOVE,
            Self::Revoke(..) => words::REVOKE,
        }
    }

    /// The accessible name.
    pub fn name(&self) -> String {
        match self {
            Self::Block(application) => words::block_one(&application.name),
            Self::Allow(application) => words::allow_one(&application.name),
            Self::Remove(application) => words::remove_one(&application.name),
            Self::Revoke(_, key) => words::revoke_one(&key.description),
        }
    }

    fn means(&self) -> String {
        let name = &self.application().name;
        match self {
            Self::Block(_) => words::block_means(name),
            Self::Allow(_) => words::allow_means(name),
            Self::Remove(_) => words::remove_means(name),
            Self::Revoke(..) => words::revoke_means(name),
        }
    }

    fn done(&self) -> String {
        match self {
            Self::Block(application) => words::blocked(&application.name),
            Self::Allow(application) => words::allowed(&application.name),
            Self::Remove(application) => words::removed(&application.name),
            Self::Revoke(_, key) => words::revoked(&key.description),
        }
    }

    /// The element that gets the focus because the button that had it is gone.
    fn focus_after(&self) -> Option<&'static str> {
        match self {
            Self::Remove(_) => Some(NEW_APPLICATION_ID),
            Self::Revoke(..) => Some(KEYS_ID),
            Self::Block(_) | Self::Allow(_) => None,
        }
    }
}

impl Managing {
    /// Why a command about an application can't be carried out.
    pub fn why_not_application(self, command: &ApplicationCommand) -> Option<ApplicationRefused> {
        self.refuses_application(command.application().id, &command.change())
    }
}

/// The dialog.
#[component]
pub fn ApplicationQuestionDialog(managing: Managing) -> impl IntoView {
    let sending = Sending::begin();
    let title = |command: &ApplicationCommand| words::question(&command.name());
    let content = Callback::new(move |command| view! { <Question managing command sending/> }.into_any());
    view! { <SendDialog dialog=managing.application_question sending title content/> }
}

#[component]
fn Question(managing: Managing, command: ApplicationCommand, sending: Sending<ApplicationRefused>) -> impl IntoView {
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

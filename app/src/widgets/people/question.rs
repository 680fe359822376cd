//! The question before a person is blocked or removed, and before an invitation is withdrawn.

use super::command::PersonCommand;
use super::managing::ManagingPeople;
use super::send_form::{QuestionForm, SendDialog};
use super::sending::Sending;
use crate::text::people as words;
use crate::text::tenants as tenant_words;
use domain::access::person_refused::PersonRefused;
use leptos::prelude::*;

/// The place from which a user of a directory is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RemovedFrom {
    Here,
    Directory,
    Both,
}

/// The dialog.
#[component]
pub fn QuestionDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |command: &PersonCommand| words::question(&command.name());
    let content = Callback::new(move |command| view! { <Question managing command sending/> }.into_any());
    view! { <SendDialog dialog=managing.question sending title content/> }
}

#[component]
fn Question(managing: ManagingPeople, command: PersonCommand, sending: Sending<PersonRefused>) -> impl IntoView {
    sending.clear();
    let (label, means) = (command.label(), command.means());
    let takes_away = matches!(command, PersonCommand::Remove(_));
    let from = RwSignal::new(RemovedFrom::Here);
    let removed = match &command {
        PersonCommand::Remove(person) if person.directory_user.is_some() => Some(person.clone()),
        _ => None,
    };
    let is_user = removed.is_some();
    let why_here = removed.as_ref().and_then(|person| untrack(|| managing.refuses_deleted_user(person)));
    let on_send = Callback::new(move |()| {
        let command = match (&removed, from.get_untracked()) {
            (None, _) | (_, RemovedFrom::Here) => command.clone(),
            (Some(person), from) => {
                PersonCommand::DeleteUser { person: person.clone(), here_too: from == RemovedFrom::Both }
            }
        };
        managing.carry_out(sending, command);
    });
    view! {
        <QuestionForm open=managing.question.open sending takes_away label on_send>
            <p>{means}</p>
            {is_user.then(|| view! { <RemovedFromField from why_here/> })}
        </QuestionForm>
    }
}

/// The choice from where a person is removed. `why_here` says why it can only be here.
#[component]
fn RemovedFromField(from: RwSignal<RemovedFrom>, why_here: Option<&'static str>) -> impl IntoView {
    let choices = [
        (RemovedFrom::Here, tenant_words::REMOVE_HERE),
        (RemovedFrom::Directory, tenant_words::REMOVE_USER),
        (RemovedFrom::Both, tenant_words::REMOVE_BOTH),
    ];
    let choices = choices.map(|(choice, label)| {
        let is_out_of_reach = why_here.is_some() && choice != RemovedFrom::Here;
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="removed-from"
                    disabled=is_out_of_reach
                    prop:checked=move || from.get() == choice
                    on:change=move |_| from.set(choice)
                />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="choices field-group">
            <legend>{tenant_words::REMOVE_FROM}</legend>
            {choices.into_iter().collect_view()}
            {why_here.map(|why| view! { <p class="muted">{why}</p> })}
        </fieldset>
    }
}

//! The table of applications.

use super::add_button::AddButton;
use super::application_button::ApplicationButton;
use super::application_command::{ApplicationCommand, NEW_APPLICATION_ID};
use super::application_form::{ApplicationDialog, form_of};
use super::application_question::ApplicationQuestionDialog;
use super::form_subject::ApplicationFormOf;
use super::keys::KeysDialog;
use super::managing::ManagingPeople;
use super::shown_key::KeyDialog;
use crate::text::applications as words;
use crate::ui::command::Command;
use crate::ui::command_table::{Column, CommandTable, NameCells, RowCommands, StatusCell};
use crate::ui::moment::Moment;
use crate::ui::notice::{Notice, NoticeKind};
use domain::access::application::{Application, ApplicationChange};
use leptos::prelude::*;

/// The id of the heading that names the table.
const APPLICATIONS: &str = "applications";

/// The applications, with the commands.
#[component]
pub fn ManageApplications(managing: ManagingPeople) -> impl IntoView {
    let is_empty = Memo::new(move |_| managing.shown.with(|people| people.applications.is_empty()));
    let on_new = Callback::new(move |()| managing.application_form.ask(ApplicationFormOf::NewApplication));
    view! {
        <p class="lead">{words::LEAD}</p>
        <div class="people">
            <AddButton id=NEW_APPLICATION_ID label=words::NEW_APPLICATION on_click=on_new why_not=managing.refuses_new()/>
            <ExpiringKeys managing/>
            <h2 id=APPLICATIONS>{words::APPLICATIONS}</h2>
            {move || match is_empty.get() {
                true => view! { <p class="muted">{words::NO_APPLICATIONS}</p> }.into_any(),
                false => view! { <ApplicationTable managing/> }.into_any(),
            }}
        </div>
        <ApplicationDialog managing/>
        <KeysDialog managing/>
        <ApplicationQuestionDialog managing/>
        <KeyDialog shown=managing.shown_key/>
    }
}

/// A warning for each key that expires soon and is not replaced.
#[component]
pub fn ExpiringKeys(managing: ManagingPeople) -> impl IntoView {
    let warnings = move || {
        managing.shown.with(|people| {
            let all = people.applications.iter();
            let expiring =
                all.flat_map(|one| one.expiring_keys().map(|key| (words::expires_soon(&one.name, key), key.expires)));
            expiring.collect::<Vec<_>>()
        })
    };
    move || {
        let warning = |(says, at)| {
            view! { <Notice kind=NoticeKind::Warn>{says} " " <Moment at/> {words::REPLACE}</Notice> }
        };
        warnings().into_iter().map(warning).collect_view()
    }
}

#[component]
fn ApplicationTable(managing: ManagingPeople) -> impl IntoView {
    let columns = vec![
        Column::Text(words::NAME),
        Column::Wide(words::APPLICATION_ID),
        Column::Text(words::ROLES),
        Column::Text(words::STATUS),
        Column::Text(words::KEYS),
    ];
    view! {
        <CommandTable named_by=APPLICATIONS columns>
            <For
                each=move || managing.shown.with(|people| people.applications.clone())
                key=|application| application.id
                let:application
            >
                <ApplicationRow managing application/>
            </For>
        </CommandTable>
    }
}

/// An application. The row stays in the page when the application changes, so that its buttons keep the focus.
#[component]
fn ApplicationRow(managing: ManagingPeople, application: Application) -> impl IntoView {
    let (id, application_id) = (application.id, application.application_id.to_string());
    let application = managing.kept(application);
    let name = Signal::derive(move || application.with(|application| application.name.clone()));
    let roles =
        move || application.with(|application| managing.shown.with(|people| words::roles_of(people, application)));
    let is_blocked = Memo::new(move |_| application.with(|application| application.blocked));
    let status = Signal::derive(move || if is_blocked.get() { words::BLOCKED } else { words::ACTIVE });
    let edit_name = Signal::derive(move || application.with(|application| words::edit_one(&application.name)));
    let why_no_edit = Memo::new(move |_| {
        let edit = ApplicationChange::Edit(application.with(form_of));
        let refused = managing.refuses_application(id, &edit).filter(|refused| refused.is_about_actor());
        refused.map(|refused| refused.to_string())
    });
    let edit = Callback::new(move |()| {
        managing.application_form.ask(ApplicationFormOf::Application(application.get_untracked()));
    });
    let keys_name = Signal::derive(move || application.with(|application| words::keys_of(&application.name)));
    let keys = Callback::new(move |()| managing.keys.ask(application.get_untracked()));
    let block = Signal::derive(move || match is_blocked.get() {
        true => ApplicationCommand::Allow(application.get()),
        false => ApplicationCommand::Block(application.get()),
    });
    let remove = Signal::derive(move || ApplicationCommand::Remove(application.get()));
    view! {
        <tr>
            <NameCells name label=words::APPLICATION_ID detail=move || application_id.clone()/>
            <td class="text" data-label=words::ROLES>
                {roles}
            </td>
            <StatusCell label=words::STATUS off=is_blocked status/>
            <td class="text" data-label=words::KEYS>
                {move || application.with(words::live_keys)}
            </td>
            <RowCommands>
                <Command id=format!("edit-{id}") label=words::EDIT name=edit_name why_not=why_no_edit on_click=edit/>
                <Command id=format!("keys-{id}") label=words::KEYS name=keys_name on_click=keys/>
                <ApplicationButton managing id=format!("block-{id}") command=block/>
                <ApplicationButton managing id=format!("remove-{id}") command=remove/>
            </RowCommands>
        </tr>
    }
}

//! The tables of people and invitations.

use super::add_button::AddButton;
use super::application_table::ExpiringKeys;
use super::form::PersonDialog;
use super::link::LinkDialog;
use super::links::LinksDialog;
use super::managing::{INVITE_ID, ManagingPeople};
use super::new_people::NewPeople;
use super::question::QuestionDialog;
use super::required_roles::RequiredRolesSection;
use super::rows::{InvitationRow, PersonRow};
use super::send_form::NotDone;
use super::sessions::SessionsDialog;
use crate::text::people as words;
use crate::text::tenants::{ADD_EXISTING, CREATE_USER, NOBODY_YET};
use crate::ui::command::Command;
use crate::ui::command_table::{Column, CommandTable};
use crate::ui::notice::{Notice, NoticeKind};
use domain::access::people::People;
use leptos::prelude::*;

/// Ids of the headings that name the tables.
const PEOPLE: &str = "people";
const INVITATIONS: &str = "invitations";
/// The button that creates a user.
const CREATE_ID: &str = "create-user";

/// The people and the invitations, with the commands.
#[component]
pub fn ManagePeople(managing: ManagingPeople) -> impl IntoView {
    let needs_manager = Memo::new(move |_| managing.people.with(People::needs_manager));
    let has_invitations = Memo::new(move |_| managing.shown.with(|people| !people.invitations.is_empty()));
    let on_invite = Callback::new(move |()| managing.invite.ask(()));
    let again = Callback::new(move |()| {
        if let Some(command) = managing.latest.get_untracked() {
            managing.run(command);
        }
    });
    view! {
        <p class="lead">{words::LEAD}</p>
        <div class="people">
            <AddButton id=INVITE_ID label=words::INVITE_PERSON on_click=on_invite why_not=managing.refuses_new()>
                <AddExisting managing/>
            </AddButton>
            {move || {
                needs_manager
                    .get()
                    .then(|| view! { <Notice kind=NoticeKind::Warn>{words::ONE_MANAGER}</Notice> })
            }}
            <ExpiringKeys managing/>
            <NotDone sending=managing.direct notice=managing.direct.refusal() on_retry=again/>
            <PeopleTable managing/>
            {move || has_invitations.get().then(|| view! { <InvitationsTable managing/> })}
            <RequiredRolesSection/>
        </div>
        <PersonDialog managing/>
        <NewPeople managing/>
        <LinksDialog links=managing.links/>
        <QuestionDialog managing/>
        <LinkDialog link=managing.link/>
        <SessionsDialog managing/>
    }
}

/// Adds users of the shown directory, if there is one, or creates new ones there.
#[component]
fn AddExisting(managing: ManagingPeople) -> impl IntoView {
    let tenant = managing.associated();
    move || {
        tenant.get().map(|tenant| {
            let why_not = Memo::new(move |_| managing.refuses_creating(tenant).map(|refused| refused.to_string()));
            let create = Callback::new(move |()| managing.create.ask(tenant));
            view! {
                <button type="button" class="second" on:click=move |_| managing.existing.ask(tenant)>
                    {ADD_EXISTING}
                </button>
                <Command id=CREATE_ID label=CREATE_USER why_not on_click=create/>
            }
        })
    }
}

#[component]
fn PeopleTable(managing: ManagingPeople) -> impl IntoView {
    let is_empty = Memo::new(move |_| managing.shown.with(|people| people.people.is_empty()));
    let is_tenant = Memo::new(move |_| managing.tenant.get().is_some());
    view! {
        <h2 id=PEOPLE>{words::PEOPLE}</h2>
        {move || match is_empty.get() {
            true => view! { <p class="muted">{if is_tenant.get() { NOBODY_YET } else { words::NOBODY }}</p> }.into_any(),
            false => view! { <Rows managing/> }.into_any(),
        }}
    }
}

#[component]
fn Rows(managing: ManagingPeople) -> impl IntoView {
    view! {
        <CommandTable named_by=PEOPLE columns=columns(words::STATUS)>
            <For
                each=move || managing.shown.with(|people| people.people.clone())
                key=|person| person.id
                let:person
            >
                <PersonRow managing person/>
            </For>
        </CommandTable>
    }
}

#[component]
fn InvitationsTable(managing: ManagingPeople) -> impl IntoView {
    view! {
        <h2 id=INVITATIONS>{words::INVITATIONS}</h2>
        <CommandTable named_by=INVITATIONS columns=columns(words::EXPIRES)>
            <For
                each=move || managing.shown.with(|people| people.invitations.clone())
                key=|invitation| invitation.id
                let:invitation
            >
                <InvitationRow managing invitation/>
            </For>
        </CommandTable>
    }
}

fn columns(last: &'static str) -> Vec<Column> {
    vec![Column::Text(words::NAME), Column::Wide(words::SIGN_IN_NAME), Column::Text(words::ROLES), Column::Text(last)]
}

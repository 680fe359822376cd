//! The portal of a customer as the partner manages it: on or off, and its people.

use super::person_form::PortalPersonDialog;
use super::question::QuestionDialog;
use super::state::{ADD_ID, ManagingPortal, PortalCommand, SWITCH_ID};
use super::temporary_password::PasswordDialog;
use crate::text::people::REMOVE_SECOND_FACTOR;
use crate::text::portal as words;
use crate::ui::command::Command;
use crate::ui::command_table::{Column, CommandTable, NameCells, RowCommands, StatusCell};
use crate::ui::named::named;
use crate::widgets::people::add_button::AddButton;
use crate::widgets::people::kept::kept;
use crate::widgets::people::send_form::NotDone;
use domain::access::portal::{PortalPerson, PortalRefused};
use domain::access::portal_role::PortalRole;
use leptos::prelude::*;

/// The id of the heading that names the table.
const HEADING: &str = "portal-people";

/// The state, the table and the dialogs.
#[component]
pub fn ManagePortal(managing: ManagingPortal) -> impl IntoView {
    let is_on = Memo::new(move |_| managing.view.with(|view| view.portal.is_on));
    let nobody = Memo::new(move |_| managing.view.with(|view| view.portal.people.is_empty()));
    // The role that allows least would be the first to be given.
    let gives_nothing = Memo::new(move |_| {
        let gives = managing.view.with(|view| !view.gives.is_empty());
        (!gives).then(|| PortalRefused::Beyond(PortalRole::LicenseAdmin).to_string())
    });
    let on_add = Callback::new(move |()| managing.form.ask(None));
    let why_not_on = Memo::new(move |_| managing.why_not_on());
    let switch_label =
        Signal::derive(move || if is_on.get() { words::SWITCH_OFF } else { words::SWITCH_ON }.to_owned());
    let on_switch = Callback::new(move |()| managing.switch());
    let again = Callback::new(move |()| managing.direct.clear());
    view! {
        <p class="lead">{words::MANAGE_LEAD}</p>
        <div class="people">
            <div class="acts">
                <span class="st" class:off=move || !is_on.get() role="status">
                    {move || if is_on.get() { words::IS_ON } else { words::IS_OFF }}
                </span>
                <Command id=SWITCH_ID label=switch_label why_not=why_not_on class="second" on_click=on_switch/>
            </div>
            <NotDone sending=managing.direct notice=managing.direct.refusal() on_retry=again/>
            <h2 id=HEADING>{words::PEOPLE}</h2>
            <AddButton id=ADD_ID label=words::ADD_PERSON on_click=on_add why_not=gives_nothing/>
            {move || match nobody.get() {
                true => view! { <p class="grid empty">{words::NOBODY}</p> }.into_any(),
                false => view! { <Table managing/> }.into_any(),
            }}
        </div>
        <PortalPersonDialog managing/>
        <QuestionDialog managing/>
        <PasswordDialog shown=managing.password/>
    }
}

#[component]
fn Table(managing: ManagingPortal) -> impl IntoView {
    let columns = vec![
        Column::Text(words::NAME),
        Column::Wide(words::SIGN_IN_NAME),
        Column::Text(words::ROLE),
        Column::Text(words::STATUS),
    ];
    view! {
        <CommandTable named_by=HEADING columns>
            <For
                each=move || managing.view.with(|view| view.portal.people.clone())
                key=|person| person.id
                let:person
            >
                <Row managing person/>
            </For>
        </CommandTable>
    }
}

/// A person. The row stays in the page when the person changes, so that its buttons keep the focus.
#[component]
fn Row(managing: ManagingPortal, person: PortalPerson) -> impl IntoView {
    let id = person.id;
    let now = move || managing.view.with(|view| view.portal.people.iter().find(|one| one.id == id).cloned());
    let person = kept(person, now);
    let name = Signal::derive(move || person.with(|person| person.name.clone()));
    let sign_in_name = move || named(person.with(|person| person.sign_in_name.clone()));
    let name_of =
        move |command: &'static str| Signal::derive(move || person.with(|person| words::about(command, &person.name)));
    let beyond = Memo::new(move |_| managing.why_not(person.with(|person| person.role)));
    let never = Memo::new(move |_| None::<String>);
    let blocked = Memo::new(move |_| person.with(|person| person.blocked));
    let why_no_block = Memo::new(move |_| if blocked.get() { beyond.get() } else { None });
    let is_void = Memo::new(move |_| managing.view.with(|view| view.void.contains(&id)));
    let status = Signal::derive(move || {
        person.with(|person| match (person.blocked, person.temporary_until) {
            (true, _) => words::BLOCKED,
            (false, Some(_)) if is_void.get() => words::TEMPORARY_VOID,
            (false, Some(_)) => words::TEMPORARY,
            (false, None) => words::ACTIVE,
        })
    });
    let block_word = move || if blocked.get() { words::ALLOW } else { words::BLOCK };
    let block_label = Signal::derive(move || block_word().to_owned());
    let block_name = Signal::derive(move || person.with(|person| words::about(block_word(), &person.name)));
    let block = Callback::new(move |()| match blocked.get_untracked() {
        true => managing.allow(person.get_untracked()),
        false => managing.question.ask(PortalCommand::Block(person.get_untracked())),
    });
    let command = move |kind: &str, label: &'static str, why_not: Memo<Option<String>>, on_click: Callback<()>| {
        let (id, name) = (format!("{kind}-{id}"), name_of(label));
        view! { <Command id label name why_not on_click/> }
    };
    let edit = Callback::new(move |()| managing.form.ask(Some(person.get_untracked())));
    let reset = Callback::new(move |()| managing.question.ask(PortalCommand::Reset(person.get_untracked())));
    let has_second_factor = Memo::new(move |_| person.with(|person| person.has_second_factor));
    let remove_factor =
        Callback::new(move |()| managing.question.ask(PortalCommand::RemoveSecondFactor(person.get_untracked())));
    let remove = Callback::new(move |()| managing.question.ask(PortalCommand::Remove(person.get_untracked())));
    view! {
        <tr>
            <NameCells name label=words::SIGN_IN_NAME detail=move || sign_in_name/>
            <td class="text" data-label=words::ROLE>
                {move || person.with(|person| person.role.as_str())}
            </td>
            <StatusCell label=words::STATUS off=blocked status/>
            <RowCommands>
                {command("edit", words::EDIT, beyond, edit)}
                <Command
                    id=format!("block-{id}")
                    label=block_label
                    name=block_name
                    why_not=why_no_block
                    on_click=block
                />
                {command("reset", words::RESET, beyond, reset)}
                <Show when=move || has_second_factor.get()>
                    {command("remove-factor", REMOVE_SECOND_FACTOR, beyond, remove_factor)}
                </Show>
                {command("remove", words::REMOVE, never, remove)}
            </RowCommands>
        </tr>
    }
}

//! The table of groups.

use super::add_button::AddButton;
use super::existing_groups::ExistingGroupsDialog;
use super::form_subject::GroupFormOf;
use super::group_form::{GroupDialog, form_of};
use super::group_question::DeleteGroupDialog;
use super::kept::kept;
use super::managing::{ManagingPeople, NEW_GROUP_ID};
use crate::format::number;
use crate::text::groups as words;
use crate::ui::command::Command;
use crate::ui::command_table::{Column, CommandTable, RowCommands};
use crate::ui::named::named;
use domain::access::group::{Group, GroupChange};
use leptos::prelude::*;

/// The id of the heading that names the table.
const GROUPS: &str = "groups";

/// The groups, with the commands.
#[component]
pub fn ManageGroups(managing: ManagingPeople) -> impl IntoView {
    let is_empty = Memo::new(move |_| managing.shown.with(|people| people.groups.is_empty()));
    let on_new = Callback::new(move |()| managing.group_form.ask(GroupFormOf::NewGroup));
    view! {
        <p class="lead">{words::LEAD}</p>
        <div class="people">
            <AddButton id=NEW_GROUP_ID label=words::NEW_GROUP on_click=on_new why_not=managing.refuses_new()>
                <AddExisting managing/>
            </AddButton>
            <h2 id=GROUPS>{words::GROUPS}</h2>
            {move || match is_empty.get() {
                true => view! { <p class="muted">{words::NO_GROUPS}</p> }.into_any(),
                false => view! { <GroupTable managing/> }.into_any(),
            }}
        </div>
        <GroupDialog managing/>
        <ExistingGroupsDialog managing/>
        <DeleteGroupDialog managing/>
    }
}

/// Adds a group of the shown directory, if there is one.
#[component]
fn AddExisting(managing: ManagingPeople) -> impl IntoView {
    let tenant = managing.associated();
    move || {
        tenant.get().map(|tenant| {
            view! {
                <button type="button" class="second" on:click=move |_| managing.existing_groups.ask(tenant)>
                    {words::ADD_EXISTING}
                </button>
            }
        })
    }
}

#[component]
fn GroupTable(managing: ManagingPeople) -> impl IntoView {
    let columns = vec![Column::Text(words::NAME), Column::Text(words::ROLES), Column::Number(words::MEMBERS)];
    view! {
        <CommandTable named_by=GROUPS columns>
            <For
                each=move || managing.shown.with(|people| people.groups.clone())
                key=|group| group.id
                let:group
            >
                <GroupRow managing group/>
            </For>
        </CommandTable>
    }
}

/// A group. The row stays in the page when the group changes, so that its buttons keep the focus.
#[component]
fn GroupRow(managing: ManagingPeople, group: Group) -> impl IntoView {
    let id = group.id;
    let group = kept(group, move || managing.shown.with(|people| people.group(id).cloned()));
    let edit_name = Signal::derive(move || group.with(|group| words::edit_one(&group.name)));
    let delete_name = Signal::derive(move || group.with(|group| words::delete_one(&group.name)));
    let why_no_edit = Memo::new(move |_| {
        let edit = GroupChange::Edit(group.with(form_of));
        managing.refuses_group(id, &edit).filter(|refused| refused.is_about_actor()).map(|refused| refused.to_string())
    });
    let why_not_delete =
        Memo::new(move |_| managing.refuses_group(id, &GroupChange::Delete).map(|refused| refused.to_string()));
    let edit = Callback::new(move |()| managing.group_form.ask(GroupFormOf::Group(group.get_untracked())));
    let delete = Callback::new(move |()| managing.deleted_group.ask(group.get_untracked()));
    view! {
        <tr>
            <td class="text name">
                {move || named(group.with(|group| group.name.clone()))}
                {move || group.with(|group| group.directory).map(|directory| {
                    let says = if directory.is_gone { words::GONE_IN_DIRECTORY } else { words::IN_DIRECTORY };
                    view! { " " <span class="tag">{says}</span> }
                })}
            </td>
            <td class="text" data-label=words::ROLES>
                {move || group.with(|group| words::duties(&group.roles, group.custom.as_ref()))}
            </td>
            <td class="num" data-label=words::MEMBERS>
                {move || number(i64::try_from(group.with(|group| group.members.len())).unwrap_or(i64::MAX))}
            </td>
            <RowCommands>
                <Command id=format!("edit-{id}") label=words::EDIT name=edit_name why_not=why_no_edit on_click=edit/>
                <Command
                    id=format!("delete-{id}")
                    label=words::DELETE
                    name=delete_name
                    why_not=why_not_delete
                    on_click=delete
                />
            </RowCommands>
        </tr>
    }
}

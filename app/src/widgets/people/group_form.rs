//! The dialog that makes a group or edits one.

use super::custom_draft::TypedDuties;
use super::duties::DutiesIds;
use super::fields::TextField;
use super::form_subject::GroupFormOf;
use super::managing::ManagingPeople;
use super::members::MembersField;
use super::send_form::{FieldsForm, SendDialog};
use super::sending::{Answer, Sending};
use super::typed::Typed;
use super::typed_group::GroupField;
use crate::api::groups::{add_group, edit_group};
use crate::text::groups as words;
use domain::access::group::{Group, GroupForm, GroupRefused};
use domain::ids::PartnerGroupId;
use leptos::prelude::*;

/// The ids of the parts for roles and custom permissions.
pub const IDS: DutiesIds = DutiesIds {
    kind: "group-access",
    roles: GroupField::Roles.id(),
    actions: GroupField::Actions.id(),
    reach: "group-reach",
    customers: GroupField::Customers.id(),
};

/// The dialog.
#[component]
pub fn GroupDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |of: &GroupFormOf| match of {
        GroupFormOf::Group(group) => words::edit_one(&group.name),
        GroupFormOf::NewGroup => words::NEW_GROUP.to_owned(),
    };
    let content = Callback::new(move |of| view! { <Form managing of sending/> }.into_any());
    view! { <SendDialog dialog=managing.group_form sending title content/> }
}

#[component]
fn Form(managing: ManagingPeople, of: GroupFormOf, sending: Sending<GroupRefused>) -> impl IntoView {
    let group = match of {
        GroupFormOf::Group(group) => Some(group),
        GroupFormOf::NewGroup => None,
    };
    let id = group.as_ref().map(|group| group.id);
    let follows = group.as_ref().is_some_and(|group| group.directory.is_some());
    let typed = Typed::begin(group.as_ref().map_or_else(|| managing.new_group_form(), form_of), sending);
    let custom = group.as_ref().and_then(|group| group.custom.clone());
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(custom.as_ref(), &people.customers));
    let on_send = Callback::new(move |()| match typed.read(duties) {
        Ok(form) => save(managing, sending, id, form),
        Err(refused) => sending.refused.set(Some(refused)),
    });
    view! {
        <FieldsForm open=managing.group_form.open sending send=words::SAVE busy=words::SAVING on_send>
            {if follows {
                view! { <Follows sending/> }.into_any()
            } else {
                view! {
                    <TextField
                        id=GroupField::Name.id()
                        label=words::NAME
                        value=typed.value(|form| form.name.clone())
                        on_input=typed.on_change(GroupField::Name.id(), |form, name| form.name = name)
                        error=sending.error(GroupField::Name.id())
                    />
                }
                    .into_any()
            }}
            {typed.duties_field(IDS, duties, words::ROLES_HINT)}
            {(!follows).then(|| view! { <MembersField managing typed/> })}
        </FieldsForm>
    }
}

/// In place of the name and the members of a group that follows the directory.
#[component]
fn Follows(sending: Sending<GroupRefused>) -> impl IntoView {
    let error = sending.error(GroupField::Members.id());
    view! {
        <p>{words::FOLLOWS_DIRECTORY}</p>
        <p class="field-error" id=GroupField::Members.id() tabindex="-1" aria-live="polite">
            {move || error.get()}
        </p>
    }
}

impl ManagingPeople {
    /// The form as it begins when a group is added: in the tenant that is shown.
    fn new_group_form(self) -> GroupForm {
        GroupForm { tenant: self.tenant.get_untracked(), ..GroupForm::default() }
    }
}

/// The form as it begins when a group is edited.
pub fn form_of(group: &Group) -> GroupForm {
    let (name, roles, members) = (group.name.clone(), group.roles.clone(), group.members.clone());
    let (seen, custom) = (Some(members.clone()), group.custom.clone());
    let directory = group.directory.map(|directory| directory.group);
    GroupForm { name, roles, custom, seen, members, tenant: group.tenant, directory }
}

/// Saves the form, unless the rule refuses it. Without a group it adds one.
fn save(managing: ManagingPeople, sending: Sending<GroupRefused>, group: Option<PartnerGroupId>, form: GroupForm) {
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
    if let Some(refused) = untrack(|| managing.refuses_group_form(group, &form)) {
        return sending.refused.set(Some(refused));
    }
    let said = words::saved(&form.name);
    let ask = async move {
        match group {
            Some(group) => edit_group(group, form).await.map(Answer::from),
            None => add_group(form).await.map(Answer::from),
        }
    };
    managing.send(sending, ask, said, move |_| {
        managing.group_form.open.set(false);
        managing.ask_session_again();
    });
}

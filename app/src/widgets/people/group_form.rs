//! The dialog that makes a group or edits one.

use super::custom_draft::TypedDuties;
use super::duties::{DutiesErrors, DutiesField, DutiesIds};
use super::fields::TextField;
use super::managing::Managing;
use super::members::MembersField;
use super::send_form::SendForm;
use super::sending::{Answer, Sending};
use super::typed_group::{GroupField, TypedGroup};
use crate::api::groups::{add_group, edit_group};
use crate::text::groups as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use domain::access::group::{Group, GroupForm, GroupRefused};
use domain::ids::PartnerGroupId;
use leptos::prelude::*;

/// The group of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupFormOf {
    /// A new group.
    NewGroup,
    /// A group to edit.
    Group(Group),
}

/// The ids of the parts for roles and custom permissions.
const IDS: DutiesIds = DutiesIds {
    kind: "group-access",
    roles: "group-roles",
    actions: "group-actions",
    reach: "group-reach",
    customers: "group-customers",
};

/// The dialog. It stays open while a request is under way.
#[component]
pub fn GroupDialog(managing: Managing) -> impl IntoView {
    let DialogAbout { open, about } = managing.group_form;
    let sending = Sending::begin();
    let title = Signal::derive(move || {
        about.with(|about| match about {
            Some(GroupFormOf::Group(group)) => words::edit_one(&group.name),
            Some(GroupFormOf::NewGroup) | None => words::NEW_GROUP.to_owned(),
        })
    });
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    view! {
        <Dialog open title may_close>
            {move || about.get().map(|of| view! { <Form managing of sending/> })}
        </Dialog>
    }
}

#[component]
fn Form(managing: Managing, of: GroupFormOf, sending: Sending<GroupRefused>) -> impl IntoView {
    let group = match of {
        GroupFormOf::Group(group) => Some(group),
        GroupFormOf::NewGroup => None,
    };
    let id = group.as_ref().map(|group| group.id);
    let form = RwSignal::new(group.as_ref().map(form_of).unwrap_or_default());
    let custom = group.as_ref().and_then(|group| group.custom.clone());
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(custom.as_ref(), &people.customers));
    let typed = TypedGroup { form, refused: sending.refused, duties };
    sending.clear();
    Effect::new(move |_| {
        if let Some(field) = sending.refused.get().and_then(GroupField::of) {
            focus(field.id());
        }
    });
    let on_send = Callback::new(move |()| match typed.read() {
        Ok(form) => save(managing, sending, id, form),
        Err(refused) => sending.refused.set(Some(refused)),
    });
    let notice = Signal::derive(move || {
        let refused = sending.refused.get().filter(|refused| GroupField::of(*refused).is_none());
        refused.map(|refused| refused.to_string())
    });
    let label = Signal::derive(move || if sending.busy.get() { words::SAVING } else { words::SAVE });
    view! {
        <SendForm
            class="person-form"
            button_class="primary"
            open=managing.group_form.open
            sending
            notice
            label
            on_send
        >
            <TextField
                id=GroupField::Name.id()
                label=words::NAME
                value=typed.name()
                on_input=typed.type_name()
                error=typed.error(GroupField::Name)
            />
            <DutiesField
                ids=IDS
                errors=DutiesErrors {
                    roles: typed.error(GroupField::Roles),
                    actions: typed.error(GroupField::Actions),
                    customers: typed.error(GroupField::Customers),
                }
                duties
                roles=typed.roles()
                on_role=typed.choose_role()
                on_change=typed.duties_changed()
                roles_hint=words::ROLES_HINT
            />
            <MembersField managing typed/>
        </SendForm>
    }
}

/// The form as it begins when a group is edited.
pub fn form_of(group: &Group) -> GroupForm {
    let (name, roles, members) = (group.name.clone(), group.roles.clone(), group.members.clone());
    GroupForm { name, roles, custom: group.custom.clone(), seen: Some(members.clone()), members }
}

/// Saves the form, unless the rule refuses it. Without a group it adds one.
fn save(managing: Managing, sending: Sending<GroupRefused>, group: Option<PartnerGroupId>, form: GroupForm) {
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

//! The dialog that invites a person or edits one.

use super::command::form_of;
use super::custom_draft::TypedDuties;
use super::duties::{DutiesErrors, DutiesField, DutiesIds};
use super::fields::{TextField, put};
use super::managing::{FormOf, Managing};
use super::send_form::{SendDialog, SendForm};
use super::sending::{Answer, Sending};
use super::typed::Typed;
use super::typed_person::Field;
use crate::api::people::{change_person, invite_person};
use crate::text::people as words;
use crate::ui::named::named;
use domain::access::person::{Person, PersonChange, PersonForm, PersonRefused};
use domain::ids::PartnerUserId;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The ids of the parts for roles and custom permissions.
const IDS: DutiesIds = DutiesIds {
    kind: "person-access",
    roles: "person-roles",
    actions: "person-actions",
    reach: "person-reach",
    customers: "person-customers",
};

/// The dialog.
#[component]
pub fn PersonDialog(managing: Managing) -> impl IntoView {
    let sending = Sending::begin();
    let title = |of: &FormOf| match of {
        FormOf::Person(person) => words::edit_one(&person.name),
        FormOf::NewPerson => words::INVITE_PERSON.to_owned(),
    };
    let content = Callback::new(move |of| view! { <Form managing of sending/> }.into_any());
    view! { <SendDialog dialog=managing.form sending title content/> }
}

#[component]
fn Form(managing: Managing, of: FormOf, sending: Sending<PersonRefused>) -> impl IntoView {
    let person = match of {
        FormOf::Person(person) => Some(person),
        FormOf::NewPerson => None,
    };
    let id = person.as_ref().map(|person| person.id);
    let typed = Typed::begin(person.as_ref().map(form_of).unwrap_or_default(), sending);
    let custom = person.as_ref().and_then(|person| person.custom.clone());
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(custom.as_ref(), &people.customers));
    let on_send = Callback::new(move |()| match typed.read(duties) {
        Ok(form) => save(managing, sending, id, form),
        Err(refused) => sending.refused.set(Some(refused)),
    });
    let on_duties = Callback::new(move |()| {
        for field in [Field::Roles, Field::Actions, Field::Customers] {
            sending.forgive(field.id());
        }
    });
    let label = Signal::derive(move || match (id.is_some(), sending.busy.get()) {
        (true, false) => words::SAVE,
        (true, true) => words::SAVING,
        (false, false) => words::INVITE,
        (false, true) => words::INVITING,
    });
    let sign_in_name = match person {
        Some(person) => view! { <Facts managing person/> }.into_any(),
        None => view! {
            <TextField
                id=Field::SignInName.id()
                label=words::SIGN_IN_NAME
                value=typed.value(|form| form.sign_in_name.clone())
                on_input=typed.on_change(Field::SignInName.id(), |form, name| form.sign_in_name = name)
                error=sending.error(Field::SignInName.id())
                hint=words::SIGN_IN_NAME_HINT
                keeps_case=true
            />
        }
        .into_any(),
    };
    view! {
        <SendForm
            class="person-form"
            button_class="primary"
            open=managing.form.open
            sending
            notice=sending.notice()
            label
            on_send
        >
            <TextField
                id=Field::Name.id()
                label=words::NAME
                value=typed.value(|form| form.name.clone())
                on_input=typed.on_change(Field::Name.id(), |form, name| form.name = name)
                error=sending.error(Field::Name.id())
            />
            {sign_in_name}
            <DutiesField
                ids=IDS
                errors=DutiesErrors {
                    roles: sending.error(Field::Roles.id()),
                    actions: sending.error(Field::Actions.id()),
                    customers: sending.error(Field::Customers.id()),
                }
                duties
                roles=typed.value(|form| form.roles.clone())
                on_role=typed.on_change(Field::Roles.id(), |form, (role, is_in)| put(&mut form.roles, role, is_in))
                on_change=on_duties
            />
        </SendForm>
    }
}

/// What the form of a person shows and does not change: the sign-in name, and the roles through groups.
#[component]
fn Facts(managing: Managing, person: Person) -> impl IntoView {
    let by_groups =
        managing.people.with_untracked(|people| words::roles_by_groups(people, person.id, &BTreeSet::new()));
    let by_groups = (!by_groups.is_empty()).then(|| {
        view! {
            <dt>{words::BY_GROUPS}</dt>
            <dd>
                {by_groups.join(", ")} <span class="muted role-means">{words::BY_GROUPS_HINT}</span>
            </dd>
        }
    });
    view! {
        <dl class="facts">
            <dt>{words::SIGN_IN_NAME}</dt>
            <dd>{named(person.sign_in_name)}</dd>
            {by_groups}
        </dl>
    }
}

/// Saves the form, unless the rule refuses it. Without a person it invites one.
fn save(managing: Managing, sending: Sending<PersonRefused>, person: Option<PartnerUserId>, form: PersonForm) {
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
    match person {
        Some(person) => edit(managing, sending, person, form),
        None => invite(managing, sending, form),
    }
}

fn edit(managing: Managing, sending: Sending<PersonRefused>, person: PartnerUserId, form: PersonForm) {
    let said = words::edited(&form.name);
    let change = PersonChange::Edit(form);
    if let Some(refused) = untrack(|| managing.refuses(person, &change)) {
        return sending.refused.set(Some(refused));
    }
    let ask = async move { change_person(person, change).await.map(Answer::from) };
    managing.send(sending, ask, said, move |_| {
        managing.form.open.set(false);
        managing.was_edited(person);
    });
}

fn invite(managing: Managing, sending: Sending<PersonRefused>, form: PersonForm) {
    if let Some(refused) = untrack(|| managing.refuses_new(&form)) {
        return sending.refused.set(Some(refused));
    }
    let (name, said) = (form.name.clone(), words::invited(&form.name));
    let ask = async move { invite_person(form).await.map(Answer::from) };
    managing.send(sending, ask, said, move |link| {
        managing.form.open.set(false);
        if let Some(link) = link {
            managing.show_link(words::INVITATION_LINK, &name, link);
        }
    });
}

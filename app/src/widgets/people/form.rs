//! The dialog that edits a person.

use super::command::form_of;
use super::custom_draft::TypedDuties;
use super::duties::DutiesIds;
use super::fields::TextField;
use super::managing::ManagingPeople;
use super::send_form::{FieldsForm, SendDialog};
use super::sending::{Answer, Sending};
use super::typed::Typed;
use super::typed_person::Field;
use crate::api::people::change_person;
use crate::text::people as words;
use crate::text::tenants::RENAMES_USER;
use crate::ui::named::named;
use domain::access::person::{Person, PersonChange, PersonForm};
use domain::access::person_refused::PersonRefused;
use domain::ids::PartnerUserId;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The ids of the parts for roles and custom permissions.
const IDS: DutiesIds = DutiesIds {
    kind: "person-access",
    roles: Field::Roles.id(),
    actions: Field::Actions.id(),
    reach: "person-reach",
    customers: Field::Customers.id(),
};

/// The dialog.
#[component]
pub fn PersonDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |person: &Person| words::edit_one(&person.name);
    let content = Callback::new(move |person| view! { <Form managing person sending/> }.into_any());
    view! { <SendDialog dialog=managing.form sending title content/> }
}

#[component]
fn Form(managing: ManagingPeople, person: Person, sending: Sending<PersonRefused>) -> impl IntoView {
    let id = person.id;
    let typed = Typed::begin(form_of(&person), sending);
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(person.custom.as_ref(), &people.customers));
    let on_send = Callback::new(move |()| match typed.read(duties) {
        Ok(form) => save(managing, sending, id, form),
        Err(refused) => sending.refused.set(Some(refused)),
    });
    view! {
        <FieldsForm open=managing.form.open sending send=words::SAVE busy=words::SAVING on_send>
            <TextField
                id=Field::Name.id()
                label=words::NAME
                value=typed.value(|form| form.name.clone())
                on_input=typed.on_change(Field::Name.id(), |form, name| form.name = name)
                error=sending.error(Field::Name.id())
            />
            <Facts managing person/>
            {typed.duties_field(IDS, duties, "")}
        </FieldsForm>
    }
}

/// The unchangeable facts on the form of a person: the sign-in name, and the roles through groups.
#[component]
fn Facts(managing: ManagingPeople, person: Person) -> impl IntoView {
    let by_groups =
        managing.people.with_untracked(|people| words::roles_by_groups(people, person.id, &BTreeSet::new()));
    let is_user = person.directory_user.is_some();
    let by_groups = (!by_groups.is_empty()).then(|| {
        view! {
            <dt>{words::BY_GROUPS}</dt>
            <dd>
                {by_groups.join(", ")} <span class="muted role-means">{words::BY_GROUPS_HINT}</span>
            </dd>
        }
    });
    view! {
        {is_user.then(|| view! { <p class="muted hint">{RENAMES_USER}</p> })}
        <dl class="facts">
            <dt>{words::SIGN_IN_NAME}</dt>
            <dd>{named(person.sign_in_name)}</dd>
            {by_groups}
        </dl>
    }
}

/// Saves the form, unless the rule refuses it.
fn save(managing: ManagingPeople, sending: Sending<PersonRefused>, person: PartnerUserId, form: PersonForm) {
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
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

//! The dialog that invites a person or edits one.

use super::command::form_of;
use super::custom_draft::TypedDuties;
use super::duties::{DutiesErrors, DutiesField, DutiesIds};
use super::fields::TextField;
use super::managing::{FormOf, Managing};
use super::send_form::SendForm;
use super::sending::{Answer, Sending};
use super::typed_person::{Field, TypedPerson};
use crate::api::people::{change_person, invite_person};
use crate::text::people as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
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

/// The dialog. It stays open while a request is under way.
#[component]
pub fn PersonDialog(managing: Managing) -> impl IntoView {
    let DialogAbout { open, about } = managing.form;
    let sending = Sending::begin();
    let title = Signal::derive(move || {
        about.with(|about| match about {
            Some(FormOf::Person(person)) => words::edit_one(&person.name),
            Some(FormOf::NewPerson) | None => words::INVITE_PERSON.to_owned(),
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
fn Form(managing: Managing, of: FormOf, sending: Sending<PersonRefused>) -> impl IntoView {
    let person = match of {
        FormOf::Person(person) => Some(person),
        FormOf::NewPerson => None,
    };
    let id = person.as_ref().map(|person| person.id);
    let form = RwSignal::new(person.as_ref().map(form_of).unwrap_or_default());
    let custom = person.as_ref().and_then(|person| person.custom.clone());
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(custom.as_ref(), &people.customers));
    let typed = TypedPerson { form, refused: sending.refused, duties };
    sending.clear();
    Effect::new(move |_| {
        if let Some(field) = sending.refused.get().and_then(Field::of) {
            focus(field.id());
        }
    });
    let on_send = Callback::new(move |()| match typed.read() {
        Ok(form) => save(managing, sending, id, form),
        Err(refused) => sending.refused.set(Some(refused)),
    });
    let notice = Signal::derive(move || {
        let refused = sending.refused.get().filter(|refused| Field::of(*refused).is_none());
        refused.map(|refused| refused.to_string())
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
                value=typed.sign_in_name()
                on_input=typed.type_sign_in_name()
                error=typed.error(Field::SignInName)
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
            notice
            label
            on_send
        >
            <TextField
                id=Field::Name.id()
                label=words::NAME
                value=typed.name()
                on_input=typed.type_name()
                error=typed.error(Field::Name)
            />
            {sign_in_name}
            <DutiesField
                ids=IDS
                errors=DutiesErrors {
                    roles: typed.error(Field::Roles),
                    actions: typed.error(Field::Actions),
                    customers: typed.error(Field::Customers),
                }
                duties
                roles=typed.roles()
                on_role=typed.choose_role()
                on_change=typed.duties_changed()
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

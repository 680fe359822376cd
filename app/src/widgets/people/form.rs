//! The dialog that invites a person or edits one.

use super::command::form_of;
use super::fields::{Field, RolesField, TextField, TypedPerson};
use super::managing::{FormOf, LinkFor, Managing};
use super::sending::{Answer, Sending};
use crate::api::people::{change_person, invite_person};
use crate::text::common;
use crate::text::people as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use domain::access::person::{PersonChange, PersonForm};
use domain::ids::PartnerUserId;
use leptos::prelude::*;

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
fn Form(managing: Managing, of: FormOf, sending: Sending) -> impl IntoView {
    let person = match of {
        FormOf::Person(person) => Some(person),
        FormOf::NewPerson => None,
    };
    let id = person.as_ref().map(|person| person.id);
    let form = RwSignal::new(person.as_ref().map(form_of).unwrap_or_default());
    let typed = TypedPerson { form, refused: sending.refused };
    sending.clear();
    Effect::new(move |_| {
        if let Some(field) = sending.refused.get().and_then(Field::of) {
            focus(field.id());
        }
    });
    let save = Callback::new(move |()| save(managing, sending, id, typed.read()));
    let busy = move || sending.busy.get().then_some("true");
    let label = move || match (id.is_some(), sending.busy.get()) {
        (true, false) => words::SAVE,
        (true, true) => words::SAVING,
        (false, false) => words::INVITE,
        (false, true) => words::INVITING,
    };
    let sign_in_name = match person {
        Some(person) => view! {
            <dl class="facts">
                <dt>{words::SIGN_IN_NAME}</dt>
                <dd>{named(person.sign_in_name)}</dd>
            </dl>
        }
        .into_any(),
        None => view! {
            <TextField
                typed
                field=Field::SignInName
                label=words::SIGN_IN_NAME
                hint=words::SIGN_IN_NAME_HINT
            />
        }
        .into_any(),
    };
    view! {
        <form
            class="person-form"
            on:submit=move |event| {
                event.prevent_default();
                save.run(());
            }
        >
            <TextField typed field=Field::Name label=words::NAME/>
            {sign_in_name}
            <RolesField typed/>
            {move || sending.failed.get().map(|error| view! { <ErrorView error on_retry=save/> })}
            {move || {
                sending
                    .refused
                    .get()
                    .filter(|refused| Field::of(*refused).is_none())
                    .map(|refused| view! { <Notice kind=NoticeKind::Bad>{refused.to_string()}</Notice> })
            }}
            <p class="foot">
                <button type="submit" class="primary" aria-disabled=busy aria-busy=busy>
                    {label}
                </button>
                <button
                    type="button"
                    class="second"
                    aria-disabled=busy
                    on:click=move |_| {
                        if !sending.busy.get_untracked() {
                            managing.form.open.set(false);
                        }
                    }
                >
                    {common::CANCEL}
                </button>
            </p>
        </form>
    }
}

/// Saves the form, unless the rule refuses it. Without a person it invites one.
fn save(managing: Managing, sending: Sending, person: Option<PartnerUserId>, form: PersonForm) {
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
    match person {
        Some(person) => edit(managing, sending, person, form),
        None => invite(managing, sending, form),
    }
}

fn edit(managing: Managing, sending: Sending, person: PartnerUserId, form: PersonForm) {
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

fn invite(managing: Managing, sending: Sending, form: PersonForm) {
    if let Some(refused) = untrack(|| managing.refuses_new(&form)) {
        return sending.refused.set(Some(refused));
    }
    let (name, said) = (form.name.clone(), words::invited(&form.name));
    let ask = async move { invite_person(form).await.map(Answer::from) };
    managing.send(sending, ask, said, move |link| {
        managing.form.open.set(false);
        if let Some(link) = link {
            managing.show_link(LinkFor::Invitation, name, link);
        }
    });
}

//! The dialog that adds an application or edits one.

use super::application_table::form_of;
use super::fields::{RolesField, TextField, put};
use super::managing::Managing;
use super::send_form::SendForm;
use super::sending::{Answer, Sending};
use crate::api::applications::{add_application, change_application};
use crate::text::applications as words;
use crate::text::people::{BY_GROUPS, roles_by_groups};
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use domain::access::application::{Application, ApplicationChange, ApplicationForm, ApplicationRefused};
use domain::access::person::PersonRefused;
use domain::access::role::PartnerRole;
use domain::ids::ApplicationId;
use leptos::prelude::*;
use std::collections::BTreeSet;

const NAME_ID: &str = "application-name";
const APPLICATION_ID: &str = "application-id";
const ROLES_ID: &str = "application-roles";

/// The application of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationFormOf {
    /// A new application.
    NewApplication,
    /// An application to edit.
    Application(Application),
}

/// The dialog. It stays open while a request is under way.
#[component]
pub fn ApplicationDialog(managing: Managing) -> impl IntoView {
    let DialogAbout { open, about } = managing.application_form;
    let sending = Sending::begin();
    let title = Signal::derive(move || {
        about.with(|about| match about {
            Some(ApplicationFormOf::Application(application)) => words::edit_one(&application.name),
            Some(ApplicationFormOf::NewApplication) | None => words::NEW_APPLICATION.to_owned(),
        })
    });
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    view! {
        <Dialog open title may_close>
            {move || about.get().map(|of| view! { <Form managing of sending/> })}
        </Dialog>
    }
}

/// What is typed, and why it was refused. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct Typed {
    form: RwSignal<ApplicationForm>,
    application_id: RwSignal<String>,
    /// Whether the typed application id is none.
    is_no_id: RwSignal<bool>,
    refused: RwSignal<Option<ApplicationRefused>>,
}

/// The id of the field of a refusal; of the roles, the first check box. `None` if it is about the application as a whole.
fn field_of(refused: ApplicationRefused) -> Option<&'static str> {
    use ApplicationRefused as Why;
    match refused {
        Why::NoName | Why::HiddenInName | Why::Taken => Some(NAME_ID),
        Why::IdTaken => Some(APPLICATION_ID),
        Why::NoRole | Why::KeysWouldGain | Why::People(PersonRefused::OnlyGlobalAdmin) => Some(ROLES_ID),
        Why::Gone
        | Why::KeyGone
        | Why::TooMany
        | Why::NoDescription
        | Why::HiddenInDescription
        | Why::TooManyKeys
        | Why::MoreThanYou
        | Why::People(_) => None,
    }
}

impl Typed {
    fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            if field == APPLICATION_ID && self.is_no_id.get() {
                return Some(words::NOT_AN_ID.to_owned());
            }
            let refused = self.refused.get().filter(|refused| field_of(*refused) == Some(field));
            refused.map(|refused| refused.to_string())
        })
    }

    /// Changes a field. Its error goes.
    fn change(self, field: &'static str, change: impl FnOnce(Self)) {
        change(self);
        if field == APPLICATION_ID {
            self.is_no_id.set(false);
        }
        if self.refused.get_untracked().and_then(field_of) == Some(field) {
            self.refused.set(None);
        }
    }

    fn type_name(self) -> Callback<String> {
        Callback::new(move |text| self.change(NAME_ID, |typed| typed.form.update(|form| form.name = text)))
    }

    fn type_id(self) -> Callback<String> {
        Callback::new(move |text| self.change(APPLICATION_ID, |typed| typed.application_id.set(text)))
    }

    fn choose_role(self) -> Callback<(PartnerRole, bool)> {
        Callback::new(move |(role, is_chosen)| {
            self.change(ROLES_ID, |typed| typed.form.update(|form| put(&mut form.roles, role, is_chosen)));
        })
    }

    /// The form to send: the name without spaces around it.
    fn read(self) -> ApplicationForm {
        let form = self.form.get_untracked();
        ApplicationForm { name: form.name.trim().to_owned(), ..form }
    }

    /// The application id that was typed, if any.
    fn read_id(self) -> Result<Option<ApplicationId>, ()> {
        let text = self.application_id.get_untracked();
        match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        }
    }
}

#[component]
fn Form(managing: Managing, of: ApplicationFormOf, sending: Sending<ApplicationRefused>) -> impl IntoView {
    let application = match of {
        ApplicationFormOf::Application(application) => Some(application),
        ApplicationFormOf::NewApplication => None,
    };
    let typed = Typed {
        form: RwSignal::new(application.as_ref().map(form_of).unwrap_or_default()),
        application_id: RwSignal::new(String::new()),
        is_no_id: RwSignal::new(false),
        refused: sending.refused,
    };
    sending.clear();
    Effect::new(move |_| {
        if let Some(field) = sending.refused.get().and_then(field_of) {
            focus(field);
        }
    });
    let edited = application.clone();
    let on_send = Callback::new(move |()| match &edited {
        Some(application) => edit(managing, sending, application, typed.read()),
        None => add(managing, sending, typed),
    });
    let notice = Signal::derive(move || {
        let refused = sending.refused.get().filter(|refused| field_of(*refused).is_none());
        refused.map(|refused| refused.to_string())
    });
    let label = Signal::derive(move || if sending.busy.get() { words::SAVING } else { words::SAVE });
    let id_field = match application {
        Some(application) => view! { <Facts managing application/> }.into_any(),
        None => view! {
            <TextField
                id=APPLICATION_ID
                label=words::APPLICATION_ID
                value=typed.application_id.into()
                on_input=typed.type_id()
                error=typed.error(APPLICATION_ID)
                hint=words::APPLICATION_ID_HINT
                keeps_case=true
                is_optional=true
            />
        }
        .into_any(),
    };
    view! {
        <SendForm
            class="person-form"
            button_class="primary"
            open=managing.application_form.open
            sending
            notice
            label
            on_send
        >
            <TextField
                id=NAME_ID
                label=words::NAME
                value=Signal::derive(move || typed.form.with(|form| form.name.clone()))
                on_input=typed.type_name()
                error=typed.error(NAME_ID)
            />
            {id_field}
            <RolesField
                id=ROLES_ID
                chosen=Signal::derive(move || typed.form.with(|form| form.roles.clone()))
                on_choose=typed.choose_role()
                error=typed.error(ROLES_ID)
            />
        </SendForm>
    }
}

/// What the form of an application shows and does not change: its id, and the roles through groups.
#[component]
fn Facts(managing: Managing, application: Application) -> impl IntoView {
    let by_groups = managing.people.with_untracked(|people| roles_by_groups(people, application.id, &BTreeSet::new()));
    let by_groups = (!by_groups.is_empty()).then(|| {
        view! {
            <dt>{BY_GROUPS}</dt>
            <dd>{by_groups.join(", ")}</dd>
        }
    });
    view! {
        <dl class="facts">
            <dt>{words::APPLICATION_ID}</dt>
            <dd>{application.application_id.to_string()}</dd>
            {by_groups}
        </dl>
    }
}

fn edit(managing: Managing, sending: Sending<ApplicationRefused>, application: &Application, form: ApplicationForm) {
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
    let (id, said) = (application.id, words::saved(&form.name));
    let change = ApplicationChange::Edit(form);
    if let Some(refused) = untrack(|| managing.refuses_application(id, &change)) {
        return sending.refused.set(Some(refused));
    }
    let ask = async move { change_application(id, change).await.map(Answer::from) };
    managing.send(sending, ask, said, move |_| managing.application_form.open.set(false));
}

fn add(managing: Managing, sending: Sending<ApplicationRefused>, typed: Typed) {
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
    let form = typed.read();
    let Ok(application_id) = typed.read_id() else {
        typed.is_no_id.set(true);
        return focus(APPLICATION_ID);
    };
    if let Some(refused) = untrack(|| managing.refuses_new_application(&form, application_id)) {
        return sending.refused.set(Some(refused));
    }
    let said = words::saved(&form.name);
    let ask = async move { add_application(form, application_id).await.map(Answer::from) };
    managing.send(sending, ask, said, move |_| managing.application_form.open.set(false));
}

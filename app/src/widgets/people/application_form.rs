//! The dialog that adds an application or edits one.

use super::custom_draft::TypedDuties;
use super::duties::{DutiesIds, HasRoles};
use super::fields::TextField;
use super::form_subject::ApplicationFormOf;
use super::keys::DESCRIPTION_ID;
use super::managing::ManagingPeople;
use super::send_form::{FieldsForm, SendDialog};
use super::sending::{Answer, FieldRefusal, Sending};
use super::typed::Typed as TypedForm;
use super::typed_person::Field;
use crate::api::applications::{add_application, change_application};
use crate::text::applications as words;
use crate::text::people::{BY_GROUPS, roles_by_groups};
use crate::ui::focus::focus;
use domain::access::application::{Application, ApplicationChange, ApplicationForm, ApplicationRefused};
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::ids::ApplicationId;
use leptos::prelude::*;
use std::collections::BTreeSet;

const NAME_ID: &str = "application-name";
const APPLICATION_ID: &str = "application-id";
/// The ids of the parts for roles and custom permissions.
const IDS: DutiesIds = DutiesIds {
    kind: "application-access",
    roles: "application-roles",
    actions: "application-actions",
    reach: "application-reach",
    customers: "application-customers",
};

/// The dialog.
#[component]
pub fn ApplicationDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |of: &ApplicationFormOf| match of {
        ApplicationFormOf::Application(application) => words::edit_one(&application.name),
        ApplicationFormOf::NewApplication => words::NEW_APPLICATION.to_owned(),
    };
    let content = Callback::new(move |of| view! { <Form managing of sending/> }.into_any());
    view! { <SendDialog dialog=managing.application_form sending title content/> }
}

/// The typed values, and why they were refused. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct Typed {
    form: RwSignal<ApplicationForm>,
    application_id: RwSignal<String>,
    /// Whether the typed application id is none.
    is_no_id: RwSignal<bool>,
    sending: Sending<ApplicationRefused>,
}

impl FieldRefusal for ApplicationRefused {
    /// Of the roles, it is the first check box.
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoName | Self::HiddenInName | Self::Taken => Some(NAME_ID),
            Self::IdTaken => Some(APPLICATION_ID),
            Self::NoRole | Self::KeysWouldGain => Some(IDS.roles),
            Self::People(refused) => match Field::of(*refused)? {
                Field::Roles => Some(IDS.roles),
                Field::Actions => Some(IDS.actions),
                Field::Customers => Some(IDS.customers),
                Field::Name | Field::SignInName => None,
            },
            Self::NoDescription | Self::HiddenInDescription => Some(DESCRIPTION_ID),
            Self::Gone | Self::KeyGone | Self::TooMany | Self::TooManyKeys | Self::MoreThanYou => None,
        }
    }
}

impl ManagingPeople {
    /// The form as it begins when an application is added: in the tenant that is shown.
    fn new_application_form(self) -> ApplicationForm {
        ApplicationForm { tenant: self.tenant.get_untracked(), ..ApplicationForm::default() }
    }
}

/// The form as it begins when an application is edited.
pub fn form_of(application: &Application) -> ApplicationForm {
    let (name, roles) = (application.name.clone(), application.roles.clone());
    ApplicationForm { name, roles, custom: application.custom.clone(), tenant: application.tenant }
}

impl HasRoles for ApplicationForm {
    fn roles(&self) -> &BTreeSet<PartnerRole> {
        &self.roles
    }

    fn roles_mut(&mut self) -> &mut BTreeSet<PartnerRole> {
        &mut self.roles
    }
}

impl Typed {
    fn error(self, field: &'static str) -> Signal<Option<String>> {
        let refused = self.sending.error(field);
        Signal::derive(move || match field == APPLICATION_ID && self.is_no_id.get() {
            true => Some(words::NOT_AN_ID.to_owned()),
            false => refused.get(),
        })
    }

    /// Changes a field. Its error goes.
    fn change(self, field: &'static str, change: impl FnOnce(Self)) {
        change(self);
        if field == APPLICATION_ID {
            self.is_no_id.set(false);
        }
        self.sending.forgive(field);
    }

    fn type_name(self) -> Callback<String> {
        Callback::new(move |text| self.change(NAME_ID, |typed| typed.form.update(|form| form.name = text)))
    }

    fn type_id(self) -> Callback<String> {
        Callback::new(move |text| self.change(APPLICATION_ID, |typed| typed.application_id.set(text)))
    }

    /// The form to send: the name without spaces around it, and roles or custom permissions.
    fn read(self, duties: TypedDuties) -> Result<ApplicationForm, ApplicationRefused> {
        let form = self.form.get_untracked();
        let (roles, custom) = duties.read(form.roles.clone()).map_err(PersonRefused::from)?;
        Ok(ApplicationForm { name: form.name.trim().to_owned(), roles, custom, ..form })
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
fn Form(managing: ManagingPeople, of: ApplicationFormOf, sending: Sending<ApplicationRefused>) -> impl IntoView {
    let application = match of {
        ApplicationFormOf::Application(application) => Some(application),
        ApplicationFormOf::NewApplication => None,
    };
    let typed = Typed {
        form: RwSignal::new(application.as_ref().map_or_else(|| managing.new_application_form(), form_of)),
        application_id: RwSignal::new(String::new()),
        is_no_id: RwSignal::new(false),
        sending,
    };
    sending.clear();
    sending.focus_refused();
    let custom = application.as_ref().and_then(|application| application.custom.clone());
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(custom.as_ref(), &people.customers));
    let edited = application.clone();
    let on_send = Callback::new(move |()| match (&edited, typed.read(duties)) {
        (_, Err(refused)) => sending.refused.set(Some(refused)),
        (Some(application), Ok(form)) => edit(managing, sending, application, form),
        (None, Ok(form)) => add(managing, typed, form),
    });
    let id_field = match application {
        Some(application) => view! { <Facts managing application/> }.into_any(),
        None => view! {
            <TextField
                id=APPLICATION_ID
                label=words::APPLICATION_ID
                value=typed.application_id
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
        <FieldsForm open=managing.application_form.open sending send=words::SAVE busy=words::SAVING on_send>
            <TextField
                id=NAME_ID
                label=words::NAME
                value=Signal::derive(move || typed.form.with(|form| form.name.clone()))
                on_input=typed.type_name()
                error=typed.error(NAME_ID)
            />
            {id_field}
            {TypedForm { form: typed.form, sending }.duties_field(IDS, duties, "")}
        </FieldsForm>
    }
}

/// The unchangeable facts on the form of an application: its id, and the roles through groups.
#[component]
fn Facts(managing: ManagingPeople, application: Application) -> impl IntoView {
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

fn edit(
    managing: ManagingPeople,
    sending: Sending<ApplicationRefused>,
    application: &Application,
    form: ApplicationForm,
) {
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

fn add(managing: ManagingPeople, typed: Typed, form: ApplicationForm) {
    let sending = typed.sending;
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
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

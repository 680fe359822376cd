//! The dialog that adds a person to a portal or edits one.

use super::state::{FormOf, ManagingPortal};
use crate::text::portal as words;
use crate::ui::named::named;
use crate::widgets::people::fields::TextField;
use crate::widgets::people::send_form::{FieldsForm, SendDialog};
use crate::widgets::people::sending::{FieldRefusal, Sending};
use domain::access::portal::{PortalForm, PortalRefused, check_names};
use domain::access::portal_role::PortalRole;
use leptos::prelude::*;

/// Ids of the fields.
const NAME: &str = "portal-name";
const SIGN_IN_NAME: &str = "portal-sign-in-name";

/// The dialog.
#[component]
pub fn PortalPersonDialog(managing: ManagingPortal) -> impl IntoView {
    let sending = Sending::begin();
    let title = |of: &FormOf| match of {
        Some(person) => words::about(words::EDIT, &person.name),
        None => words::ADD_PERSON.to_owned(),
    };
    let content = Callback::new(move |of| view! { <Form managing of sending/> }.into_any());
    view! { <SendDialog dialog=managing.form sending title content/> }
}

impl FieldRefusal for PortalRefused {
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoName | Self::Hidden => Some(NAME),
            Self::NoSignInName | Self::LooksLikeAnother | Self::Taken => Some(SIGN_IN_NAME),
            Self::Gone
            | Self::TooMany
            | Self::Beyond(_)
            | Self::LetsIn(_)
            | Self::NoSecondFactor
            | Self::NotAllowed
            | Self::Busy => None,
        }
    }
}

#[component]
fn Form(managing: ManagingPortal, of: FormOf, sending: Sending<PortalRefused>) -> impl IntoView {
    sending.clear();
    let first = managing.view.with_untracked(|view| view.gives.last().copied()).unwrap_or(PortalRole::LicenseAdmin);
    let form = RwSignal::new(match &of {
        Some(person) => {
            PortalForm { name: person.name.clone(), sign_in_name: person.sign_in_name.clone(), role: person.role }
        }
        None => PortalForm { name: String::new(), sign_in_name: String::new(), role: first },
    });
    sending.focus_refused();
    let is_new = of.is_none();
    let send = if is_new { words::ADD } else { words::SAVE };
    let sign_in_name = match &of {
        Some(person) => view! {
            <dl class="facts">
                <dt>{words::SIGN_IN_NAME}</dt>
                <dd>{named(person.sign_in_name.clone())}</dd>
            </dl>
        }
        .into_any(),
        None => view! {
            <TextField
                id=SIGN_IN_NAME
                label=words::SIGN_IN_NAME
                value=Signal::derive(move || form.with(|form| form.sign_in_name.clone()))
                on_input=Callback::new(move |text| form.update(|form| form.sign_in_name = text))
                error=sending.error(SIGN_IN_NAME)
                hint=words::SIGN_IN_NAME_HINT
                keeps_case=true
            />
        }
        .into_any(),
    };
    let on_send = Callback::new(move |()| {
        let form = form.get_untracked();
        match check_names(&form) {
            Ok(()) => managing.save(sending, of.clone(), form),
            Err(refused) => sending.refused.set(Some(refused)),
        }
    });
    view! {
        <FieldsForm open=managing.form.open sending send busy=words::SENDING on_send>
            <TextField
                id=NAME
                label=words::NAME
                value=Signal::derive(move || form.with(|form| form.name.clone()))
                on_input=Callback::new(move |text| form.update(|form| form.name = text))
                error=sending.error(NAME)
            />
            {sign_in_name}
            <Roles managing form/>
        </FieldsForm>
    }
}

/// The roles. Those that the signed-in person can't give are disabled with the reason.
#[component]
fn Roles(managing: ManagingPortal, form: RwSignal<PortalForm>) -> impl IntoView {
    let choice = move |role: PortalRole| {
        let id = format!("portal-role-{}", role as u8);
        let means = format!("{id}-means");
        let described_by = means.clone();
        let why_not = managing.why_not(role);
        let disabled = why_not.is_some();
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="portal-role"
                    id=id
                    aria-describedby=described_by
                    disabled=disabled
                    prop:checked=move || form.with(|form| form.role == role)
                    on:change=move |_| form.update(|form| form.role = role)
                />
                <span>
                    {role.as_str()} <span class="muted role-means" id=means>
                        {why_not.unwrap_or_else(|| words::role_means(role).to_owned())}
                    </span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="choices field-group">
            <legend>{words::ROLE}</legend>
            {untrack(|| PortalRole::ALL.map(choice)).into_iter().collect_view()}
        </fieldset>
    }
}

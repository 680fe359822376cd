//! The fields of a profile: their values and their errors.

use crate::text::entries as words;
use crate::text::upload::HAS_INVISIBLE;
use crate::widgets::entries::form::{FormChange, ProfileForm};
use crate::widgets::entries::names::FieldErrors;
use domain::directory::address::has_no_width;
use domain::directory::country::CountryCode;
use domain::directory::profile_field::ProfileField;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

/// A form with its parts. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Its content.
    pub form: Memo<ProfileForm>,
    /// Takes the changes that a person makes in it.
    pub on_change: Callback<FormChange>,
    /// Its fault.
    pub errors: Memo<FieldErrors>,
    /// The domains to choose from.
    pub domains: StoredValue<Vec<String>>,
    /// Whether all but location, sign-in and permissions is changed elsewhere.
    pub is_locked: bool,
}

impl Fields {
    /// The content of a field.
    pub fn text(self, field: ProfileField) -> String {
        self.form.with(|form| form.text(field))
    }

    /// A remark on a field that is right: characters that nobody sees stay in names, and are left out of an email.
    pub fn note(self, field: ProfileField) -> Option<&'static str> {
        self.form.with(|form| match field {
            ProfileField::Email => form.mailbox.contains(has_no_width).then_some(words::INVISIBLE_LEFT_OUT),
            ProfileField::SignIn | ProfileField::Permissions | ProfileField::Location => None,
            text => form.text(text).contains(has_no_width).then_some(HAS_INVISIBLE),
        })
    }

    /// The fault of a field.
    pub fn error(self, field: ProfileField) -> Option<String> {
        self.errors.with(|errors| errors.get(&field).cloned())
    }
}

/// The id of a field in the document.
pub fn field_id(field: ProfileField) -> String {
    format!("user-{}", field.name().to_lowercase().replace(' ', "-"))
}

/// The words under a field: its error, otherwise a hint.
#[component]
pub fn FieldEnd(fields: Fields, field: ProfileField, #[prop(optional)] hint: &'static str) -> impl IntoView {
    let id = field_id(field);
    view! {
        {(!hint.is_empty()).then(|| view! { <p class="muted hint" id=format!("{id}-hint")>{hint}</p> })}
        <p class="field-error" id=format!("{id}-error") aria-live="polite">
            {move || fields.error(field)}
        </p>
        {move || {
            let note_id = format!("{id}-note");
            fields.note(field).map(|note| view! { <p class="muted hint" id=note_id role="status">{note}</p> })
        }}
    }
}

/// The ids of the descriptions of a field: its error, its hint and other notes.
pub fn described_by(field: ProfileField) -> String {
    let id = field_id(field);
    format!("{id}-error {id}-hint {id}-note")
}

/// The name of a field, with a star where it must be filled in.
#[component]
pub fn FieldName(field: ProfileField, #[prop(optional)] required: bool) -> impl IntoView {
    view! {
        <label for=field_id(field)>
            {field.name()} {required.then(|| view! { <span aria-hidden="true">" *"</span> })}
        </label>
    }
}

/// A line of text.
#[component]
pub fn ProfileTextField(
    fields: Fields,
    field: ProfileField,
    #[prop(optional)] required: bool,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    view! {
        <div class="field">
            <FieldName field required/>
            <input
                class="box"
                id=field_id(field)
                autocomplete="off"
                disabled=fields.is_locked
                aria-required=required.then_some("true")
                aria-invalid=move || fields.error(field).map(|_| "true")
                aria-describedby=described_by(field)
                prop:value=move || fields.text(field)
                on:input=move |event| fields.on_change.run(FormChange::Text(field, event_target_value(&event)))
            />
            <FieldEnd fields field hint/>
        </div>
    }
}

/// The email: the part before the `@`, and a domain of the customer.
#[component]
pub fn EmailField(fields: Fields, children: Children) -> impl IntoView {
    let field = ProfileField::Email;
    let domains = Memo::new(move |_| {
        let mut domains = fields.domains.get_value();
        let domain = fields.form.with(|form| form.domain.clone());
        if !domain.is_empty() && !domains.contains(&domain) {
            domains.push(domain);
        }
        domains
    });
    let domain = Signal::derive(move || fields.form.with(|form| form.domain.clone()));
    let options =
        Signal::derive(move || domains.get().into_iter().map(|domain| (domain.clone(), domain)).collect::<Vec<_>>());
    view! {
        <div class="field">
            <FieldName field required=true/>
            <div class="mailbox">
                <input
                    class="box"
                    id=field_id(field)
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    disabled=fields.is_locked
                    aria-required="true"
                    aria-invalid=move || fields.error(field).map(|_| "true")
                    aria-describedby=described_by(field)
                    prop:value=move || fields.form.with(|form| form.mailbox.clone())
                    on:input=move |event| fields.on_change.run(FormChange::Mailbox(event_target_value(&event)))
                />
                <span aria-hidden="true">"@"</span>
                <Choose
                    id="user-domain".to_owned()
                    label=words::DOMAIN
                    value=domain
                    options
                    disabled=fields.is_locked
                    on_choose=Callback::new(move |domain| fields.on_change.run(FormChange::Domain(domain)))
                />
            </div>
            <FieldEnd fields field hint=words::EMAIL_WHY/>
            {children()}
        </div>
    }
}

/// The usage location. Once there is one it can't be taken away.
#[component]
pub fn LocationField(fields: Fields) -> impl IntoView {
    let field = ProfileField::Location;
    let none = Memo::new(move |_| fields.text(field).is_empty());
    let options = Signal::derive(move || {
        let first = none.get().then(|| (String::new(), words::NO_LOCATION.to_owned()));
        let all = CountryCode::all().into_iter().map(|country| (country.to_string(), country.name().to_owned()));
        first.into_iter().chain(all).collect::<Vec<_>>()
    });
    view! {
        <div class="field">
            <FieldName field/>
            <Choose
                id=field_id(field)
                value=Signal::derive(move || fields.text(field))
                options
                described_by=described_by(field)
                on_choose=Callback::new(move |code| fields.on_change.run(FormChange::Text(field, code)))
            />
            <FieldEnd fields field hint=words::LOCATION_WHY/>
        </div>
    }
}

/// Whether the user may sign in.
#[component]
pub fn SignInField(fields: Fields) -> impl IntoView {
    let is_blocked = Memo::new(move |_| fields.form.with(|form| form.is_blocked));
    let choice = move |label: &'static str, blocked: bool| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="user-sign-in"
                    prop:checked=move || is_blocked.get() == blocked
                    on:change=move |_| fields.on_change.run(FormChange::Block(blocked))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices field-group">
            <legend>{ProfileField::SignIn.name()}</legend>
            {choice(words::SIGN_IN_ALLOWED, false)}
            {choice(words::SIGN_IN_BLOCKED, true)}
        </fieldset>
    }
}

/// A list to choose one from. Its name stands in a label of its own, or is `label`.
#[component]
pub fn Choose(
    id: String,
    #[prop(optional)] label: &'static str,
    value: Signal<String>,
    options: Signal<Vec<(String, String)>>,
    on_choose: Callback<String>,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] described_by: String,
) -> impl IntoView {
    let select = NodeRef::<html::Select>::new();
    // The value can be set only once its option is there, which it may be only after this effect.
    let show = move || {
        if let (Some(Some(select)), Some(value)) = (select.try_get_untracked(), value.try_get_untracked()) {
            select.set_value(&value);
        }
    };
    Effect::new(move |_| {
        select.track();
        options.track();
        value.track();
        show();
        set_timeout(show, Duration::ZERO);
    });
    let is_named = label.is_empty();
    view! {
        <select
            class="box"
            id=id
            node_ref=select
            disabled=disabled
            aria-label=(!is_named).then_some(label)
            aria-describedby=(!described_by.is_empty()).then_some(described_by)
            on:change=move |event| on_choose.run(event_target_value(&event))
        >
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|(value, label)| view! { <option value=value>{label}</option> })
                    .collect_view()
            }}
        </select>
    }
}

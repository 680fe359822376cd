//! The fields of the form of a person, each with its error.

use crate::text::people as words;
use domain::access::person::{NAME_MAX, PersonForm, PersonRefused};
use domain::access::role::PartnerRole;
use leptos::prelude::*;

/// The id of the error of the roles.
const ROLES_ERROR: &str = "person-roles-error";

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Display name.
    Name,
    /// Sign-in name.
    SignInName,
    /// The roles.
    Roles,
}

/// The form as it is typed, and why it was refused. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct TypedPerson {
    /// The form.
    pub form: RwSignal<PersonForm>,
    /// Why it was refused.
    pub refused: RwSignal<Option<PersonRefused>>,
}

impl Field {
    /// The field of a refusal. `None` if the refusal is about the person as a whole.
    pub fn of(refused: PersonRefused) -> Option<Self> {
        match refused {
            PersonRefused::NoName | PersonRefused::HiddenInName => Some(Self::Name),
            PersonRefused::NoSignInName | PersonRefused::HiddenInSignInName | PersonRefused::Taken => {
                Some(Self::SignInName)
            }
            PersonRefused::NoRole
            | PersonRefused::OnlyGlobalAdmin
            | PersonRefused::LastGlobalAdmin
            | PersonRefused::LastManager => Some(Self::Roles),
            PersonRefused::Gone
            | PersonRefused::InvitationGone
            | PersonRefused::TooMany
            | PersonRefused::Yourself
            | PersonRefused::NoSecondFactor
            | PersonRefused::OwnSecondFactor
            | PersonRefused::NotAllowed => None,
        }
    }

    /// The id of what gets the focus; of the roles, the first check box.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "person-name",
            Self::SignInName => "person-sign-in-name",
            Self::Roles => "person-roles",
        }
    }
}

impl TypedPerson {
    /// The form to send: names without spaces around them.
    pub fn read(self) -> PersonForm {
        let form = self.form.get_untracked();
        let (name, sign_in_name) = (form.name.trim().to_owned(), form.sign_in_name.trim().to_owned());
        PersonForm { name, sign_in_name, roles: form.roles }
    }

    fn error(self, field: Field) -> Option<String> {
        let refused = self.refused.get().filter(|refused| Field::of(*refused) == Some(field));
        refused.map(|refused| refused.to_string())
    }

    /// Changes a field. Its error goes.
    fn change(self, field: Field, change: impl FnOnce(&mut PersonForm)) {
        self.form.update(change);
        if self.refused.get_untracked().and_then(Field::of) == Some(field) {
            self.refused.set(None);
        }
    }

    fn text(self, field: Field) -> String {
        self.form.with(|form| match field {
            Field::Name => form.name.clone(),
            Field::SignInName => form.sign_in_name.clone(),
            Field::Roles => String::new(),
        })
    }

    fn set_text(self, field: Field, text: String) {
        self.change(field, |form| match field {
            Field::Name => form.name = text,
            Field::SignInName => form.sign_in_name = text,
            Field::Roles => (),
        });
    }
}

/// A line of text.
#[component]
pub fn TextField(
    typed: TypedPerson,
    field: Field,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let id = field.id();
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described_by = format!("{error_id} {hint_id}");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                class="box"
                id=id
                autocomplete="off"
                autocapitalize=(field == Field::SignInName).then_some("none")
                spellcheck="false"
                maxlength=NAME_MAX.to_string()
                aria-required="true"
                aria-invalid=move || typed.error(field).map(|_| "true")
                aria-describedby=described_by
                prop:value=move || typed.text(field)
                on:input=move |event| typed.set_text(field, event_target_value(&event))
            />
            <p class="field-error" id=error_id aria-live="polite">
                {move || typed.error(field)}
            </p>
            {(!hint.is_empty()).then(|| view! { <p class="muted hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// The roles, each with its explanation.
#[component]
pub fn RolesField(typed: TypedPerson) -> impl IntoView {
    let choices = PartnerRole::ALL.into_iter().enumerate().map(|(at, role)| {
        let first = Field::Roles.id();
        let id = if at == 0 { first.to_owned() } else { format!("{first}-{at}") };
        view! { <RoleChoice typed role id/> }
    });
    view! {
        <fieldset class="choices field-group" aria-describedby=ROLES_ERROR>
            <legend>{words::ROLES}</legend>
            <p class="field-error" id=ROLES_ERROR aria-live="polite">
                {move || typed.error(Field::Roles)}
            </p>
            {choices.collect_view()}
        </fieldset>
    }
}

#[component]
fn RoleChoice(typed: TypedPerson, role: PartnerRole, id: String) -> impl IntoView {
    let (name_id, means_id) = (format!("{id}-name"), format!("{id}-means"));
    let (named_by, described_by) = (name_id.clone(), format!("{ROLES_ERROR} {means_id}"));
    let choose = move |event: leptos::ev::Event| {
        let is_checked = event_target_checked(&event);
        typed.change(Field::Roles, |form| {
            if is_checked {
                form.roles.insert(role);
            } else {
                form.roles.remove(&role);
            }
        });
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=id
                aria-labelledby=named_by
                aria-describedby=described_by
                aria-invalid=move || typed.error(Field::Roles).map(|_| "true")
                prop:checked=move || typed.form.with(|form| form.roles.contains(&role))
                on:change=choose
            />
            <span>
                <span id=name_id>{role.as_str()}</span>
                <span class="muted role-means" id=means_id>
                    {words::role_means(role)}
                </span>
            </span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str) -> TypedPerson {
        let (name, sign_in_name) = (name.to_owned(), " ben ".to_owned());
        let form = PersonForm { name, sign_in_name, ..PersonForm::default() };
        TypedPerson { form: RwSignal::new(form), refused: RwSignal::new(None) }
    }

    #[test]
    fn names_are_sent_without_spaces_around_them() {
        let owner = Owner::new();
        let form = owner.with(|| typed(" Ben Novak ").read());
        assert_eq!((form.name.as_str(), form.sign_in_name.as_str()), ("Ben Novak", "ben"));
    }

    #[test]
    fn an_error_goes_when_its_field_is_changed_and_no_other() {
        let owner = Owner::new();
        owner.with(|| {
            let typed = typed("Ben");
            typed.refused.set(Some(PersonRefused::Taken));
            typed.set_text(Field::Name, "Ben Novak".into());
            assert_eq!(typed.refused.get_untracked(), Some(PersonRefused::Taken));
            typed.set_text(Field::SignInName, "ben.novak".into());
            assert_eq!(typed.refused.get_untracked(), None);
            assert_eq!(typed.read().sign_in_name, "ben.novak");
        });
    }
}

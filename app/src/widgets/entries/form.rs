//! A profile as a form holds it: texts as they stand in the fields.

use domain::directory::profile::TypedProfile;
use domain::directory::profile_field::ProfileField;
use domain::directory::role::AdminRole;
use domain::directory::user::UserDetail;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The fields in the order of a form.
pub const FIELDS: [ProfileField; 10] = [
    ProfileField::FirstName,
    ProfileField::LastName,
    ProfileField::DisplayName,
    ProfileField::Email,
    ProfileField::Location,
    ProfileField::Department,
    ProfileField::JobTitle,
    ProfileField::MailNickname,
    ProfileField::SignIn,
    ProfileField::Permissions,
];

/// Which permissions a user has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Permissions {
    /// Licenses and services only.
    #[default]
    User,
    /// All.
    Global,
    /// Those of these roles.
    Custom(BTreeSet<AdminRole>),
}

impl Permissions {
    /// The permissions of a user with these roles.
    pub fn of(roles: &BTreeSet<AdminRole>) -> Self {
        match roles.len() {
            0 => Self::User,
            1 if roles.contains(&AdminRole::Global) => Self::Global,
            _ => Self::Custom(roles.clone()),
        }
    }

    /// The roles that they are.
    pub fn roles(&self) -> BTreeSet<AdminRole> {
        match self {
            Self::User => BTreeSet::new(),
            Self::Global => BTreeSet::from([AdminRole::Global]),
            Self::Custom(roles) => roles.clone(),
        }
    }

    /// Whether `Custom permissions` is chosen without any.
    pub fn lack_a_role(&self) -> bool {
        *self == Self::Custom(BTreeSet::new())
    }
}

/// A profile as it stands in a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub(super) texts: BTreeMap<ProfileField, String>,
    /// The email before the `@`; or all of it, where an `@` was typed.
    pub mailbox: String,
    /// The email's domain.
    pub domain: String,
    /// Whether sign-in is blocked.
    pub is_blocked: bool,
    /// Permissions.
    pub permissions: Permissions,
}

/// Something that a person did in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormChange {
    /// Typed or chose a text.
    Text(ProfileField, String),
    /// Typed the part of the email before the `@`.
    Mailbox(String),
    /// Chose the domain.
    Domain(String),
    /// Chose whether sign-in is blocked.
    Block(bool),
    /// Chose permissions.
    Permit(Permissions),
}

impl ProfileForm {
    /// The profile of a user.
    pub fn of(detail: &UserDetail) -> Self {
        let user = &detail.user;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (mailbox, domain) = user.upn.rsplit_once('@').unwrap_or((&user.upn, ""));
        let texts = [
            (ProfileField::FirstName, text(&user.first_name)),
            (ProfileField::LastName, text(&user.last_name)),
            (ProfileField::DisplayName, user.display_name.clone()),
            (ProfileField::Location, user.location.map(|country| country.to_string()).unwrap_or_default()),
            (ProfileField::Department, text(&user.department)),
            (ProfileField::JobTitle, text(&user.job_title)),
            (ProfileField::MailNickname, text(&user.mail_nickname)),
        ];
        Self {
            texts: texts.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
            mailbox: mailbox.to_owned(),
            domain: domain.to_owned(),
            is_blocked: !user.sign_in_allowed,
            permissions: Permissions::of(&detail.admin_roles),
        }
    }

    /// The content of a field; of permissions and sign-in a text that differs where they differ.
    pub fn text(&self, field: ProfileField) -> String {
        match field {
            ProfileField::Email => self.email(),
            ProfileField::SignIn => if self.is_blocked { "blocked" } else { "allowed" }.to_owned(),
            ProfileField::Permissions => {
                self.permissions.roles().iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
            }
            text => self.texts.get(&text).cloned().unwrap_or_default(),
        }
    }

    /// The email that both parts make.
    pub fn email(&self) -> String {
        let mailbox = self.mailbox.trim();
        if mailbox.is_empty() || mailbox.contains('@') {
            mailbox.to_owned()
        } else {
            format!("{mailbox}@{}", self.domain)
        }
    }

    /// Applies a change by the person. A whole address that was typed or pasted is taken apart where its domain is one of
    /// these.
    pub fn apply(&mut self, change: FormChange, domains: &[String]) {
        match change {
            FormChange::Text(field, text) if text.is_empty() => drop(self.texts.remove(&field)),
            FormChange::Text(field, text) => drop(self.texts.insert(field, text)),
            FormChange::Mailbox(typed) => {
                let whole = typed.trim().rsplit_once('@');
                let known = whole.and_then(|(mailbox, domain)| {
                    Some((mailbox, domains.iter().find(|known| known.eq_ignore_ascii_case(domain))?))
                });
                match known {
                    Some((mailbox, domain)) => (self.mailbox, self.domain) = (mailbox.to_owned(), domain.clone()),
                    None => self.mailbox = typed,
                }
            }
            FormChange::Domain(domain) => self.domain = domain,
            FormChange::Block(is_blocked) => self.is_blocked = is_blocked,
            FormChange::Permit(permissions) => self.permissions = permissions,
        }
    }

    /// Takes a field over from another form.
    pub fn take(&mut self, field: ProfileField, other: &Self) {
        match field {
            ProfileField::Email => (self.mailbox, self.domain) = (other.mailbox.clone(), other.domain.clone()),
            ProfileField::SignIn => self.is_blocked = other.is_blocked,
            ProfileField::Permissions => self.permissions = other.permissions.clone(),
            text => match other.texts.get(&text) {
                Some(theirs) => drop(self.texts.insert(text, theirs.clone())),
                None => drop(self.texts.remove(&text)),
            },
        }
    }

    /// Its request for a new user.
    pub fn typed(&self) -> TypedProfile {
        self.asking(|_| true)
    }

    /// The request for a user with the values `before`: only the fields that differ.
    pub fn changes(&self, before: &Self) -> TypedProfile {
        self.asking(|field| self.text(field).trim() != before.text(field).trim())
    }

    /// The fields that differ from another form's.
    pub fn differing(&self, other: &Self) -> Vec<ProfileField> {
        FIELDS.into_iter().filter(|field| self.text(*field).trim() != other.text(*field).trim()).collect()
    }

    /// Its request in the fields that are ticked.
    pub fn asking(&self, asked: impl Fn(ProfileField) -> bool) -> TypedProfile {
        let text = |field| asked(field).then(|| self.text(field));
        TypedProfile {
            first_name: text(ProfileField::FirstName),
            last_name: text(ProfileField::LastName),
            display_name: text(ProfileField::DisplayName),
            email: text(ProfileField::Email),
            location: text(ProfileField::Location),
            department: text(ProfileField::Department),
            job_title: text(ProfileField::JobTitle),
            mail_nickname: text(ProfileField::MailNickname),
            sign_in_allowed: asked(ProfileField::SignIn).then_some(!self.is_blocked),
            roles: asked(ProfileField::Permissions).then(|| self.permissions.roles()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(field: ProfileField, text: &str) -> FormChange {
        FormChange::Text(field, text.into())
    }

    #[test]
    fn a_pasted_address_is_taken_apart_where_the_domain_is_known() {
        let domains = ["fabrikam.com".to_owned(), "fabrikam.example".to_owned()];
        let mut form = ProfileForm { domain: domains[0].clone(), ..ProfileForm::default() };
        assert_eq!(form.email(), "");
        form.apply(FormChange::Mailbox("ada".into()), &domains);
        assert_eq!(form.email(), "ada@fabrikam.com");
        form.apply(FormChange::Mailbox("bo@Fabrikam.example".into()), &domains);
        assert_eq!((form.mailbox.as_str(), form.email().as_str()), ("bo", "bo@fabrikam.example"));
        form.apply(FormChange::Mailbox("cy@contoso.com".into()), &domains);
        assert_eq!(form.email(), "cy@contoso.com");
    }

    #[test]
    fn only_what_differs_is_asked() {
        let mut before = ProfileForm { mailbox: "ada".into(), domain: "fabrikam.com".into(), ..ProfileForm::default() };
        before.apply(text(ProfileField::Department, "Sales"), &[]);
        let mut form = before.clone();
        assert_eq!(form.changes(&before), TypedProfile::default());
        form.apply(text(ProfileField::Department, ""), &[]);
        form.apply(FormChange::Block(true), &[]);
        form.apply(FormChange::Permit(Permissions::Global), &[]);
        assert_eq!(
            form.differing(&before),
            [ProfileField::Department, ProfileField::SignIn, ProfileField::Permissions]
        );
        let asked = form.changes(&before);
        assert_eq!((asked.department.as_deref(), asked.sign_in_allowed), (Some(""), Some(false)));
        assert_eq!((asked.roles, asked.email), (Some(BTreeSet::from([AdminRole::Global])), None));
        form.take(ProfileField::Department, &before);
        assert_eq!(form.text(ProfileField::Department), "Sales");
    }

    #[test]
    fn permissions_are_what_the_roles_are() {
        for permissions in [
            Permissions::User,
            Permissions::Global,
            Permissions::Custom([AdminRole::Password, AdminRole::Service].into()),
            Permissions::Custom([AdminRole::Global, AdminRole::Billing].into()),
        ] {
            assert_eq!(Permissions::of(&permissions.roles()), permissions);
        }
        assert!(Permissions::Custom(BTreeSet::new()).lack_a_role());
    }
}

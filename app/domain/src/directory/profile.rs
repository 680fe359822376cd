//! Profiles: typed values of a user, and the stored values, field by field.

use super::country::CountryCode;
use super::invisible::{shows_nothing, turns_text};
use super::one_line::{as_text, on_one_line};
use super::profile_field::{ProfileError, ProfileErrors, ProfileField};
use super::role::AdminRole;
use super::upn::Upn;
use crate::bounds::{self, TYPED_MAX};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Typed profile values. `None` asks nothing. An empty text removes the value; a new user then has none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedProfile {
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "bounds::text_if_any::<TYPED_MAX, _>")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "bounds::text_if_any::<TYPED_MAX, _>")]
    pub last_name: Option<String>,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "bounds::text_if_any::<TYPED_MAX, _>")]
    pub display_name: Option<String>,
    /// User principal name.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "bounds::text_if_any::<TYPED_MAX, _>")]
    pub email: Option<String>,
    /// Usage location: a code or an English name. It cannot be removed.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "bounds::text_if_any::<TYPED_MAX, _>")]
    pub location: Option<String>,
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "bounds::text_if_any::<TYPED_MAX, _>")]
    pub department: Option<String>,
    /// Job title.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "bounds::text_if_any::<TYPED_MAX, _>")]
    pub job_title: Option<String>,
    /// Mail nickname. A new user without one gets the part of the email before the `@`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "bounds::text_if_any::<TYPED_MAX, _>")]
    pub mail_nickname: Option<String>,
    /// Whether the user may sign in. A new user may by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_allowed: Option<bool>,
    /// The known directory roles that the user should have. Other roles stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<BTreeSet<AdminRole>>,
}

/// Stored values of some profile fields. The location is stored with the licenses, since their rules depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileValues {
    /// First name, empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name, empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// User principal name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upn: Option<String>,
    /// Department, empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Job title, empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Mail nickname, empty for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_nickname: Option<String>,
    /// Whether the user may sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_allowed: Option<bool>,
    /// The known directory roles of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<BTreeSet<AdminRole>>,
}

/// A typed profile after reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadProfile {
    /// The values of the fields that were given.
    pub values: ProfileValues,
    /// The location, if given.
    pub location: Option<CountryCode>,
}

impl TypedProfile {
    /// Reads the profile of a new user, which needs at least a display name and an email.
    ///
    /// # Errors
    /// The errors by field.
    pub fn read_new(&self, domains: &BTreeSet<String>) -> Result<ReadProfile, ProfileErrors> {
        let needed = Self {
            display_name: Some(self.display_name.clone().unwrap_or_default()),
            email: Some(self.email.clone().unwrap_or_default()),
            ..self.clone()
        };
        let mut read = needed.read(domains)?;
        let values = &mut read.values;
        for text in [
            &mut values.first_name,
            &mut values.last_name,
            &mut values.department,
            &mut values.job_title,
            &mut values.mail_nickname,
        ] {
            text.get_or_insert_default();
        }
        if values.mail_nickname.as_deref() == Some("") {
            let local = values.upn.as_deref().and_then(|upn| upn.split('@').next()).unwrap_or_default();
            values.mail_nickname = Some(local.chars().filter(|c| is_nickname(*c)).collect());
        }
        values.sign_in_allowed.get_or_insert(true);
        values.roles.get_or_insert_default();
        Ok(read)
    }

    /// Reads a change of a profile. `domains` are the customer's, in lower case.
    ///
    /// # Errors
    /// The errors by field.
    pub fn read(&self, domains: &BTreeSet<String>) -> Result<ReadProfile, ProfileErrors> {
        let mut errors = ProfileErrors::new();
        let mut keep = |field, typed: &Option<String>| {
            let typed = typed.as_deref().map(str::trim)?;
            check_text(field, typed).map_err(|error| errors.insert(field, error)).ok().map(|()| typed.to_owned())
        };
        let mut values = ProfileValues {
            first_name: keep(ProfileField::FirstName, &self.first_name),
            last_name: keep(ProfileField::LastName, &self.last_name),
            display_name: keep(ProfileField::DisplayName, &self.display_name),
            department: keep(ProfileField::Department, &self.department),
            job_title: keep(ProfileField::JobTitle, &self.job_title),
            mail_nickname: keep(ProfileField::MailNickname, &self.mail_nickname),
            sign_in_allowed: self.sign_in_allowed,
            roles: self.roles.clone(),
            upn: None,
        };
        match self.email.as_deref().map(|typed| read_email(typed, domains)).transpose() {
            Ok(upn) => values.upn = upn.map(String::from),
            Err(error) => drop(errors.insert(ProfileField::Email, error)),
        }
        let location = self.location.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
        let location = match location.map(CountryCode::named).transpose() {
            Ok(location) => location,
            Err(error) => {
                errors.insert(ProfileField::Location, error.into());
                None
            }
        };
        if errors.is_empty() { Ok(ReadProfile { values, location }) } else { Err(errors) }
    }
}

impl ProfileValues {
    /// Whether it has no values.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The fields in which `asked` differs from these values: the current values and the asked ones. Surrounding spaces
    /// and line breaks do not count as differences, since imported texts have them but nobody can type them.
    pub fn differing(&self, asked: &Self) -> (Self, Self) {
        let (mut before, mut after) = (Self::default(), Self::default());
        macro_rules! differ {
            ($as_compared:expr, $($field:ident),*) => {$(
                if asked.$field.is_some() && asked.$field.as_ref().map($as_compared) != self.$field.as_ref().map($as_compared) {
                    before.$field = Some(self.$field.clone().unwrap_or_default());
                    after.$field = asked.$field.clone();
                }
            )*};
        }
        let typed = |text: &String| as_typed(text);
        differ!(typed, first_name, last_name, display_name, upn, department, job_title, mail_nickname);
        differ!(bool::clone, sign_in_allowed);
        differ!(BTreeSet::clone, roles);
        (before, after)
    }

    /// The texts that would be refused if typed, such as an imported mail nickname with a space. Each is given as a
    /// file would contain it.
    pub fn unacceptable(&self) -> BTreeMap<ProfileField, String> {
        let texts = [
            (ProfileField::FirstName, &self.first_name),
            (ProfileField::LastName, &self.last_name),
            (ProfileField::DisplayName, &self.display_name),
            (ProfileField::Department, &self.department),
            (ProfileField::JobTitle, &self.job_title),
            (ProfileField::MailNickname, &self.mail_nickname),
        ];
        let typed = texts.into_iter().filter_map(|(field, text)| Some((field, as_typed(text.as_deref()?))));
        typed.filter(|(field, text)| !text.is_empty() && check_text(*field, text).is_err()).collect()
    }

    /// Whether these values equal all that `touched` has.
    pub fn is_as(&self, touched: &Self) -> bool {
        self.differing(touched).0.is_empty()
    }

    /// The typed profile that gives these values.
    pub fn typed(&self) -> TypedProfile {
        TypedProfile {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            display_name: self.display_name.clone(),
            email: self.upn.clone(),
            location: None,
            department: self.department.clone(),
            job_title: self.job_title.clone(),
            mail_nickname: self.mail_nickname.clone(),
            sign_in_allowed: self.sign_in_allowed,
            roles: self.roles.clone(),
        }
    }

    /// The values by field, in words.
    pub fn in_words(&self) -> BTreeMap<ProfileField, String> {
        let texts = [
            (ProfileField::FirstName, self.first_name.clone()),
            (ProfileField::LastName, self.last_name.clone()),
            (ProfileField::DisplayName, self.display_name.clone()),
            (ProfileField::Email, self.upn.clone()),
            (ProfileField::Department, self.department.clone()),
            (ProfileField::JobTitle, self.job_title.clone()),
            (ProfileField::MailNickname, self.mail_nickname.clone()),
            (
                ProfileField::SignIn,
                self.sign_in_allowed.map(|allowed| if allowed { "allowed" } else { "blocked" }.into()),
            ),
            (ProfileField::Permissions, self.roles.as_ref().map(role_names)),
        ];
        texts.into_iter().filter_map(|(field, text)| Some((field, text?))).collect()
    }
}

/// Reads an email at one of the customer's domains.
///
/// # Errors
/// The reason why it is not valid.
pub fn read_email(typed: &str, domains: &BTreeSet<String>) -> Result<Upn, ProfileError> {
    let upn: Upn = typed.parse()?;
    if domains.contains(&upn.domain()) { Ok(upn) } else { Err(ProfileError::UnknownDomain(upn.domain())) }
}

fn role_names(roles: &BTreeSet<AdminRole>) -> String {
    roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
}

/// The text as a person could type it: on one line, without surrounding spaces and control characters.
fn as_typed(text: &str) -> String {
    on_one_line(&as_text(text), " ").trim().to_owned()
}

fn check_text(field: ProfileField, text: &str) -> Result<(), ProfileError> {
    if text.is_empty() && field == ProfileField::DisplayName {
        return Err(ProfileError::Missing(field));
    }
    if text.chars().count() > field.most_characters() {
        return Err(ProfileError::TooLong(field));
    }
    if text.chars().any(char::is_control) {
        return Err(ProfileError::Control(field));
    }
    if text.chars().any(turns_text) {
        return Err(ProfileError::Turns(field));
    }
    if shows_nothing(text) {
        return Err(ProfileError::Nothing(field));
    }
    match text.chars().find(|c| field == ProfileField::MailNickname && !is_nickname(*c)) {
        Some(refused) => Err(ProfileError::Nickname(refused)),
        None => Ok(()),
    }
}

/// Microsoft Graph's rule for `mailNickname`: ASCII except ` @ ( ) \ [ ] " ; : < > , ` and space.
fn is_nickname(c: char) -> bool {
    c.is_ascii_graphic() && !"@()\\[]\";:<>,".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains() -> BTreeSet<String> {
        ["fabrikam.com".to_owned()].into()
    }

    fn new(name: &str, email: &str) -> TypedProfile {
        TypedProfile { display_name: Some(name.into()), email: Some(email.into()), ..TypedProfile::default() }
    }

    #[test]
    fn a_new_user_has_a_name_and_an_email_and_gets_the_rest() {
        let errors = TypedProfile::default().read_new(&domains()).unwrap_err();
        assert_eq!(errors.keys().copied().collect::<Vec<_>>(), [ProfileField::DisplayName, ProfileField::Email]);
        let read = new(" Adele Vance ", "adele.vance@Fabrikam.com").read_new(&domains()).unwrap();
        assert_eq!(read.values.display_name.as_deref(), Some("Adele Vance"));
        assert_eq!(read.values.mail_nickname.as_deref(), Some("adele.vance"));
        assert_eq!((read.values.sign_in_allowed, read.location), (Some(true), None));
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let typed = TypedProfile {
            first_name: Some("a".repeat(65)),
            last_name: Some("a\tb".into()),
            display_name: Some("  ".into()),
            email: Some("adele@contoso.com".into()),
            location: Some("Atlantis".into()),
            mail_nickname: Some("a b".into()),
            ..TypedProfile::default()
        };
        let errors = typed.read(&domains()).unwrap_err();
        let words: Vec<String> = errors.values().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "First name may have at most 64 characters.",
                "Last name contains a character that can't be seen, such as a tab or a new line.",
                "Enter a display name.",
                "contoso.com is not a verified domain of this customer.",
                "“Atlantis” is not a country. Use two letters such as SK or US, or the English name.",
                "“ ” is not allowed in a mail nickname. Use letters, digits and ! # $ % & ' * + - / = ? ^ _ ` { | } ~ .",
            ]
        );
    }

    #[test]
    fn names_that_read_as_others_or_as_nothing_are_refused() {
        for (name, error) in [
            ("gpj.ele\u{202e}dA", ProfileError::Turns(ProfileField::DisplayName)),
            ("Adele\u{200f}", ProfileError::Turns(ProfileField::DisplayName)),
            ("\u{200b}\u{2060}", ProfileError::Nothing(ProfileField::DisplayName)),
            ("\u{3164}", ProfileError::Nothing(ProfileField::DisplayName)),
        ] {
            let errors = new(name, "adele@fabrikam.com").read_new(&domains()).unwrap_err();
            assert_eq!(errors, [(ProfileField::DisplayName, error)].into(), "{name:?}");
        }
        assert!(new("می\u{200c}خواهم", "adele@fabrikam.com").read_new(&domains()).is_ok());
    }

    #[test]
    fn what_is_not_said_stays_and_an_empty_text_takes_away() {
        let now = new("Adele", "adele@fabrikam.com").read_new(&domains()).unwrap().values;
        let now = ProfileValues { department: Some("Sales".into()), ..now };
        let asked = TypedProfile { department: Some(String::new()), ..TypedProfile::default() };
        let (before, after) = now.differing(&asked.read(&domains()).unwrap().values);
        assert_eq!(before, ProfileValues { department: Some("Sales".into()), ..ProfileValues::default() });
        assert_eq!(after, ProfileValues { department: Some(String::new()), ..ProfileValues::default() });
        assert!(now.is_as(&before) && !now.is_as(&after));
    }

    #[test]
    fn what_is_there_and_would_be_refused_is_told_as_it_would_be_typed() {
        let title = "a".repeat(128);
        let values = ProfileValues {
            first_name: Some(String::new()),
            last_name: Some("Vance\u{7f}".into()),
            display_name: Some(" Adele\r\nVance ".into()),
            department: Some(" \n".into()),
            job_title: Some(format!("{title} \n b")),
            mail_nickname: Some(" adele v ".into()),
            ..ProfileValues::default()
        };
        let told = [
            (ProfileField::LastName, "Vance\u{7f}".to_owned()),
            (ProfileField::JobTitle, format!("{title} b")),
            (ProfileField::MailNickname, "adele v".to_owned()),
        ];
        assert_eq!(values.unacceptable(), BTreeMap::from(told));
    }

    #[test]
    fn values_can_be_typed_again() {
        let read = new("Adele", "adele@fabrikam.com").read_new(&domains()).unwrap();
        assert_eq!(read.values.typed().read_new(&domains()).unwrap(), read);
    }
}

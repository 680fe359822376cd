//! The fields of a profile, and their errors.

use super::country::NotACountry;
use super::upn::UpnError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A field of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ProfileField {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Display name.
    DisplayName,
    /// User principal name (“Email”).
    Email,
    /// Usage location (“Location”).
    Location,
    /// Department.
    Department,
    /// Job title.
    JobTitle,
    /// Mail nickname.
    MailNickname,
    /// Whether the user may sign in.
    SignIn,
    /// Directory roles (“Permissions”).
    Permissions,
}

impl ProfileField {
    /// The field's name in forms, files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::DisplayName => "Display name",
            Self::Email => "Email",
            Self::Location => "Location",
            Self::Department => "Department",
            Self::JobTitle => "Job title",
            Self::MailNickname => "Mail nickname",
            Self::SignIn => "Sign-in",
            Self::Permissions => "Permissions",
        }
    }

    /// The most characters of a text (Microsoft Graph, properties of `user`); 0 means no limit of its own.
    pub const fn most_characters(self) -> usize {
        match self {
            Self::DisplayName => 256,
            Self::JobTitle => 128,
            Self::FirstName | Self::LastName | Self::Department | Self::MailNickname => 64,
            Self::Email | Self::Location | Self::SignIn | Self::Permissions => 0,
        }
    }
}

/// Why a typed value is not valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ProfileError {
    /// The value is required.
    #[error("Enter a {}.", .0.name().to_lowercase())]
    Missing(ProfileField),
    /// The value is longer than Microsoft allows.
    #[error("{} may have at most {} characters.", .0.name(), .0.most_characters())]
    TooLong(ProfileField),
    /// The value has a control character.
    #[error("{} contains a character that can't be seen, such as a tab or a new line.", .0.name())]
    Control(ProfileField),
    /// The value has a direction mark, so it can look like another name.
    #[error("{} contains a mark that turns the direction of text. Remove it.", .0.name())]
    Turns(ProfileField),
    /// The value has only invisible characters.
    #[error("{} contains only characters that can't be seen.", .0.name())]
    Nothing(ProfileField),
    /// The value is not a user principal name; the reason in words.
    #[error("{0}")]
    Email(String),
    /// The domain is not one of the customer's.
    #[error("{0} is not a verified domain of this customer.")]
    UnknownDomain(String),
    /// The value is not a country.
    #[error("“{0}” is not a country. Use two letters such as SK or US, or the English name.")]
    Country(String),
    /// The value has a character that mail nicknames may not have.
    #[error(
        "“{0}” is not allowed in a mail nickname. Use letters, digits and ! # $ % & ' * + - / = ? ^ _ ` {{ | }} ~ ."
    )]
    Nickname(char),
}

impl From<UpnError> for ProfileError {
    fn from(error: UpnError) -> Self {
        Self::Email(error.to_string())
    }
}

impl From<NotACountry> for ProfileError {
    fn from(NotACountry(text): NotACountry) -> Self {
        Self::Country(text)
    }
}

/// The errors of typed values, by field.
pub type ProfileErrors = BTreeMap<ProfileField, ProfileError>;

//! Columns of files of users, with their headings.

use crate::directory::address::{bare, visible};
use serde::{Deserialize, Serialize};

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum UploadColumn {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Display name.
    DisplayName,
    /// User principal name.
    Email,
    /// Usage location.
    Location,
    /// Department.
    Department,
    /// Job title.
    JobTitle,
    /// Mail nickname.
    MailNickname,
    /// `Allowed` or `Blocked`.
    SignIn,
    /// Sign-in as a question: `Yes` if the user may not sign in.
    BlockSignIn,
    /// The opposite question: `Yes` if the user may sign in.
    AccountEnabled,
    /// Products to assign, separated by semicolons, commas or line breaks.
    Assign,
    /// Products to revoke, separated in the same way.
    Revoke,
    /// `Add` or `Update`, in files with both.
    Action,
}

impl UploadColumn {
    /// The columns of our template, in order.
    pub const TEMPLATE: [Self; 9] = [
        Self::FirstName,
        Self::LastName,
        Self::DisplayName,
        Self::Email,
        Self::Location,
        Self::Department,
        Self::JobTitle,
        Self::Assign,
        Self::Revoke,
    ];

    /// The column's heading in our files.
    pub fn heading(self) -> &'static str {
        match self {
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::DisplayName => "Display name",
            Self::Email => "Email",
            Self::Location => "Location",
            Self::Department => "Department",
            Self::JobTitle => "Job title",
            Self::MailNickname => "Mail nickname",
            Self::SignIn => "Sign-in status",
            Self::BlockSignIn => "Block sign in",
            Self::AccountEnabled => "Account enabled",
            Self::Assign => "Licenses to assign",
            Self::Revoke => "Licenses to revoke",
            Self::Action => "Action",
        }
    }

    /// The column of a heading reduced to letters and digits, or of Entra's property name; without columns about
    /// sign-in.
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "firstname" | "givenname" => Self::FirstName,
            "lastname" | "surname" => Self::LastName,
            "displayname" | "name" => Self::DisplayName,
            "email" | "emailaddress" | "username" | "userprincipalname" | "upn" => Self::Email,
            "location" | "usagelocation" | "countryorregion" => Self::Location,
            "department" => Self::Department,
            "jobtitle" | "title" => Self::JobTitle,
            "mailnickname" => Self::MailNickname,
            "licensestoassign" | "licenses" => Self::Assign,
            "licensestorevoke" => Self::Revoke,
            "action" => Self::Action,
            _ => return None,
        })
    }

    /// The replacement of a line break in its cells. Each product is on its own line.
    pub fn between_lines(self) -> &'static str {
        if matches!(self, Self::Assign | Self::Revoke) { "; " } else { " " }
    }

    /// The cell without pasted extras: everything around an address, and elsewhere invisible characters. Names keep
    /// those, because some scripts need them.
    pub(super) fn cleaned(self, cell: &str) -> String {
        match self {
            Self::Email => bare(cell),
            Self::FirstName | Self::LastName | Self::DisplayName | Self::Department | Self::JobTitle => cell.to_owned(),
            _ => visible(cell),
        }
    }

    /// The column's subject, used to find two columns about the same.
    pub(super) fn matter(self) -> Self {
        if matches!(self, Self::BlockSignIn | Self::AccountEnabled) { Self::SignIn } else { self }
    }
}

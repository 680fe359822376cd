//! Templates: what new users of a customer have in common.

use super::country::CountryCode;
use super::invisible::{shows_nothing, turns_text};
use super::mailbox_form::MailboxForm;
use crate::bounds::{self, VALUE_MAX};
use crate::directory::profile_field::ProfileField;
use crate::ids::TemplateId;
use crate::rules::change::Change;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The most templates of a customer.
pub const TEMPLATES_MAX: usize = 100;
/// The longest name of a template, in characters.
pub const TEMPLATE_NAME_MAX: usize = 64;
/// The longest department, in characters: that of a profile.
const DEPARTMENT_MAX: usize = ProfileField::Department.most_characters();

/// A template's name: one of its customer, whatever its case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TemplateName(String);

/// Why a text is no template's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TemplateNameError {
    /// There is nothing.
    #[error("Enter a name, such as Sales.")]
    Empty,
    /// It is too long, or contains what can't be seen.
    #[error("A name may have at most {TEMPLATE_NAME_MAX} characters, all of which can be seen.")]
    Unfit,
}

impl TemplateName {
    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TemplateName {
    type Err = TemplateNameError;

    fn from_str(text: &str) -> Result<Self, TemplateNameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TemplateNameError::Empty);
        }
        let unfit = |c: char| c.is_control() || turns_text(c);
        if text.chars().count() > TEMPLATE_NAME_MAX || text.contains(unfit) || shows_nothing(text) {
            return Err(TemplateNameError::Unfit);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for TemplateName {
    type Error = TemplateNameError;

    fn try_from(text: String) -> Result<Self, TemplateNameError> {
        text.parse()
    }
}

impl From<TemplateName> for String {
    fn from(TemplateName(name): TemplateName) -> String {
        name
    }
}

impl fmt::Display for TemplateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What new users begin with. All of it can be changed for each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserTemplate {
    /// Its id.
    pub id: TemplateId,
    /// Its name.
    pub name: TemplateName,
    /// The email's domain; the primary one where the customer has it no more.
    #[serde(deserialize_with = "bounds::text::<VALUE_MAX, _>")]
    pub domain: String,
    /// How the email begins.
    pub mailbox: MailboxForm,
    /// Usage location.
    pub location: Option<CountryCode>,
    /// Department, empty for none.
    #[serde(deserialize_with = "bounds::text::<DEPARTMENT_MAX, _>")]
    pub department: String,
    /// Licenses with their service plans.
    pub licenses: Change,
}

/// What became of saving a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TemplateReply {
    /// It is saved.
    Saved,
    /// Another template of the customer has the name.
    NameTaken,
    /// The customer has [`TEMPLATES_MAX`].
    TooMany,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(" Sales ".parse::<TemplateName>().unwrap().as_str(), "Sales");
        assert_eq!("  ".parse::<TemplateName>().unwrap_err(), TemplateNameError::Empty);
        assert_eq!("a\tb".parse::<TemplateName>().unwrap_err(), TemplateNameError::Unfit);
        assert_eq!("a\u{202e}b".parse::<TemplateName>().unwrap_err(), TemplateNameError::Unfit);
        assert_eq!("\u{200b}".parse::<TemplateName>().unwrap_err(), TemplateNameError::Unfit);
        assert_eq!("x".repeat(65).parse::<TemplateName>().unwrap_err(), TemplateNameError::Unfit);
    }
}

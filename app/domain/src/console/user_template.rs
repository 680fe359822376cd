//! Templates: initial values for new users of a customer.

use crate::bounds::{self, VALUE_MAX};
use crate::directory::country::CountryCode;
use crate::directory::invisible::{shows_nothing, turns_text};
use crate::directory::mailbox_form::MailboxForm;
use crate::directory::profile_field::ProfileField;
use crate::ids::TemplateId;
use crate::rules::change::Change;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The most templates of one customer.
pub const TEMPLATES_MAX: usize = 100;
/// The most characters of a template's name.
pub const TEMPLATE_NAME_MAX: usize = 64;
/// The most characters of a department, as in a profile.
const DEPARTMENT_MAX: usize = ProfileField::Department.most_characters();

/// A template's name. It is unique for its customer, regardless of case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TemplateName(String);

/// Why a text is not a valid template name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TemplateNameError {
    /// The text is empty.
    #[error("Enter a name, such as Sales.")]
    Empty,
    /// The text is too long, or has invisible characters.
    #[error("A name may have at most {TEMPLATE_NAME_MAX} characters, all of which can be seen.")]
    Unfit,
}

impl TemplateName {
    /// The name as typed.
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

/// Initial values for new users. Each user's values can be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserTemplate {
    /// Its id.
    pub id: TemplateId,
    /// Its name.
    pub name: TemplateName,
    /// The email's domain. If the customer no longer has it, the primary domain is used.
    #[serde(deserialize_with = "bounds::text::<VALUE_MAX, _>")]
    pub domain: String,
    /// The form of the email's first part.
    pub mailbox: MailboxForm,
    /// Usage location.
    pub location: Option<CountryCode>,
    /// Department, empty for none.
    #[serde(deserialize_with = "bounds::text::<DEPARTMENT_MAX, _>")]
    pub department: String,
    /// Licenses with their service plans.
    pub licenses: Change,
}

/// The reply to saving a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TemplateReply {
    /// The template was saved.
    Saved,
    /// Another template of the customer has this name.
    NameTaken,
    /// The customer already has [`TEMPLATES_MAX`] templates.
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

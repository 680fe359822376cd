//! Forms of the part of an email before the `@`, made from a person's names.

use super::fold::fold;
use serde::{Deserialize, Serialize};

/// A form of that part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum MailboxForm {
    /// `jana.novakova`
    #[default]
    FirstDotLast,
    /// `jnovakova`
    InitialLast,
    /// `jana`
    First,
    /// `novakova.jana`
    LastDotFirst,
    /// `janan`
    FirstInitial,
}

impl MailboxForm {
    /// All forms.
    pub const ALL: [Self; 5] =
        [Self::FirstDotLast, Self::InitialLast, Self::First, Self::LastDotFirst, Self::FirstInitial];

    /// The mailbox made from these names; empty if they have no plain letter.
    pub fn mailbox(self, first: &str, last: &str) -> String {
        let (first, last) = (plain(first), plain(last));
        let initial = |name: &str| name.chars().next().map(String::from).unwrap_or_default();
        let parts = match self {
            Self::FirstDotLast => return joined(&first, &last),
            Self::LastDotFirst => return joined(&last, &first),
            Self::InitialLast if last.is_empty() => [first, String::new()],
            Self::InitialLast => [initial(&first), last],
            Self::First if first.is_empty() => [last, String::new()],
            Self::First => [first, String::new()],
            Self::FirstInitial => [first, initial(&last)],
        };
        parts.concat()
    }
}

fn joined(one: &str, other: &str) -> String {
    [one, other].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}

/// The plain letters and digits of a folded name, with its hyphens.
fn plain(name: &str) -> String {
    let letters: String = fold(name).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    letters.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::upn::Upn;

    #[test]
    fn each_form_is_made_of_plain_letters() {
        let made = MailboxForm::ALL.map(|form| form.mailbox("Jana", "Nováková-Groß"));
        assert_eq!(
            made,
            ["jana.novakova-gross", "jnovakova-gross", "jana", "novakova-gross.jana", "janan"].map(String::from)
        );
        assert_eq!(MailboxForm::FirstDotLast.mailbox("Anne Marie", "O'Neil"), "annemarie.oneil");
        assert_eq!(MailboxForm::FirstDotLast.mailbox("Łukasz", "Ångström"), "lukasz.angstrom");
    }

    #[test]
    fn where_a_name_is_missing_the_other_one_does() {
        assert_eq!(MailboxForm::ALL.map(|form| form.mailbox("Jana", "")), ["jana"; 5].map(String::from));
        let made = MailboxForm::ALL.map(|form| form.mailbox("", "Nová"));
        assert_eq!(made, ["nova", "nova", "nova", "nova", "n"].map(String::from));
        assert_eq!(MailboxForm::FirstDotLast.mailbox("Αλέξης", "王"), "");
    }

    #[test]
    fn what_is_made_is_a_mailbox() {
        for form in MailboxForm::ALL {
            for (first, last) in [("Jana", "Nová"), ("-a-", ".b."), ("X Æ", "A-12")] {
                let email = format!("{}@fabrikam.com", form.mailbox(first, last));
                assert!(email.parse::<Upn>().is_ok(), "{email}");
            }
        }
    }
}

//! Deleting a customer: its contents, the name to type before, and the reasons of a refusal.

use super::invisible::is_invisible;
use super::search::sort_key;
use crate::bounds::{self, TYPED_MAX};
use serde::{Deserialize, Serialize};

/// The contents of a customer, which are deleted with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerContents {
    /// The name that is typed before the customer is deleted: the company name, or the default domain where that shows nothing.
    #[serde(deserialize_with = "bounds::text::<TYPED_MAX, _>")]
    pub name: String,
    /// Users.
    pub users: i64,
    /// Deleted users that can still be restored.
    pub deleted_users: i64,
    /// Purchases, as `Your products` lists them.
    pub purchases: i64,
    /// Admin relationships.
    pub relationships: i64,
    /// People of its portal.
    pub portal_people: i64,
    /// Rows of its activity log.
    pub activity: i64,
}

/// A request to delete a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionForm {
    /// The customer's name, as it was typed.
    #[serde(deserialize_with = "bounds::text::<TYPED_MAX, _>")]
    pub name: String,
    /// The contents as the person saw them.
    pub seen: CustomerContents,
}

/// Why a customer is not deleted. Nothing is changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum DeletionRefused {
    /// The person lost the role meanwhile.
    #[error("Only a Global admin can delete customers. Ask one.")]
    OnlyGlobalAdmin,
    /// Another name was typed.
    #[error("This is not the customer's name. Type it as it stands above.")]
    Name,
    /// A large operation on its users has not ended.
    #[error(
        "A change of this customer's users is still running. Wait until it has ended, or stop it under Recent changes, and try again."
    )]
    Running,
    /// There is more, less or something else than the person saw.
    #[error("The customer was changed meanwhile. Look at what would be deleted now, and try again.")]
    Changed,
}

/// Whether the customer may be deleted as it is now.
///
/// # Errors
/// [`DeletionRefused`].
pub fn check_deletion(form: &DeletionForm, now: &CustomerContents, is_running: bool) -> Result<(), DeletionRefused> {
    check_name(&form.name, &now.name)?;
    if is_running {
        return Err(DeletionRefused::Running);
    }
    if form.seen == *now { Ok(()) } else { Err(DeletionRefused::Changed) }
}

/// Whether the typed name is the customer's. Case, spaces and characters that can't be seen don't matter.
///
/// # Errors
/// [`DeletionRefused::Name`].
pub fn check_name(typed: &str, name: &str) -> Result<(), DeletionRefused> {
    let typed = comparable(typed);
    if !typed.is_empty() && typed == comparable(name) { Ok(()) } else { Err(DeletionRefused::Name) }
}

/// The name that is typed of a customer with this company name and default domain.
pub fn name_to_type<'a>(name: &'a str, primary_domain: &'a str) -> &'a str {
    if comparable(name).is_empty() { primary_domain } else { name }
}

fn comparable(name: &str) -> String {
    let visible: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    sort_key(&visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contents() -> CustomerContents {
        CustomerContents { name: "Fabrikam Ltd".to_owned(), users: 5, activity: 3, ..CustomerContents::default() }
    }

    fn form(name: &str) -> DeletionForm {
        DeletionForm { name: name.to_owned(), seen: contents() }
    }

    #[test]
    fn the_name_is_compared_as_people_read_it() {
        for typed in ["Fabrikam Ltd", "  fabrikam ltd ", "FABRIKAM  LTD", "Fabrikam\u{a0}Ltd", "Fabri\u{200b}kam Ltd"] {
            assert_eq!(check_name(typed, "Fabrikam Ltd"), Ok(()), "{typed}");
        }
        assert_eq!(check_name("fabrikam ltd", " Fabrikam\u{2009} Ltd\u{200f}"), Ok(()));
        for typed in ["", " ", "Fabrikam", "FabrikamLtd", "Fabrikam Ltd.", "Contoso"] {
            assert_eq!(check_name(typed, "Fabrikam Ltd"), Err(DeletionRefused::Name), "{typed}");
        }
    }

    #[test]
    fn nothing_typed_is_never_the_name() {
        for name in ["", " ", "\u{200b}"] {
            assert_eq!(check_name("", name), Err(DeletionRefused::Name));
            assert_eq!(check_name("\u{feff} ", name), Err(DeletionRefused::Name));
            assert_eq!(name_to_type(name, "fabrikam.com"), "fabrikam.com");
        }
        assert_eq!(name_to_type("Fabrikam", "fabrikam.com"), "Fabrikam");
    }

    #[test]
    fn a_customer_is_deleted_only_as_it_was_seen_and_while_nothing_runs() {
        assert_eq!(check_deletion(&form("fabrikam ltd"), &contents(), false), Ok(()));
        assert_eq!(check_deletion(&form("Contoso"), &contents(), false), Err(DeletionRefused::Name));
        assert_eq!(check_deletion(&form("Fabrikam Ltd"), &contents(), true), Err(DeletionRefused::Running));
        let changes: [fn(&mut CustomerContents); 6] = [
            |one| one.users += 1,
            |one| one.deleted_users += 1,
            |one| one.purchases += 1,
            |one| one.relationships += 1,
            |one| one.portal_people += 1,
            |one| one.activity += 1,
        ];
        for change in changes {
            let mut now = contents();
            change(&mut now);
            assert_eq!(check_deletion(&form("Fabrikam Ltd"), &now, false), Err(DeletionRefused::Changed));
        }
    }

    /// The field is told first, because the other reasons may be gone by the next try.
    #[test]
    fn a_wrong_name_is_said_before_anything_else() {
        let now = CustomerContents { users: 6, ..contents() };
        assert_eq!(check_deletion(&form("Contoso"), &now, true), Err(DeletionRefused::Name));
    }

    proptest! {
        #[test]
        fn every_name_that_shows_something_can_be_typed(name in "\\PC{0,40}", domain in "[a-z]{1,9}\\.com") {
            let asked = name_to_type(&name, &domain);
            prop_assert_eq!(check_name(asked, asked), Ok(()));
            prop_assert_eq!(check_name(&format!("  {asked} "), asked), Ok(()));
        }
    }
}

//! Words of templates for new users.

pub use super::common::{DELETE, NAME};
use domain::console::user_template::TEMPLATES_MAX;
use domain::directory::invisible::isolated;
use domain::directory::mailbox_form::MailboxForm;
use std::collections::BTreeSet;

/// Names the choice of a template.
pub const TEMPLATE: &str = "Template";
/// No template is chosen.
pub const NO_TEMPLATE: &str = "None";
/// Explains templates.
pub const TEMPLATE_WHY: &str =
    "Fills in domain, email format, location, department and licenses. You can change all of them.";
/// Opens the form and list of templates.
pub const MANAGE: &str = "Save or delete templates";
/// Names the form.
pub const SAVE_AS: &str = "Save as a template";
/// Explains the saved fields.
pub const SAVE_WHAT: &str =
    "Saves the domain, location, department and licenses in the form for new users of this customer.";
/// Names the email format.
pub const MAILBOX_FORM: &str = "Email begins with";
/// Saves the template.
pub const SAVE: &str = "Save template";
/// Names the list.
pub const SAVED_ONES: &str = "Templates of this customer";
/// The customer has no templates.
pub const NO_TEMPLATES: &str = "There are no templates yet.";
/// Deletes the template.
pub const REALLY_DELETE: &str = "Really delete";
/// Placeholder for a product without a known name.
pub const NOT_OWNED_ANY_MORE: &str = "a product no longer owned";
/// The list could not be loaded.
pub const NOT_LOADED: &str = "The templates can't be loaded just now. Users can be added without them.";
/// The name is taken by another template.
pub const NAME_TAKEN: &str = "A template with this name exists. Choose another name, or delete that template first.";

/// An email format, with an example.
pub fn mailbox_form(form: MailboxForm) -> String {
    let name = match form {
        MailboxForm::FirstDotLast => "First.Last",
        MailboxForm::InitialLast => "Initial and last name",
        MailboxForm::First => "First name",
        MailboxForm::LastDotFirst => "Last.First",
        MailboxForm::FirstInitial => "First name and initial",
    };
    format!("{name} ({})", form.mailbox("Jana", "Nová"))
}

/// `Delete the template Sales`
pub fn delete_one(name: &str) -> String {
    format!("{DELETE} the template {name}")
}

/// `Really delete the template Sales`
pub fn really_delete_one(name: &str) -> String {
    format!("{REALLY_DELETE} the template {name}")
}

/// `Not copied: Visio Plan 2, which can't be assigned here.`
pub fn not_taken_over(names: &BTreeSet<String>) -> String {
    let names: Vec<_> = names.iter().map(|name| isolated(name)).collect();
    format!("Not copied: {}, which can't be assigned here.", names.join(", "))
}

/// `Saved: Sales`
pub fn saved(name: &str) -> String {
    format!("Saved: {name}")
}

/// The customer has the maximum number of templates.
pub fn too_many() -> String {
    format!("A customer can have {TEMPLATES_MAX} templates. Delete one first.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_named() {
        let names = BTreeSet::from(["Visio Plan 2".to_owned(), "Power BI Pro".to_owned()]);
        assert_eq!(not_taken_over(&names), "Not copied: Power BI Pro, Visio Plan 2, which can't be assigned here.");
    }

    #[test]
    fn each_form_shows_an_example() {
        assert_eq!(mailbox_form(MailboxForm::InitialLast), "Initial and last name (jnova)");
    }
}

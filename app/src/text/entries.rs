//! Words of adding and editing users.

pub use super::common::{
    BACK_TO_USERS as LEAVE_IT, BEFORE_YOU_SAVE, BLOCKED as SIGN_IN_BLOCKED, FINISH, GOES_ON, NEXT, REMOVE as TAKE_OUT,
    SAVE, SAVING, STEPS,
};
use super::licenses::{amount, users_counted};
use crate::format::{counted, number};
use domain::directory::invisible::isolated;
use domain::directory::profile_field::ProfileField;
use domain::directory::role::AdminRole;

// Wizards.

/// The steps of `Add user`.
pub const ADD_STEPS: [&str; 4] = ["User info", "Permissions", "Assign licenses", "Review"];
/// The steps of editing many users.
pub const EDIT_STEPS: [&str; 4] = ["Details", "Settings", "Licenses", "Results"];
/// To the previous step.
pub const BACK: &str = "Back";

// The form.

/// Explains the asterisk.
pub const REQUIRED: &str = "Fields with * must be filled in.";
/// The email's domain.
pub const DOMAIN: &str = "Domain";
/// Choice without a country.
pub const NO_LOCATION: &str = "No location yet";
/// Explains the location.
pub const LOCATION_WHY: &str = "Where the services are used. Licenses need a location.";
/// The email contains an invisible character.
pub const INVISIBLE_LEFT_OUT: &str = "Contains an invisible character, which is removed.";
/// Explains the email.
pub const EMAIL_WHY: &str = "The user signs in with it.";
/// Explains an empty nickname when editing a user.
pub const NICKNAME_WHY: &str = "If empty, the user has none.";
/// Sign-in is allowed.
pub const SIGN_IN_ALLOWED: &str = "Allowed";
/// Link to the deleted users.
pub const SHOW_DELETED: &str = "Show deleted users";
/// Two users to add have the same email.
pub const TWICE_HERE: &str = "Another user to add has this email.";
/// Names the permissions.
pub const PERMISSIONS: &str = "Permissions";
/// Choice: no role.
pub const PERMISSION_USER: &str = "User (can use licenses and services)";
/// Choice: Global admin.
pub const PERMISSION_GLOBAL: &str = "Global admin (has full permissions)";
/// Choice: selected roles.
pub const PERMISSION_CUSTOM: &str = "Custom permissions";
/// No custom permission is selected.
pub const CHOOSE_A_PERMISSION: &str = "Choose at least one permission, or User.";

// Licenses.

/// Names the table of products.
pub const ASSIGN_LICENSES: &str = "Assign licenses";
/// Columns of the products.
pub const PRODUCT_HEADERS: [&str; 2] = ["Product", "Available licenses"];
/// The customer owns no products.
pub const NO_PRODUCTS: &str = "This customer owns no products. The user can be added without licenses.";
/// Explains failing licenses.
pub const ADDED_ALL_THE_SAME: &str = "The user is added even if licenses can't be assigned; the result shows it.";

/// Clears all chosen licenses.
pub const CLEAR_LICENSES: &str = "Clear them";

// Adding.

/// Starts another user.
pub const ANOTHER: &str = "Add another user";
/// Names the table of the review.
pub const TO_ADD: &str = "Users to add";
/// Columns of the review.
pub const REVIEW_HEADERS: [&str; 3] = ["User", "What will happen", "Permissions"];
/// Edits a user to add.
pub const CHANGE: &str = "Change";
/// Marks a user without licenses.
pub const NO_LICENSE: &str = "No license";
/// Heading of the seats after adding.
pub const SEATS_AFTER: &str = "Licenses after this";
/// Why Add is disabled.
pub const MEND_FIRST: &str = "Change or remove the users that can't be added.";
/// A sent save was not confirmed.
pub const NOT_ANSWERED: &str = "The server did not confirm the last save; these users may already be added. Send it \
    again to see the result. No user is added twice.";
/// Sends the save again.
pub const SEND_AGAIN: &str = "Send again";
/// How to handle failing licenses.
pub const MEND_LICENSES: &str =
    "Some licenses can't be assigned. Change these users, buy licenses, or add the users without them.";
/// There are no users to add.
pub const NOBODY_TO_ADD: &str = "No users to add.";

// Editing.

/// Nothing was changed.
pub const NOTHING_CHANGED: &str = "No changes yet.";
/// A field is invalid.
pub const MEND_FIELDS: &str = "Correct the fields marked above.";
/// The user is synced; few fields can be changed here.
pub const SYNCED: &str = "This user is synced from the customer's on-premises directory. Change names, email, \
    department, job title and mail nickname there. Location, sign-in, permissions and licenses can be changed here.";
/// The user is a guest.
pub const GUEST: &str = "This user is an invited guest.";
/// Explains a changed email.
pub const EMAIL_CHANGES: &str = "After saving, the user signs in with the new email. Apps and devices may ask to sign \
    in again, and shared links to the old address may stop working.";
/// Someone else changed the user meanwhile.
pub const CHANGED_MEANWHILE: &str =
    "Someone changed this user after you opened it. Nothing was saved. Review each field, then save again.";
/// Names the table of conflicting fields.
pub const CHANGED_TABLE: &str = "Changed meanwhile";
/// Columns of the conflicting fields.
pub const CONFLICT_HEADERS: [&str; 4] = ["Field", "Theirs", "Yours", "What to do"];
/// Keeps one's own value.
pub const KEEP_MINE: &str = "Keep mine";
/// Uses the other person's value.
pub const TAKE_THEIRS: &str = "Take theirs";
/// An empty field.
pub const NOTHING: &str = "none";
/// Saves the remaining changes.
pub const SAVE_THE_REST: &str = "Save the rest";
/// The user no longer exists.
pub const USER_GONE: &str = "This user no longer exists.";

// Editing many.

/// An unselected field.
pub const LEAVE: &str = "leave as is";
/// Hint below a text field for many users.
pub const EMPTY_REMOVES: &str = "Leave empty to remove it.";
/// Names the choice of how licenses change.
pub const LICENSES_MODE: &str = "What to do with licenses";
/// Choice: licenses are not changed.
pub const LEAVE_LICENSES: &str = "Leave licenses as they are";
/// The location is selected but empty.
pub const CHOOSE_A_LOCATION: &str = "Choose a location, or clear the check box.";
/// No change was chosen.
pub const NOTHING_ASKED: &str = "No changes yet. Select a field, change a setting or choose licenses.";
/// Replacing without a chosen product.
pub const REPLACE_WITH_NOTHING: &str = "No product is chosen: all direct licenses will be revoked.";
/// Adding without a chosen product.
pub const ADD_NOTHING: &str = "Choose the licenses to add.";
/// Link to the operation's page.
pub const ALL_RESULTS: &str = "Show all results, undo and export";

// Results.

/// Sends the result by email.
pub const EMAIL_RESULT: &str = "E-mail";

/// The permission of a role.
pub fn permission(role: AdminRole) -> &'static str {
    match role {
        AdminRole::Global => PERMISSION_GLOBAL,
        AdminRole::Password => "Password admin (can reset user passwords)",
        AdminRole::UserManagement => "User management admin (can manage user accounts)",
        AdminRole::Service => "Service admin (can manage services)",
        AdminRole::Billing => "Billing admin (can buy and manage subscriptions)",
        AdminRole::Helpdesk => "Helpdesk admin (can reset passwords and handle requests)",
    }
}

/// The email belongs to a user of this customer.
pub fn taken_by(name: &str) -> String {
    let name = isolated(name);
    format!("This email belongs to {name}. Choose another one.")
}

/// The email belonged to a deleted user who can be restored; the time of deletion follows.
pub fn deleted_had_it(name: &str) -> String {
    format!("{} had this email and was deleted on", isolated(name))
}
/// Explains the alternatives.
pub const RESTORE_INSTEAD: &str =
    "You can restore that user instead. If you continue, restoring that user later needs another email.";

/// `Permissions · User 2 of 3`
pub fn step_of_user(step: &str, at: usize, users: usize) -> String {
    format!("{step} · User {} of {}", amount(at), amount(users))
}

/// Explains the origin of copied values.
pub fn copied_from(name: &str) -> String {
    let name = isolated(name);
    format!("Department, location and direct licenses are copied from {name}. Group licenses are not.")
}

/// `Same licenses as Ada Berg.`
pub fn same_licenses(name: &str) -> String {
    format!("Same licenses as {}.", isolated(name))
}

/// `2 of these users will have no license.`
pub fn without_license(users: usize) -> String {
    if users == 1 {
        "1 of these users will have no license.".to_owned()
    } else {
        format!("{} of these users will have no license.", amount(users))
    }
}

/// `Add 2 users`
pub fn add(users: usize) -> String {
    format!("Add {}", users_counted(users))
}

/// `Update 12 users`
pub fn update(users: usize) -> String {
    format!("Update {}", users_counted(users))
}

/// Accessible name of the button that edits a user to add.
pub fn change_of(name: &str) -> String {
    let name = isolated(name);
    format!("{CHANGE} {name}")
}

/// Accessible name of the button that removes a user to add.
pub fn take_out_of(name: &str) -> String {
    let name = isolated(name);
    format!("{TAKE_OUT} {name}")
}

/// Placeholder name of a user without a name.
pub fn nameless(at: usize) -> String {
    format!("User {}", amount(at))
}

/// The entries exceed the limit of a save.
pub fn too_many(users: usize, at_most: usize) -> String {
    format!("{} to change. At most {} can be changed at once.", users_counted(users), number(whole(at_most)))
}

/// Accessible name of a choice about a conflicting field.
pub fn choice_about(choice: &str, field: ProfileField) -> String {
    format!("{choice}: {}", field.name())
}

/// `Department: Sales → Marketing`
pub fn difference(field: ProfileField, before: &str, after: &str) -> String {
    let or_none = |text: &str| if text.is_empty() { NOTHING.to_owned() } else { text.to_owned() };
    format!("{}: {} → {}", field.name(), or_none(before), or_none(after))
}

/// Names the check box that selects a field.
pub fn change_field(field: ProfileField) -> String {
    format!("Change {}", field.name().to_lowercase())
}

/// `12 users selected. …`
pub fn selected(users: usize) -> String {
    format!("{} selected. Fields you don't select stay unchanged.", users_counted(users))
}

/// Subject of the email about added users.
pub fn mail_subject(customer: &str, users: i64) -> String {
    let customer = isolated(customer);
    format!("{customer}: {} added", counted(users, "user"))
}

/// Line of that email for a user.
pub fn mail_line(name: &str, upn: &str) -> String {
    format!("{name} <{upn}>")
}

fn whole(amount: usize) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_begins_with_the_name_of_its_role() {
        for role in AdminRole::ALL {
            assert!(permission(role).starts_with(&format!("{} (", role.name())), "{}", permission(role));
        }
    }

    #[test]
    fn what_differs_is_said_field_by_field() {
        assert_eq!(difference(ProfileField::Department, "", "Sales"), "Department: none → Sales");
        assert_eq!(difference(ProfileField::SignIn, "allowed", "blocked"), "Sign-in: allowed → blocked");
    }
}

//! Words about creating a user in the directory of a tenant and giving that user access.

pub use super::common::{CREATING, TEMPORARY_PASSWORD as PASSWORD};
pub use super::groups::GROUPS;
use domain::directory::invisible::isolated;

/// Explains the form.
pub const CREATE_MEANS: &str = "The user is created in the directory and invited to Tenantry. The user signs in to Tenantry with the \
                                email and a password of their own, which they choose by the link of the invitation.";
/// Sends the form.
pub const CREATE: &str = "Create and invite";
/// Explains the groups.
pub const GROUPS_HINT: &str = "The person is in these groups from the beginning. A person who has roles through groups needs none of \
                               their own.";
/// The browser can't make ids.
pub const NO_IDS: &str = "This browser can't make random numbers, which new users need. Use another browser.";
/// Title of the dialog with the link.
pub const CREATED: &str = "User created";
/// The invitation was used meanwhile.
pub const NO_LINK: &str = "The invitation was accepted or withdrawn meanwhile, so there is no link.";
/// Before the password.
pub const PASSWORD_MEANS: &str =
    "In the directory, the user signs in with a temporary password. It is shown once and not stored.";
/// The password was copied.
pub const PASSWORD_COPIED: &str = "Password copied.";
/// Before the moment when the password expires.
pub const PASSWORD_UNTIL: &str = "It works until";
/// Leads to the operation that added the user.
pub const SHOW_CHANGE: &str = "Show the change in the directory";

/// A user was created and invited.
pub fn created(name: &str) -> String {
    format!("{} was created and invited.", isolated(name))
}

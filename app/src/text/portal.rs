//! Words of the portal of a customer.

pub use super::activity::{ACTION, PERFORMED_BY, WHAT_CHANGED};
pub use super::common::{
    ALLOW, BLOCK, BLOCKED, CANCEL, EDIT, FINISH, LICENSES, NAME, REMOVE, RESET_PASSWORD as RESET, RESTORE, SAVE,
    SAVING, STATUS, TEMPORARY_PASSWORD,
};
pub use super::frame::{SIGN_IN_NAME, SIGN_OUT, TO_DASHBOARD};
pub use super::licenses::{ADD_TO_EXISTING as ADD_TO, ASSIGNED, LEAVE_LOCATION, PRODUCT, REPLACE_EXISTING as REPLACE};
pub use super::people::ACTIVE;
pub use super::users::{EDIT_LICENSES, PRODUCTS};
use crate::format::{counted, number};
use crate::portal_page::PortalPage;
use domain::access::portal::YOUR_PARTNER;
use domain::access::portal_role::PortalRole;
use domain::console::bought::Assigned;
use domain::console::portal_activity::SeenPerformer;
use domain::directory::invisible::isolated;
use domain::directory::product::{Capability, Channel};

// Outside of the portal, and the first sign-in.

/// Title of the page for addresses outside of the portal.
pub const NOTHING_HERE_TITLE: &str = "Not found";
/// There is no such page for them.
pub const NOTHING_HERE: &str = "This page doesn't exist, or you don't have access to it.";
/// Title of the first sign-in.
pub const CHOOSE_PASSWORD: &str = "Choose a password";
/// Explains the first sign-in.
pub const CHOOSE_PASSWORD_LEAD: &str =
    "You signed in with a temporary password. Choose your own before you go on. Nobody else knows it then.";

// The partner's page of a customer's portal.

/// Explains the page.
pub const MANAGE_LEAD: &str = "In the portal the customer's own admins manage their users and licenses. They see nothing \
    of other customers, and no orders, prices, reasons or names of your organization.";
/// The portal is on.
pub const IS_ON: &str = "The portal is on.";
/// The portal is off.
pub const IS_OFF: &str = "The portal is off. Nobody of the customer can sign in.";
/// Switches the portal on.
pub const SWITCH_ON: &str = "Switch on";
/// Switches the portal off.
pub const SWITCH_OFF: &str = "Switch off";
/// Question before switching off.
pub const SWITCH_OFF_QUESTION: &str = "Switch the portal off?";
/// Explains switching off.
pub const SWITCH_OFF_MEANS: &str =
    "Its people are signed out and can't sign in until you switch it on again. Their accounts stay.";
/// The portal was switched on.
pub const SWITCHED_ON: &str = "The portal is on";
/// The portal was switched off.
pub const SWITCHED_OFF: &str = "The portal is off";
/// Heading and name of the table.
pub const PEOPLE: &str = "People of the portal";
/// Nobody is in it.
pub const NOBODY: &str = "Nobody yet. Add an admin of the customer.";
/// Opens the form.
pub const ADD_PERSON: &str = "Add person";
/// Sends the form of a new person.
pub const ADD: &str = "Add";
/// While it is sent.
pub const SENDING: &str = "Sending…";
/// Explains the sign-in name.
pub const SIGN_IN_NAME_HINT: &str = "Usually the email address. It can't be changed later.";
/// Field and column: role.
pub const ROLE: &str = "Role";
/// A person who has not replaced the temporary password.
pub const TEMPORARY: &str = "Has a temporary password";
/// A person with a temporary password that is too old, or that its maker could not give any more.
pub const TEMPORARY_VOID: &str = "Temporary password no longer valid";
/// Says how to pass it on.
pub const PASSWORD_SAYS: &str = "Give it to the person in a way that nobody else can read. It must be replaced at the first sign-in, and works until";
/// It is not shown again.
pub const NOT_AGAIN: &str = "It is not shown again.";
/// It was copied.
pub const COPIED: &str = "Copied";

/// Explains the choice of roles that need a second factor.
pub const REQUIRED_ROLES_LEAD: &str = "People of this portal with one of these roles set up a second factor before they can do anything else, beginning with their next click. People who sign in with an identity provider that asks for one need none here.";

/// Explains a role of the portal.
pub fn role_means(role: PortalRole) -> &'static str {
    match role {
        PortalRole::GlobalAdmin => "Users, licenses, passwords and admin roles, also of other admins",
        PortalRole::UserManagementAdmin => "Users, licenses and passwords, but not of admins with more rights",
        PortalRole::LicenseAdmin => "Sees users, and assigns licenses",
    }
}

/// A command with the name of the person, for screen readers and questions.
pub fn about(command: &str, name: &str) -> String {
    format!("{command}: {name}")
}

/// Explains removing a person.
pub fn remove_means(name: &str) -> String {
    format!("{} is signed out and can't sign in any more. The activity log keeps what the person did.", isolated(name))
}

/// Explains blocking a person.
pub fn block_means(name: &str) -> String {
    format!("{} is signed out and can't sign in until you allow it.", isolated(name))
}

/// Explains resetting.
pub fn reset_means(name: &str) -> String {
    format!(
        "{} is signed out and gets a temporary password. A second factor is removed, so that a lost one keeps nobody out.",
        isolated(name)
    )
}

/// A change was made.
pub fn changed(name: &str) -> String {
    format!("{} was changed", isolated(name))
}

// The products, for the partner and in the portal.

/// Title of the page.
pub const BILLING: &str = "Billing";
/// Tab: everything bought.
pub const YOUR_PRODUCTS: &str = "Your products";
/// Column: owned.
pub const OWNED: &str = "Owned";
/// Column: available.
pub const AVAILABLE: &str = "Available";
/// Column: how it was bought.
pub const BOUGHT_AS: &str = "Bought as";
/// Column: quantity.
pub const QUANTITY: &str = "Quantity";
/// Column: the manager of a product.
pub const MANAGED_BY: &str = "Managed by";
/// Nothing can be assigned.
pub const NO_LICENSES: &str = "There are no products with licenses to assign.";
/// Nothing was bought.
pub const NO_PRODUCTS: &str = "Nothing has been bought yet.";

/// How something was bought.
pub fn bought_as(channel: Channel) -> &'static str {
    match channel {
        Channel::Csp => "Subscription",
        Channel::NewCommerce => "New commerce",
        Channel::Marketplace => "Marketplace",
        Channel::Software => "Software",
        Channel::Unknown => "Not known",
    }
}

/// How many licenses of a purchase are assigned.
pub fn assigned(assigned: Assigned) -> String {
    match assigned {
        Assigned::Licenses(licenses) => number(licenses),
        Assigned::ForCompany => "For the whole company".to_owned(),
        Assigned::NotAvailable => "Not available".to_owned(),
    }
}

/// The state of a purchase. `None` if it is active.
pub fn capability(capability: Capability) -> Option<&'static str> {
    match capability {
        Capability::Enabled => None,
        Capability::Warning => Some("In its grace period"),
        Capability::Suspended => Some("Suspended"),
        Capability::LockedOut => Some("Locked"),
        Capability::Deleted => Some("Ended"),
    }
}

// The frame of the portal.

/// The name of the portal, until the customer's is known.
pub const PORTAL: &str = "Portal";

/// The title of a page of the portal.
pub fn title(page: PortalPage) -> &'static str {
    match page {
        PortalPage::Dashboard => "Dashboard",
        PortalPage::Users => "Users",
        PortalPage::EditUsers => "Assign user licenses",
        PortalPage::DeletedUsers => "Deleted users",
        PortalPage::Billing => BILLING,
        PortalPage::Activity => "Activity",
        PortalPage::Account => "My account",
    }
}

// Dashboard, users and their licenses.

/// The way to the users.
pub const ASSIGN_LICENSES: &str = "Assign user licenses";
/// Explains it.
pub const ASSIGN_LICENSES_LEAD: &str = "Select users, then give them licenses or take them away.";
/// The way to the products.
pub const SEE_BILLING: &str = "See licenses and products";
/// Explains it.
pub const SEE_BILLING_LEAD: &str = "How many licenses you own, and how many are still available.";
/// Your role.
pub const YOUR_ROLE: &str = "Your role";
/// Heading of the licenses of a user.
pub const ASSIGNED_LICENSES: &str = "Assigned licenses";
/// The licenses were saved.
pub const SAVED: &str = "Licenses saved";
/// The product comes through a group.
pub const BY_GROUP: &str = "Through a group";
/// Nothing was ticked or cleared.
pub const NOTHING_CHANGED: &str = "Tick or clear a product first.";
/// Licenses are short for one user.
pub const TOO_FEW: &str = "Too few licenses are available. Ask your partner for more.";
/// The numbers are being worked out.
pub const WORKING_OUT: &str = "Working out what changes…";

/// How many are available.
pub fn available(seats: i64) -> String {
    format!("{} available", number(seats))
}

// Editing many users.

/// Explains the first step.
pub const DETAILS_LEAD: &str = "These users are changed. Their names and contact details stay as they are.";
/// Field of the second step.
pub const LOCATION: &str = "Usage location";
/// Explains it.
pub const LOCATION_LEAD: &str =
    "A user needs a usage location before a license can be assigned. It is set only for users who have none.";
/// Nobody is selected.
pub const NOBODY_SELECTED: &str = "Nobody is selected. Select users in the list first.";
/// The result of a user without a failure.
pub const COMPLETE: &str = "Complete";
/// Column: result.
pub const RESULT: &str = "Result";
/// It goes on.
pub const GOES_ON: &str = "This takes a while, and goes on by itself.";

/// `Users without a usage location: 3`.
pub fn without_location(users: usize) -> String {
    format!("Users without a usage location: {users}")
}

/// `3 users`.
pub fn users(count: usize) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), "user")
}

const ONE_GETS_NONE: &str = "gets none because too few licenses are available";
const MANY_GET_NONE: &str = "get none because too few licenses are available";

/// The effect of a save.
pub fn foreseen(changed: usize, failed: usize, left_out: usize, losing: usize) -> String {
    let part = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
    let parts = [
        Some(format!("{changed} will change")),
        part(failed, "can't be changed"),
        part(left_out, if left_out == 1 { ONE_GETS_NONE } else { MANY_GET_NONE }),
        part(losing, if losing == 1 { "loses a license" } else { "lose a license" }),
    ];
    format!("Users: {}.", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

// Deleted users and activity.

/// Explains restoring.
pub const RESTORE_MEANS: &str = "Restores the accounts and, while licenses are available, the ones they had.";
/// Nobody is deleted.
pub const NOBODY_DELETED: &str = "There are no deleted users.";

/// Users were restored.
pub fn restored(users: usize) -> String {
    format!("Restored: {}", self::users(users))
}

/// Nothing was done.
pub const NOTHING_DONE: &str = "Nothing has been done yet.";
/// Column: when.
pub const WHEN: &str = "When";

/// The person who did something.
pub fn performer(by: &SeenPerformer) -> String {
    match by {
        SeenPerformer::YourPartner => YOUR_PARTNER.to_owned(),
        SeenPerformer::Own(Some(name)) => name.clone(),
        SeenPerformer::Own(None) => "Erased".to_owned(),
        SeenPerformer::Tenantry => "Automatic".to_owned(),
        SeenPerformer::OneTimeLink => "One-time link".to_owned(),
    }
}

//! Words of the frame: menus, signing in, customers, errors.

pub use super::common::{FIRST, LAST, NAME, NEXT, PREVIOUS};
use super::operations::being_done;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::format::{counted, number};
use domain::console::operation::RunningOperation;
use domain::directory::invisible::isolated;

/// Opens the commands that don't fit into the bar.
pub const MORE_COMMANDS: &str = "More commands";
/// The console's name.
pub const TENANTRY: &str = "Tenantry";

// Parts.

/// Names the links of a pager.
pub const PAGES: &str = "Pages of the list";

// The frame.

/// Link that skips the frame.
pub const SKIP: &str = "Skip to the page";
/// Opens the menu on tablets and phones.
pub const MENU: &str = "Menu";
/// Names the menu of a customer.
pub const CUSTOMER_MENU: &str = "Customer";
/// Names the path from the customers to the page.
pub const BREADCRUMB: &str = "Breadcrumb";
/// Opens the list of customers to switch to.
pub const SWITCH_CUSTOMER: &str = "Switch customer";
/// Follows a name with marks that change the text direction, because it may read as another name.
pub const TURNS_TEXT: &str = "(has direction marks)";
/// Shown on every changing page: nothing leaves the console.
pub const RECORDED_ONLY: &str = "Recorded in Tenantry only. Not sent to Microsoft.";

/// The title of a customer's page.
pub fn page_title(page: CustomerPage) -> &'static str {
    match page {
        CustomerPage::Users => "Users and licenses",
        CustomerPage::SelectedUsers => "Selected Users",
        CustomerPage::ManageLicenses => "Manage licenses",
        CustomerPage::AddUser => "Add user",
        CustomerPage::EditUser => "Edit user",
        CustomerPage::EditUsers => "Edit users",
        CustomerPage::Offboard => "Offboard",
        CustomerPage::Operation => "Licenses updated",
        CustomerPage::UploadUsers => "Upload users",
        CustomerPage::DeletedUsers => "Deleted users",
        CustomerPage::RecentChanges => "Recent changes",
        CustomerPage::Relationships => "Admin relationships",
        CustomerPage::Relationship => "Admin relationship",
        CustomerPage::Products => "Products",
        CustomerPage::Portal => "Portal",
        CustomerPage::Activity => "Activity",
        CustomerPage::ActivityReport => "Activity report",
    }
}

/// The document's title: the customer or product name, then the page.
pub fn document_title(whose: &str, page: &str) -> String {
    format!("{} | {page}", isolated(whose))
}

/// Names the link to a large save that is running.
pub fn running_name(operation: &RunningOperation) -> String {
    let RunningOperation { customer_name, kind, users, done, .. } = operation;
    let what = being_done(*kind).to_lowercase();
    let customer_name = isolated(customer_name);
    format!("{customer_name}: {what}, {} of {} users done", number(*done), number(*users))
}

/// `30%`, rounded down: only a finished operation shows 100.
pub fn percent(done: i64, users: i64) -> String {
    format!("{}%", if users > 0 { done * 100 / users } else { 0 })
}

// The account.

/// Names the button that opens the account menu.
pub fn account_of(name: &str) -> String {
    format!("Account of {name}")
}
/// Turns single-key shortcuts on and off.
pub const SINGLE_KEYS: &str = "Single-key shortcuts";
/// Opens the list of shortcuts, and is its title.
pub const KEYBOARD_SHORTCUTS: &str = "Keyboard shortcuts";
/// Link to the activity log of all customers.
pub const ALL_ACTIVITY: &str = "Activity of all customers";
/// Link to the admin relationships of all customers.
pub const ALL_RELATIONSHIPS: &str = "Admin relationships";

/// Beside the name of a customer where admin relationships are advised, and none gives the person a role. A link to them.
pub const NO_ROLE_HERE: &str = "No admin relationship gives you a role";
/// The actions that admin relationships with a customer don't allow, where they are only advised.
pub fn beyond_relationships(what: &[String]) -> String {
    format!("Your admin relationships with this customer don't allow {}. Microsoft may refuse it.", what.join(", "))
}

/// ` (2 end soon)`, after that link.
pub fn ending(count: i64) -> Option<String> {
    (count > 0).then(|| format!(" ({} {} soon)", number(count), if count == 1 { "ends" } else { "end" }))
}
/// From a page that is not there to the start page of the portal.
pub const TO_DASHBOARD: &str = "Go to the dashboard";
/// Link to the signed-in person's own account, and title of its page.
pub const MY_ACCOUNT: &str = "My account";
/// Ends the session.
pub const SIGN_OUT: &str = "Sign out";
/// Note below the list of shortcuts.
pub const SHORTCUTS_NOTE: &str =
    "These work on this page. Single keys work while you are not typing. Switch them off in the account menu.";
/// The shortcuts: keys, effect, and the single key whose registration shows that the page supports them.
pub const SHORTCUTS: [(&[&str], &str, &str); 7] = [
    (&["/"], "Search", "/"),
    (&["j", "k"], "Next row, previous row", "j"),
    (&["Enter"], "Open the row", "j"),
    (&["x"], "Select or clear the row", "x"),
    (&["Shift + click"], "Select all rows from the last one clicked", "x"),
    (&["m"], "Manage licenses of the selected users", "m"),
    (&["?"], "Show these shortcuts", "?"),
];

// Signing in and setting up.

/// Link to the sign-in page, and its button.
pub const SIGN_IN: &str = "Sign in";
/// Field: sign-in name.
pub const SIGN_IN_NAME: &str = "Sign-in name";
/// Field: password.
pub const PASSWORD: &str = "Password";
/// Field: a password that is chosen.
pub const NEW_PASSWORD: &str = "New password";
/// Between other ways to sign in and the form.
pub const OR: &str = "or";
/// Link to the page that asks for a link to a new password, and its title.
pub const FORGOT_PASSWORD: &str = "Forgot password?";
/// Link back to the sign-in page.
pub const BACK_TO_SIGN_IN: &str = "Back to signing in";
/// Field: display name.
pub const YOUR_NAME: &str = "Your name";
/// Title of the initial set-up.
pub const SET_UP: &str = "Set up Tenantry";
/// Explains the initial set-up.
pub const SET_UP_LEAD: &str = "Create the first account. It can see every customer.";
/// Creates the first account.
pub const CREATE_ACCOUNT: &str = "Create account";
/// Password requirements.
pub const PASSWORD_HINT: &str = "At least 12 characters. A few words in a row are easy to remember.";

/// Why sign-in failed, by the `error` of the address.
pub fn sign_in_error(code: &str) -> String {
    if let Some(minutes) = code.strip_prefix("idle-").and_then(|minutes| minutes.parse::<u16>().ok()) {
        let minutes = counted(minutes.into(), "minute");
        return format!(
            "You were signed out after {minutes} without activity. Sign in again; your selection and choices are kept."
        );
    }
    let words = match code {
        "wrong" => "The sign-in name or the password is wrong. Check both and try again.",
        "too-many" => {
            "Too many attempts with this sign-in name or from your network. Wait, at most 15 minutes, and try again."
        }
        "cookie" => {
            "You are not signed in: the browser refused the sign-in cookie. Allow cookies for this address and try again."
        }
        "late" => "The sign-in took too long, or your account was changed meanwhile. Sign in again.",
        "provider-late" => "Signing in took too long, or was begun again elsewhere. Try again.",
        "provider-declined" => "The identity provider did not sign you in. Try again.",
        "provider-failed" => {
            "The identity provider could not be reached, or its answer was not valid. Try again. If the problem stays, tell a Global admin or Account admin."
        }
        "provider-stranger" => {
            "The identity provider knows you, but its account does not open one here. Ask a Global admin or Account admin for an invitation."
        }
        "ended" => "Your session has ended. Sign in again; your selection and choices are kept.",
        _ => "Sign-in failed. Try again.",
    };
    words.to_owned()
}

/// Why the account was not created, by the `error` of the address.
pub fn set_up_error(code: &str) -> &'static str {
    match code {
        "link" => "This link has been used or has expired. Create a new one with `tenantry setup-link`, or sign in.",
        "name" => "Enter your name and a sign-in name, each with at most 256 characters.",
        "password" => "The password is too short or too long. Use at least 12 characters.",
        "password-common" => {
            "This password is easily guessed. Use a few words that don't belong together, without names, dates and rows of keys."
        }
        "password-is-name" => "The password can't be your name or sign-in name. Choose another.",
        _ => "The account couldn't be created. Try again.",
    }
}

/// Title of the page shown while the server is busy.
pub const BUSY_TITLE: &str = "One moment";
/// Shown when too many passwords are being checked.
pub const BUSY: &str = "Too many people are signing in. Nothing was lost. Wait five seconds, go back and try again.";
/// Link back to the submitted form.
pub const BACK_TO_FORM: &str = "Back to the form";

// Customers.

/// The list of customers.
pub const CUSTOMERS: &str = "Customers";
/// Names the search field for users and customers of all customers.
pub const FIND: &str = "Search users and customers";
/// Names the search results.
pub const FOUND: &str = "Found";
/// Link to all matching customers.
pub const ALL_MATCHING_CUSTOMERS: &str = "All matching customers";
/// Names the search field for customers.
pub const SEARCH_CUSTOMERS: &str = "Search customers";
/// Placeholder of that field.
pub const SEARCH_HINT: &str = "Name, domain or Microsoft ID";
/// Shown before the first customer exists.
pub const NO_CUSTOMERS: &str = "No customers yet.";
/// Shown on a page of the list that has become empty.
pub const NO_ROWS_HERE: &str = "This page of the list no longer has rows.";
/// Link to the first page.
pub const TO_FIRST_PAGE: &str = "Show the first page";
/// Column: default domain of new users.
pub const PRIMARY_DOMAIN: &str = "Primary domain";
/// Column: tenant id.
pub const MICROSOFT_ID: &str = "Microsoft ID";
/// Column: relationship with the partner.
pub const RELATIONSHIP: &str = "Relationship";
/// Column: users that are not deleted.
pub const USERS: &str = "Users";
/// Column: seats of all products.
pub const LICENSES: &str = "Licenses (used/owned)";
/// Column: products without available licenses.
pub const SHORTAGES: &str = "Shortages";
/// Column: users with errors.
pub const ERRORS: &str = "Errors";
/// Placeholder for no value.
pub const NONE: &str = "None";
/// Column: source of the directory.
pub const SOURCE: &str = "Source";
/// Source: kept in Tenantry only.
pub const LOCAL: &str = "Local";
/// Source: imported from directory files; the time follows.
pub const IMPORTED: &str = "Imported";
/// Source: synchronized with the directory.
pub const CONNECTED: &str = "Connected";

/// `2 none left, 1 over-assigned`, in products.
pub fn shortages(none_left: i64, over_assigned: i64) -> String {
    match (none_left, over_assigned) {
        (0, _) => NONE.to_owned(),
        (none, 0) => format!("{} none left", number(none)),
        (one, other) if one == other => format!("{} over-assigned", number(one)),
        (none, over) => format!("{} none left, {} over-assigned", number(none), number(over)),
    }
}

/// Heading above found customers.
pub fn customers_matching(search: &str) -> String {
    format!("Customers that match “{search}”")
}

/// Shown when a search of all customers finds nothing.
pub fn nothing_matches(search: &str) -> String {
    format!("No users or customers match “{search}”.")
}

/// Shown when a customer search finds nothing.
pub fn no_customer_matches(search: &str) -> String {
    format!("No customers match “{search}”.")
}

/// Links to the partner's own account.
pub const ACCOUNT_SETTINGS: &str = "Account settings";
/// Links to the partner's own people.
pub const USER_MANAGEMENT: &str = "User management";

// Errors.

/// Title of the page for an unknown address.
pub const NOT_FOUND: &str = "Page not found";
/// Explains the next step.
pub const NOT_FOUND_LEAD: &str = "This page doesn't exist. Check the address, or go to the customers.";

/// The connection is back; the failed request was not repeated.
pub const IS_BACK: &str = "You are online again. Try again.";

/// Title of a page that fails to load.
pub fn error_title(error: &ApiError) -> &'static str {
    match error {
        ApiError::SignedOut => "Signed out",
        ApiError::Missing => NOT_FOUND,
        ApiError::Denied(_) => "Not allowed",
        ApiError::ProofNeeded(_) => super::common::CONFIRM_IDENTITY,
        ApiError::Invalid(_) => "Invalid request",
        ApiError::Unavailable => "Temporarily unavailable",
        ApiError::TooLong => "Request timed out",
        ApiError::Full => "The server's disk is full",
        ApiError::ReadOnly => "The database is read-only",
        ApiError::Offline => "No connection",
    }
}

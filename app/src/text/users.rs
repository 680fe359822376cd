//! Words of the users list, the selection and the user panel.

pub use super::common::{
    ANY, ANY as PRODUCT_ANY, APPLY, BACK_TO_USERS, BLOCKED, EDIT, EDIT as EDIT_PROFILE, LICENSES, NAME,
    NOBODY_SELECTED, OFF, ON,
};
use crate::format;
use domain::directory::day::Day;
use domain::directory::filter::{LocationFilter, ReadyFilter};
use domain::directory::invisible::isolated;
use domain::directory::page::Count;
use domain::directory::role::AdminRole;
use domain::directory::user::UserType;

// Commands.

/// Opens Manage licenses.
pub const MANAGE_LICENSES: &str = "Manage licenses";
/// Opens the dialog that selects by email.
pub const SELECT_BY_EMAIL: &str = "Select by email…";
/// The export dialog could not be fetched.
pub const NOT_EXPORTED: &str = "No connection to the server. Nothing was exported. Try again when you are online.";

// Search and filters.

/// Names the search box.
pub const SEARCH_LABEL: &str = "Search users";
/// Placeholder of the search box.
pub const SEARCH_HINT: &str = "Search name or email";
/// Names the ready-made filters.
pub const FILTER_BY: &str = "Filter users by…";
/// Opens the further filters.
pub const MORE_FILTERS: &str = "More filters";
/// Removes every filter.
pub const CLEAR_FILTERS: &str = "Clear all filters";
/// Names the chips.
pub const ACTIVE_FILTERS: &str = "Active filters";
/// Names the location filter.
pub const LOCATION: &str = "Location";
/// Names the domain filter.
pub const DOMAIN: &str = "Domain";
/// Names the department filter.
pub const DEPARTMENT: &str = "Department";
/// Names the job title filter.
pub const JOB_TITLE: &str = "Job title";
/// Names the first creation day.
pub const CREATED_FROM: &str = "Created from (UTC)";
/// Names the last creation day.
pub const CREATED_TO: &str = "Created to (UTC)";
/// Names the product filters.
pub const PRODUCTS: &str = "Products";
/// Names the country of a location filter.
pub const COUNTRY: &str = "Country";
/// The location is this country.
pub const LOCATION_IS: &str = "Is";
/// The location is not this country.
pub const LOCATION_IS_NOT: &str = "Is not";
/// There is no location.
pub const LOCATION_MISSING: &str = "Missing";
/// The user holds any of the products with this condition.
pub const PRODUCT_ANY_OF: &str = "Has one of these";
/// The user holds the product.
pub const PRODUCT_ALL_OF: &str = "Has it";
/// The user does not hold the product.
pub const PRODUCT_NONE_OF: &str = "Doesn't have it";
/// Starts the chip of an any-of condition.
pub const ANY_OF: &str = "Has one of";
/// Starts the chip of an all-of condition.
pub const ALL_OF: &str = "Has all of";
/// Starts the chip of a none-of condition.
pub const NONE_OF: &str = "Has none of";
/// Starts the chip of a single product the user holds.
pub const HAS: &str = "Has";
/// Starts the chip of a single product the user does not hold.
pub const HAS_NOT: &str = "Doesn't have";
/// Placeholder for a product without a known name.
pub const PRODUCT_UNKNOWN: &str = "another product";
/// Names the page size.
pub const PAGE_SIZE: &str = "Rows per page";

// The table.

/// Names the table.
pub const TABLE: &str = "Users";
/// Column of user principal names.
pub const EMAIL: &str = "Email";
/// Column of the sign-in status.
pub const SIGN_IN_STATUS: &str = "Sign-in status";
/// Sign-in is allowed.
pub const ALLOWED: &str = "Allowed";
/// The user has no license.
pub const UNLICENSED: &str = "Unlicensed";
/// The user is a guest.
pub const GUEST: &str = "Guest";
/// The user has errors.
pub const HAS_ERRORS: &str = "Has errors";
/// Placeholder for no value.
pub const NOTHING: &str = "—";
/// Adds a user with the same settings.
pub const COPY_USER: &str = "Copy to a new user";
/// After saving in the side panel.
pub const SAVED: &str = "Saved.";
/// The filters match no users.
pub const NO_MATCH: &str = "No users match these filters.";
/// The customer has no users.
pub const NO_USERS: &str = "This customer has no users yet.";
/// Link to the first page.
pub const TO_FIRST_PAGE: &str = "Go to the first page";

// The selection.

/// Names the selection bar.
pub const SELECTION: &str = "Selection";
/// Link to the selected users.
pub const SELECTED_USERS: &str = "Selected Users";
/// Precedes the error when clicks could not be sent.
pub const CLICKS_KEPT: &str = "Your latest clicks are not saved yet. They are kept in this browser.";
/// Precedes the error when the selection could not be changed.
pub const NOT_CHANGED: &str = "The selection was not changed.";

// Selecting by email.

/// Names the text field.
pub const EMAILS: &str = "Emails";
/// Accepted separators.
pub const EMAILS_HINT: &str = "Paste emails, separated by lines, commas, semicolons, tabs or spaces.";
/// Names the file field.
pub const EMAIL_FILE: &str = "Or choose a text or CSV file";
/// How the file is read.
pub const EMAIL_FILE_HINT: &str = "Every word with an @ is read. The file stays in this browser.";
/// Selects the found users.
pub const SELECT: &str = "Select";
/// No emails were entered.
pub const NO_EMAILS: &str = "No emails yet.";
/// The file could not be read.
pub const FILE_UNREADABLE: &str = "This file could not be read. Choose another, or paste its emails.";
/// The emails were copied.
pub fn copied(emails: usize) -> String {
    format!("{} copied.", format::counted(i64::try_from(emails).unwrap_or(i64::MAX), "email"))
}
/// Copying failed.
pub const NOT_COPIED: &str = "The browser blocked copying. Select the text and copy it.";

// The panel.

/// Title of the panel until the user is loaded.
pub const USER: &str = "User";
/// The user does not exist.
pub const USER_MISSING: &str = "This user no longer exists, or isn't a user of this customer.";
/// Opens Manage licenses for this user.
pub const EDIT_LICENSES: &str = "Edit licenses";
/// Heading of the profile.
pub const PROFILE: &str = "Profile";
/// Member or guest.
pub const TYPE: &str = "Type";
/// Whether the user is synced from the customer's directory.
pub const SYNCED: &str = "Synced from the customer's directory";
/// Names the directory roles.
pub const ROLES: &str = "Roles";
/// When the user was created.
pub const CREATED: &str = "Created";
/// Yes.
pub const YES: &str = "Yes";
/// No.
pub const NO: &str = "No";
/// A direct license.
pub const DIRECT: &str = "Assigned directly";
/// Heading of the latest changes.
pub const RECENT_CHANGES: &str = "Recent changes";
/// The user has no recorded changes.
pub const NO_CHANGES: &str = "No changes in Tenantry yet.";

/// Name of a ready-made filter.
pub fn ready_filter(ready: ReadyFilter) -> &'static str {
    match ready {
        ReadyFilter::All => "All users",
        ReadyFilter::Licensed => "Licensed users",
        ReadyFilter::Unlicensed => "Unlicensed users",
        ReadyFilter::Guests => "Guest users",
        ReadyFilter::SignInAllowed => "Sign-in allowed",
        ReadyFilter::SignInBlocked => "Sign-in blocked",
        ReadyFilter::WithErrors => "Users with errors",
        ReadyFilter::ToBeDeleted => super::offboard::TO_BE_DELETED,
        ReadyFilter::Admins(AdminRole::Global) => "Global admins",
        ReadyFilter::Admins(AdminRole::Billing) => "Billing admins",
        ReadyFilter::Admins(AdminRole::Helpdesk) => "Helpdesk admins",
        ReadyFilter::Admins(AdminRole::Service) => "Service admins",
        ReadyFilter::Admins(AdminRole::UserManagement) => "User management admins",
        ReadyFilter::Admins(AdminRole::Password) => "Password admins",
    }
}

/// The name of the mark of errors: `Has errors: Adele Vance`.
pub fn has_errors(user: &str) -> String {
    format!("{HAS_ERRORS}: {user}")
}

/// `Location: not Iceland`.
pub fn location_chip(location: LocationFilter) -> String {
    match location {
        LocationFilter::Is(country) => format!("{LOCATION}: {}", country.name()),
        LocationFilter::IsNot(country) => format!("{LOCATION}: not {}", country.name()),
        LocationFilter::Missing => format!("{LOCATION}: missing"),
    }
}

/// `Created from 1 Nov 2026`.
pub fn created_from(day: Day) -> String {
    format!("Created from {}", day.words())
}

/// `Created to 30 Nov 2026`.
pub fn created_to(day: Day) -> String {
    format!("Created to {}", day.words())
}

/// `Department: Sales`.
pub fn value_chip(what: &str, value: &str) -> String {
    format!("{what}: {}", isolated(value))
}

/// `Has one of: Microsoft 365 E3, Visio Plan 2`; of a single product `Has: Visio Plan 2`.
pub fn product_chip(of_several: &str, of_one: &str, products: &[String]) -> String {
    let condition = if products.len() == 1 { of_one } else { of_several };
    let products: Vec<_> = products.iter().map(|product| isolated(product)).collect();
    format!("{condition}: {}", products.join(", "))
}

/// `Filters (2)`, the button that opens the filters on a phone.
pub fn filters_button(active: usize) -> String {
    if active == 0 { "Filters".into() } else { format!("Filters ({active})") }
}

/// The address by which a search found the user.
pub fn matched_by(address: &str) -> String {
    format!("matched by {}", isolated(address))
}

/// Accessible name of a chip's ✕.
pub fn remove_filter(chip: &str) -> String {
    format!("Remove filter {chip}")
}

/// `Users (2,004)`.
pub fn users_heading(count: Option<Count>) -> String {
    count.map_or_else(|| TABLE.to_owned(), |count| format!("{TABLE} ({})", format::count(count)))
}

/// `1,996 users match`.
pub fn users_match(count: Count) -> String {
    match count {
        Count::Exact(1) => "1 user matches".into(),
        count => format!("{} users match", format::count(count)),
    }
}

/// `37 selected`.
pub fn selected(count: i64) -> String {
    format!("{} selected", format::number(count))
}

/// `(22 on other pages)`.
pub fn on_other_pages(count: i64) -> String {
    format!("({} on other pages)", format::number(count))
}

/// `Select all 412 matching`.
pub fn select_all(count: Option<Count>) -> String {
    match count {
        Some(Count::Exact(exact)) => format!("Select all {} matching", format::number(exact)),
        Some(Count::More) => format!("Select all matching ({})", format::count(Count::More)),
        None => "Select all matching".into(),
    }
}

/// `412 users selected`.
pub fn users_selected(count: i64) -> String {
    format!("{} selected", format::counted(count, "user"))
}

/// `+2 more`.
pub fn more_products(count: usize) -> String {
    format!("+{count} more")
}

/// `312 emails found`.
pub fn emails_found(count: usize) -> String {
    format!("{} found", format::counted(amount(count), "email"))
}

/// `312 emails found in staff.csv`.
pub fn emails_in_file(count: usize, file: &str) -> String {
    format!("{} in {file}", emails_found(count))
}

/// Result of selecting by email.
pub fn selected_by_email(selected: usize, asked: usize) -> String {
    format!("{} of {} selected.", format::number(amount(selected)), format::counted(amount(asked), "email"))
}

/// A user found by an address other than the email.
pub fn found_by_address(typed: &str, upn: &str) -> String {
    let upn = isolated(upn);
    format!("{typed}: found by mail address, {upn}")
}

/// An address that several users share, but none has as email. None of them is selected.
pub fn of_several(typed: &str, upns: &[String]) -> String {
    let upns: Vec<_> = upns.iter().map(|upn| isolated(upn)).collect();
    format!("{typed}: several users have this address, none selected: {}", upns.join(", "))
}

/// Precedes the emails that were not found.
pub fn not_found(count: usize) -> String {
    format!("Not found at this customer ({}):", format::number(amount(count)))
}

/// Member or guest.
pub fn user_type(user_type: UserType) -> &'static str {
    match user_type {
        UserType::Member => "Member",
        UserType::Guest => "Guest",
    }
}

/// `From the group Sales team`.
pub fn from_group(group: &str) -> String {
    let group = isolated(group);
    format!("From the group {group}")
}

/// Microsoft's error code of an assignment, in words.
pub fn license_error(code: &str) -> String {
    match code {
        "CountViolation" => "Not assigned: no licenses were available.".into(),
        "MutuallyExclusiveViolation" | "MutuallyExclusive" => "Not assigned: it conflicts with another license.".into(),
        "DependencyViolation" | "Dependency" => "Not assigned: a service plan that it needs is missing.".into(),
        "ProhibitedInUsageLocationViolation" | "ProhibitedInLocation" => {
            "Not assigned: it isn't available in the user's location.".into()
        }
        other => format!("License error: {other}."),
    }
}

/// `Service plans (12 of 14 on)`.
pub fn service_plans(on: usize, all: usize) -> String {
    format!("Service plans ({on} of {all} on)")
}

fn amount(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

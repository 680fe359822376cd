//! Words of blocking, deleting and restoring users.

pub use super::common::{BLOCK_SIGN_IN as BLOCK, EDIT, KEEP_AS_IS, RESET_PASSWORD as RESET, RESTORE};
use super::licenses::{amount, users_counted};
use super::offboard;
use super::restore;
use crate::format::{counted, number};
use domain::console::accounts::ACCOUNTS_MAX;
use domain::console::operation_kind::OperationKind;
use domain::directory::deleted_user::KEPT_DAYS;
use domain::directory::invisible::isolated;
use domain::directory::page::Count;

/// Adds users.
pub const ADD: &str = "Add user";
/// Adds or updates users from a file.
pub const UPLOAD: &str = "Upload users";
/// Allows sign-in for the selected users.
pub const ALLOW: &str = "Allow sign-in";
/// Deletes the selected users.
pub const DELETE: &str = "Delete user(s)";
/// Deletes the user shown in the panel.
pub const DELETE_ONE: &str = "Delete user";
/// Deletes users permanently.
pub const DELETE_PERMANENTLY: &str = "Delete permanently";
/// Names the tabs of current and deleted users.
pub const USERS: &str = "Users";
/// The page of deleted users.
pub const DELETED_USERS: &str = "Deleted users";
/// The dialog could not be fetched.
pub const NOT_FETCHED: &str = "No connection to the server. Nothing was changed. Try again when you are online.";
/// No user would change.
pub const NOBODY_CHANGES: &str = "Nothing to do: no users would change.";
/// The plan has changed since the preview.
pub const CHANGED_SINCE: &str = "The preview is out of date. Nothing was done. Updated preview:";
/// Explains blocking.
pub const BLOCK_MEANS: &str = "Blocked users can't sign in. Licenses and data stay as they are.";
/// Explains allowing.
pub const ALLOW_MEANS: &str = "These users can sign in again.";
/// Explains permanent deletion.
pub const DELETE_PERMANENTLY_MEANS: &str =
    "Accounts can't be restored afterwards, and names are removed from all results. This can't be undone.";
/// Explains resetting.
pub const RESET_MEANS: &str = "These users need a temporary password to sign in, which you create on the next page. \
    Earlier temporary passwords and one-time links stop working.";
/// Uses the entered emails.
pub const USE_EMAILS: &str = "Use these emails";
/// The entered emails are used; the preview is new.
pub const EMAILS_USED: &str = "The new emails are used now. Updated preview:";
/// No seats are freed.
pub const NOTHING_FREED: &str = "No licenses are freed.";
/// Columns of the deleted users.
pub const DELETED_HEADERS: [&str; 6] = ["Name", "Email", "Deleted on", "Deleted by", "Days left", "Former licenses"];
/// Deleted by an import that did not contain the user.
pub const BY_IMPORT: &str = "Import";
/// The list of deleted users is empty.
pub const NOBODY_DELETED: &str = "No deleted users. They stay here for 30 days and can be restored.";
/// The search matches no deleted users.
pub const NO_MATCH: &str = "No deleted users match.";
/// Why accounts can't be deleted and passwords can't be reset here.
pub const ALL_SYNCED: &str =
    "Synced from the customer's on-premises directory: delete these users, or reset their passwords, there.";
/// Names the search.
pub const SEARCH_LABEL: &str = "Search deleted users";
/// Placeholder of the search box.
pub const SEARCH_HINT: &str = "Name or email";
/// Why a permanent deletion has no undo.
pub const NO_WAY_BACK: &str = "Permanently deleted users can't be restored.";

/// Why a password reset has no undo.
pub const NO_OLD_PASSWORD: &str = "The old password is not stored. Reset the password again to create a new one.";

/// Label of the command.
pub fn command(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Licenses | OperationKind::Reinstate => "",
        OperationKind::Block => BLOCK,
        OperationKind::Allow => ALLOW,
        OperationKind::Delete => DELETE,
        OperationKind::Restore => RESTORE,
        OperationKind::DeletePermanently => DELETE_PERMANENTLY,
        OperationKind::Add => ADD,
        OperationKind::Upload => UPLOAD,
        OperationKind::Edit => EDIT,
        OperationKind::Reset => RESET,
        OperationKind::Offboard => offboard::OFFBOARD,
        OperationKind::CancelDeletion => offboard::CANCEL_DELETION,
    }
}

/// `Fabrikam, Inc. | Block sign-in`
pub fn question_title(customer: &str, kind: OperationKind) -> String {
    let customer = isolated(customer);
    format!("{customer} | {}", command(kind))
}

/// Explains the command.
pub fn means(kind: OperationKind) -> String {
    match kind {
        OperationKind::Licenses | OperationKind::Add | OperationKind::Upload | OperationKind::Edit => String::new(),
        OperationKind::Block => BLOCK_MEANS.into(),
        OperationKind::Allow => ALLOW_MEANS.into(),
        OperationKind::Delete => {
            format!(
                "Deleted users can be restored for {KEPT_DAYS} days; then they and their data are permanently deleted."
            )
        }
        OperationKind::Restore => restore::MEANS.into(),
        OperationKind::DeletePermanently => DELETE_PERMANENTLY_MEANS.into(),
        OperationKind::Reset => RESET_MEANS.into(),
        OperationKind::Offboard => offboard::MEANS.into(),
        OperationKind::Reinstate => offboard::REINSTATE_MEANS.into(),
        OperationKind::CancelDeletion => offboard::CANCEL_DELETION_MEANS.into(),
    }
}

/// `Delete 3 users`
pub fn confirm(kind: OperationKind, users: usize) -> String {
    let counted = users_counted(users);
    match kind {
        OperationKind::Licenses => counted,
        OperationKind::Add | OperationKind::Upload => format!("Add {counted}"),
        OperationKind::Edit => format!("Update {counted}"),
        OperationKind::Block => format!("Block sign-in for {counted}"),
        OperationKind::Allow => format!("Allow sign-in for {counted}"),
        OperationKind::Delete => format!("Delete {counted}"),
        OperationKind::Restore => format!("Restore {counted}"),
        OperationKind::DeletePermanently => format!("Delete {counted} permanently"),
        OperationKind::Reset => format!("Yes, reset the password of {counted}"),
        OperationKind::Offboard => format!("Offboard {counted}"),
        OperationKind::Reinstate => format!("Reinstate {counted}"),
        OperationKind::CancelDeletion => format!("Cancel the deletion of {counted}"),
    }
}

/// `Licenses freed: Microsoft 365 E3 (2), Visio Plan 2 (1).`
pub fn freed(licenses: &[(String, i64)]) -> String {
    if licenses.is_empty() {
        return NOTHING_FREED.into();
    }
    let named: Vec<String> =
        licenses.iter().map(|(name, seats)| format!("{} ({})", isolated(name), number(*seats))).collect();
    format!("Licenses freed: {}.", named.join(", "))
}

/// The selection exceeds the limit of a change.
pub fn too_many(users: usize) -> String {
    format!("{} are selected. At most {} can be changed at once.", users_counted(users), amount(ACCOUNTS_MAX))
}

/// Shown beside a selection that exceeds the limit of account commands.
pub fn too_many_for_some() -> String {
    format!("For more than {} users: Manage licenses and Edit only.", amount(ACCOUNTS_MAX))
}

/// Users with a taken email beyond those shown.
pub fn more_offers(users: usize) -> String {
    match users {
        1 => "1 more user needs another email; restore it afterwards.".into(),
        more => format!("{} more users need another email; restore them afterwards.", amount(more)),
    }
}

/// The users counted before many are deleted.
pub const TO_DELETE: &str = "to delete";
/// The users counted before many are blocked.
pub const TO_BLOCK: &str = "to block";

/// Shown below a deleted user's name on narrow screens: `Deleted by: Anna Kováčová · Former licenses: Visio Plan 2`
pub fn by_and_licenses(by: &str, licenses: &str) -> String {
    let [.., deleted_by, _, licenses_it_had] = DELETED_HEADERS;
    format!("{deleted_by}: {} · {licenses_it_had}: {licenses}", isolated(by))
}

/// Names the field of a new email.
pub fn new_email(name: &str) -> String {
    let name = isolated(name);
    format!("New email of {name}")
}

/// `Deleted users (3)`
pub fn deleted_users(count: Option<Count>) -> String {
    count.map_or_else(|| DELETED_USERS.to_owned(), |count| format!("{DELETED_USERS} ({})", crate::format::count(count)))
}

/// `3 selected`
pub fn selected(users: usize) -> String {
    format!("{} selected", amount(users))
}

/// `12 days`
pub fn days_left(days: i64) -> String {
    counted(days, "day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_free_is_named() {
        assert_eq!(freed(&[]), NOTHING_FREED);
        let licenses = [("Microsoft 365 E3".to_owned(), 1_200), ("Visio Plan 2".to_owned(), 1)];
        assert_eq!(freed(&licenses), "Licenses freed: Microsoft 365 E3 (1,200), Visio Plan 2 (1).");
    }

    #[test]
    fn the_button_says_what_it_does() {
        assert_eq!(confirm(OperationKind::Delete, 1), "Delete 1 user");
        assert_eq!(confirm(OperationKind::DeletePermanently, 21), "Delete 21 users permanently");
        assert_eq!(too_many(10_001), "10,001 users are selected. At most 10,000 can be changed at once.");
    }
}

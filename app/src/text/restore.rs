//! Words of restoring deleted users.

use super::licenses::users_counted;

/// Explains restoring.
pub const MEANS: &str = "Restores the accounts and, while licenses are available, the ones they had: group licenses \
    first, then direct ones.";
/// Precedes the fields for new emails.
pub const OFFERS: &str = "These users need a new email: the old one is taken, or its domain no longer belongs to the \
    customer. Enter new emails, or leave these users deleted:";

/// Label of the check box that restores licenses.
pub fn give_back_licenses(users: usize) -> String {
    format!("Restore licenses removed by deleting or offboarding ({})", users_counted(users))
}

/// Label of the check box that allows sign-in.
pub fn allow_sign_in(users: usize) -> String {
    format!("Allow sign-in blocked by deleting or offboarding ({})", users_counted(users))
}

/// Explains that restored users are no longer synced.
pub fn from_sync(users: usize) -> String {
    let were = if users == 1 { "was" } else { "were" };
    format!(
        "{} {were} synced from the customer's on-premises directory, which no longer has them. Restored \
         accounts are cloud accounts that can be changed and deleted here. To keep them synced, leave them deleted and \
         restore them in the on-premises directory.",
        users_counted(users)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_say_how_many_users_they_are_about() {
        assert_eq!(give_back_licenses(2), "Restore licenses removed by deleting or offboarding (2 users)");
        assert_eq!(allow_sign_in(1), "Allow sign-in blocked by deleting or offboarding (1 user)");
        assert!(from_sync(1).starts_with("1 user was synced"));
    }
}

//! Words of temporary passwords and one-time links.

pub use super::common::CREATING;
use super::licenses::{amount, users_counted};
use crate::format::moment;
use domain::console::passwords::{Handover, LinkState};
use domain::directory::invisible::isolated;
use domain::directory::password::GOOD_FOR_HOURS;

/// Heading of the password section of a result, and title of the dialog.
pub const PASSWORDS: &str = "Temporary passwords";
/// Creates or recreates temporary passwords.
pub const CREATE: &str = "Create temporary passwords";
/// Title of the dialog with links.
pub const LINKS: &str = "One-time links";
/// Creates links instead.
pub const OR_LINKS: &str = "Or a one-time link per user";
/// Explains creation, beside the commands.
pub const LEAD: &str =
    "Shown once, to copy, print or save, and not stored. Creating new ones makes the earlier ones stop working.";
/// Warns before closing the dialog with passwords.
pub const NOT_AGAIN: &str = "You won't be able to see these passwords again";
/// Warns before closing the dialog with links.
pub const LINKS_NOT_AGAIN: &str = "You won't be able to see these links again";
/// Returns to the list.
pub const BACK: &str = "Back to the list";
/// Copies the whole list.
pub const COPY_ALL: &str = "Copy all";
/// Copying failed.
pub const NOT_COPIED: &str = "The browser blocked copying. Select the text and copy it, or download the CSV file.";
/// All users have since been deleted or synced.
pub const NOBODY: &str = "None of these users can get a temporary password.";
/// Precedes the users without a password.
pub const LEFT_OUT: &str = "These users got none:";

/// Title of the dialog.
pub fn title(how: Handover) -> &'static str {
    match how {
        Handover::Passwords => PASSWORDS,
        Handover::Links => LINKS,
    }
}

/// Columns of the list, and of the file.
pub fn headers(how: Handover) -> [&'static str; 3] {
    let last = match how {
        Handover::Passwords => "Temporary password",
        Handover::Links => "One-time link",
    };
    ["Name", "Email", last]
}

/// Warns before closing the dialog.
pub fn not_again(how: Handover) -> &'static str {
    match how {
        Handover::Passwords => NOT_AGAIN,
        Handover::Links => LINKS_NOT_AGAIN,
    }
}

/// One entry was copied.
pub fn copied(how: Handover, name: &str) -> String {
    let name = isolated(name);
    match how {
        Handover::Passwords => format!("Password of {name} copied."),
        Handover::Links => format!("Link of {name} copied."),
    }
}

/// The whole list was copied.
pub fn all_copied(how: Handover, users: usize) -> String {
    let what = match how {
        Handover::Passwords => "Passwords",
        Handover::Links => "Links",
    };
    format!("{what} of {} copied.", users_counted(users))
}

/// The list was saved as a file.
pub fn saved_as(how: Handover) -> String {
    format!("Saved as {}.", file_name(how))
}

/// Validity; the time follows.
pub fn expire_on() -> String {
    format!("They expire in {GOOD_FOR_HOURS} hours, on")
}

/// How they are used.
pub fn how_used(how: Handover) -> &'static str {
    match how {
        Handover::Passwords => "Each must be changed at the next sign-in.",
        Handover::Links => {
            "Each shows a temporary password once, to the first person to open it. Send it only to its user."
        }
    }
}

/// `Created for 12 users.`
pub fn created_for(users: usize) -> String {
    format!("Created for {}.", users_counted(users))
}

/// Entries beyond those shown.
pub fn more(users: usize) -> String {
    format!("And {} more: copied, printed and saved with the others.", users_counted(users))
}

/// The name of the file.
pub fn file_name(how: Handover) -> &'static str {
    match how {
        Handover::Passwords => "temporary-passwords.csv",
        Handover::Links => "one-time-links.csv",
    }
}

/// Accessible name of a user's `Copy`.
pub fn copy_of(name: &str) -> String {
    let name = isolated(name);
    format!("Copy for {name}")
}

/// The number of links being e-mailed, and of those without a suitable address.
pub fn mailed(mailed: usize, users: usize) -> String {
    let sent = format!("Being e-mailed: {}.", amount(mailed));
    match users.saturating_sub(mailed) {
        0 => sent,
        rest => format!("{sent} No alternative mail address: {}.", amount(rest)),
    }
}

/// Subject of the e-mail with a link.
pub const LETTER_SUBJECT: &str = "Your temporary password";

/// Body of the e-mail with a link.
pub fn letter(name: &str, upn: &str, customer: &str, link: &str, expires: i64) -> String {
    let (name, upn, customer) = (isolated(name), isolated(upn), isolated(customer));
    format!(
        "Hello {name},\n\na new temporary password is ready for {upn} ({customer}).\n\nOpen this link and press “{SHOW}”:\n{link}\n\n\
         {} The password must be changed at the next sign-in.\n\nIf you did not expect this, tell your administrator.\n",
        link_until(expires)
    )
}

/// Title of a one-time link's page.
pub const LINK_TITLE: &str = "Your temporary password";
/// Shows the password.
pub const SHOW: &str = "Show password";
/// Explains the button.
pub const SHOW_MEANS: &str =
    "The password is created when you press the button and shown once. Have a pen or a password manager ready.";
/// Shown above the password.
pub const WRITE_DOWN: &str = "Copy it or write it down now. This page won't show it again.";

/// The user of the password: `For adele@fabrikam.example at Fabrikam, Inc.`
pub fn whose(upn: &str, customer: &str) -> String {
    let (upn, customer) = (isolated(upn), isolated(customer));
    format!("For {upn} at {customer}")
}

/// Expiry of a link.
pub fn link_until(expires: i64) -> String {
    format!("This link works once, until {} UTC.", moment(expires))
}

/// Expiry of a password shown by a link.
pub fn password_until(expires: i64) -> String {
    format!("Sign in with it before {} UTC. You will be asked to choose a password of your own.", moment(expires))
}

/// Why a link shows no password, and the next step.
pub fn link_fails(state: &LinkState) -> &'static str {
    match state {
        LinkState::Used => {
            "This link has been used: it showed its password once. If that was not you, tell your administrator at once. \
             If you have lost the password, ask for a new link."
        }
        LinkState::Expired => "This link has expired. Ask your administrator for a new one.",
        LinkState::Open(_) | LinkState::Unknown => {
            "This link doesn't work. It may be incomplete or replaced by a newer link. Check it, or ask your \
             administrator for a new one."
        }
    }
}

/// The database did not respond.
pub const LINK_BROKEN: &str =
    "The password couldn't be created just now, and the link was not used up. Try again in a minute.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_long_they_are_good_for() {
        assert_eq!(expire_on(), "They expire in 72 hours, on");
    }

    #[test]
    fn who_is_sent_no_link_is_counted() {
        assert_eq!(mailed(1_200, 1_200), "Being e-mailed: 1,200.");
        assert_eq!(mailed(1, 3), "Being e-mailed: 1. No alternative mail address: 2.");
    }
}

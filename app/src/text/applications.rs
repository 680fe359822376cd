//! Words about applications and their keys.

pub use super::common::{ALLOW, BLOCK, EXPIRES, LAST_USED};
use super::custom_permissions::custom;
use super::people::roles_by_groups;
pub use super::people::{
    ACTIVE, BLOCKED, EDIT, NAME, NO_ROLE, REMOVE, ROLES, SAVE, SAVING, STATUS, edit_one, question, remove_one,
};
use super::relationships::in_days;
pub use super::users::NOT_COPIED;
use crate::format::{counted, date_time};
use domain::access::application::Application;
use domain::access::application_key::{ApplicationKey, KeyStatus};
use domain::access::people::People;
use domain::access::relationship::days_until;
use domain::directory::invisible::isolated;

/// The tab, the heading and the name of the table.
pub const APPLICATIONS: &str = "Microsoft Entra applications";
/// Explains the page.
pub const LEAD: &str =
    "Applications call the API with a key. Their roles or custom permissions determine what they can do.";
/// Opens the form for a new application, and is its title.
pub const NEW_APPLICATION: &str = "New application";
/// There are no applications.
pub const NO_APPLICATIONS: &str = "No applications yet.";
/// Column and field: the application id.
pub const APPLICATION_ID: &str = "Application ID";
/// Explains the application id.
pub const APPLICATION_ID_HINT: &str =
    "The client ID of its registration in Microsoft Entra. Leave it empty to have one made. It can't be changed later.";
/// The text is not an application id.
pub const NOT_AN_ID: &str = "An application ID looks like 6fd2c87f-b296-42f0-b197-1e91e994b900.";
/// Column, command, and heading and name of the table of keys.
pub const KEYS: &str = "Keys";

// Keys.

/// There are no keys.
pub const NO_KEYS: &str = "No keys yet.";
/// Column: the person who made a key.
pub const MADE_BY: &str = "Made by";
/// Column and field: the purpose of the key.
pub const DESCRIPTION: &str = "Description";
/// Explains the description.
pub const DESCRIPTION_HINT: &str = "For example, where the key is kept.";
/// Column: when the key was made.
pub const CREATED: &str = "Created";
/// Field: how long the key lasts.
pub const LASTS: &str = "Expires after";
/// In place of a time: the key was never used.
pub const NEVER: &str = "Never";
/// Heading of the form of a key.
pub const NEW_KEY_TITLE: &str = "A new key";
/// Makes a key.
pub const NEW_KEY: &str = "New key";
/// Shown while a key is made.
pub const MAKING_KEY: &str = "Making the key…";
/// Revokes a key.
pub const REVOKE: &str = "Revoke";
/// A key was made.
pub const KEY_MADE: &str = "The key was made.";
/// Title of the dialog that shows a key.
pub const SHOWN_KEY: &str = "Key";
/// Says how to keep the key.
pub const COPY_NOW: &str = "Copy the key now, and keep it where you keep other secrets. It is not shown again.";
/// The key was copied.
pub const KEY_COPIED: &str = "Key copied.";
/// Follows the time at which a key expires.
pub const REPLACE: &str = ". Make another, give it to the program, then revoke this one.";

/// The status of a key.
pub fn key_status(status: KeyStatus) -> &'static str {
    match status {
        KeyStatus::Live => "Live",
        KeyStatus::ExpiresSoon => "Expires soon",
        KeyStatus::Expired => "Expired",
        KeyStatus::Revoked => "Revoked",
    }
}

/// `2 live keys`.
pub fn live_keys(application: &Application) -> String {
    match application.live_keys().count() {
        0 => "No live key".to_owned(),
        count => counted(i64::try_from(count).unwrap_or(i64::MAX), "live key"),
    }
}

/// `6 months`.
pub fn months(count: u8) -> String {
    counted(i64::from(count), "month")
}

/// The application's roles, and those that groups give it.
pub fn roles_of(people: &People, application: &Application) -> String {
    let own = application.roles.iter().map(|role| role.as_str().to_owned());
    let own = own.chain(application.custom.as_ref().map(custom));
    let all: Vec<String> = own.chain(roles_by_groups(people, application.id, &application.roles)).collect();
    if all.is_empty() { NO_ROLE.to_owned() } else { all.join(", ") }
}

/// Before the time at which a key expires.
pub fn expires_soon(application: &str, key: &ApplicationKey) -> String {
    format!("The key “{}” of {} expires on", isolated(&key.description), isolated(application))
}

// Reminders by e-mail.

/// Subject of a reminder.
pub fn reminder_subject(expires: i64, now: i64) -> String {
    format!("A key of an application expires {}", in_days(days_until(expires, now)))
}

/// Text of a reminder.
pub fn reminder(application: &str, key: &str, expires: i64) -> String {
    let (application, key) = (isolated(application), isolated(key));
    format!(
        "The key “{key}” of the application “{application}” expires on {}. The application can't call Tenantry then. Make another key, give it to the application, and revoke this one.",
        date_time(expires)
    )
}

// Accessible names of commands. Each begins with the visible text.

/// Accessible name of `Keys`, and title of the dialog.
pub fn keys_of(name: &str) -> String {
    format!("{KEYS} of {}", isolated(name))
}

/// Accessible name of `Block`.
pub fn block_one(name: &str) -> String {
    format!("{BLOCK} {}", isolated(name))
}

/// Accessible name of `Allow`.
pub fn allow_one(name: &str) -> String {
    format!("{ALLOW} {}", isolated(name))
}

/// Accessible name of `Revoke`.
pub fn revoke_one(description: &str) -> String {
    format!("{REVOKE} the key {}", isolated(description))
}

// Explanations of commands, and messages after success.

/// Explains blocking.
pub fn block_means(name: &str) -> String {
    format!("The keys of {} don't work until you allow it again.", isolated(name))
}

/// Explains allowing.
pub fn allow_means(name: &str) -> String {
    format!("The live keys of {} work again.", isolated(name))
}

/// Explains removing.
pub fn remove_means(name: &str) -> String {
    let name = isolated(name);
    format!(
        "The keys of {name} stop working at once, and can't be brought back. The activity log keeps what {name} did."
    )
}

/// Explains revoking.
pub fn revoke_means(name: &str) -> String {
    format!("The key stops working at once, and can't be brought back. {} needs another.", isolated(name))
}

/// An application was added or changed.
pub fn saved(name: &str) -> String {
    format!("The application {} was saved.", isolated(name))
}

/// An application was blocked.
pub fn blocked(name: &str) -> String {
    format!("{} was blocked.", isolated(name))
}

/// An application was allowed.
pub fn allowed(name: &str) -> String {
    format!("{} is allowed again.", isolated(name))
}

/// An application was removed.
pub fn removed(name: &str) -> String {
    format!("{} was removed.", isolated(name))
}

/// A key was revoked.
pub fn revoked(description: &str) -> String {
    format!("The key {} was revoked.", isolated(description))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_says_which_key_ends_and_when() {
        let end = 1_795_430_520_000;
        assert_eq!(reminder_subject(end, end - 1), "A key of an application expires in 1 day");
        assert!(
            reminder("Sync", "Server", end)
                .starts_with("The key “Server” of the application “Sync” expires on 23 Nov 2026 10:42 UTC.")
        );
    }

    #[test]
    fn the_name_of_a_command_begins_with_its_visible_text() {
        let names = [
            (KEYS, keys_of("Sync")),
            (BLOCK, block_one("Sync")),
            (ALLOW, allow_one("Sync")),
            (REVOKE, revoke_one("Sync")),
        ];
        for (label, name) in names {
            assert!(name.starts_with(label) && name.ends_with("Sync"), "{name}");
        }
    }
}

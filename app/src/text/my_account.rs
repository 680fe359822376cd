//! Words about one's own account, and about sessions.

pub use super::common::{CODE, LAST_USED};
use super::frame::set_up_error;
pub use super::frame::{MY_ACCOUNT, NAME, NEW_PASSWORD, PASSWORD, SIGN_IN_NAME};
pub use super::people::{ROLES, SESSIONS, roles};
use crate::format::moment;
use domain::access::session::PersonSession;

// The account.

/// The person has no role.
pub const NO_ROLES: &str = "None";
/// Names the people who can change the values of the section.
pub const ACCOUNT_HINT: &str = "A Global admin or Account admin can change your name and roles.";

// The password.

/// Field: the current password.
pub const CURRENT_PASSWORD: &str = "Current password";
/// Sends the form.
pub const CHANGE_PASSWORD: &str = "Change password";
/// Explains the effect of changing the password.
pub const PASSWORD_LEAD: &str = "Your other sessions end when you change it.";
/// In place of the form, for a person who has no password.
pub const NO_PASSWORD: &str = "You have no password. You sign in with an account at an identity provider.";
/// The way to the accounts at identity providers, on the same page.
pub const SEE_LINKED: &str = "See your linked accounts";
/// The password was changed.
pub const PASSWORD_CHANGED: &str = "Your password was changed. Your other sessions have ended.";

/// A field of the form that has an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordField {
    /// The current password.
    Current,
    /// The new password.
    New,
    /// The code of the second factor. The field is there only when it is about that.
    Code,
}

/// Why the password was not changed, by the `error` of the address, and the field it is about. `None` for the field if it
/// is about none.
pub fn password_error(code: &str) -> (Option<PasswordField>, &'static str) {
    match code {
        "wrong" => (Some(PasswordField::Current), "This is not your current password. Type it again."),
        "too-many" => (Some(PasswordField::Current), "Too many attempts. Wait, at most 15 minutes, and try again."),
        "code" => (
            Some(PasswordField::Code),
            "Type both passwords again, and a code of your authenticator app or a recovery code.",
        ),
        "code-wrong" => (
            Some(PasswordField::Code),
            "The code is wrong or was used already. Type both passwords again, and the next code.",
        ),
        "same" => (Some(PasswordField::New), "This is your current password. Choose another."),
        "password" | "password-is-name" | "password-common" => (Some(PasswordField::New), set_up_error(code)),
        _ => (None, "The password couldn't be changed. Try again."),
    }
}

// The sessions.

/// Explains the table.
pub const SESSIONS_LEAD: &str =
    "Where you are signed in. If you don't know a session, end it and change your password.";
/// Column: the browser.
pub const BROWSER: &str = "Browser";
/// Column: the network address.
pub const ADDRESS: &str = "Address";
/// Column: when the session began.
pub const SIGNED_IN: &str = "Signed in";
/// Marks the session of the page.
pub const THIS_SESSION: &str = "This session";
/// In place of a browser that is not known.
pub const UNKNOWN_BROWSER: &str = "Unknown browser";
/// In place of an address that is not known.
pub const UNKNOWN_ADDRESS: &str = "Unknown";
/// Ends a session.
pub const END: &str = "End";
/// Ends all sessions but that of the page.
pub const END_OTHERS: &str = "End all others";
/// Ends all sessions.
pub const END_ALL: &str = "End all";
/// There is no session.
pub const NO_SESSIONS: &str = "No sessions.";
/// A session was ended.
pub const SESSION_ENDED: &str = "The session has ended.";
/// Several sessions were ended.
pub const SESSIONS_ENDED: &str = "The sessions have ended.";

/// The browser of a session.
pub fn browser(session: &PersonSession) -> String {
    if session.browser.is_empty() { UNKNOWN_BROWSER.to_owned() } else { session.browser.clone() }
}

/// Accessible name of `End`. It begins with the visible text.
pub fn end_one(session: &PersonSession) -> String {
    format!("{END} the session of {} that began {}", browser(session), moment(session.began))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::SessionId;

    #[test]
    fn each_error_is_told_at_its_field() {
        for (code, field) in [
            ("wrong", Some(PasswordField::Current)),
            ("too-many", Some(PasswordField::Current)),
            ("same", Some(PasswordField::New)),
            ("password-common", Some(PasswordField::New)),
            ("code", Some(PasswordField::Code)),
            ("code-wrong", Some(PasswordField::Code)),
            ("broken", None),
        ] {
            assert_eq!(password_error(code).0, field, "{code}");
        }
    }

    #[test]
    fn sessions_of_one_browser_have_different_names() {
        let id = SessionId::new(uuid::Uuid::nil());
        let session = PersonSession { id, browser: String::new(), address: None, began: 0, used: 0 };
        let later = PersonSession { began: 1_000, ..session.clone() };
        assert_ne!(end_one(&session), end_one(&later));
        assert!(end_one(&session).starts_with(END));
        assert_eq!(browser(&session), UNKNOWN_BROWSER);
    }
}

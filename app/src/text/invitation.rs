//! Words of the e-mail with the link of an invitation, and about accepting it.

use super::frame::set_up_error;
use crate::format::moment;
use domain::access::person::INVITATION_DAYS;
use domain::directory::invisible::isolated;

// The e-mail.

/// Subject of the e-mail with the link of an invitation.
pub const LETTER_SUBJECT: &str = "Your invitation to Tenantry";

/// Body of the e-mail with the link of an invitation.
pub fn letter(name: &str, link: &str, expires: i64) -> String {
    let name = isolated(name);
    format!(
        "Hello {name},\n\nyou are invited to Tenantry. Open this link and choose a password:\n{link}\n\nIt works once, \
         until {} UTC ({INVITATION_DAYS} days).\n\nIf you did not expect this, do nothing.\n",
        moment(expires)
    )
}

// Accepting an invitation.

/// Title of the page.
pub const ACCEPT_TITLE: &str = "Accept the invitation";
/// Explains the form.
pub const ACCEPT_LEAD: &str = "Choose a password. You sign in with it and your sign-in name.";
/// Accepts the invitation.
pub const ACCEPT: &str = "Accept";
/// The link is not valid.
pub const INVITATION_GONE: &str = "This invitation is not valid any more. If you have accepted it, sign in. Otherwise ask the person who invited you for a new link.";

/// Why the invitation was not accepted, by the `error` of the address. `None` for a link that is not valid, because the
/// page says so.
pub fn accept_error(code: &str) -> Option<&'static str> {
    (code != "link").then(|| set_up_error(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_link_is_explained_once() {
        assert_eq!(accept_error("link"), None);
        assert_eq!(accept_error("password"), Some(set_up_error("password")));
    }
}

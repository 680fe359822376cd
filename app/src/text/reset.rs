//! Words about choosing a new password by a link, and asking for one.

use super::frame::set_up_error;
pub use super::frame::{BACK_TO_SIGN_IN, FORGOT_PASSWORD, NEW_PASSWORD, SIGN_IN_NAME};
use crate::format::moment;
use domain::access::person::RESET_HOURS;
use domain::directory::invisible::isolated;

/// Title of the page of a link.
pub const RESET_TITLE: &str = "Choose a new password";
/// Explains the form.
pub const RESET_LEAD: &str = "You sign in with it from now on. All your sessions end.";
/// Sends the form.
pub const SET_PASSWORD: &str = "Set password";
/// The link is not valid.
pub const RESET_GONE: &str =
    "This link is not valid any more. It may have been used, replaced by a newer one, or expired. Ask for a new one.";
/// The database did not respond.
pub const RESET_BROKEN: &str = "The link couldn't be looked up just now, and was not used up. Try again in a minute.";

/// Why the password was not taken, by the `error` of the address.
pub fn reset_error(code: &str) -> &'static str {
    match code {
        "password" | "password-is-name" | "password-common" => set_up_error(code),
        _ => "The password couldn't be set. Try again.",
    }
}

/// Explains the form that asks for a link.
pub const FORGOT_LEAD: &str = "If your sign-in name is an email address, a link to a new password is sent to it.";
/// Sends the form.
pub const SEND_LINK: &str = "Send link";
/// The answer for every name.
pub const LINK_SENT: &str = "If somebody signs in with this name and it is an email address, a link is on its way. \
                             Nothing came? Ask a Global admin or Account admin of your organization for a link.";
/// Shown where no mail can be sent.
pub const NO_MAIL: &str = "Ask a Global admin or Account admin of your organization. They can make a link for you under \
                           User management, with which you choose a new password.";

/// Why no link was asked for, by the `error` of the address.
pub fn forgot_error(code: &str) -> &'static str {
    match code {
        "too-many" => "Too many requests with this sign-in name or from your network. Wait five minutes and try again.",
        _ => "The link couldn't be asked for. Try again.",
    }
}

/// Subject of the e-mail with a link.
pub const LETTER_SUBJECT: &str = "Choose a new password for Tenantry";

/// Body of the e-mail with a link.
pub fn letter(name: &str, link: &str, expires: i64) -> String {
    let name = isolated(name);
    format!(
        "Hello {name},\n\nsomebody asked for a new password for your account. If that was you, open this link and choose \
         one:\n{link}\n\nIt works once, until {} UTC ({RESET_HOURS} hours).\n\nIf it was not you, do nothing: your \
         password stays as it is.\n",
        moment(expires)
    )
}

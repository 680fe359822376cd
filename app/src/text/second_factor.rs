//! Words about second factors.

pub use super::common::{CHECKING, CODE, DOWNLOAD};
pub use super::entries::{SAVE, SAVING};
pub use super::frame::PASSWORD;
use super::frame::sign_in_error;
pub use super::users::NOT_COPIED;
use domain::access::second_factor::RECOVERY_CODES;

/// Heading of the section.
pub const SECOND_FACTOR: &str = "Second factor";
/// Explains the second factor.
pub const LEAD: &str = "After your password, Tenantry asks for a code from an authenticator app on your phone. A stolen password alone is then of no use.";
/// The person has none.
pub const IS_OFF: &str = "Off: you sign in with your password alone.";
/// The person has one.
pub const IS_ON: &str = "On: you sign in with your password and a code.";
/// It can't be turned off.
pub const IS_REQUIRED: &str = "Your role needs a second factor, so it can't be turned off.";

/// `9 recovery codes are left.`
pub fn codes_left(count: i64) -> String {
    match count {
        0 => "No recovery codes are left. Create new ones, or you are locked out when you lose your phone.".to_owned(),
        1 => "1 recovery code is left. Create new ones soon.".to_owned(),
        count => format!("{count} recovery codes are left."),
    }
}

// Setting up.

/// Begins the set-up.
pub const SET_UP: &str = "Set up a second factor";
/// Title of the page for people who must set it up.
pub const SET_UP_TITLE: &str = "Set up your second factor";
/// Explains why.
pub const SET_UP_LEAD: &str =
    "Your role needs a second factor. Set it up to go on: you need an authenticator app on your phone.";
/// First step.
pub const SCAN: &str = "Scan this code with your authenticator app.";
/// Names the picture.
pub const PICTURE: &str = "QR code for your authenticator app";
/// In place of scanning.
pub const OR_TYPE: &str = "Or type this key into the app:";
/// Second step, and the label of the field.
pub const CODE_OF_APP: &str = "Code that the app shows";
/// Ends the set-up.
pub const TURN_ON: &str = "Turn on";
/// Begins the set-up again.
pub const BEGIN_AGAIN: &str = "Begin again";

// A new phone.

/// Shows how a phone is replaced.
pub const NEW_PHONE: &str = "Set up a new phone";
/// Explains it.
pub const NEW_PHONE_MEANS: &str = "Your current phone keeps working until you type a code of the new one. Then it stops working, you get new recovery codes, and your other sessions end.";
/// Begins it.
pub const BEGIN_NEW_PHONE: &str = "Begin with the new phone";
/// Ends it.
pub const USE_NEW_PHONE: &str = "Use the new phone";

// Recovery codes.

/// Heading above new recovery codes.
pub const RECOVERY: &str = "Recovery codes";
/// The name of the file.
pub const FILE_NAME: &str = "tenantry-recovery-codes.txt";
/// The codes were copied.
pub const COPIED: &str = "Recovery codes copied.";
/// Confirms that the codes are kept.
pub const SAVED_THEM: &str = "I have saved them";
/// Shows the form that replaces the codes.
pub const NEW_CODES: &str = "Create new recovery codes";
/// Replaces the codes.
pub const CREATE_CODES: &str = "Create codes";
/// Explains replacing the codes.
pub const NEW_CODES_MEANS: &str = "The earlier ones stop working.";
/// Label of the field before codes are replaced.
pub const CODE_OR_RECOVERY: &str = "Code of your app, or a recovery code";

/// Explains the codes.
pub fn recovery_lead() -> String {
    format!(
        "Keep these {RECOVERY_CODES} codes where you find them without your phone. Each signs you in once in place of \
         a code of the app. They are not shown again."
    )
}

/// The content of the file.
pub fn file(codes: &[&str]) -> String {
    format!("Tenantry recovery codes. Each works once.\r\n\r\n{}\r\n", codes.join("\r\n"))
}

// Turning off.

/// Turns the second factor off.
pub const TURN_OFF: &str = "Turn off";
/// Shows the form that turns it off.
pub const TURN_OFF_QUESTION: &str = "Turn the second factor off";

/// The first step of a person without a password; the link follows.
pub const PROVIDER_FIRST: &str = "Your identity provider must have asked you within the last ten minutes:";

/// The result of turning it off, by the `second-factor` of the address; `Err` if it is still on.
pub fn turned_off(code: &str) -> Result<&'static str, &'static str> {
    match code {
        "off" => Ok("Your second factor is off."),
        "wrong" => {
            Err("The password or the code is wrong, or the code was used already. Your second factor is still on.")
        }
        "required" => Err(IS_REQUIRED),
        "proof" => Err(
            "Your identity provider asked you a while ago. Confirm with it that it is you, and turn your second factor off within ten minutes.",
        ),
        "too-many" => Err("Too many attempts. Wait, at most 15 minutes, and try again."),
        _ => Err("Your second factor is still on. Try again."),
    }
}

// Roles.

/// Heading and group of check boxes: the roles that need a second factor.
pub const ROLES: &str = "Roles that need a second factor";
/// Explains the choice.
pub const ROLES_LEAD: &str = "People with one of these roles set up a second factor before they can do anything else, beginning with their next click. Once a role is chosen, so do people with custom permissions.";
/// The choice was saved.
pub const ROLES_SAVED: &str = "The roles were saved.";

// Signing in.

/// Title of the page after the password.
pub const CODE_TITLE: &str = "Enter your code";
/// Explains the form.
pub const CODE_LEAD: &str = "Type the code that your authenticator app shows, or one of your recovery codes.";
/// Signs in.
pub const GO_ON: &str = "Sign in";
/// Back to the form of name and password.
pub const SOMEBODY_ELSE: &str = "Sign in as somebody else";

/// Why the code was not taken, by the `error` of the address.
pub fn code_error(code: &str) -> String {
    match code {
        "wrong" => "The code is wrong or was used already. Wait until your app shows another code, and type that one."
            .to_owned(),
        "too-many-codes" => {
            "Too many codes were tried for this account today. Sign in with a recovery code, in a browser in \
             which you signed in before, or in an hour. If you tried none, somebody knows your password: change it."
                .to_owned()
        }
        other => sign_in_error(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_turning_off_says_whether_it_is_still_on() {
        assert!(turned_off("off").is_ok());
        for code in ["wrong", "required", "too-many", "broken", ""] {
            assert!(turned_off(code).is_err(), "{code}");
        }
    }

    #[test]
    fn few_codes_are_a_reason_to_make_new_ones() {
        assert_eq!(codes_left(10), "10 recovery codes are left.");
        assert!(codes_left(1).contains("Create new ones") && codes_left(0).contains("Create new ones"));
    }

    #[test]
    fn a_late_code_is_told_on_the_sign_in_page() {
        assert_ne!(sign_in_error("late"), sign_in_error("broken"));
        assert_eq!(code_error("too-many"), sign_in_error("too-many"));
        assert_ne!(code_error("wrong"), sign_in_error("wrong"));
        assert_ne!(code_error("too-many-codes"), sign_in_error("broken"));
    }
}

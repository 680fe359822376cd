//! Words of uploading users.

pub use super::common::SAVE;
use super::licenses::{amount, users_counted};
use super::seats::used_or_freed;
use crate::format::number;
use domain::console::entries::SignInChanges;
use domain::rules::plan::SeatEffect;
use domain::upload::code_page::CodePage;
use domain::upload::column::UploadColumn;
use domain::upload::error::CellError;
use domain::upload::error::{BYTES_MAX, ROWS_MAX};
use domain::upload::layout::Layout;
use domain::upload::row::RowAction;

pub const LEAD: &str = "Add or update many users from one CSV file.";
pub const STEP_FILE: &str = "1. Choose a file";
pub const STEP_ROWS: &str = "2. Check the rows";
pub const STEP_OTHERS: &str = "3. Fill in missing values";
pub const STEP_SAVE: &str = "4. Save";
pub const WHAT_TO_DO: &str = "What to do with the users in the file";
pub const TEMPLATE: &str = "Download the template";
pub const LAYOUTS: &str = "Import and export files of Partner Center, the Microsoft 365 admin center and Entra work \
    too, with columns in any order.";
pub const CSV_FILE: &str = "CSV file";
pub const DROP_HERE: &str = "Choose a file, or drop it here.";
pub const VALIDATE: &str = "Validate";
pub const CHOOSE_FIRST: &str = "Choose a file first.";
pub const DECODING: &str = "Reading the file…";
pub const ENCODING: &str = "Encoding";
pub const ENCODING_HINT: &str = "Changing the encoding reads the file again; corrections to its rows are lost.";
pub const HANGS_ON_IT: &str = "Check these texts, which depend on the encoding.";
pub const CHOOSE_FILE_AGAIN: &str = "To read it in another encoding, choose the file again.";
/// The name contains an invisible character.
pub const HAS_INVISIBLE: &str = "Contains an invisible character.";
/// Why Save is disabled.
pub const CONFIRM_SIGN_IN: &str = "Confirm that sign-in is blocked or allowed.";
/// Confirms the sign-in changes.
pub const SIGN_IN_IS_MEANT: &str = "Yes, change sign-in";
pub const UNREADABLE: &str = "The browser couldn't read this file. Choose it again.";
pub const START_OVER: &str = "Start over";
pub const CHECKING: &str = "Checking the rows…";
pub const NOT_KEPT: &str = "This file is too large to keep in the browser: if you reload this page, choose it again.";
pub const SHOW_ROWS: &str = "Show rows";
pub const ROWS: &str = "Rows of the file";
pub const ROW: &str = "Row";
pub const WHAT_HAPPENS: &str = "What will happen";
pub const READY: &str = "Ready";
pub const NO_ROWS_HERE: &str = "No rows.";
pub const OTHERS_LOCATION: &str = "Location for users without one";
pub const LEAVE_EMPTY: &str = "Leave it empty";
pub const OTHERS_LICENSES: &str = "Licenses for rows without any";
pub const NO_PRODUCTS: &str = "This customer owns no products.";
pub const NOTHING_READY: &str = "No row is ready to be saved. Correct the rows with errors first.";
pub const CORRECT_OR_LEAVE: &str = "Correct the rows with errors, or leave them out.";
pub const NOBODY_CHANGES: &str = "Nothing to save: all users already match the file.";
pub const SEATS: &str = "Licenses";
pub const SEAT_HEADERS: [&str; 4] = ["Product", "Available", "This upload", "After"];
pub const LEFT_OUT: &str = "The others are saved; these rows were left out. Correct them and save, or start over.";
pub const SEE_RESULT: &str = "See the result of the others.";
pub const REST_NOT_KEPT: &str = "The others are saved. The browser has no room for the rows that were left out: \
    correct and save them before you leave this page.";
pub const FAILED_FILE: &str = "Download failed rows";
pub const NOT_SAVED_FILE: &str = "Download rows not saved";

/// Label of an action.
pub fn action(action: RowAction) -> &'static str {
    match action {
        RowAction::Add => "Add new users",
        RowAction::Update => "Update existing users",
    }
}

/// Explains an action.
pub fn action_means(action: RowAction) -> &'static str {
    match action {
        RowAction::Add => "Each row is a new user.",
        RowAction::Update => "Users are matched by email. Empty cells change nothing.",
    }
}

/// Says that passwords are ignored, and where to create them.
pub fn passwords_ignored(action: RowAction) -> String {
    let instead = match action {
        RowAction::Add => format!("The result page offers {}.", super::passwords::CREATE),
        RowAction::Update => format!("To create new ones, select the users and choose {}.", super::accounts::RESET),
    };
    format!("Passwords in the file are ignored. {instead}")
}

/// A file was refused; the rows of the earlier file stay.
pub fn still_those_of(name: &str) -> String {
    format!("The rows below are still from {name}.")
}

/// `At most 10,000 users and 8 MB.`
pub fn limits() -> String {
    format!("At most {} users and {} MB.", amount(ROWS_MAX), BYTES_MAX / 1024 / 1024)
}

/// `users.csv: 212 rows, in the layout of Partner Center.`
pub fn file_read(name: &str, rows: usize, layout: Layout) -> String {
    let rows = if rows == 1 { "1 row".to_owned() } else { format!("{} rows", amount(rows)) };
    let layout = match layout {
        Layout::Own => return format!("{name}: {rows}."),
        Layout::PartnerCenter => "Partner Center",
        Layout::AdminCenter => "the Microsoft 365 admin center",
        Layout::Entra => "Entra",
        Layout::AdminCenterExport => "the Microsoft 365 admin center's export",
        Layout::EntraDownload => "Entra's downloaded users",
    };
    format!("{name}: {rows}, in the layout of {layout}.")
}

/// The encoding used for a file that does not state its own.
pub fn read_in(page: CodePage, guessed: bool) -> String {
    if guessed {
        format!("This file doesn't state its encoding. {} was guessed.", page.name())
    } else {
        format!("Read as {}.", page.name())
    }
}

/// `This file blocks sign-in of 3 users and allows it for 2.`
pub fn sign_in_changes(changes: SignInChanges) -> String {
    let SignInChanges { blocked, allowed } = changes;
    match (blocked, allowed) {
        (blocked, 0) => format!("This file blocks sign-in of {}.", users_counted(blocked)),
        (0, allowed) => format!("This file allows sign-in for {} who were blocked.", users_counted(allowed)),
        (blocked, allowed) => {
            format!("This file blocks sign-in of {} and allows it for {}.", users_counted(blocked), amount(allowed))
        }
    }
}

/// The row names a user by an address other than the email.
pub fn found_by_address(upn: &str) -> String {
    format!("Found by mail address: {upn}")
}

/// Ignored columns.
pub fn ignored(columns: &[String]) -> String {
    format!("These columns are ignored: {}.", columns.join(", "))
}

/// `All (212)`
pub fn all(rows: usize) -> String {
    format!("All ({})", amount(rows))
}

/// `With errors (3)`
pub fn with_errors(rows: usize) -> String {
    format!("With errors ({})", amount(rows))
}

/// `Can't be saved (2)`
pub fn cannot_be_saved(rows: usize) -> String {
    format!("Can't be saved ({})", amount(rows))
}

/// `Saved in part (5)`
pub fn in_part(rows: usize) -> String {
    format!("Saved in part ({})", amount(rows))
}

/// `Ready (209)`
pub fn ready(rows: usize) -> String {
    format!("Ready ({})", amount(rows))
}

/// `Rows 51 to 100 of 212`
pub fn rows_shown(from: usize, to: usize, of: usize) -> String {
    format!("Rows {} to {} of {}", amount(from), amount(to), amount(of))
}

/// Accessible name of a cell: `Email, row 5`.
pub fn cell(heading: &str, row: usize) -> String {
    format!("{heading}, row {row}")
}

/// `Correct: Email, Location.`, and the errors that belong to no column of the file.
pub fn to_correct(columns: &[UploadColumn], elsewhere: &[CellError]) -> String {
    let headings: Vec<&str> = columns.iter().map(|column| column.heading()).collect();
    let here = (!headings.is_empty()).then(|| format!("Correct: {}.", headings.join(", ")));
    here.into_iter().chain(elsewhere.iter().map(ToString::to_string)).collect::<Vec<_>>().join(" ")
}

/// `Leave out 3 rows with errors; they stay on this page to be corrected`
pub fn leave_out(rows: usize) -> String {
    if rows == 1 {
        "Leave out 1 row with errors; it stays on this page to be corrected".into()
    } else {
        format!("Leave out {} rows with errors; they stay on this page to be corrected", amount(rows))
    }
}

/// `Correct the 3 rows that were left out`
pub fn correct_left_out(rows: usize) -> String {
    if rows == 1 {
        "Correct the row that was left out".into()
    } else {
        format!("Correct the {} rows that were left out", amount(rows))
    }
}

/// Label of the button: `Add 212 users`, `Update 3 users`, `Add 2 and update 1 user`.
pub fn confirm(added: usize, updated: usize) -> String {
    match (added, updated) {
        (added, 0) => format!("Add {}", users_counted(added)),
        (0, updated) => format!("Update {}", users_counted(updated)),
        (added, updated) => format!("Add {} and update {}", amount(added), users_counted(updated)),
    }
}

/// The preview in numbers.
pub fn will_happen(added: usize, updated: usize, unchanged: usize, failed: usize) -> Vec<String> {
    let line = |users: usize, what: &str| (users > 0).then(|| format!("{} {what}", users_counted(users)));
    let lines = [
        line(added, "will be added."),
        line(updated, "will be updated."),
        line(unchanged, "unchanged."),
        line(failed, "can't be saved; the rows say why."),
    ];
    lines.into_iter().flatten().collect()
}

/// Users added or updated although their licenses fail.
pub fn without_licenses(users: usize) -> String {
    let these = if users == 1 { "1 of them gets".to_owned() } else { format!("{} of them get", amount(users)) };
    format!("{these} no license changes; the rows say why.")
}

/// Users who lose licenses.
pub fn losing(users: usize, unlicensed: usize) -> String {
    let lose = if users == 1 { "1 user loses".to_owned() } else { format!("{} users lose", amount(users)) };
    let left = if unlicensed == 0 { String::new() } else { format!(", {} without a license", left(unlicensed)) };
    format!("{lose} licenses{left}. {}", super::licenses::REVOKE_WARNING)
}

fn left(users: usize) -> String {
    if users == 1 { "1 is left".into() } else { format!("{} are left", amount(users)) }
}

/// `3 used`, or `3 used (2 short)` if seats are missing.
pub fn seats_used(effect: &SeatEffect) -> String {
    let short = if effect.short > 0 { format!(" ({} short)", number(effect.short)) } else { String::new() };
    format!("{}{short}", used_or_freed(effect))
}

/// Available seats: `14`, or `3 over-assigned`.
pub fn seats_available(available: i64) -> String {
    if available < 0 { format!("{} over-assigned", number(-available)) } else { number(available) }
}

/// The users counted before many lose licenses.
pub const WHO_LOSE: &str = "who lose licenses";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_says_what_it_does() {
        assert_eq!(confirm(1, 0), "Add 1 user");
        assert_eq!(confirm(1_212, 0), "Add 1,212 users");
        assert_eq!(confirm(0, 3), "Update 3 users");
        assert_eq!(confirm(2, 1), "Add 2 and update 1 user");
    }

    #[test]
    fn changes_of_sign_in_are_counted() {
        for (blocked, allowed, words) in [
            (3, 2, "This file blocks sign-in of 3 users and allows it for 2."),
            (1, 0, "This file blocks sign-in of 1 user."),
            (0, 2, "This file allows sign-in for 2 users who were blocked."),
        ] {
            assert_eq!(sign_in_changes(SignInChanges { blocked, allowed }), words);
        }
    }

    #[test]
    fn where_passwords_are_made_is_said() {
        assert_eq!(
            [RowAction::Add, RowAction::Update].map(passwords_ignored),
            [
                "Passwords in the file are ignored. The result page offers Create temporary passwords.",
                "Passwords in the file are ignored. To create new ones, select the users and choose Reset password.",
            ]
        );
    }

    #[test]
    fn what_is_to_be_corrected_is_named() {
        let columns = [UploadColumn::Email, UploadColumn::Location];
        assert_eq!(
            to_correct(&columns, &[CellError::Nobody]),
            "Correct: Email, Location. No user of this customer has this email."
        );
    }

    #[test]
    fn who_loses_licenses_is_said() {
        assert_eq!(losing(1, 0), "1 user loses licenses. Their data may be deleted after 30 days.");
        assert_eq!(
            losing(3, 1),
            "3 users lose licenses, 1 is left without a license. Their data may be deleted after 30 days."
        );
    }

    #[test]
    fn missing_seats_are_said() {
        let effect = SeatEffect { available: 1, needed: 3, used: 1, short: 2 };
        assert_eq!(seats_used(&effect), "1 used (2 short)");
        assert_eq!([seats_available(14), seats_available(-3)], ["14", "3 over-assigned"]);
    }
}

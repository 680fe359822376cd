//! Writing files of users: lines that open in a spreadsheet without running anything, our template, rows that failed.

use super::file::EXAMPLE;
use super::guard::guarded;
use super::layout::{Column, WHY};
use super::products::product_name;
use super::row::Action;
use crate::console::entries::FailedEntry;
use crate::directory::one_line::as_text;
use crate::directory::profile::TypedProfile;
use crate::ids::SkuId;
use crate::rules::change::{Change, LocationChange};
use crate::rules::entries::{Asked, UserEntry};
use crate::rules::snapshot::Snapshot;

/// Tells spreadsheets that a text is UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// A line of cells, guarded so that a spreadsheet runs none of them.
pub fn line(cells: &[&str]) -> String {
    let quoted = |cell: &&str| format!("\"{}\"", guarded(&as_text(cell)).replace('"', "\"\""));
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A line to be pasted into a spreadsheet: the same with tabs between the cells and none in them.
pub fn tabbed(cells: &[&str]) -> String {
    let cell = |cell: &&str| guarded(&cell.replace(['\t', '\r', '\n'], " ")).into_owned();
    cells.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n"
}

/// Our template, with a row that shows how rows look and is skipped when it is read.
pub fn template() -> Vec<String> {
    let example = [
        "Adele",
        "Vance",
        &format!("{EXAMPLE} Adele Vance"),
        "adele.vance@fabrikam.com",
        "US",
        "Marketing",
        "Manager",
        "SPE_E3; VISIOCLIENT",
        "",
    ];
    vec![line(&Column::TEMPLATE.map(Column::heading)), line(&example)]
}

/// Columns of a file of failed rows; the last says why.
const FAILED: [Column; 12] = [
    Column::Action,
    Column::FirstName,
    Column::LastName,
    Column::DisplayName,
    Column::Email,
    Column::Location,
    Column::Department,
    Column::JobTitle,
    Column::MailNickname,
    Column::SignIn,
    Column::Assign,
    Column::Revoke,
];

/// The header of a file of failed rows: our template and what else can be said of a user, ready to be uploaded again.
pub fn failed_header() -> String {
    line(&FAILED.map(Column::heading).into_iter().chain([WHY]).collect::<Vec<_>>())
}

/// A failed row: what was asked and why it failed. Of a new user who is there, only the licenses are asked again. The
/// snapshot has the customer's products, and users who may have a location by now.
pub fn failed_line(failed: &FailedEntry, snapshot: &Snapshot) -> String {
    let nothing = TypedProfile::default();
    let FailedEntry { entry, upn: email, only_licenses, words } = failed;
    let (action, profile) = match &entry.asked {
        Asked::Add(_) if *only_licenses => (Action::Update, &nothing),
        Asked::Add(profile) => (Action::Add, profile),
        Asked::Edit(profile) => (Action::Update, profile),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = FAILED.map(|column| match column {
        Column::Action => action.word().to_owned(),
        Column::FirstName => text(&profile.first_name),
        Column::LastName => text(&profile.last_name),
        Column::DisplayName => text(&profile.display_name),
        Column::Email if action == Action::Add => text(&profile.email),
        Column::Email => email.clone(),
        Column::Location => profile.location.clone().unwrap_or_else(|| location_for_none(entry, snapshot)),
        Column::Department => text(&profile.department),
        Column::JobTitle => text(&profile.job_title),
        Column::MailNickname => text(&profile.mail_nickname),
        Column::SignIn => sign_in(profile.sign_in_allowed),
        Column::BlockSignIn => String::new(),
        Column::Assign => products(&entry.licenses, true, snapshot),
        Column::Revoke => products(&entry.licenses, false, snapshot),
    });
    line(&cells.iter().map(String::as_str).chain([words.as_str()]).collect::<Vec<_>>())
}

/// The location for users who have none, where this one has none: whoever has one keeps it, which a cell can't say.
fn location_for_none(entry: &UserEntry, snapshot: &Snapshot) -> String {
    let has_none = snapshot.users.get(&entry.user).is_some_and(|user| user.location.is_none());
    match entry.licenses.location {
        Some(LocationChange::OnlyWithout(country)) if has_none => country.to_string(),
        _ => String::new(),
    }
}

fn sign_in(allowed: Option<bool>) -> String {
    allowed.map_or("", |allowed| if allowed { "Allowed" } else { "Blocked" }).to_owned()
}

fn products(change: &Change, assigned: bool, snapshot: &Snapshot) -> String {
    let asked = change.products.iter().filter(|(_, asked)| match assigned {
        true => asked.license.assigns(),
        false => asked.license.revokes(),
    });
    let names: Vec<String> = asked.map(|(sku, _): (&SkuId, _)| product_name(snapshot, *sku)).collect();
    names.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        assert_eq!(line(&["a \"b\"", "=1+1", "x,y"]), "\"a \"\"b\"\"\",\"'=1+1\",\"x,y\"\r\n");
        assert_eq!(line(&["\u{1}=1\u{0}"]), "\"'=1\"\r\n");
        assert_eq!(tabbed(&["a\tb", "@cmd", "x,y"]), "a b\t'@cmd\tx,y\n");
    }
}

//! Writing files of users: lines that are safe in spreadsheets, our template, and rows that failed.

use super::column::UploadColumn;
use super::file::EXAMPLE;
use super::guard::guarded;
use super::layout::WHY;
use super::products::ProductNames;
use super::row::RowAction;
use crate::console::entries::FailedEntry;
use crate::directory::one_line::as_text;
use crate::directory::profile::TypedProfile;
use crate::ids::SkuId;
use crate::rules::change::{Change, LocationChange};
use crate::rules::entries::{EntryAction, UserEntry};
use crate::rules::snapshot::Snapshot;

/// The program that a file of cells is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Excel: UTF-16 with a byte-order mark, and tabs between cells. This is Excel's own “Unicode text”, which it
    /// splits into columns under any list separator of Windows; that setting decides for files with commas or
    /// semicolons. A line `sep=,` would name the separator too, but makes Excel ignore the mark of UTF-8.
    Excel,
    /// Other programs: UTF-8 without a byte-order mark, and commas between cells.
    Csv,
}

impl Format {
    /// A line of cells.
    pub fn line(self, cells: &[&str]) -> String {
        match self {
            Self::Excel => separated(cells, "\t"),
            Self::Csv => separated(cells, ","),
        }
    }

    /// The bytes at the start of the file.
    pub fn mark(self) -> &'static [u8] {
        match self {
            Self::Excel => b"\xFF\xFE",
            Self::Csv => b"",
        }
    }

    /// Encodes lines.
    pub fn bytes(self, lines: &str) -> Vec<u8> {
        match self {
            Self::Excel => lines.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Csv => lines.as_bytes().to_vec(),
        }
    }

    /// The file's content type for HTTP.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Excel => "text/csv; charset=utf-16le",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A line of cells, guarded so that a spreadsheet runs none of them.
fn separated(cells: &[&str], separator: &str) -> String {
    let quoted = |cell: &&str| format!("\"{}\"", guarded(&as_text(cell)).replace('"', "\"\""));
    cells.iter().map(quoted).collect::<Vec<_>>().join(separator) + "\r\n"
}

/// A line for pasting into a spreadsheet: guarded, with tabs between the cells and none inside.
pub fn tabbed(cells: &[&str]) -> String {
    let cell = |cell: &&str| guarded(&cell.replace(['\t', '\r', '\n'], " ")).into_owned();
    cells.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n"
}

/// Our template, with an example row that reading skips.
pub fn template(format: Format) -> Vec<String> {
    let example = [
        "Adele",
        "Vance",
        &format!("{EXAMPLE} Adele Vance"),
        "adele.vance@fabrikam.com",
        "US",
        "Marketing",
        "Manager",
        "Microsoft 365 E3; Visio Plan 2",
        "",
    ];
    vec![format.line(&UploadColumn::TEMPLATE.map(UploadColumn::heading)), format.line(&example)]
}

/// The columns of a file of failed rows, without the last one for the reason.
const FAILED: [UploadColumn; 12] = [
    UploadColumn::Action,
    UploadColumn::FirstName,
    UploadColumn::LastName,
    UploadColumn::DisplayName,
    UploadColumn::Email,
    UploadColumn::Location,
    UploadColumn::Department,
    UploadColumn::JobTitle,
    UploadColumn::MailNickname,
    UploadColumn::SignIn,
    UploadColumn::Assign,
    UploadColumn::Revoke,
];

/// The header of a file of failed rows: our template's columns and the others for a user. The file can be uploaded
/// again.
pub fn failed_header(format: Format) -> String {
    format.line(&FAILED.map(UploadColumn::heading).into_iter().chain([WHY]).collect::<Vec<_>>())
}

/// A failed row with its request and the reason. For a new user who was added, only the licenses are requested again.
/// The snapshot has the customer's products, which `names` names, and the users, who may have a location by now.
pub fn failed_line(format: Format, failed: &FailedEntry, snapshot: &Snapshot, names: &ProductNames) -> String {
    let nothing = TypedProfile::default();
    let FailedEntry { entry, upn: email, only_licenses, words } = failed;
    let (action, profile) = match &entry.asked {
        EntryAction::Add(_) if *only_licenses => (RowAction::Update, &nothing),
        EntryAction::Add(profile) => (RowAction::Add, profile),
        EntryAction::Edit(profile) => (RowAction::Update, profile),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = FAILED.map(|column| match column {
        UploadColumn::Action => action.word().to_owned(),
        UploadColumn::FirstName => text(&profile.first_name),
        UploadColumn::LastName => text(&profile.last_name),
        UploadColumn::DisplayName => text(&profile.display_name),
        UploadColumn::Email if action == RowAction::Add => text(&profile.email),
        UploadColumn::Email => email.clone(),
        UploadColumn::Location => profile.location.clone().unwrap_or_else(|| location_for_none(entry, snapshot)),
        UploadColumn::Department => text(&profile.department),
        UploadColumn::JobTitle => text(&profile.job_title),
        UploadColumn::MailNickname => text(&profile.mail_nickname),
        UploadColumn::SignIn => sign_in(profile.sign_in_allowed),
        UploadColumn::BlockSignIn | UploadColumn::AccountEnabled => String::new(),
        UploadColumn::Assign => products(&entry.licenses, true, snapshot, names),
        UploadColumn::Revoke => products(&entry.licenses, false, snapshot, names),
    });
    format.line(&cells.iter().map(String::as_str).chain([words.as_str()]).collect::<Vec<_>>())
}

/// The location for users without one, if this user has none. Users with a location keep theirs, which a cell cannot
/// express.
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

fn products(change: &Change, assigned: bool, snapshot: &Snapshot, names: &ProductNames) -> String {
    let asked = change.products.iter().filter(|(_, asked)| match assigned {
        true => asked.license.assigns(),
        false => asked.license.revokes(),
    });
    let written = |(sku, _): (&SkuId, _)| {
        let known = snapshot.products.get(sku).map(|held| &held.product);
        let (name, part_number) = known.map(|known| (known.name.as_str(), known.part_number.as_str())).unzip();
        names.written(*sku, name, part_number)
    };
    asked.map(written).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::file::UploadFile;
    use super::super::unicode::{Bytes, decode};
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        assert_eq!(Format::Csv.line(&["a \"b\"", "=1+1", "x,y"]), "\"a \"\"b\"\"\",\"'=1+1\",\"x,y\"\r\n");
        assert_eq!(Format::Csv.line(&["\u{1}=1\u{0}"]), "\"'=1\"\r\n");
        assert_eq!(tabbed(&["a\tb", "@cmd", "x,y"]), "a b\t'@cmd\tx,y\n");
    }

    /// The cells as read by a program that splits at this character.
    fn parsed(text: &str, separator: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).delimiter(separator);
        let records = reader.from_reader(text.as_bytes()).into_records();
        records.map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn each_kind_of_program_reads_its_own_kind_of_file() {
        let rows = [["Name", "Email"], ["Jiří; \"Łukasz\", 李\t静", "a@x.com"]];
        for (format, separator) in [(Format::Excel, b'\t'), (Format::Csv, b',')] {
            let lines: String = rows.iter().map(|cells| format.line(cells)).collect();
            let bytes = [format.mark(), &format.bytes(&lines)].concat();
            let text = match format {
                Format::Excel => {
                    let (text, encoding, unreadable) = encoding_rs::UTF_16LE.decode(&bytes);
                    assert!(bytes.starts_with(b"\xFF\xFE") && encoding == encoding_rs::UTF_16LE && !unreadable);
                    text.into_owned()
                }
                Format::Csv => String::from_utf8(bytes.clone()).unwrap(),
            };
            assert_eq!(parsed(&text, separator), rows, "{format:?}");
            // We read it ourselves, too.
            let Ok(Bytes::Unicode(text)) = decode(&bytes) else { panic!("{format:?} is no Unicode") };
            let file = UploadFile::read(&text).unwrap();
            assert_eq!(file.rows[0].cells, rows[1], "{format:?}");
        }
    }
}

//! Layouts of files: recognizing columns by their headings.

use super::column::UploadColumn;
use super::error::FileError;
use super::sign_in::{self, Said};
use crate::directory::address::visible;
use serde::{Deserialize, Serialize};

/// The heading of the column with the reason, in files of failed rows.
pub const WHY: &str = "Why it failed";

/// Headings of result columns, reduced to letters and digits. They are ignored without a message.
const RESULTS: [&str; 2] = ["statusupdate", "whyitfailed"];

/// Headings of mail addresses other than the user principal name. Users are found by them if the file has no better
/// column.
const MAIL: [&str; 4] = ["mail", "primarysmtpaddress", "windowsemailaddress", "mailaddress"];

/// The program whose layout a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// Our template, or any other file with known headings.
    Own,
    /// Partner Center, Upload users.
    PartnerCenter,
    /// Microsoft 365 admin center, Import multiple users.
    AdminCenter,
    /// Microsoft 365 admin center, Export users.
    AdminCenterExport,
    /// Microsoft Entra, Bulk create.
    Entra,
    /// Microsoft Entra, Download users.
    EntraDownload,
}

/// A header whose columns are recognized.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The layout.
    pub layout: Layout,
    /// The columns that are read, each with its place in a row.
    pub columns: Vec<(UploadColumn, usize)>,
    /// The headings of ignored columns, to be reported.
    pub ignored: Vec<String>,
    /// Whether there is a column of passwords.
    pub has_passwords: bool,
    /// The number of columns, including ignored ones.
    pub width: usize,
}

impl Header {
    /// Reads a row as a header; `None` if no cell names a column.
    ///
    /// # Errors
    /// When two columns have the same meaning, or the meaning of a column about sign-in is not certain.
    pub fn read(cells: &[String]) -> Result<Option<Self>, FileError> {
        let (layout, width) = (layout_of(cells), cells.len());
        let mut header = Self { layout, columns: Vec::new(), ignored: Vec::new(), has_passwords: false, width };
        for (at, heading) in cells.iter().enumerate() {
            let word = word_of(heading);
            let column = match sign_in::heading(before_property(heading), property(heading)) {
                Said::Column(column) => Some(column),
                Said::Unclear => return Err(FileError::UnclearSignIn(heading.trim().to_owned())),
                Said::Nothing => UploadColumn::named(&word),
            };
            match column {
                Some(column) => header.add(column, at, cells)?,
                None if word.contains("password") => header.has_passwords = true,
                None if word.is_empty() || RESULTS.contains(&word.as_str()) => (),
                None => header.ignored.push(heading.trim().to_owned()),
            }
        }
        if !header.has(UploadColumn::Email) {
            header.find_by_mail(cells);
        }
        Ok((!header.columns.is_empty()).then_some(header))
    }

    /// Whether it has this column.
    pub fn has(&self, column: UploadColumn) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// Uses a mail address as email if no better column names the users.
    fn find_by_mail(&mut self, cells: &[String]) {
        if let Some(at) = cells.iter().position(|heading| MAIL.contains(&word_of(heading).as_str())) {
            self.ignored.retain(|ignored| *ignored != cells[at].trim());
            self.columns.push((UploadColumn::Email, at));
        }
    }

    fn add(&mut self, column: UploadColumn, at: usize, cells: &[String]) -> Result<(), FileError> {
        if let Some((_, first)) = self.columns.iter().find(|(known, _)| known.matter() == column.matter()) {
            return Err(FileError::TwoColumns(cells[*first].trim().to_owned(), cells[at].trim().to_owned()));
        }
        self.columns.push((column, at));
        Ok(())
    }
}

fn layout_of(cells: &[String]) -> Layout {
    let has = |word: &str| cells.iter().any(|cell| word_of(cell) == word);
    if cells.iter().any(|cell| property(cell).is_some()) {
        Layout::Entra
    } else if has("statusupdate") {
        Layout::PartnerCenter
    } else if has("blockcredential") && has("userprincipalname") {
        Layout::AdminCenterExport
    } else if has("accountenabled") && has("directorysynced") {
        Layout::EntraDownload
    } else if has("username") && (has("countryorregion") || has("officenumber")) {
        Layout::AdminCenter
    } else {
        Layout::Own
    }
}

/// A heading in lower case without spaces and signs, or Entra's property name if it has one.
fn word_of(heading: &str) -> String {
    let heading = visible(property(heading).unwrap_or(heading));
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `User name` of `User name [userPrincipalName] Required`.
fn before_property(heading: &str) -> &str {
    heading.split('[').next().unwrap_or_default()
}

/// `userPrincipalName` of `User name [userPrincipalName] Required`.
fn property(heading: &str) -> Option<&str> {
    let (_, rest) = heading.split_once('[')?;
    Some(rest.split_once(']')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(cells: &str) -> Result<Option<Header>, FileError> {
        Header::read(&cells.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn headings_are_known_in_any_case_order_and_spacing() {
        let found = header(" E-MAIL ,display  NAME,JobTitle,Shoe size").unwrap().unwrap();
        assert_eq!(
            found.columns,
            [(UploadColumn::Email, 0), (UploadColumn::DisplayName, 1), (UploadColumn::JobTitle, 2)]
        );
        assert_eq!((found.layout, found.ignored), (Layout::Own, vec!["Shoe size".to_owned()]));
    }

    #[test]
    fn a_row_of_data_is_no_header() {
        assert_eq!(header("Adele,Vance,Adele Vance,adele@fabrikam.com"), Ok(None));
        assert_eq!(header("version:v1.0,,,"), Ok(None));
    }

    #[test]
    fn two_columns_for_the_same_are_found() {
        let two = |first: &str, second: &str| Err(FileError::TwoColumns(first.into(), second.into()));
        assert_eq!(header("Email,User name"), two("Email", "User name"));
        assert_eq!(header("Sign-in status,Block sign in"), two("Sign-in status", "Block sign in"));
        assert_eq!(header("Block sign in,accountEnabled"), two("Block sign in", "accountEnabled"));
    }

    #[test]
    fn a_heading_about_signing_in_that_is_not_certain_is_named() {
        let unclear = "Kirjautuminen [accountEnabled]";
        assert_eq!(header(&format!("Email,{unclear}")), Err(FileError::UnclearSignIn(unclear.into())));
    }

    #[test]
    fn a_mail_address_names_users_where_nothing_better_does() {
        let found = header("Mail,Job title,Shoe size").unwrap().unwrap();
        assert_eq!(
            (found.columns, found.ignored),
            (vec![(UploadColumn::JobTitle, 1), (UploadColumn::Email, 0)], vec!["Shoe size".into()])
        );
        let found = header("mail,userPrincipalName").unwrap().unwrap();
        assert_eq!((found.columns, found.ignored), (vec![(UploadColumn::Email, 1)], vec!["mail".into()]));
    }

    #[test]
    fn every_heading_of_ours_is_known() {
        let others = [
            UploadColumn::MailNickname,
            UploadColumn::SignIn,
            UploadColumn::BlockSignIn,
            UploadColumn::AccountEnabled,
            UploadColumn::Action,
        ];
        for column in UploadColumn::TEMPLATE.into_iter().chain(others) {
            let found = header(column.heading()).unwrap().unwrap();
            assert_eq!(found.columns, [(column, 0)]);
        }
        let found = header("Email,Why it failed,Status update").unwrap().unwrap();
        assert_eq!((found.layout, found.ignored), (Layout::PartnerCenter, Vec::new()));
    }
}

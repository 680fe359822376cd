//! Layouts of files: what their columns are, by the words in their header.

use super::error::FileError;
use super::sign_in::{self, Said};
use crate::directory::address::{bare, visible};
use serde::{Deserialize, Serialize};

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Column {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Display name.
    DisplayName,
    /// User principal name.
    Email,
    /// Usage location.
    Location,
    /// Department.
    Department,
    /// Job title.
    JobTitle,
    /// Mail nickname.
    MailNickname,
    /// `Allowed` or `Blocked`.
    SignIn,
    /// The same as a question: `Yes` where the user may not sign in.
    BlockSignIn,
    /// The opposite question: `Yes` where the user may.
    AccountEnabled,
    /// Products, separated by semicolons, commas or line breaks.
    Assign,
    /// Products, separated in the same way.
    Revoke,
    /// `Add` or `Update`, where a file has both.
    Action,
}

impl Column {
    /// Those of our own template, in its order.
    pub const TEMPLATE: [Self; 9] = [
        Self::FirstName,
        Self::LastName,
        Self::DisplayName,
        Self::Email,
        Self::Location,
        Self::Department,
        Self::JobTitle,
        Self::Assign,
        Self::Revoke,
    ];

    /// Its heading in our own files.
    pub fn heading(self) -> &'static str {
        match self {
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::DisplayName => "Display name",
            Self::Email => "Email",
            Self::Location => "Location",
            Self::Department => "Department",
            Self::JobTitle => "Job title",
            Self::MailNickname => "Mail nickname",
            Self::SignIn => "Sign-in status",
            Self::BlockSignIn => "Block sign in",
            Self::AccountEnabled => "Account enabled",
            Self::Assign => "Licenses to assign",
            Self::Revoke => "Licenses to revoke",
            Self::Action => "Action",
        }
    }

    /// By a heading reduced to its letters and digits, or Entra's name of a property; not those about signing in.
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "firstname" | "givenname" => Self::FirstName,
            "lastname" | "surname" => Self::LastName,
            "displayname" | "name" => Self::DisplayName,
            "email" | "emailaddress" | "username" | "userprincipalname" | "upn" => Self::Email,
            "location" | "usagelocation" | "countryorregion" => Self::Location,
            "department" => Self::Department,
            "jobtitle" | "title" => Self::JobTitle,
            "mailnickname" => Self::MailNickname,
            "licensestoassign" | "licenses" => Self::Assign,
            "licensestorevoke" => Self::Revoke,
            "action" => Self::Action,
            _ => return None,
        })
    }

    /// What stands for a line break in its cells: products are each on a line of their own.
    pub fn between_lines(self) -> &'static str {
        if matches!(self, Self::Assign | Self::Revoke) { "; " } else { " " }
    }

    /// A cell without what people paste with it: of addresses all that stands around them, elsewhere characters that nobody
    /// sees. Names keep these, because some scripts need them.
    pub(super) fn cleaned(self, cell: &str) -> String {
        match self {
            Self::Email => bare(cell),
            Self::FirstName | Self::LastName | Self::DisplayName | Self::Department | Self::JobTitle => cell.to_owned(),
            _ => visible(cell),
        }
    }

    /// What it says something about, so that two columns for the same are found.
    fn matter(self) -> Self {
        if matches!(self, Self::BlockSignIn | Self::AccountEnabled) { Self::SignIn } else { self }
    }
}

/// Heading of the column that says why a row failed, in files of failed rows.
pub const WHY: &str = "Why it failed";

/// Headings reduced to letters and digits whose columns are ignored without a word: results of programs.
const RESULTS: [&str; 2] = ["statusupdate", "whyitfailed"];

/// Headings of mail addresses other than the user principal name: users are found by them where a file has no better.
const MAIL: [&str; 4] = ["mail", "primarysmtpaddress", "windowsemailaddress", "mailaddress"];

/// Whose layout a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// The template of this program, or any other file with headings that are known.
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

/// A header, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Whose layout it is.
    pub layout: Layout,
    /// What is read, and in which cell of a row it stands.
    pub columns: Vec<(Column, usize)>,
    /// Headings of columns that are ignored, which is worth saying.
    pub ignored: Vec<String>,
    /// Whether there is a column of passwords.
    pub has_passwords: bool,
    /// How many columns there are, with those that are ignored.
    pub width: usize,
}

impl Header {
    /// Reads a row as a header: none if none of its cells names a column.
    ///
    /// # Errors
    /// When two columns are for the same, or one says something about signing in that is not certain.
    pub fn read(cells: &[String]) -> Result<Option<Self>, FileError> {
        let (layout, width) = (layout_of(cells), cells.len());
        let mut header = Self { layout, columns: Vec::new(), ignored: Vec::new(), has_passwords: false, width };
        for (at, heading) in cells.iter().enumerate() {
            let word = word_of(heading);
            let column = match sign_in::heading(before_property(heading), property(heading)) {
                Said::Column(column) => Some(column),
                Said::Unclear => return Err(FileError::UnclearSignIn(heading.trim().to_owned())),
                Said::Nothing => Column::named(&word),
            };
            match column {
                Some(column) => header.add(column, at, cells)?,
                None if word.contains("password") => header.has_passwords = true,
                None if word.is_empty() || RESULTS.contains(&word.as_str()) => (),
                None => header.ignored.push(heading.trim().to_owned()),
            }
        }
        if !header.has(Column::Email) {
            header.find_by_mail(cells);
        }
        Ok((!header.columns.is_empty()).then_some(header))
    }

    /// Whether it has a column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// Takes a mail address for the email, where nothing better names the users.
    fn find_by_mail(&mut self, cells: &[String]) {
        if let Some(at) = cells.iter().position(|heading| MAIL.contains(&word_of(heading).as_str())) {
            self.ignored.retain(|ignored| *ignored != cells[at].trim());
            self.columns.push((Column::Email, at));
        }
    }

    fn add(&mut self, column: Column, at: usize, cells: &[String]) -> Result<(), FileError> {
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

/// A heading in lower case without spaces and signs; where Entra names a property, that.
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
        assert_eq!(found.columns, [(Column::Email, 0), (Column::DisplayName, 1), (Column::JobTitle, 2)]);
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
            (vec![(Column::JobTitle, 1), (Column::Email, 0)], vec!["Shoe size".into()])
        );
        let found = header("mail,userPrincipalName").unwrap().unwrap();
        assert_eq!((found.columns, found.ignored), (vec![(Column::Email, 1)], vec!["mail".into()]));
    }

    #[test]
    fn every_heading_of_ours_is_known() {
        let others =
            [Column::MailNickname, Column::SignIn, Column::BlockSignIn, Column::AccountEnabled, Column::Action];
        for column in Column::TEMPLATE.into_iter().chain(others) {
            let found = header(column.heading()).unwrap().unwrap();
            assert_eq!(found.columns, [(column, 0)]);
        }
        let found = header("Email,Why it failed,Status update").unwrap().unwrap();
        assert_eq!((found.layout, found.ignored), (Layout::PartnerCenter, Vec::new()));
    }
}

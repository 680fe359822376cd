//! Layouts of files: what their columns are, by the words in their header.

use super::error::FileError;
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
    /// The same in the words of Entra: `No` or `Yes`.
    BlockSignIn,
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
            Self::Assign => "Licenses to assign",
            Self::Revoke => "Licenses to revoke",
            Self::Action => "Action",
        }
    }

    /// By a heading reduced to its letters and digits, or Entra's name of a property.
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
            "signinstatus" => Self::SignIn,
            "accountenabled" | "blocksignin" => Self::BlockSignIn,
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

    /// What it says something about, so that two columns for the same are found.
    fn matter(self) -> Self {
        if self == Self::BlockSignIn { Self::SignIn } else { self }
    }
}

/// Heading of the column that says why a row failed, in files of failed rows.
pub const WHY: &str = "Why it failed";

/// Headings reduced to letters and digits whose columns are ignored without a word: results of programs.
const RESULTS: [&str; 2] = ["statusupdate", "whyitfailed"];

/// Whose layout a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// The template of this program, or any other file with headings that are known.
    Own,
    /// Partner Center, Upload users.
    PartnerCenter,
    /// Microsoft 365 admin center, Import multiple users.
    AdminCenter,
    /// Microsoft Entra, Bulk create.
    Entra,
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
    /// When two columns are for the same.
    pub fn read(cells: &[String]) -> Result<Option<Self>, FileError> {
        let (layout, width) = (layout_of(cells), cells.len());
        let mut header = Self { layout, columns: Vec::new(), ignored: Vec::new(), has_passwords: false, width };
        for (at, heading) in cells.iter().enumerate() {
            let word = word_of(heading);
            match Column::named(&word) {
                Some(column) => header.add(column, at, cells)?,
                None if word.contains("password") => header.has_passwords = true,
                None if word.is_empty() || RESULTS.contains(&word.as_str()) => (),
                None => header.ignored.push(heading.trim().to_owned()),
            }
        }
        Ok((!header.columns.is_empty()).then_some(header))
    }

    /// Whether it has a column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
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
    } else if has("username") && (has("countryorregion") || has("officenumber")) {
        Layout::AdminCenter
    } else {
        Layout::Own
    }
}

/// A heading in lower case without spaces and signs; where Entra names a property, that.
fn word_of(heading: &str) -> String {
    let heading = property(heading).unwrap_or(heading);
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
    }

    #[test]
    fn every_heading_of_ours_is_known() {
        for column in Column::TEMPLATE.into_iter().chain([Column::MailNickname, Column::SignIn, Column::Action]) {
            assert_eq!(Column::named(&word_of(column.heading())), Some(column));
        }
        let found = header("Email,Why it failed,Status update").unwrap().unwrap();
        assert_eq!((found.layout, found.ignored), (Layout::PartnerCenter, Vec::new()));
    }
}

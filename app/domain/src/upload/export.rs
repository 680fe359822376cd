//! Exporting users. Columns can be chosen, and `Update existing users` reads the lines back without changing anyone.

use super::column::UploadColumn;
use super::products::ProductNames;
use super::write::Format;
use crate::directory::profile::ProfileValues;
use crate::directory::profile_field::ProfileField;
use crate::directory::user::{ProductName, UserRow, UserType};
use crate::rules::snapshot::Snapshot;
use serde::{Deserialize, Serialize};

/// A column of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ExportColumn {
    /// Display name.
    DisplayName,
    /// User principal name. Every export has it, because reading the file back finds users by it.
    Email,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Usage location, by its English name.
    Location,
    /// `Allowed` or `Blocked`.
    SignIn,
    /// `Member` or `Guest`.
    UserType,
    /// Department.
    Department,
    /// Job title.
    JobTitle,
    /// Mail nickname.
    MailNickname,
    /// Directory roles by Microsoft's names.
    Permissions,
    /// Products held, each once, by name if the name is unique at the customer.
    Licenses,
}

impl ExportColumn {
    /// All columns, in the order of a file.
    pub const ALL: [Self; 12] = [
        Self::DisplayName,
        Self::Email,
        Self::FirstName,
        Self::LastName,
        Self::Location,
        Self::SignIn,
        Self::UserType,
        Self::Department,
        Self::JobTitle,
        Self::MailNickname,
        Self::Permissions,
        Self::Licenses,
    ];

    /// The columns exported by default: those of the list of users.
    pub const USUAL: [Self; 6] =
        [Self::DisplayName, Self::Email, Self::Location, Self::SignIn, Self::UserType, Self::Licenses];

    /// The column's heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::DisplayName => "Name",
            Self::Email => UploadColumn::Email.heading(),
            Self::FirstName => UploadColumn::FirstName.heading(),
            Self::LastName => UploadColumn::LastName.heading(),
            Self::Location => UploadColumn::Location.heading(),
            Self::SignIn => UploadColumn::SignIn.heading(),
            Self::UserType => "User type",
            Self::Department => UploadColumn::Department.heading(),
            Self::JobTitle => UploadColumn::JobTitle.heading(),
            Self::MailNickname => UploadColumn::MailNickname.heading(),
            Self::Permissions => "Permissions",
            Self::Licenses => "Licenses",
        }
    }

    /// The column's word in URLs.
    pub fn word(self) -> &'static str {
        match self {
            Self::DisplayName => "name",
            Self::Email => "email",
            Self::FirstName => "first",
            Self::LastName => "last",
            Self::Location => "location",
            Self::SignIn => "sign-in",
            Self::UserType => "type",
            Self::Department => "department",
            Self::JobTitle => "title",
            Self::MailNickname => "nickname",
            Self::Permissions => "permissions",
            Self::Licenses => "licenses",
        }
    }

    /// The columns named in a URL, in the order of a file and always with the email. If it names none, the default
    /// columns.
    pub fn chosen(words: &str) -> Vec<Self> {
        let named: Vec<&str> = words.split(',').collect();
        let is_named = |column: &Self| named.contains(&column.word());
        if Self::ALL.iter().any(is_named) {
            Self::ALL.into_iter().filter(|column| *column == Self::Email || is_named(column)).collect()
        } else {
            Self::USUAL.to_vec()
        }
    }
}

/// A user to export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportUser {
    /// The user's row in the list.
    pub row: UserRow,
    /// The profile with every field.
    pub profile: ProfileValues,
}

/// Writes users in these columns.
pub struct Export<'a> {
    format: Format,
    columns: Vec<ExportColumn>,
    names: ProductNames,
    snapshot: &'a Snapshot,
}

impl<'a> Export<'a> {
    /// An export for the customer with these products.
    pub fn of(format: Format, columns: Vec<ExportColumn>, snapshot: &'a Snapshot) -> Self {
        Self { format, columns, names: ProductNames::of(snapshot), snapshot }
    }

    /// The first line.
    pub fn header(&self) -> String {
        self.format.line(&self.columns.iter().map(|column| column.heading()).collect::<Vec<_>>())
    }

    /// A user's line.
    pub fn line(&self, user: &ExportUser) -> String {
        let cells: Vec<String> = self.columns.iter().map(|column| self.cell(*column, user)).collect();
        self.format.line(&cells.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn cell(&self, column: ExportColumn, ExportUser { row, profile }: &ExportUser) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match column {
            ExportColumn::DisplayName => row.display_name.clone(),
            ExportColumn::Email => row.upn.clone(),
            ExportColumn::FirstName => text(&profile.first_name),
            ExportColumn::LastName => text(&profile.last_name),
            ExportColumn::Location => row.location.map(|country| country.name().to_owned()).unwrap_or_default(),
            ExportColumn::SignIn => if row.sign_in_allowed { "Allowed" } else { "Blocked" }.to_owned(),
            ExportColumn::UserType => match row.user_type {
                UserType::Member => "Member",
                UserType::Guest => "Guest",
            }
            .to_owned(),
            ExportColumn::Department => text(&profile.department),
            ExportColumn::JobTitle => text(&profile.job_title),
            ExportColumn::MailNickname => text(&profile.mail_nickname),
            ExportColumn::Permissions => profile.in_words().remove(&ProfileField::Permissions).unwrap_or_default(),
            ExportColumn::Licenses => {
                row.products.iter().map(|product| self.product(product)).collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// The product's name for the file, so that it is recognized when read back.
    fn product(&self, product: &ProductName) -> String {
        let known = self.snapshot.products.get(&product.sku_id);
        let part_number = known.map(|held| held.product.part_number.as_str());
        self.names.written(product.sku_id, Some(&product.name), part_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_email_is_always_there() {
        assert_eq!(ExportColumn::chosen(""), ExportColumn::USUAL);
        assert_eq!(ExportColumn::chosen("nonsense"), ExportColumn::USUAL);
        assert_eq!(
            ExportColumn::chosen("title,first"),
            [ExportColumn::Email, ExportColumn::FirstName, ExportColumn::JobTitle]
        );
        let all = ExportColumn::ALL.map(ExportColumn::word).join(",");
        assert_eq!(ExportColumn::chosen(&all), ExportColumn::ALL);
    }
}

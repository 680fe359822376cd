//! Reading a row of a file cell by cell: its request, or its errors.

use super::column::UploadColumn;
use super::error::CellError;
use super::file::{FileRow, UploadFile};
use super::products::ProductNames;
use super::sign_in::allowed;
use crate::console::entries::UpnHolder;
use crate::directory::address::{address_key, has_no_width};
use crate::directory::profile::TypedProfile;
use crate::directory::profile_field::ProfileField;
use crate::ids::{SkuId, UserId};
use crate::rules::change::{Change, LicenseChange, ProductChange};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The action for the users of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowAction {
    /// Add new users.
    Add,
    /// Update existing users with the same email. Empty cells leave values as they are.
    Update,
}

impl RowAction {
    /// The action's word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Update => "Update",
        }
    }
}

/// The customer's data for checking rows.
#[derive(Debug, Clone, Copy)]
pub struct CustomerData<'a> {
    /// Its verified domains, in lower case.
    pub domains: &'a BTreeSet<String>,
    /// Its products.
    pub products: &'a ProductNames,
    /// The users who have the file's emails. Emails that nobody has are missing.
    pub holders: &'a BTreeMap<String, UpnHolder>,
}

/// A row after reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow {
    /// The email in lower case. No other row may have the same.
    pub key: String,
    /// The action.
    pub action: RowAction,
    /// The user to update, if any.
    pub user: Option<UserId>,
    /// The typed profile. Empty cells ask nothing; nor do unchanged values that nobody could type.
    pub profile: TypedProfile,
    /// The licenses.
    pub licenses: Change,
    /// The user's email, if the row names another address of that user.
    pub found_by_address: Option<String>,
    /// The columns of names with an invisible character.
    pub invisible: BTreeSet<UploadColumn>,
    /// The errors by column.
    pub errors: BTreeMap<UploadColumn, CellError>,
}

impl ReadRow {
    /// Reads a row of a file. `action` applies unless the row gives its own.
    pub fn of(file: &UploadFile, row: &FileRow, action: RowAction, known: CustomerData) -> Self {
        let mut errors = BTreeMap::new();
        let mut keep = |column: UploadColumn, error: CellError| {
            errors.entry(column).or_insert(error);
        };
        let cell = |column| file.cell(row, column);

        let action = match either(cell(UploadColumn::Action), RowAction::Add.word(), RowAction::Update.word()) {
            Ok(said) => said.map_or(action, |add| if add { RowAction::Add } else { RowAction::Update }),
            Err(error) => {
                keep(UploadColumn::Action, error);
                action
            }
        };
        let sign_in = SIGN_IN.into_iter().find_map(|column| {
            allowed(column, cell(column)).unwrap_or_else(|error| {
                keep(column, error);
                None
            })
        });
        let key = address_key(cell(UploadColumn::Email));
        let holder = known.holders.get(&key);
        let updated = holder.filter(|_| action == RowAction::Update);
        let text = |column| {
            let text = cell(column);
            (!text.is_empty() && !stays(updated, column, text)).then(|| text.to_owned())
        };
        let profile = TypedProfile {
            first_name: text(UploadColumn::FirstName),
            last_name: text(UploadColumn::LastName),
            display_name: text(UploadColumn::DisplayName),
            // The email of a user to update only finds that user, so it stays.
            email: text(UploadColumn::Email).filter(|_| action == RowAction::Add),
            location: text(UploadColumn::Location),
            department: text(UploadColumn::Department),
            job_title: text(UploadColumn::JobTitle),
            mail_nickname: text(UploadColumn::MailNickname),
            sign_in_allowed: sign_in,
            roles: None,
        };
        let checked = match action {
            RowAction::Add => profile.read_new(known.domains),
            RowAction::Update => profile.read(known.domains),
        };
        for (field, error) in checked.err().unwrap_or_default() {
            keep(column_of(field), error.into());
        }

        let (user, found_by_address) = match user_of(action, holder) {
            Ok(user) => (user, updated.and_then(UpnHolder::found_by_address)),
            Err(error) => {
                keep(UploadColumn::Email, error);
                (None, None)
            }
        };
        let mut products = |column| {
            known.products.read(cell(column)).unwrap_or_else(|error| {
                keep(column, error);
                BTreeSet::new()
            })
        };
        let (assign, revoke) = (products(UploadColumn::Assign), products(UploadColumn::Revoke));
        if !assign.is_disjoint(&revoke) {
            keep(UploadColumn::Revoke, CellError::AssignedToo(cell(UploadColumn::Revoke).to_owned()));
        }
        if row.surplus {
            keep(file.columns.last().copied().unwrap_or(UploadColumn::Email), CellError::Surplus);
        }
        let invisible = NAMES.into_iter().filter(|column| cell(*column).contains(has_no_width)).collect();
        let found_by_address = found_by_address.map(str::to_owned);
        // Two rows with different addresses of one user are about the same user.
        let key = found_by_address.as_deref().map_or(key, str::to_lowercase);
        Self { key, action, user, profile, licenses: licenses(&assign, &revoke), found_by_address, invisible, errors }
    }
}

/// Columns with names.
const NAMES: [UploadColumn; 5] = [
    UploadColumn::FirstName,
    UploadColumn::LastName,
    UploadColumn::DisplayName,
    UploadColumn::Department,
    UploadColumn::JobTitle,
];

/// Columns about sign-in. A file has at most one of them.
const SIGN_IN: [UploadColumn; 3] = [UploadColumn::SignIn, UploadColumn::BlockSignIn, UploadColumn::AccountEnabled];

/// A change that assigns and revokes these products.
fn licenses(assign: &BTreeSet<SkuId>, revoke: &BTreeSet<SkuId>) -> Change {
    let asked = |license| ProductChange { license, ..ProductChange::default() };
    let assigned = assign.iter().map(|sku| (*sku, asked(LicenseChange::Assign)));
    let revoked = revoke.iter().map(|sku| (*sku, asked(LicenseChange::Revoke)));
    Change { products: revoked.chain(assigned).collect(), location: None }
}

/// The user to update; `None` for a new user. A new user may have an address that another user has besides the email.
fn user_of(action: RowAction, holder: Option<&UpnHolder>) -> Result<Option<UserId>, CellError> {
    match (action, holder) {
        (RowAction::Add, Some(UpnHolder { name, deleted: None, by_address, .. })) if by_address.is_empty() => {
            Err(CellError::Taken(name.clone()))
        }
        (RowAction::Add, _) => Ok(None),
        (RowAction::Update, Some(UpnHolder { by_address, .. })) if by_address.len() > 1 => {
            Err(CellError::SeveralUsers(by_address.clone()))
        }
        (RowAction::Update, Some(UpnHolder { user, deleted: None, .. })) => Ok(Some(*user)),
        (RowAction::Update, Some(deleted)) => Err(CellError::Deleted(deleted.name.clone())),
        (RowAction::Update, None) => Err(CellError::Nobody),
    }
}

/// Whether a cell equals a current value that would be refused as a new one. Exports have such cells.
fn stays(updated: Option<&UpnHolder>, column: UploadColumn, text: &str) -> bool {
    let mut unacceptable = updated.into_iter().flat_map(|holder| &holder.unacceptable);
    unacceptable.any(|(field, present)| column_of(*field) == column && present == text)
}

/// Reads one of two words in any case: true for the first, false for the second, `None` if empty.
fn either(text: &str, first: &'static str, second: &'static str) -> Result<Option<bool>, CellError> {
    match text {
        "" => Ok(None),
        text if text.eq_ignore_ascii_case(first) => Ok(Some(true)),
        text if text.eq_ignore_ascii_case(second) => Ok(Some(false)),
        text => Err(CellError::Neither(text.to_owned(), first, second)),
    }
}

fn column_of(field: ProfileField) -> UploadColumn {
    match field {
        ProfileField::FirstName => UploadColumn::FirstName,
        ProfileField::LastName => UploadColumn::LastName,
        ProfileField::DisplayName => UploadColumn::DisplayName,
        ProfileField::Email | ProfileField::Permissions => UploadColumn::Email,
        ProfileField::Location => UploadColumn::Location,
        ProfileField::Department => UploadColumn::Department,
        ProfileField::JobTitle => UploadColumn::JobTitle,
        ProfileField::MailNickname => UploadColumn::MailNickname,
        ProfileField::SignIn => UploadColumn::SignIn,
    }
}

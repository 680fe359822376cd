//! Checking all rows of a file, each by itself and against the others, and collecting their requests.

use super::column::UploadColumn;
use super::error::CellError;
use super::file::UploadFile;
use super::row::{CustomerData, ReadRow, RowAction};
use crate::directory::country::CountryCode;
use crate::ids::{SkuId, UserId};
use crate::rules::change::{LicenseChange, LocationChange, ProductChange};
use crate::rules::entries::{EntryAction, UserEntry};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Values for rows that do not give their own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ForOthers {
    /// The location for users without one, neither in the file nor at the customer.
    pub location: Option<CountryCode>,
    /// The products for rows without any.
    pub products: BTreeSet<SkuId>,
}

/// The checked rows of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckedRows {
    rows: Vec<ReadRow>,
    /// For each row, the number of an earlier row with the same email.
    repeats: Vec<Option<usize>>,
}

impl CheckedRows {
    /// Checks all rows.
    pub fn of(file: &UploadFile, action: RowAction, known: CustomerData) -> Self {
        let rows = file.rows.iter().map(|row| ReadRow::of(file, row, action, known)).collect();
        let mut checked = Self { rows, repeats: Vec::new() };
        checked.compare(file);
        checked
    }

    /// Checks one row again after a cell was corrected.
    pub fn check_again(&mut self, at: usize, file: &UploadFile, action: RowAction, known: CustomerData) {
        if let (Some(read), Some(row)) = (self.rows.get_mut(at), file.rows.get(at)) {
            *read = ReadRow::of(file, row, action, known);
            self.compare(file);
        }
    }

    /// The error of a cell.
    pub fn error(&self, at: usize, column: UploadColumn) -> Option<CellError> {
        let repeated = self.repeats.get(at).copied().flatten().filter(|_| column == UploadColumn::Email);
        let own = || self.rows.get(at).and_then(|row| row.errors.get(&column)).cloned();
        own().or(repeated.map(CellError::Repeated))
    }

    /// Whether a name in a cell has an invisible character. It is shown as a hint, since it may be intended.
    pub fn has_invisible(&self, at: usize, column: UploadColumn) -> bool {
        self.rows.get(at).is_some_and(|row| row.invisible.contains(&column))
    }

    /// The email of the user, if the row names another address of that user.
    pub fn found_by_address(&self, at: usize) -> Option<&str> {
        self.rows.get(at)?.found_by_address.as_deref()
    }

    /// Whether a row has no errors.
    pub fn is_ready(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| row.errors.is_empty()) && self.repeats.get(at) == Some(&None)
    }

    /// The rows without errors, or those with errors.
    pub fn places(&self, ready: bool) -> Vec<usize> {
        (0..self.rows.len()).filter(|at| self.is_ready(*at) == ready).collect()
    }

    /// The user that a row updates, if any.
    pub fn user(&self, at: usize) -> Option<UserId> {
        self.rows.get(at)?.user
    }

    /// The file's columns in which a row has errors, and the row's errors in columns that the file does not have.
    pub fn errors(&self, at: usize, file: &UploadFile) -> (Vec<UploadColumn>, Vec<CellError>) {
        let errors = self.rows.get(at).into_iter().flat_map(|row| &row.errors);
        let elsewhere = errors.filter(|(column, _)| !file.columns.contains(column)).map(|(_, error)| error.clone());
        let columns = file.columns.iter().copied().filter(|column| self.error(at, *column).is_some());
        (columns.collect(), elsewhere.collect())
    }

    /// The entries of all rows without errors, in order. `ids` has an id for each row, used for new users.
    pub fn entries(&self, ids: &[UserId], others: &ForOthers) -> Vec<UserEntry> {
        self.entries_but(&self.places(false), ids, others)
    }

    /// The entries of all rows except these, in order and even with errors. Once new users are added, their emails are
    /// taken by the users themselves, which counts as an error.
    pub fn entries_but(&self, left_out: &[usize], ids: &[UserId], others: &ForOthers) -> Vec<UserEntry> {
        let left_out: BTreeSet<usize> = left_out.iter().copied().collect();
        let rows = self.rows.iter().zip(ids).enumerate().filter(|(at, _)| !left_out.contains(at));
        rows.map(|(_, (row, id))| row.entry(*id, others)).collect()
    }

    fn compare(&mut self, file: &UploadFile) {
        let mut first = BTreeMap::new();
        let numbers = file.rows.iter().map(|row| row.number);
        let repeat = |(row, number): (&ReadRow, usize)| {
            let earlier = (!row.key.is_empty()).then(|| *first.entry(row.key.clone()).or_insert(number));
            earlier.filter(|earlier| *earlier != number)
        };
        self.repeats = self.rows.iter().zip(numbers).map(repeat).collect();
    }
}

impl ReadRow {
    fn entry(&self, fresh: UserId, others: &ForOthers) -> UserEntry {
        let (mut profile, mut licenses) = (self.profile.clone(), self.licenses.clone());
        if licenses.products.is_empty() {
            let assigned = ProductChange { license: LicenseChange::Assign, ..ProductChange::default() };
            licenses.products = others.products.iter().map(|sku| (*sku, assigned.clone())).collect();
        }
        if let (None, Some(country)) = (&profile.location, others.location) {
            match self.action {
                RowAction::Add => profile.location = Some(country.to_string()),
                // A user with a location keeps it.
                RowAction::Update => licenses.location = Some(LocationChange::OnlyWithout(country)),
            }
        }
        match self.action {
            RowAction::Add => UserEntry { user: fresh, asked: EntryAction::Add(profile), licenses },
            RowAction::Update => {
                UserEntry { user: self.user.unwrap_or(fresh), asked: EntryAction::Edit(profile), licenses }
            }
        }
    }
}

//! All rows of a file, checked: each by itself and against the others; and what they ask together.

use super::error::CellError;
use super::file::UploadFile;
use super::layout::Column;
use super::row::{Action, Known, ReadRow};
use crate::directory::country::CountryCode;
use crate::ids::{SkuId, UserId};
use crate::rules::change::{LicenseChange, LocationChange, ProductChange};
use crate::rules::entries::{Asked, UserEntry};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is done for rows that leave it open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ForOthers {
    /// The location of users who have none, neither in the file nor already.
    pub location: Option<CountryCode>,
    /// The products for rows that name none.
    pub products: BTreeSet<SkuId>,
}

/// The rows of a file, read and compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckedRows {
    rows: Vec<ReadRow>,
    /// For each row the number of the earlier one with the same email.
    repeats: Vec<Option<usize>>,
}

impl CheckedRows {
    /// Checks all rows.
    pub fn of(file: &UploadFile, action: Action, known: Known) -> Self {
        let rows = file.rows.iter().map(|row| ReadRow::of(file, row, action, known)).collect();
        let mut checked = Self { rows, repeats: Vec::new() };
        checked.compare(file);
        checked
    }

    /// Checks one row again, after a cell of it was corrected.
    pub fn check_again(&mut self, at: usize, file: &UploadFile, action: Action, known: Known) {
        if let (Some(read), Some(row)) = (self.rows.get_mut(at), file.rows.get(at)) {
            *read = ReadRow::of(file, row, action, known);
            self.compare(file);
        }
    }

    /// What is wrong with a cell.
    pub fn error(&self, at: usize, column: Column) -> Option<CellError> {
        let repeated = self.repeats.get(at).copied().flatten().filter(|_| column == Column::Email);
        let own = || self.rows.get(at).and_then(|row| row.errors.get(&column)).cloned();
        own().or(repeated.map(CellError::Repeated))
    }

    /// Whether a name in a cell has a character in it that nobody sees, which is worth saying: it may be meant.
    pub fn has_invisible(&self, at: usize, column: Column) -> bool {
        self.rows.get(at).is_some_and(|row| row.invisible.contains(&column))
    }

    /// The email of the user whom a row found by another address.
    pub fn found_by_address(&self, at: usize) -> Option<&str> {
        self.rows.get(at)?.found_by_address.as_deref()
    }

    /// Whether nothing is wrong with a row.
    pub fn is_ready(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| row.errors.is_empty()) && self.repeats.get(at) == Some(&None)
    }

    /// The rows with which nothing is wrong, or those with which something is.
    pub fn places(&self, ready: bool) -> Vec<usize> {
        (0..self.rows.len()).filter(|at| self.is_ready(*at) == ready).collect()
    }

    /// The user whom a row updates, if there is one.
    pub fn user(&self, at: usize) -> Option<UserId> {
        self.rows.get(at)?.user
    }

    /// The columns in which something is wrong with a row, and what in those that the file does not have.
    pub fn errors(&self, at: usize, file: &UploadFile) -> (Vec<Column>, Vec<CellError>) {
        let errors = self.rows.get(at).into_iter().flat_map(|row| &row.errors);
        let elsewhere = errors.filter(|(column, _)| !file.columns.contains(column)).map(|(_, error)| error.clone());
        let columns = file.columns.iter().copied().filter(|column| self.error(at, *column).is_some());
        (columns.collect(), elsewhere.collect())
    }

    /// What the rows ask with which nothing is wrong, in their order. `ids` has an id for each row, for users who are new.
    pub fn entries(&self, ids: &[UserId], others: &ForOthers) -> Vec<UserEntry> {
        self.entries_but(&self.places(false), ids, others)
    }

    /// What the rows ask but for these, in their order and whatever is wrong with them: once new users are there, their
    /// emails are taken, by themselves.
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
                Action::Add => profile.location = Some(country.to_string()),
                // Who has one keeps it.
                Action::Update => licenses.location = Some(LocationChange::OnlyWithout(country)),
            }
        }
        match self.action {
            Action::Add => UserEntry { user: fresh, asked: Asked::Add(profile), licenses },
            Action::Update => UserEntry { user: self.user.unwrap_or(fresh), asked: Asked::Edit(profile), licenses },
        }
    }
}

//! What a person chooses of an export, as its address says it.

use super::query::pairs;
use domain::upload::export::ExportColumn;
use domain::upload::write::Format;
use serde::{Deserialize, Serialize};

/// What is exported, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportOptions {
    /// The columns, in the order of the file.
    pub columns: Vec<ExportColumn>,
    /// Only the rows that the list shows, instead of all that match.
    pub only_shown: bool,
    /// Whether the file opens right in every Excel, and not as plain UTF-8 with commas.
    pub for_excel: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self { columns: ExportColumn::USUAL.to_vec(), only_shown: false, for_excel: true }
    }
}

impl ExportOptions {
    /// What a query string says; as usual where it says nothing.
    pub fn read(search: &str) -> Self {
        let mut options = Self::default();
        for (key, value) in pairs(search) {
            match key.as_str() {
                "columns" => options.columns = ExportColumn::chosen(&value),
                "only" => options.only_shown = value == "shown",
                "format" => options.for_excel = value != "csv",
                _ => {}
            }
        }
        options
    }

    /// Behind the query string of a list: `?…` or `&…`, or nothing where all is as usual.
    pub fn put_behind(&self, query: &str) -> String {
        let usual = Self::default();
        let words = || self.columns.iter().map(|column| column.word()).collect::<Vec<_>>().join(",");
        let pairs = [
            (self.columns != usual.columns).then(|| format!("columns={}", words())),
            self.only_shown.then(|| "only=shown".to_owned()),
            (!self.for_excel).then(|| "format=csv".to_owned()),
        ];
        let pairs: Vec<String> = pairs.into_iter().flatten().collect();
        match (query.is_empty(), pairs.is_empty()) {
            (_, true) => query.to_owned(),
            (true, false) => format!("?{}", pairs.join("&")),
            (false, false) => format!("{query}&{}", pairs.join("&")),
        }
    }

    /// For which programs the file is written.
    pub fn format(&self) -> Format {
        if self.for_excel { Format::Excel } else { Format::Csv }
    }

    /// Takes a column in or out; the email stays.
    pub fn toggle(&mut self, column: ExportColumn) {
        let is_in = self.columns.contains(&column);
        let has = |other: &ExportColumn| {
            *other == ExportColumn::Email
                || (*other == column) != self.columns.contains(other)
                || (*other == column && !is_in)
        };
        self.columns = ExportColumn::ALL.into_iter().filter(has).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(ExportOptions::default().put_behind("?search=a"), "?search=a");
        let options = ExportOptions {
            columns: vec![ExportColumn::Email, ExportColumn::JobTitle],
            only_shown: true,
            for_excel: false,
        };
        let written = options.put_behind("");
        assert_eq!(written, "?columns=email,title&only=shown&format=csv");
        assert_eq!(ExportOptions::read(&written), options);
        assert_eq!(ExportOptions::read(&options.put_behind("?search=a&sort=email")), options);
    }

    #[test]
    fn columns_go_in_and_out_in_their_order() {
        let mut options = ExportOptions::default();
        options.toggle(ExportColumn::FirstName);
        let [name, email, first] = [ExportColumn::DisplayName, ExportColumn::Email, ExportColumn::FirstName];
        assert_eq!(options.columns[..3], [name, email, first]);
        options.toggle(ExportColumn::DisplayName);
        options.toggle(ExportColumn::Email);
        assert_eq!(options.columns[..2], [email, first]);
        options.toggle(ExportColumn::FirstName);
        assert_eq!(options.columns[0], email);
        assert_eq!(options.columns.len(), ExportColumn::USUAL.len() - 1);
    }
}

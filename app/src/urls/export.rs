//! The options of an export, as in its address.

use super::users::pairs;
use domain::upload::export::ExportColumn;
use domain::upload::write::Format;
use serde::{Deserialize, Serialize};

/// The options of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportOptions {
    /// The columns, in the order of the file.
    pub columns: Vec<ExportColumn>,
    /// Whether to export only the rows shown, instead of all matching ones.
    pub only_shown: bool,
    /// Whether to write UTF-16 with tabs, which every Excel opens correctly, instead of UTF-8 with commas.
    pub for_excel: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self { columns: ExportColumn::USUAL.to_vec(), only_shown: false, for_excel: true }
    }
}

impl ExportOptions {
    /// Reads the options of a query string; defaults for missing ones.
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

    /// Appends the options to the query string of a list; defaults are omitted.
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

    /// The format of the file.
    pub fn format(&self) -> Format {
        if self.for_excel { Format::Excel } else { Format::Csv }
    }

    /// Adds or removes a column. The email can't be removed.
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

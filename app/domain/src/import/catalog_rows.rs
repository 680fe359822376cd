//! Splitting the text of a product table into rows of cells, each with the number of its first line.
//!
//! Files of users are read by `upload::rows`, which numbers rows like a spreadsheet and refuses a quotation mark that
//! is never closed. Here such a mark only spoils one cell, and the rest of the table is still worth reading.

/// Possible separators of cells: commas in Microsoft's file, others after saving it in a spreadsheet.
pub(super) const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// A row, and the number of its first line in the file, from 1.
pub(super) struct CellRow {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// The rows of a text.
pub(super) struct CellRows<'a> {
    rest: &'a str,
    separator: char,
    line: u64,
}

impl<'a> CellRows<'a> {
    /// The rows of a text with this separator between cells.
    pub(super) fn of(text: &'a str, separator: char) -> Self {
        Self { rest: text.trim_start_matches('\u{FEFF}'), separator, line: 1 }
    }

    fn ends_cell(&self, c: char) -> bool {
        c == self.separator || c == '\n' || c == '\r'
    }

    /// Reads the next cell, without the character that ends it.
    fn cell(&mut self) -> String {
        if let Some((cell, length)) = self.quoted() {
            self.line += line_ends(&self.rest[..length]);
            self.rest = &self.rest[length..];
            return cell;
        }
        let length = self.rest.find(|c| self.ends_cell(c)).unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(length);
        self.rest = rest;
        cell.to_owned()
    }

    /// A cell in quotation marks, and its length including them. `None` if the closing mark is not at the end of a
    /// cell.
    fn quoted(&self) -> Option<(String, usize)> {
        let inside = self.rest.strip_prefix('"')?;
        let mut cell = String::new();
        let mut at = 0;
        loop {
            let mark = at + inside[at..].find('"')?;
            cell.push_str(&inside[at..mark]);
            let behind = &inside[mark + 1..];
            if behind.starts_with('"') {
                cell.push('"');
                at = mark + 2;
            } else {
                return behind.chars().next().is_none_or(|c| self.ends_cell(c)).then_some((cell, mark + 2));
            }
        }
    }
}

impl Iterator for CellRows<'_> {
    type Item = CellRow;

    fn next(&mut self) -> Option<CellRow> {
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let mut cells = vec![self.cell()];
        while let Some(rest) = self.rest.strip_prefix(self.separator) {
            self.rest = rest;
            cells.push(self.cell());
        }
        let end = if self.rest.starts_with("\r\n") { 2 } else { self.rest.len().min(1) };
        self.line += u64::from(end > 0);
        self.rest = &self.rest[end..];
        Some(CellRow { line, cells })
    }
}

/// The number of line ends of any kind in a text.
fn line_ends(text: &str) -> u64 {
    let ends = text.matches(['\n', '\r']).count() - text.matches("\r\n").count();
    u64::try_from(ends).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        CellRows::of(text, ',').map(|row| (row.line, row.cells)).collect()
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn lines_are_those_of_the_file_with_every_line_end() {
        let expected = [row(1, &["a", "b"]), row(2, &[""]), row(3, &["c", ""])];
        for text in ["a,b\r\n\r\nc,\r\n", "a,b\n\nc,", "\u{FEFF}a,b\r\rc,\r"] {
            assert_eq!(rows(text), expected, "{text:?}");
        }
        let expected = [row(1, &["two\r\nlines", "b"]), row(3, &["c \"d\""]), row(4, &["e\n\nf"]), row(7, &["g"])];
        assert_eq!(rows("\"two\r\nlines\",b\r\n\"c \"\"d\"\"\"\r\n\"e\n\nf\"\r\ng"), expected);
    }

    #[test]
    fn a_stray_quotation_mark_is_part_of_its_cell() {
        let expected = [row(1, &["\"a", "b"]), row(2, &["c", "d,e"]), row(3, &["f\"", "g"])];
        assert_eq!(rows("\"a,b\nc,\"d,e\"\nf\",g"), expected);
        assert_eq!(rows("a,\"b\nc"), [row(1, &["a", "\"b"]), row(2, &["c"])]);
    }

    proptest! {
        #[test]
        fn well_formed_rows_are_those_of_the_csv_crate(
            cells in proptest::collection::vec(proptest::collection::vec("[ab\"\u{20}é,;\n]{0,5}", 2..4), 1..6),
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            cells.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read: Vec<Vec<String>> = CellRows::of(&text, ',').map(|row| row.cells).collect();
            prop_assert_eq!(read, cells);
        }
    }
}

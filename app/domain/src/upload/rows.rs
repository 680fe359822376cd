//! Splitting text into rows of cells by separators, quotation marks and line ends.
//!
//! The `csv` crate does not fit: it skips blank lines, so its rows are not numbered as in a spreadsheet, and it treats
//! an unclosed quotation mark as a cell up to the end of the file. Tests compare the two.

use super::error::FileError;
use super::guard::unguarded;
use std::iter::Peekable;
use std::str::Chars;

/// Possible separators of cells.
pub const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's number as shown in a spreadsheet: from 1, including blank rows.
    pub number: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// The rows of a text.
pub struct Rows<'a> {
    rest: Peekable<Chars<'a>>,
    separator: char,
    number: usize,
}

impl<'a> Rows<'a> {
    /// The rows of a text with this separator between cells.
    pub fn of(text: &'a str, separator: char) -> Self {
        Self { rest: text.chars().peekable(), separator, number: 0 }
    }

    /// The rows that are not blank.
    pub fn not_blank(self) -> impl Iterator<Item = Result<Row, FileError>> {
        self.filter(|row| {
            row.as_ref().map_or(true, |row| row.cells.iter().any(|cell| !unguarded(cell).trim().is_empty()))
        })
    }

    /// Reads a cell, and whether the row continues after it.
    fn cell(&mut self) -> Result<(String, bool), FileError> {
        let mut cell = String::new();
        if self.rest.next_if_eq(&'"').is_some() {
            self.quoted(&mut cell)?;
        }
        // Text after a closing quotation mark belongs to the cell, as in spreadsheets.
        loop {
            match self.rest.next() {
                Some(c) if c == self.separator => return Ok((cell, true)),
                Some('\r') => {
                    self.rest.next_if_eq(&'\n');
                    return Ok((cell, false));
                }
                None | Some('\n') => return Ok((cell, false)),
                Some(c) => cell.push(c),
            }
        }
    }

    fn quoted(&mut self, cell: &mut String) -> Result<(), FileError> {
        loop {
            match self.rest.next() {
                Some('"') if self.rest.next_if_eq(&'"').is_none() => return Ok(()),
                Some(c) => cell.push(c),
                None => return Err(FileError::Unclosed(self.number)),
            }
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rest.peek()?;
        self.number += 1;
        let mut cells = Vec::new();
        loop {
            match self.cell() {
                Ok((cell, goes_on)) => {
                    cells.push(cell);
                    if !goes_on {
                        return Some(Ok(Row { number: self.number, cells }));
                    }
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, separator: char) -> Vec<(usize, Vec<String>)> {
        Rows::of(text, separator).map(|row| row.map(|row| (row.number, row.cells)).unwrap()).collect()
    }

    fn row(number: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn every_line_end_ends_a_row_and_blank_rows_count() {
        let expected = [row(1, &["a", "b"]), row(2, &[""]), row(3, &["c", ""])];
        for text in ["a,b\r\n\r\nc,\r\n", "a,b\n\nc,", "a,b\r\rc,\r"] {
            assert_eq!(rows(text, ','), expected, "{text:?}");
        }
    }

    #[test]
    fn quoted_cells_hold_anything() {
        let text = "\"a;b\";\"say \"\"hi\"\"\";\"two\r\nlines\"\r\n5\" disk;\"x\" y;";
        assert_eq!(rows(text, ';'), [row(1, &["a;b", "say \"hi\"", "two\r\nlines"]), row(2, &["5\" disk", "x y", ""])]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found() {
        let mut rows = Rows::of("a,b\n\"c,d\ne,f", ',');
        assert!(rows.next().unwrap().is_ok());
        assert_eq!(rows.next(), Some(Err(FileError::Unclosed(2))));
    }

    #[test]
    fn rows_in_which_nothing_stands_are_left_out() {
        let numbers: Vec<usize> = Rows::of("a\n\n , \nb", ',').not_blank().map(|row| row.unwrap().number).collect();
        assert_eq!(numbers, [1, 4]);
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_csv_crate(text in "[ab\"\u{20}é,;\t\r\n]{0,60}", separator in 0..3_usize) {
            let separator = SEPARATORS[separator];
            let ours: Result<Vec<Row>, _> = Rows::of(&text, separator).collect();
            let mut reader = csv::ReaderBuilder::new();
            reader.has_headers(false).flexible(true).delimiter(separator as u8);
            let theirs: Vec<Vec<String>> = reader
                .from_reader(text.as_bytes())
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .collect();
            if let Ok(ours) = ours {
                let ours: Vec<Vec<String>> = ours.into_iter().map(|row| row.cells).filter(|cells| cells.len() > 1 || !cells[0].is_empty()).collect();
                let theirs: Vec<Vec<String>> = theirs.into_iter().filter(|cells| cells.len() > 1 || !cells[0].is_empty()).collect();
                prop_assert_eq!(ours, theirs);
            }
        }
    }
}

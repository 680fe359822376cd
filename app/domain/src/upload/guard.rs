//! Guarding cells that a spreadsheet would run as formulas (OWASP, CSV injection). An apostrophe before a cell makes it
//! text, and reading removes it.
//!
//! A spreadsheet may use a different separator and split a cell into several. So each part is guarded.

use crate::directory::invisible::is_invisible;
use std::borrow::Cow;

/// Characters at which a spreadsheet may end a cell early.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];
/// The first characters of formulas. East Asian spreadsheets treat the full-width signs the same.
const FORMULAS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The cell with every part guarded that could run.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    each_part(cell, |part, is_first| needs_guard(part, is_first).then(|| format!("'{part}")))
}

/// The cell as before [`guarded`].
pub fn unguarded(cell: &str) -> Cow<'_, str> {
    each_part(cell, |part, is_first| {
        part.strip_prefix('\'').filter(|rest| needs_guard(rest, is_first)).map(str::to_owned)
    })
}

/// The cell with its parts replaced where `change` gives a replacement.
fn each_part(cell: &str, change: impl Fn(&str, bool) -> Option<String>) -> Cow<'_, str> {
    let mut changed = false;
    let parts = cell.split_inclusive(ENDS).enumerate().map(|(at, part)| match change(part, at == 0) {
        Some(other) => {
            changed = true;
            Cow::Owned(other)
        }
        None => Cow::Borrowed(part),
    });
    let whole: String = parts.collect();
    if changed { Cow::Owned(whole) } else { Cow::Borrowed(cell) }
}

/// Whether a part could run, or looks as if guarded. Spreadsheets skip blanks, and some skip invisible characters.
fn needs_guard(part: &str, is_first: bool) -> bool {
    let is_passed_over = |c: char| !ENDS.contains(&c) && (c == '\'' || c.is_whitespace() || is_invisible(c));
    match part.trim_start_matches(is_passed_over).chars().next() {
        Some(c) => FORMULAS.contains(&c) || (is_first && c != ';' && ENDS.contains(&c)),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upload::rows::Rows;
    use crate::upload::write::Format;
    use proptest::prelude::*;

    #[test]
    fn what_would_run_is_guarded() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("'=1", "''=1"),
            (" =1", "' =1"),
            ("\u{a0}\u{200b}=1", "'\u{a0}\u{200b}=1"),
            ("\u{feff}@cmd", "'\u{feff}@cmd"),
            ("＝1", "'＝1"),
            ("\u{3000}＋1", "'\u{3000}＋1"),
            ("－1", "'－1"),
            ("＠a", "'＠a"),
            ("\tx", "'\tx"),
            ("x;=1+1;y", "x;'=1+1;y"),
            ("x; -1", "x;' -1"),
            ("x\t+1\n@y", "x\t'+1\n'@y"),
            ("+1;=1", "'+1;'=1"),
        ] {
            assert_eq!(guarded(cell), written, "{cell:?}");
        }
        for cell in ["", "a=1", "a; b", "Visio; Project", "'x", "李静", ";", "x;", "5 - 3"] {
            assert!(matches!(guarded(cell), Cow::Borrowed(_)), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn a_cell_is_read_back_whole(cell in "[a'=+;@＝\u{200b} \t\r\n\"-]{0,12}") {
            let written = guarded(&cell);
            prop_assert_eq!(unguarded(&written), cell.as_str());
            let read = Rows::of(&Format::Csv.line(&[&cell]), ',').next().unwrap().unwrap();
            prop_assert_eq!(unguarded(&read.cells[0]), cell.as_str());
        }

        #[test]
        fn no_cell_runs_at_whatever_separator(first in "[a=+;@＝ \t-]{0,8}", second in "[a'=+;@＝ \t-]{0,8}") {
            for separator in [',', ';', '\t'] {
                // Split as by a spreadsheet that ignores quotation marks.
                for cell in Format::Csv.line(&[&first, &second]).split([separator, '\r', '\n']) {
                    let shown = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                    prop_assert!(!shown.starts_with(FORMULAS), "{:?} of {:?}, {:?}", cell, first, second);
                }
            }
        }
    }
}

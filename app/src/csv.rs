//! Lines of CSV files.

/// A byte-order mark, which tells spreadsheets that a file is UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// A line of cells. A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection).
pub fn line(cells: &[&str]) -> String {
    let quoted: Vec<String> =
        cells.iter().map(|cell| format!("\"{}{}\"", guard(cell), cell.replace('"', "\"\""))).collect();
    quoted.join(",") + "\r\n"
}

/// A line to be pasted into a spreadsheet: the same with tabs between the cells and none in them.
pub fn tabbed(cells: &[&str]) -> String {
    let cells: Vec<String> =
        cells.iter().map(|cell| format!("{}{}", guard(cell), cell.replace(['\t', '\r', '\n'], " "))).collect();
    cells.join("\t") + "\n"
}

fn guard(cell: &str) -> &'static str {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        assert_eq!(line(&["a \"b\"", "=1+1", "x,y"]), "\"a \"\"b\"\"\",\"'=1+1\",\"x,y\"\r\n");
        assert_eq!(tabbed(&["a\tb", "@cmd", "x,y"]), "a b\t'@cmd\tx,y\n");
    }
}

//! Texts of several lines, as a field of one line shows them.

/// A text on one line: each break, with the spaces around it, becomes what is put between. One without breaks stays as it is.
pub fn on_one_line(text: &str, between: &str) -> String {
    let breaks = ['\r', '\n'];
    if !text.contains(breaks) {
        return text.to_owned();
    }
    text.split(breaks).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_become_what_is_put_between() {
        for (text, one_line) in [
            ("Sales\nBoss", "Sales Boss"),
            ("Sales \r\n\r\n Boss\r", "Sales Boss"),
            (" Sales  Boss ", " Sales  Boss "),
            ("\n", ""),
        ] {
            assert_eq!(on_one_line(text, " "), one_line, "{text:?}");
        }
        assert_eq!(on_one_line("SPE_E3\r\nVISIO", "; "), "SPE_E3; VISIO");
    }
}

//! Texts of several lines, as a field of one line shows them, and what no text has.

use std::borrow::Cow;

/// A text on one line: each break, with the spaces around it, becomes what is put between. One without breaks stays as it is.
pub fn on_one_line(text: &str, between: &str) -> String {
    let breaks = ['\r', '\n'];
    if !text.contains(breaks) {
        return text.to_owned();
    }
    text.split(breaks).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(between)
}

/// What no text has, but nearly every other file: the control characters that do not move on in a line or between lines.
pub fn is_no_text(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0E'..='\x1F')
}

/// A text without such characters. Imports may bring them; nobody sees them, and no file of text has them.
pub fn as_text(text: &str) -> Cow<'_, str> {
    if text.contains(is_no_text) { Cow::Owned(text.replace(is_no_text, "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_text_has_is_left_out() {
        assert_eq!(as_text("a\u{1}\tb\u{1f}\n\0"), "a\tb\n");
        assert!(matches!(as_text("Anna Kováčová"), Cow::Borrowed(_)));
    }

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

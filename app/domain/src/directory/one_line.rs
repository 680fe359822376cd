//! Text cleaning: several lines joined into one, and control characters that text does not contain.

use std::borrow::Cow;

/// The text on one line: `between` replaces each line break and the spaces around it. A text without breaks is not
/// changed.
pub fn on_one_line(text: &str, between: &str) -> String {
    let breaks = ['\r', '\n'];
    if !text.contains(breaks) {
        return text.to_owned();
    }
    text.split(breaks).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(between)
}

/// Whether a control character never appears in text files, but does in most other files: all except tabs and line
/// breaks.
pub fn is_no_text(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0E'..='\x1F')
}

/// The text without such characters. Imports may bring them; they are invisible.
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

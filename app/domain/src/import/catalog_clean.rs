//! Cleaning table cells that were copied through web pages and spreadsheets.

use uuid::Uuid;

/// The text without invisible characters, and with one plain space for any white space.
pub(super) fn text(raw: &str) -> String {
    let visible: String = raw.chars().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The id in a cell, regardless of case, spaces, quotation marks, brackets and kinds of hyphens. The rest must be a
/// complete id: missing or extra digits are not repaired.
pub(super) fn id(raw: &str) -> Option<Uuid> {
    let plain: String = raw
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c) && !AROUND.contains(*c))
        .map(|c| if is_hyphen(c) { '-' } else { c })
        .collect();
    Uuid::try_parse(&plain).ok()
}

/// Characters that may be around an id, in pairs or alone.
const AROUND: &str = "\"'`´“”„‘’‚«»‹›(){}[]<>";

/// Zero-width characters, soft hyphens and byte-order marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Hyphens and dashes that word processors use instead of a hyphen.
fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_any_kind_becomes_one_space() {
        assert_eq!(
            text("\u{FEFF} Office\u{A0}365 \t E3\u{200B}\n"),
            "Office 365 E3",
            "no-break space, tab, zero-width space and line end"
        );
        assert_eq!(text(" \u{A0}"), "");
    }

    #[test]
    fn ids_are_read_through_their_dirt() {
        let expected = Uuid::from_u128(0x05e9a617_0261_4cee_bb44_138d3ef5d965);
        for raw in [
            "05e9a617-0261-4cee-bb44-138d3ef5d965",
            "05E9A617-0261-4CEE-BB44-138D3EF5D965\u{A0}",
            " {05e9a617-0261-4cee-bb44-138d3ef5d965}",
            "05e9a617–0261–4cee–bb44–138d3ef5d965",
            "05e9a61702614ceebb44138d3ef5d965",
            "(05e9a617-0261-4cee-bb44-138d3ef5d965",
            "05e9a617-0261- 4cee-bb44-138d3ef5d965]",
            "“05e9a617-0261-4cee-bb44-138d3ef5d965\"",
            "<05e9a617-0261-4cee-bb44-138d3ef5d965>",
        ] {
            assert_eq!(id(raw), Some(expected), "{raw}");
        }
        for raw in
            ["", "SPE_E3", "05e9a617-0261-4cee-bb44-138d3ef5d96", "(5e9a617-0261-4cee-bb44-138d3ef5d965", "5.0E+09"]
        {
            assert_eq!(id(raw), None, "{raw}");
        }
    }
}

//! Invisible characters. Some change the direction of the surrounding text, so a name can look like another.

use std::borrow::Cow;

/// Whether a character changes the direction of text (Unicode property `Bidi_Control`).
pub fn turns_text(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character shows nothing (Unicode property `Default_Ignorable_Code_Point`) or only blank space (U+2800).
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a text has characters, but none of them is visible.
pub fn shows_nothing(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// A name for use in a sentence. Direction marks in it cannot affect the rest (Unicode first strong isolate).
pub fn isolated(name: &str) -> Cow<'_, str> {
    if !name.chars().any(turns_text) {
        return Cow::Borrowed(name);
    }
    let mut apart = String::from('\u{2068}');
    // Isolates inside the name could end the one around it.
    apart.extend(name.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')));
    apart.push('\u{2069}');
    Cow::Owned(apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_text_is_invisible_too() {
        let turning: Vec<char> = ('\0'..=char::MAX).filter(|c| turns_text(*c)).collect();
        assert_eq!(turning.len(), 12);
        assert!(turning.into_iter().all(is_invisible));
    }

    #[test]
    fn a_name_in_a_sentence_turns_only_itself() {
        assert!(matches!(isolated("محمد"), Cow::Borrowed("محمد")));
        assert_eq!(isolated("a\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}");
        assert_eq!(isolated("a\u{2069}\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}");
    }

    #[test]
    fn names_of_all_scripts_show_something() {
        for name in ["Adele", "李静", "محمد", "Zoë\u{200d}", "می\u{200c}خواهم"] {
            assert!(!shows_nothing(name) && !name.chars().any(turns_text), "{name:?}");
        }
        for nothing in ["\u{200b}", " \u{2060}\u{a0}", "\u{3164}", "\u{2800}"] {
            assert!(shows_nothing(nothing), "{nothing:?}");
        }
        assert!(!shows_nothing(""));
    }
}

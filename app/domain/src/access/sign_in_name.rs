//! Which characters a new sign-in name may have, so that it looks like no other.
//!
//! Letters of other alphabets look like Latin ones (a Cyrillic “о”), and so do full-width ones. A person who manages people, and
//! later somebody who reads the activity log, would take one person for another. Names that exist already stay.

/// Whether a sign-in name has only characters that look like no others: those of ASCII, and Latin letters with an accent as one
/// character.
pub fn is_plain(name: &str) -> bool {
    name.trim().chars().all(|c| c == ' ' || c.is_ascii_graphic() || is_accented(c))
}

/// Whether a character is an accented Latin letter: of the blocks Latin-1 Supplement and Latin Extended-A, without those that
/// look like a letter or letters of ASCII.
fn is_accented(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{17f}') && c.is_alphabetic() && !"ıĳĲĸŀĿŉſ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_another_name_is_not_plain() {
        for plain in ["root", "Anna.Novák@partner.example", "jörg@müller.example", "O'Neil#1", "šárka łoś", " padded "]
        {
            assert!(is_plain(plain), "{plain}");
        }
        for other in [
            "r\u{43e}\u{43e}t",
            "\u{43c}\u{438}\u{440}",
            "ｒｏｏｔ",
            "RooT\u{a0}x",
            "root\u{307}",
            "\u{3c1}oot",
            "ad\u{131}m",
            "\u{17f}am",
            "ﬁona",
            "anna\u{2024}b",
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }
}

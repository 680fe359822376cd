//! Folding: one spelling for texts in any European script. It is the only such table, used for searching and mailbox
//! names.

use super::address::has_no_width;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, without accents, apostrophes and invisible characters. Letters that are not a plain letter
/// with an accent are spelled as on a plain keyboard: `Łukasz O’Brien-Groß` is `lukasz obrien-gross`.
pub fn fold(text: &str) -> String {
    let kept = text.chars().filter(|c| !is_apostrophe(*c) && !has_no_width(*c));
    let lower = kept.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c));
    let mut folded = String::with_capacity(text.len());
    for c in lower {
        match spelled(c) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(c),
        }
    }
    folded
}

/// Whether a character serves as an apostrophe in names: the straight one, the typographic one, and the accents and
/// primes that people type for it.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{B4}'
            | '\u{2B9}'
            | '\u{2BB}'
            | '\u{2BC}'
            | '\u{2BE}'
            | '\u{2BF}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201B}'
            | '\u{2032}'
            | '\u{FF07}'
    )
}

/// The plain spelling of a small letter that is not just a plain letter with an accent.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ø' => "o",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ı' => "i",
        'ɛ' => "e",
        'ə' => "a",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_no_accent_explains_are_spelled_out() {
        for (text, folded) in [
            ("Łukasz", "lukasz"),
            ("Søren", "soren"),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("Đorđe Guðrún", "dorde gudrun"),
            ("Æsop Œuvre Þór", "aesop oeuvre thor"),
            ("İstanbul Işık", "istanbul isik"),
            ("O'Brien O’Brien O`Brien O\u{B4}Brien Oʼbrien", "obrien obrien obrien obrien obrien"),
            ("Kováčová Ångström", "kovacova angstrom"),
            ("Αλέξης Νίκος", "αλεξησ νικοσ"),
            ("Юрій", "юріи"),
            ("Ade\u{200B}le\u{AD} \u{FEFF}Vance", "adele vance"),
            ("李静", "李静"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}

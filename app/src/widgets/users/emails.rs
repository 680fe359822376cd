//! Finds emails in pasted text or a file.

use domain::directory::address::bare;
use std::collections::BTreeSet;

/// All words of a text with an `@`, without duplicates. Separators are lines, commas, semicolons, tabs, spaces, quotes
/// and brackets.
pub fn emails_in(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    text.split(|c: char| c.is_whitespace() || c.is_control() || ",;\"<>()[]|\u{feff}".contains(c))
        .map(bare)
        .filter(|word| word.contains('@') && seen.insert(word.to_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_separator_will_do() {
        let text = "a@x.com,b@x.com;c@x.com\td@x.com e@x.com\r\nf@x.com\n\n; ,g@x.com";
        let expected = ["a@x.com", "b@x.com", "c@x.com", "d@x.com", "e@x.com", "f@x.com", "g@x.com"];
        assert_eq!(emails_in(text), expected);
    }

    #[test]
    fn address_books_and_csv_files_are_understood() {
        let text =
            "\u{feff}Name,UPN\r\n\"Vance, Adele\",\"Adele.Vance@x.com\"\r\nAlex Wilber <alex@x.com>; mailto:lee@x.com.";
        assert_eq!(emails_in(text), ["Adele.Vance@x.com", "alex@x.com", "lee@x.com"]);
    }

    #[test]
    fn what_is_pasted_around_an_address_is_taken_off() {
        let text =
            "SMTP:a@x.com smtp:b@x.com \u{200B}c@x.com\u{200B} (mailto:d@x.com?subject=x), 'e@x.com' f@\u{AD}x.com!";
        assert_eq!(emails_in(text), ["a@x.com", "b@x.com", "c@x.com", "d@x.com", "e@x.com", "f@x.com"]);
    }

    #[test]
    fn each_is_taken_once_whatever_its_case() {
        assert_eq!(emails_in("a@x.com A@X.com"), ["a@x.com"]);
    }

    #[test]
    fn guests_keep_their_marks_and_words_are_no_emails() {
        assert_eq!(emails_in("Anna anna_y.com#EXT#@x.com o'neil@x.com"), ["anna_y.com#EXT#@x.com", "o'neil@x.com"]);
    }
}

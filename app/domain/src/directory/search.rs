//! How names are compared, sorted and searched.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word kept for searching, in characters.
const WORD_MAX: usize = 32;

/// The key by which names sort: lower case, by code point.
pub fn sort_key(name: &str) -> String {
    name.to_lowercase()
}

/// The words of a text as searching sees them: lower case, without accents, split at everything but letters and digits.
pub fn words(text: &str) -> BTreeSet<String> {
    let folded: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(WORD_MAX).collect())
        .collect()
}

/// The words under which a record is found: every word of its texts, and for scripts written without spaces every end
/// of a word, so that a name is found by any of its characters.
pub fn index_words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in texts.into_iter().flat_map(words) {
        for (at, c) in word.char_indices().skip(1) {
            if is_ideograph(c) {
                found.insert(word[at..].to_owned());
            }
        }
        found.insert(word);
    }
    found
}

/// Han, Hiragana, Katakana and Hangul.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0x20000..=0x3FFFF)
}

/// The first text after every text that begins with `prefix`: the upper bound of a prefix search.
pub fn after_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_case_and_accents() {
        let expected: BTreeSet<_> = ["anna", "kovacova"].map(String::from).into();
        assert_eq!(words("Anna KOVÁČOVÁ"), expected);
    }

    #[test]
    fn an_email_is_found_by_each_part() {
        let expected: BTreeSet<_> = ["adele", "vance", "fabrikam", "com"].map(String::from).into();
        assert_eq!(words("adele.vance@fabrikam.com"), expected);
    }

    #[test]
    fn names_without_spaces_are_found_by_each_character() {
        assert!(index_words(["李静"]).contains("静"));
        assert_eq!(index_words(["anna"]).len(), 1);
    }

    #[test]
    fn the_bound_of_a_prefix_lies_behind_all_that_begin_with_it() {
        assert!("anna" < after_prefix("an").as_str() && after_prefix("an").as_str() < "ao");
    }
}

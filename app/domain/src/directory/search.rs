//! Comparing, sorting and searching names.

use super::fold::{fold, is_apostrophe};
use std::collections::BTreeSet;

/// The most characters kept of a word for searching.
const WORD_MAX: usize = 32;

/// The sort key of a name: lower case, compared by code point.
pub fn sort_key(name: &str) -> String {
    name.to_lowercase()
}

/// The search words of a text: folded, and split at everything except letters and digits.
pub fn words(text: &str) -> BTreeSet<String> {
    split(&fold(text))
}

fn split(folded: &str) -> BTreeSet<String> {
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(WORD_MAX).collect()).collect()
}

/// The words that find a record: all words of its texts, the parts around apostrophes, and, for scripts written without
/// spaces, the word from each of its characters on, so any part of a name finds it.
pub fn index_words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in texts.into_iter().flat_map(|text| words(text).into_iter().chain(around_apostrophes(text))) {
        for (at, c) in word.char_indices().skip(1) {
            if is_ideograph(c) {
                found.insert(word[at..].to_owned());
            }
        }
        found.insert(word);
    }
    found
}

/// `o` and `brien` for `O'Brien`, in addition to `obrien`.
fn around_apostrophes(text: &str) -> BTreeSet<String> {
    if text.contains(is_apostrophe) { words(&text.replace(is_apostrophe, " ")) } else { BTreeSet::new() }
}

/// Whether older versions of Tenantry may have stored other search words for the text. They only removed accents and
/// did not have the table in [`super::fold`].
pub fn folds_anew(text: &str) -> bool {
    text.contains(|c: char| !c.is_ascii() || is_apostrophe(c))
}

/// Han, Hiragana, Katakana and Hangul.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0x20000..=0x3FFFF)
}

/// The search words that none of these texts has.
fn lacked<'a>(search: &str, texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let has = index_words(texts);
    words(search).into_iter().filter(|word| !has.iter().any(|found| found.starts_with(word.as_str()))).collect()
}

/// Whether a search matched through something other than these texts.
pub fn is_found_otherwise<'a>(search: &str, texts: impl IntoIterator<Item = &'a str>) -> bool {
    !lacked(search, texts).is_empty()
}

/// The address that matched a search, if the user's own texts lack some of its words.
pub fn found_by<'a>(search: &str, own: [&str; 2], addresses: &'a [String]) -> Option<&'a str> {
    let lacks = lacked(search, own);
    let lacks_fewer = |address: &&String| lacked(search, [address.as_str()].into_iter().chain(own)).len() < lacks.len();
    let found = addresses.iter().filter(lacks_fewer);
    found.min_by_key(|address| lacked(search, [address.as_str()]).len()).map(String::as_str)
}

/// The upper bound of a prefix search: it sorts after every text that begins with `prefix`.
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
    fn names_are_found_as_they_are_typed_on_a_plain_keyboard() {
        for (name, typed) in [
            ("Łukasz Wójcik", "lukasz"),
            ("Søren Kierkegaard", "soren"),
            ("Hans Straßer", "strasser"),
            ("Hans Strasser", "straßer"),
            ("Conor O’Brien", "obrien"),
            ("Conor O'Brien", "O’Brien"),
            ("Conor O'Brien", "brien"),
            ("conor.o'brien@fabrikam.com", "obrien"),
            ("Guðrún Þórsdóttir", "thorsdottir"),
            ("Çınar Ilgın", "cinar"),
        ] {
            let index = index_words([name]);
            assert!(words(typed).iter().all(|word| index.contains(word)), "{typed}: {index:?}");
        }
    }

    #[test]
    fn an_email_is_found_by_each_part() {
        let expected: BTreeSet<_> = ["adele", "vance", "fabrikam", "com"].map(String::from).into();
        assert_eq!(words("adele.vance@fabrikam.com"), expected);
    }

    #[test]
    fn who_is_found_by_another_address_is_known() {
        let addresses = ["lidia@old.example".to_owned(), "sales@fabrikam.com".to_owned()];
        let own = ["Lidia Holloway", "lidia.holloway@fabrikam.com"];
        for (search, address) in [
            ("sales", Some("sales@fabrikam.com")),
            ("lidia@old", Some("lidia@old.example")),
            ("SALES@fabrikam.com", Some("sales@fabrikam.com")),
            ("lidia holl", None),
            ("fabrikam", None),
            ("", None),
            ("nobody", None),
        ] {
            assert_eq!(found_by(search, own, &addresses), address, "{search}");
            let is_otherwise = address.is_some() || search == "nobody";
            assert_eq!(is_found_otherwise(search, own), is_otherwise, "{search}");
        }
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

//! Usage locations: ISO 3166-1 alpha-2 country codes.

use super::country_names::{ALPHA_3, COUNTRIES, OTHER_NAMES};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A country by its assigned ISO 3166-1 alpha-2 code, in upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([u8; 2]);

/// The text is not a country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a country code. Use two letters such as SK or US.")]
pub struct NotACountry(pub String);

impl CountryCode {
    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The country's English name.
    pub fn name(&self) -> &'static str {
        COUNTRIES.binary_search_by_key(&self.as_str(), |(code, _)| code).map_or("", |index| COUNTRIES[index].1)
    }

    /// The country with this code of two or three letters, or with this English name, in any case.
    ///
    /// # Errors
    /// When there is no such country.
    pub fn named(text: &str) -> Result<Self, NotACountry> {
        text.parse().or_else(|error| {
            let name = text.trim();
            let of_three = ALPHA_3.split(' ').position(|code| code.eq_ignore_ascii_case(name));
            let named = || COUNTRIES.iter().position(|(_, country)| same(country, name));
            let otherwise = || OTHER_NAMES.iter().find(|(_, country)| same(country, name)).map(|(code, _)| *code);
            let code = of_three.or_else(named).map(|index| COUNTRIES[index].0).or_else(otherwise);
            code.and_then(|code| code.parse().ok()).ok_or(error)
        })
    }

    /// All countries, sorted by name for a list.
    pub fn all() -> Vec<CountryCode> {
        let mut all: Vec<_> = COUNTRIES.iter().filter_map(|(code, _)| code.parse().ok()).collect();
        all.sort_by_key(|code: &CountryCode| code.name());
        all
    }
}

/// Whether two names differ only in case.
fn same(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

impl FromStr for CountryCode {
    type Err = NotACountry;

    fn from_str(text: &str) -> Result<Self, NotACountry> {
        let code = text.trim().to_ascii_uppercase();
        match (COUNTRIES.binary_search_by_key(&code.as_str(), |(code, _)| code), code.as_bytes()) {
            (Ok(_), &[first, second]) => Ok(Self([first, second])),
            _ => Err(NotACountry(text.to_owned())),
        }
    }
}

impl TryFrom<String> for CountryCode {
    type Error = NotACountry;

    fn try_from(text: String) -> Result<Self, NotACountry> {
        text.parse()
    }
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> String {
        code.as_str().to_owned()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_parsed_in_any_case_and_named() {
        let code: CountryCode = "sk".parse().unwrap();
        assert_eq!((code.as_str(), code.name()), ("SK", "Slovakia"));
    }

    #[test]
    fn countries_are_found_by_code_and_name() {
        for text in
            ["US", "us", "USA", " usa", "United States", " united states ", "U.S.A.", "United States of America"]
        {
            assert_eq!(CountryCode::named(text).unwrap().as_str(), "US", "{text}");
        }
        for (text, code) in
            [("UK", "GB"), ("SVK", "SK"), ("czech republic", "CZ"), ("ZWE", "ZW"), ("ÅLAND ISLANDS", "AX")]
        {
            assert_eq!(CountryCode::named(text).unwrap().as_str(), code, "{text}");
        }
        assert_eq!(CountryCode::named("Atlantis").unwrap_err(), NotACountry("Atlantis".into()));
    }

    #[test]
    fn unassigned_codes_are_refused() {
        for text in ["XX", "", "USA", "é", "U"] {
            assert!(text.parse::<CountryCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_country_has_a_code_of_three_letters_and_other_names_are_of_countries() {
        let codes: Vec<&str> = ALPHA_3.split(' ').collect();
        assert_eq!(codes.len(), COUNTRIES.len());
        let known: std::collections::BTreeSet<_> = codes.iter().filter(|code| code.len() == 3).collect();
        assert_eq!(known.len(), codes.len());
        assert!(OTHER_NAMES.iter().all(|(code, _)| code.parse::<CountryCode>().is_ok()));
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(CountryCode::all().len(), 249);
    }
}

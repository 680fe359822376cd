//! A demo person: the name, and the part of the email before the `@`.

use super::names::{self, ARABIC, CHINESE, GREEK, JAPANESE, OddName, Script};
use super::prng::Prng;
use crate::directory::search;

/// A prime far above the number of names that does not divide it. Steps of this size visit every pair of names once.
const STRIDE: usize = 1_000_003;
/// One in this many users has an odd name, until the odd names are used up.
const ODD_EVERY: usize = 11;

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InventedPerson {
    pub display_name: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// The part of the email before the `@`: ASCII, and unique within a customer.
    pub local_part: String,
}

/// The people of one customer, by number.
#[derive(Debug, Clone)]
pub(super) struct InventedPeople {
    /// First and last names in Latin letters, as written and in ASCII.
    given: Vec<(&'static str, String)>,
    last: Vec<(&'static str, String)>,
    odd: Vec<OddName>,
    offset: usize,
}

impl InventedPeople {
    /// People whose Latin first names sort after a name. An empty name allows all.
    pub(super) fn new(behind: &str, odd: Vec<OddName>, prng: &mut Prng) -> Self {
        let behind = search::sort_key(behind);
        let with_ascii = |name: &&'static str| (*name, names::ascii(name));
        let given = names::GIVEN.iter().filter(|name| search::sort_key(name) > behind);
        Self {
            given: given.map(with_ascii).collect(),
            last: names::LAST.iter().map(with_ascii).collect(),
            odd,
            offset: prng.below(STRIDE as u64) as usize,
        }
    }

    /// The person with this number. In most cases the name fits the country.
    pub(super) fn person(&self, number: usize, country: &str, prng: &mut Prng) -> InventedPerson {
        if number % ODD_EVERY == ODD_EVERY / 2
            && let Some((display_name, local_part)) = self.odd.get(number / ODD_EVERY)
        {
            return InventedPerson {
                display_name: (*display_name).to_owned(),
                first_name: None,
                last_name: None,
                local_part: (*local_part).to_owned(),
            };
        }
        match script(country) {
            Some(script) if prng.per_mille(700) => written_in(script, number, prng),
            _ => self.latin(number),
        }
    }

    fn latin(&self, number: usize) -> InventedPerson {
        let pairs = self.given.len() * self.last.len();
        // Remainders come first, because the product of the whole numbers may not fit 32 bits.
        let place = ((number % pairs) * (STRIDE % pairs) + self.offset % pairs) % pairs;
        let (given, given_ascii) = &self.given[place % self.given.len()];
        let (last, last_ascii) = &self.last[place / self.given.len()];
        let local_part = match number / pairs {
            0 => format!("{given_ascii}.{last_ascii}"),
            again => format!("{given_ascii}.{last_ascii}{}", again + 1),
        };
        named(format!("{given} {last}"), given, last, local_part)
    }
}

fn script(country: &str) -> Option<&'static Script> {
    match country {
        "AE" => Some(&ARABIC),
        "CN" => Some(&CHINESE),
        "GR" => Some(&GREEK),
        "JP" => Some(&JAPANESE),
        _ => None,
    }
}

fn written_in(script: &Script, number: usize, prng: &mut Prng) -> InventedPerson {
    let (given, given_ascii) = prng.pick(script.given);
    let (last, last_ascii) = prng.pick(script.last);
    let display_name = if script.last_name_first { format!("{last}{given}") } else { format!("{given} {last}") };
    named(display_name, given, last, format!("{given_ascii}.{last_ascii}.{number}"))
}

fn named(display_name: String, first: &str, last: &str, local_part: String) -> InventedPerson {
    InventedPerson { display_name, first_name: Some(first.to_owned()), last_name: Some(last.to_owned()), local_part }
}

/// A person with a fixed first and last name in ASCII letters.
pub(super) fn known(name: &str) -> InventedPerson {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    named(name.to_owned(), first, last, name.to_ascii_lowercase().replace(' ', "."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn people(behind: &str) -> InventedPeople {
        InventedPeople::new(behind, Vec::new(), &mut Prng::of(3, 0))
    }

    #[test]
    fn emails_differ_also_when_names_repeat() {
        let people = people("");
        let pairs = people.given.len() * people.last.len();
        let emails: BTreeSet<_> = (0..2 * pairs).map(|number| people.latin(number).local_part).collect();
        assert_eq!(emails.len(), 2 * pairs);
        assert_eq!(people.latin(5).display_name, people.latin(5 + pairs).display_name);
    }

    #[test]
    fn names_can_be_kept_behind_another() {
        let people = people("Nestor Wilke");
        assert!(people.given.len() > 60, "{}", people.given.len());
        let first = (0..3000).map(|number| search::sort_key(&people.latin(number).display_name)).min();
        assert!(first > Some("nestor wilke".to_owned()));
    }

    #[test]
    fn names_fit_the_country() {
        let person = (0..20).map(|number| people("").person(number, "GR", &mut Prng::of(3, number as u64)));
        let greek = person.filter(|person| person.display_name.chars().any(|c| ('Α'..='ω').contains(&c))).count();
        assert!((8..=19).contains(&greek), "{greek}");
    }
}

//! The sign-in names of people who are invited, as they are typed or pasted: one a line, or separated by commas or semicolons.

use super::invitation_form::{INVITATIONS_MAX, Invitee};
use crate::directory::address::{bare, is_mail_address};
use crate::directory::invisible::isolated;
use std::collections::BTreeSet;
use std::fmt;

/// The longest text, in characters: ten addresses with names.
pub const ADDRESSES_MAX: usize = 6_000;

/// Somebody who is named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedInvitee {
    /// In which line, counted from 1.
    pub line: usize,
    /// The person.
    pub invitee: Invitee,
}

/// An address that can't be invited, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadAddress {
    /// The line, counted from 1.
    pub line: usize,
    /// The text that stands there.
    pub text: String,
    /// Whether it is an address that stands here twice. Otherwise it is none.
    pub is_twice: bool,
}

/// Why nobody can be read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressesRefused {
    /// One name is typed for several addresses.
    NameOfSeveral,
    /// So many addresses are more than can be invited at once.
    TooMany(usize),
    /// These are no addresses, or stand here twice.
    Bad(Vec<BadAddress>),
}

impl fmt::Display for BadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, text) = (self.line, isolated(&self.text));
        match self.is_twice {
            true => write!(f, "Line {line}: {text} stands here twice."),
            false => write!(f, "Line {line}: {text} is no email address."),
        }
    }
}

impl fmt::Display for AddressesRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameOfSeveral => f.write_str(
                "These are several people. Leave the name empty, and write each name before its address: \
                 Ben Novak <ben@partner.example>.",
            ),
            Self::TooMany(count) => {
                write!(f, "These are {count} addresses. At most {INVITATIONS_MAX} are invited at once.")
            }
            Self::Bad(all) => f.write_str(&all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        }
    }
}

/// The people named in a text. One person may have any sign-in name, and the name that is typed beside it; several people have
/// addresses, and the names before them. A person without a name is called by the address.
///
/// # Errors
/// All that is wrong with the text.
pub fn read(name: &str, text: &str) -> Result<Vec<NamedInvitee>, AddressesRefused> {
    let parts = parts(text);
    let name = name.trim();
    if let [] | [_] = parts.as_slice() {
        let (line, part) = parts.first().copied().unwrap_or((1, ""));
        return Ok(vec![NamedInvitee { line, invitee: one(name, part) }]);
    }
    if !name.is_empty() {
        return Err(AddressesRefused::NameOfSeveral);
    }
    if parts.len() > INVITATIONS_MAX {
        return Err(AddressesRefused::TooMany(parts.len()));
    }
    let mut seen = BTreeSet::new();
    let mut bad = Vec::new();
    let mut all = Vec::new();
    for (line, part) in parts {
        let sign_in_name = bare(part);
        let is_twice = !seen.insert(sign_in_name.to_lowercase());
        if is_twice || !is_mail_address(&sign_in_name) {
            bad.push(BadAddress { line, text: part.to_owned(), is_twice });
            continue;
        }
        let name = name_before(part).unwrap_or_else(|| sign_in_name.clone());
        all.push(NamedInvitee { line, invitee: Invitee { name, sign_in_name, directory_user: None } });
    }
    if bad.is_empty() { Ok(all) } else { Err(AddressesRefused::Bad(bad)) }
}

fn one(name: &str, part: &str) -> Invitee {
    let address = bare(part);
    let name_before = name_before(part).filter(|_| is_mail_address(&address));
    let sign_in_name = if name_before.is_some() { address } else { part.to_owned() };
    let name = if name.is_empty() { name_before.unwrap_or_default() } else { name.to_owned() };
    Invitee { name, sign_in_name, directory_user: None }
}

/// `Adele Vance` of `"Adele Vance" <adele@x.com>`.
fn name_before(part: &str) -> Option<String> {
    let (name, _) = part.rsplit_once('<')?;
    let name = name.trim().trim_matches(['"', '“', '”', '„']).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The parts between line ends, commas and semicolons, each with its line. Those between quotation marks separate nothing,
/// because names have commas too.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut is_quoted = false;
        let separates = |c: char| {
            is_quoted ^= c == '"';
            !is_quoted && matches!(c, ',' | ';')
        };
        parts.extend(line.split(separates).map(|part| (at + 1, part.trim())).filter(|(_, part)| !part.is_empty()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(line: usize, name: &str, sign_in_name: &str) -> NamedInvitee {
        let (name, sign_in_name) = (name.into(), sign_in_name.into());
        NamedInvitee { line, invitee: Invitee { name, sign_in_name, directory_user: None } }
    }

    #[test]
    fn one_person_has_any_sign_in_name_and_the_typed_name() {
        assert_eq!(read(" Ben ", " ben \n"), Ok(vec![named(1, "Ben", "ben")]));
        assert_eq!(read("", "\n\nben"), Ok(vec![named(3, "", "ben")]));
        assert_eq!(read("Ben", ""), Ok(vec![named(1, "Ben", "")]));
        assert_eq!(read("", "Ben Novak <ben@x.de>"), Ok(vec![named(1, "Ben Novak", "ben@x.de")]));
        assert_eq!(read("Ben", "Ben Novak <ben@x.de>"), Ok(vec![named(1, "Ben", "ben@x.de")]));
    }

    #[test]
    fn several_people_stand_in_lines_or_between_commas_and_semicolons() {
        let text = "ben@x.de, Cleo Marsh <cleo@x.de>\n\n\"Vance, Adele\" <adele@x.de>; dora@x.de;";
        let all = [
            named(1, "ben@x.de", "ben@x.de"),
            named(1, "Cleo Marsh", "cleo@x.de"),
            named(3, "Vance, Adele", "adele@x.de"),
            named(3, "dora@x.de", "dora@x.de"),
        ];
        assert_eq!(read("", text), Ok(all.into()));
    }

    #[test]
    fn what_is_no_address_is_named_at_its_line() {
        let refused = read("", "ben@x.de\nnobody, BEN@x.de\ncleo@x").unwrap_err();
        let words = refused.to_string();
        for part in
            ["Line 2: nobody is no email address.", "Line 2: BEN@x.de stands here twice.", "Line 3: cleo@x is no"]
        {
            assert!(words.contains(part), "{words}");
        }
        assert!(!words.contains("Line 1"));
    }

    #[test]
    fn a_name_is_for_one_and_ten_are_the_most() {
        assert_eq!(read("Ben", "a@x.de, b@x.de"), Err(AddressesRefused::NameOfSeveral));
        let many = |count: usize| (0..count).map(|number| format!("a{number}@x.de")).collect::<Vec<_>>().join("\n");
        assert_eq!(read("", &many(10)).map(|all| all.len()), Ok(10));
        assert_eq!(read("", &many(11)), Err(AddressesRefused::TooMany(11)));
    }
}

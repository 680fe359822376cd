//! The digests of activity rows, of outcomes, and of the subjects of rows.

use super::canonical::Canonical;
use super::hash::Hash;
use super::personal::Personal;
use std::collections::BTreeMap;

/// One user's outcome, as stored.
#[derive(Debug, Clone, Copy)]
pub struct ChainedOutcome<'a> {
    /// The place in the operation, from 0.
    pub position: i64,
    /// The user's id.
    pub user: &'a str,
    /// The outcome's name.
    pub outcome: &'a str,
    /// The failure's code.
    pub code: Option<&'a str>,
    /// The touched values before, as JSON.
    pub before: &'a str,
    /// The touched values after, as JSON.
    pub after: &'a str,
    /// Name, UPN and message.
    pub personal: Personal<'a>,
}

/// Hashes the outcomes of an operation, in the order of their positions.
pub struct Outcomes(Canonical);

impl Default for Outcomes {
    fn default() -> Self {
        Self(Canonical::new("tenantry outcomes 1"))
    }
}

impl Outcomes {
    /// Adds the next outcome.
    pub fn push(&mut self, row: &ChainedOutcome<'_>) {
        let Self(canonical) = self;
        canonical.number(row.position);
        canonical.bytes(row.user.as_bytes());
        canonical.bytes(row.outcome.as_bytes());
        canonical.optional(row.code);
        canonical.bytes(row.before.as_bytes());
        canonical.bytes(row.after.as_bytes());
        canonical.bytes(row.personal.digest().bytes());
    }

    /// The digest of all outcomes.
    pub fn finish(self) -> Hash {
        self.0.finish()
    }
}

/// Hashes the outcomes of an operation part by part, since a job writes one part at a time. Within a part they come in
/// the order of their positions. Outcomes not written by a job belong to no part.
#[derive(Default)]
pub struct PartedOutcomes(BTreeMap<Option<i64>, Outcomes>);

impl PartedOutcomes {
    /// Adds the next outcome of a part.
    pub fn push(&mut self, part: Option<i64>, row: &ChainedOutcome<'_>) {
        let Self(parts) = self;
        parts.entry(part).or_default().push(row);
    }

    /// The digest of all outcomes.
    pub fn finish(self) -> Hash {
        let Self(parts) = self;
        let parts: Vec<_> = parts.into_iter().map(|(part, outcomes)| (part, outcomes.finish())).collect();
        of_parts(&parts)
    }
}

/// The digest of an operation's outcomes, from the digests of its parts in order. Undivided outcomes keep their own
/// digest.
pub fn of_parts(parts: &[(Option<i64>, Hash)]) -> Hash {
    match parts {
        [] => Outcomes::default().finish(),
        [(None, whole)] => *whole,
        parts => {
            let mut canonical = Canonical::new("tenantry outcomes in parts 1");
            for (part, digest) in parts {
                match part {
                    Some(number) => canonical.number(*number),
                    None => canonical.optional(None),
                }
                canonical.bytes(digest.bytes());
            }
            canonical.finish()
        }
    }
}

/// The digest of the subject of an activity row: the fixed columns of an operation with the digest of its outcomes, or
/// the fixed columns of an order.
pub fn about(what: &str, texts: &[Option<&str>], numbers: &[i64], outcomes: Option<Hash>) -> Hash {
    let mut canonical = Canonical::new("tenantry about 1");
    canonical.bytes(what.as_bytes());
    texts.iter().for_each(|text| canonical.optional(*text));
    numbers.iter().for_each(|number| canonical.number(*number));
    if let Some(outcomes) = outcomes {
        canonical.bytes(outcomes.bytes());
    }
    canonical.finish()
}

/// An activity row, as stored and hashed.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The customer's id.
    pub customer: &'a str,
    /// The place in the customer's chain, from 1.
    pub sequence: i64,
    /// The row's id.
    pub id: &'a str,
    /// When (UTC, epoch milliseconds).
    pub at: i64,
    /// The action.
    pub action: &'a str,
    /// The id of the person; `None` for other performers, such as the command line.
    pub actor: Option<&'a str>,
    /// The id of the operation, order or user that the row is about.
    pub subject: &'a str,
    /// The details, as JSON.
    pub details: &'a str,
    /// The id of the request.
    pub request: Option<&'a str>,
    /// Whether the row entered the chain after it was written.
    pub sealed_later: bool,
    /// The performer's name and address, and the reason, if given.
    pub personal: Personal<'a>,
    /// The digest of the row's subject.
    pub about: Option<Hash>,
}

impl Link<'_> {
    /// The row's hash, from the hash of the row before it.
    pub fn hash(&self, previous: Hash) -> Hash {
        let mut canonical = Canonical::new("tenantry activity 1");
        canonical.bytes(previous.bytes());
        canonical.bytes(self.customer.as_bytes());
        canonical.number(self.sequence);
        canonical.bytes(self.id.as_bytes());
        canonical.number(self.at);
        canonical.bytes(self.action.as_bytes());
        canonical.optional(self.actor);
        canonical.bytes(self.subject.as_bytes());
        canonical.bytes(self.details.as_bytes());
        canonical.optional(self.request);
        canonical.number(i64::from(self.sealed_later));
        canonical.bytes(self.personal.digest().bytes());
        match self.about {
            Some(about) => canonical.bytes(about.bytes()),
            None => canonical.optional(None),
        }
        canonical.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link<'static> {
        Link {
            customer: "c",
            sequence: 1,
            id: "i",
            at: 2,
            action: "a",
            actor: Some("p"),
            subject: "s",
            details: "{}",
            request: None,
            sealed_later: false,
            personal: Personal::None,
            about: None,
        }
    }

    #[test]
    fn every_value_of_a_row_changes_its_hash() {
        let first = link().hash(Hash::START);
        assert_eq!(link().hash(Hash::START), first);
        let other = Hash([1; 32]);
        let changed = [
            link().hash(other),
            Link { customer: "d", ..link() }.hash(Hash::START),
            Link { sequence: 2, ..link() }.hash(Hash::START),
            Link { id: "j", ..link() }.hash(Hash::START),
            Link { at: 3, ..link() }.hash(Hash::START),
            Link { action: "b", ..link() }.hash(Hash::START),
            Link { actor: None, ..link() }.hash(Hash::START),
            Link { subject: "t", ..link() }.hash(Hash::START),
            Link { details: "[]", ..link() }.hash(Hash::START),
            Link { request: Some(""), ..link() }.hash(Hash::START),
            Link { sealed_later: true, ..link() }.hash(Hash::START),
            Link { personal: Personal::Erased(other), ..link() }.hash(Hash::START),
            Link { about: Some(Hash::START), ..link() }.hash(Hash::START),
            // The same letters, divided differently.
            Link { subject: "s{", details: "}", ..link() }.hash(Hash::START),
        ];
        for (at, hash) in changed.iter().enumerate() {
            assert!(*hash != first && !changed[at + 1..].contains(hash), "{at}");
        }
    }

    #[test]
    fn every_value_and_the_order_of_outcomes_change_their_digest() {
        let row = ChainedOutcome {
            position: 0,
            user: "u",
            outcome: "Assigned",
            code: None,
            before: "{}",
            after: "{}",
            personal: Personal::None,
        };
        let digest = |rows: &[ChainedOutcome<'_>]| {
            let mut outcomes = Outcomes::default();
            rows.iter().for_each(|row| outcomes.push(row));
            outcomes.finish()
        };
        let second = ChainedOutcome { position: 1, ..row };
        let all = [
            digest(&[]),
            digest(&[row]),
            digest(&[row, second]),
            digest(&[second, row]),
            digest(&[ChainedOutcome { user: "v", ..row }]),
            digest(&[ChainedOutcome { outcome: "Failed", ..row }]),
            digest(&[ChainedOutcome { code: Some("NotFound"), ..row }]),
            digest(&[ChainedOutcome { before: "[]", ..row }]),
            digest(&[ChainedOutcome { after: "[]", ..row }]),
            digest(&[ChainedOutcome { personal: Personal::Erased(Hash([1; 32])), ..row }]),
        ];
        for (at, hash) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(hash), "{at}");
        }
    }

    #[test]
    fn which_part_an_outcome_is_of_counts_and_the_order_of_parts_does_not() {
        let row = |position| ChainedOutcome {
            position,
            user: "u",
            outcome: "Assigned",
            code: None,
            before: "{}",
            after: "{}",
            personal: Personal::None,
        };
        let digest = |rows: &[(Option<i64>, i64)]| {
            let mut outcomes = PartedOutcomes::default();
            rows.iter().for_each(|(part, position)| outcomes.push(*part, &row(*position)));
            outcomes.finish()
        };
        let whole = |positions: &[i64]| {
            let mut outcomes = Outcomes::default();
            positions.iter().for_each(|position| outcomes.push(&row(*position)));
            outcomes.finish()
        };
        assert_eq!(digest(&[]), whole(&[]));
        assert_eq!(digest(&[(None, 0), (None, 1)]), whole(&[0, 1]));
        let parted = digest(&[(Some(0), 0), (Some(1), 1), (Some(0), 2)]);
        assert_eq!(parted, digest(&[(Some(1), 1), (Some(0), 0), (Some(0), 2)]));
        assert_eq!(parted, of_parts(&[(Some(0), whole(&[0, 2])), (Some(1), whole(&[1]))]));
        let all = [
            parted,
            digest(&[(Some(0), 0), (Some(0), 1), (Some(1), 2)]),
            digest(&[(Some(0), 0), (Some(2), 1), (Some(0), 2)]),
            digest(&[(None, 0), (Some(1), 1), (None, 2)]),
            digest(&[(Some(0), 0), (Some(0), 1), (Some(0), 2)]),
            whole(&[0, 1, 2]),
        ];
        for (at, hash) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(hash), "{at}");
        }
    }

    #[test]
    fn what_a_row_is_about_counts_in_every_part() {
        let all = [
            about("order", &[Some("a"), None], &[1], None),
            about("operation", &[Some("a"), None], &[1], None),
            about("order", &[None, Some("a")], &[1], None),
            about("order", &[Some("a"), None], &[2], None),
            about("order", &[Some("a"), None], &[1], Some(Hash::START)),
        ];
        for (at, hash) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(hash), "{at}");
        }
    }
}

//! Verifying a chain row by row.

use super::hash::Hash;
use serde::{Deserialize, Serialize};

/// A flaw of a customer's chain, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flaw {
    /// The rows from the first to the last number are missing.
    Missing(i64, i64),
    /// A row was changed after it was written.
    Changed(i64),
    /// A row does not follow the row before it, which was replaced.
    Unlinked(i64),
    /// The subject of a row, an operation with its outcomes or an order, was changed or removed.
    AboutChanged(i64),
    /// A row cannot be read.
    Unreadable(i64),
    /// The checkpoint has a row beyond the end of the log; the second number is the last row's.
    Shortened(i64, i64),
    /// The row differs from the one in the checkpoint.
    Rewritten(i64),
}

impl Flaw {
    /// The flaw in words.
    pub fn words(&self) -> String {
        match self {
            Self::Missing(first, last) if first == last => format!("Row {first} is missing."),
            Self::Missing(first, last) => format!("Rows {first} to {last} are missing."),
            Self::Changed(row) => format!("Row {row} was changed after it was written."),
            Self::Unlinked(row) => format!("Row {row} does not follow the row before it: that one was replaced."),
            Self::AboutChanged(row) => {
                format!(
                    "The subject of row {row} (the operation with its outcomes, or the order) was changed or removed."
                )
            }
            Self::Unreadable(row) => format!("Row {row} can't be read as an activity."),
            Self::Shortened(row, 0) => format!("The checkpoint knows row {row}, but the log is empty."),
            Self::Shortened(row, end) => format!("The checkpoint knows row {row}, but the log ends at row {end}."),
            Self::Rewritten(row) => format!("Row {row} differs from the checkpoint: the log was rewritten."),
        }
    }
}

/// The result of verifying a customer's chain or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainVerification {
    /// The number of the first verified row; 0 if there was none.
    pub first: i64,
    /// The number of the last verified row; 0 if there was none.
    pub last: i64,
    /// The hash of the last row. If there was none, the hash that the first row follows.
    pub head: Hash,
    /// The flaws; empty if the chain verifies.
    pub flaws: Vec<Flaw>,
}

impl ChainVerification {
    /// Whether there are no flaws.
    pub fn holds(&self) -> bool {
        self.flaws.is_empty()
    }
}

/// The verification of a chain while it walks from row to row.
#[derive(Debug, Clone)]
pub struct Walk {
    next: i64,
    found: ChainVerification,
}

impl Walk {
    /// Starts at the first row.
    pub fn from_start() -> Self {
        Self::after(0, Hash::START)
    }

    /// Starts after the row with this number and hash.
    pub fn after(sequence: i64, hash: Hash) -> Self {
        Self { next: sequence + 1, found: ChainVerification { first: 0, last: 0, head: hash, flaws: Vec::new() } }
    }

    /// Verifies the next row: its number, the stored hash before it, its stored hash, and its computed hash.
    pub fn step(&mut self, sequence: i64, previous: Hash, stored: Hash, computed: Hash) {
        let found = &mut self.found;
        if sequence != self.next {
            found.flaws.push(Flaw::Missing(self.next, sequence - 1));
        } else if previous != found.head {
            found.flaws.push(Flaw::Unlinked(sequence));
        }
        if stored != computed {
            found.flaws.push(Flaw::Changed(sequence));
        }
        self.note(sequence);
        self.found.head = stored;
    }

    /// Adds another flaw.
    pub fn flaw(&mut self, flaw: Flaw) {
        self.found.flaws.push(flaw);
    }

    /// Skips a row that cannot be read. The next row is assumed to follow `next_follows`.
    pub fn skip(&mut self, sequence: i64, next_follows: Hash) {
        self.found.flaws.push(Flaw::Unreadable(sequence));
        self.note(sequence);
        self.found.head = next_follows;
    }

    /// The result.
    pub fn end(self) -> ChainVerification {
        self.found
    }

    fn note(&mut self, sequence: i64) {
        if self.found.first == 0 {
            self.found.first = sequence;
        }
        self.found.last = sequence;
        self.next = sequence + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(number: u8) -> Hash {
        Hash([number; 32])
    }

    /// Walks rows given as number, previous hash, stored hash and computed hash.
    fn walk(rows: &[(i64, u8, u8, u8)]) -> ChainVerification {
        let mut walk = Walk::from_start();
        for (sequence, previous, stored, computed) in rows {
            walk.step(*sequence, hash(*previous), hash(*stored), hash(*computed));
        }
        walk.end()
    }

    #[test]
    fn an_unbroken_chain_has_no_flaws() {
        let found = walk(&[(1, 0, 1, 1), (2, 1, 2, 2), (3, 2, 3, 3)]);
        assert_eq!(found, ChainVerification { first: 1, last: 3, head: hash(3), flaws: Vec::new() });
        let empty = Walk::from_start().end();
        assert_eq!((empty.first, empty.last, empty.head, empty.holds()), (0, 0, Hash::START, true));
    }

    #[test]
    fn what_is_wrong_is_found_where_it_is() {
        let flaws = |rows: &[(i64, u8, u8, u8)]| walk(rows).flaws;
        assert_eq!(flaws(&[(1, 0, 1, 1), (2, 1, 2, 9), (3, 2, 3, 3)]), [Flaw::Changed(2)]);
        assert_eq!(flaws(&[(1, 0, 1, 1), (2, 1, 9, 9), (3, 2, 3, 3)]), [Flaw::Unlinked(3)]);
        assert_eq!(flaws(&[(1, 0, 1, 1), (4, 3, 4, 4)]), [Flaw::Missing(2, 3)]);
        assert_eq!(flaws(&[(2, 1, 2, 2)]), [Flaw::Missing(1, 1)]);
        assert_eq!(flaws(&[(1, 7, 1, 1)]), [Flaw::Unlinked(1)]);
    }

    #[test]
    fn a_walk_can_begin_behind_a_row() {
        let mut walk = Walk::after(4, hash(4));
        walk.step(5, hash(4), hash(5), hash(5));
        let found = walk.end();
        assert_eq!((found.first, found.last, found.holds()), (5, 5, true));
    }

    #[test]
    fn a_row_that_cannot_be_read_hides_no_other() {
        let mut walk = Walk::from_start();
        walk.skip(1, hash(1));
        walk.step(2, hash(1), hash(2), hash(9));
        assert_eq!(walk.end().flaws, [Flaw::Unreadable(1), Flaw::Changed(2)]);
    }

    #[test]
    fn flaws_are_told_in_words() {
        assert_eq!(Flaw::Missing(3, 3).words(), "Row 3 is missing.");
        assert_eq!(Flaw::Missing(3, 5).words(), "Rows 3 to 5 are missing.");
        assert_eq!(Flaw::Shortened(7, 5).words(), "The checkpoint knows row 7, but the log ends at row 5.");
        assert_eq!(Flaw::Shortened(7, 0).words(), "The checkpoint knows row 7, but the log is empty.");
    }
}

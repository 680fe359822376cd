//! Checkpoints: the ends of all customers' chains, to be signed and stored elsewhere.

use super::canonical::Canonical;
use super::hash::Hash;
use super::walk::Flaw;
use crate::ids::CustomerId;
use serde::{Deserialize, Serialize};

/// The end of a customer's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The customer.
    pub customer: CustomerId,
    /// The number of the last row.
    pub sequence: i64,
    /// The hash of that row.
    pub hash: Hash,
}

/// The ends of all chains at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// When (UTC, epoch milliseconds).
    pub at: i64,
    /// The ends of all chains, by customer.
    pub heads: Vec<Head>,
}

impl Checkpoint {
    /// The digest to sign. It covers all values and does not depend on the file's format.
    pub fn digest(&self) -> Hash {
        let mut canonical = Canonical::new("tenantry checkpoint 1");
        canonical.number(self.at);
        for head in &self.heads {
            canonical.bytes(head.customer.uuid().as_bytes());
            canonical.number(head.sequence);
            canonical.bytes(head.hash.bytes());
        }
        canonical.finish()
    }
}

impl Head {
    /// Compares with the current log: `hash` is that of the row with this number, `last` the number of the last row.
    pub fn compare(&self, hash: Option<Hash>, last: i64) -> Option<Flaw> {
        match hash {
            None => Some(Flaw::Shortened(self.sequence, last)),
            Some(hash) if hash == self.hash => None,
            Some(_) => Some(Flaw::Rewritten(self.sequence)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn head(number: u128, sequence: i64) -> Head {
        Head { customer: CustomerId::new(Uuid::from_u128(number)), sequence, hash: Hash([7; 32]) }
    }

    #[test]
    fn every_value_of_a_checkpoint_is_signed() {
        let first = Checkpoint { at: 1, heads: vec![head(1, 1), head(2, 1)] };
        let others = [
            Checkpoint { at: 2, ..first.clone() },
            Checkpoint { heads: vec![head(1, 1)], ..first.clone() },
            Checkpoint { heads: vec![head(2, 1), head(1, 1)], ..first.clone() },
            Checkpoint { heads: vec![head(1, 2), head(2, 1)], ..first.clone() },
            Checkpoint { heads: vec![Head { hash: Hash::START, ..head(1, 1) }, head(2, 1)], ..first.clone() },
        ];
        assert!(others.iter().all(|other| other.digest() != first.digest()));
        let read: Checkpoint = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
        assert_eq!(read.digest(), first.digest());
    }

    #[test]
    fn a_log_that_went_on_fits_and_others_do_not() {
        let head = head(1, 3);
        assert_eq!(head.compare(Some(head.hash), 9), None);
        assert_eq!(head.compare(Some(Hash::START), 9), Some(Flaw::Rewritten(3)));
        assert_eq!(head.compare(None, 2), Some(Flaw::Shortened(3, 2)));
    }
}

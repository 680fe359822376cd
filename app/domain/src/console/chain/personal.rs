//! Personal values in the chain: their salts and digests.

use super::canonical::Canonical;
use super::hash::{Hash, NotAHash, bytes, hexadecimal};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Random bytes of one write, from which the salts of its rows are derived. The seed is never stored, so an erased salt
/// cannot be derived again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SaltSeed([Uuid; 2]);

impl SaltSeed {
    /// Makes a seed of two random ids: 244 random bits.
    pub const fn new(one: Uuid, two: Uuid) -> Self {
        Self([one, two])
    }
}

impl fmt::Debug for SaltSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed")
    }
}

/// Random bytes that are hashed together with personal values. Their text has 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl Salt {
    /// The salt of the activity row itself.
    pub fn of_row(seed: &SaltSeed) -> Self {
        Self::derive(seed, "row", 0)
    }

    /// The salt of the outcome at a position.
    pub fn of_outcome(seed: &SaltSeed, position: i64) -> Self {
        Self::derive(seed, "outcome", position)
    }

    fn derive(seed: &SaltSeed, what: &str, position: i64) -> Self {
        let mut canonical = Canonical::new(what);
        seed.0.iter().for_each(|part| canonical.bytes(part.as_bytes()));
        canonical.number(position);
        let Hash(whole) = canonical.finish();
        let mut salt = [0; 16];
        salt.copy_from_slice(&whole[..16]);
        Self(salt)
    }
}

impl fmt::Display for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hexadecimal(&self.0))
    }
}

impl FromStr for Salt {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        bytes(text).map(Self).ok_or_else(|| NotAHash(text.to_owned()))
    }
}

/// The personal values of a row, as the chain uses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal<'a> {
    /// The values, with their salt.
    Kept(Salt, &'a [Option<&'a str>]),
    /// The values were erased; this digest replaces them.
    Erased(Hash),
    /// The row never had any.
    None,
}

impl Personal<'_> {
    /// The digest that the chain uses.
    pub fn digest(&self) -> Hash {
        match self {
            Self::Kept(salt, values) => {
                let mut canonical = Canonical::new("tenantry personal 1");
                canonical.bytes(&salt.0);
                values.iter().for_each(|value| canonical.optional(*value));
                canonical.finish()
            }
            Self::Erased(digest) => *digest,
            Self::None => Hash::START,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed(number: u128) -> SaltSeed {
        SaltSeed::new(Uuid::from_u128(number), Uuid::from_u128(number + 1))
    }

    #[test]
    fn a_salt_is_read_as_it_is_written() {
        let salt = Salt::of_outcome(&seed(1), 7);
        assert_eq!((salt.to_string().len(), salt.to_string().parse()), (32, Ok(salt)));
    }

    #[test]
    fn each_position_and_each_write_has_a_salt_of_its_own() {
        let salts = [
            Salt::of_row(&seed(1)),
            Salt::of_outcome(&seed(1), 0),
            Salt::of_outcome(&seed(1), 1),
            Salt::of_outcome(&seed(3), 0),
        ];
        for (at, salt) in salts.iter().enumerate() {
            assert!(salts[at + 1..].iter().all(|other| other != salt), "{at}");
        }
        assert_eq!(format!("{:?}", seed(1)), "Seed", "a seed is printed nowhere");
    }

    #[test]
    fn an_erased_value_leaves_its_digest() {
        let salt = Salt::of_row(&seed(1));
        let kept = Personal::Kept(salt, &[Some("Anna"), None]).digest();
        assert_eq!(Personal::Erased(kept).digest(), kept);
        let others = [&[Some("Anna"), Some("")][..], &[None, Some("Anna")], &[Some("Anna")], &[Some("Ann"), Some("a")]];
        for other in others {
            assert_ne!(Personal::Kept(salt, other).digest(), kept, "{other:?}");
        }
        assert_ne!(Personal::Kept(Salt::of_row(&seed(2)), &[Some("Anna"), None]).digest(), kept);
    }
}

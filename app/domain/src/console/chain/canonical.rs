//! The bytes that are hashed. Each value includes its length, so no two different rows have the same bytes. Each kind
//! begins with a name and a version; a new format gets a new version.

use super::hash::Hash;
use sha2::{Digest as _, Sha256};

/// Values hashed in order.
#[derive(Clone)]
pub(super) struct Canonical(Sha256);

impl Canonical {
    pub(super) fn new(what: &str) -> Self {
        let mut canonical = Self(Sha256::new());
        canonical.bytes(what.as_bytes());
        canonical
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.length(u64::try_from(bytes.len()).unwrap_or(u64::MAX - 1));
        self.0.update(bytes);
    }

    pub(super) fn number(&mut self, number: i64) {
        self.bytes(&number.to_be_bytes());
    }

    /// A missing value is written as a length that no value can have.
    pub(super) fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.bytes(text.as_bytes()),
            None => self.length(u64::MAX),
        }
    }

    pub(super) fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }

    fn length(&mut self, length: u64) {
        self.0.update(length.to_be_bytes());
    }
}

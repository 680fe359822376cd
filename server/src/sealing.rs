//! Sealing: secrets that must be used again are encrypted with a key that is not in the database.
//!
//! A sealed text names its key and is bound to its place, so that it opens neither with another key nor in another row.

use crate::signing::{bytes, hexadecimal};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use sha2::{Digest, Sha256};

/// The way of sealing: AES-256-GCM with a random nonce before the encrypted bytes, in hexadecimal.
const WAY: &str = "1";
/// The length of a key in bytes.
const KEY_BYTES: usize = 32;
/// The length of a key's id in bytes.
const ID_BYTES: usize = 8;

/// The place of a sealed text. It opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct SealedPlace<'a> {
    /// Its purpose.
    pub purpose: &'a str,
    /// The row that it is in.
    pub row: &'a str,
}

/// Why a secret is not sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The system gave no random bytes.
    #[error("The system gave no random bytes for sealing.")]
    NoRandomness,
    /// The secret can't be sealed.
    #[error("A secret could not be sealed.")]
    NotSealed,
    /// The text was sealed with a key that is not there.
    #[error("A secret was sealed with another key.")]
    OtherKey,
    /// The text was changed, or moved from another row.
    #[error("A sealed secret was changed, or is not in its place.")]
    NotAsSealed,
}

/// A key. It can't be printed.
#[derive(Clone)]
pub struct Key {
    id: String,
    bytes: [u8; KEY_BYTES],
}

impl Key {
    /// A new key.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn new() -> Result<Self, SealError> {
        let mut bytes = [0; KEY_BYTES];
        SystemRandom::new().fill(&mut bytes).map_err(|_| SealError::NoRandomness)?;
        Ok(Self::of(bytes))
    }

    /// The key with these bytes.
    pub fn of(bytes: [u8; KEY_BYTES]) -> Self {
        let id = Sha256::digest(bytes).iter().take(ID_BYTES).copied().collect::<Vec<_>>();
        Self { id: hexadecimal(&id), bytes }
    }

    /// The key from its hexadecimal form.
    pub fn read(text: &str) -> Option<Self> {
        bytes(text)?.try_into().ok().map(Self::of)
    }

    /// Its hexadecimal form, for the key file.
    pub fn written(&self) -> String {
        hexadecimal(&self.bytes)
    }

    /// Its id: the beginning of its hash.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Seals a secret for a place.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`], [`SealError::NotSealed`].
    pub fn seal(&self, place: SealedPlace<'_>, secret: &[u8]) -> Result<String, SealError> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| SealError::NoRandomness)?;
        let mut text = secret.to_vec();
        let with = Nonce::assume_unique_for_key(nonce);
        self.cipher()?
            .seal_in_place_append_tag(with, Aad::from(self.bound_to(place)), &mut text)
            .map_err(|_| SealError::NotSealed)?;
        Ok(format!("{WAY}.{}.{}{}", self.id, hexadecimal(&nonce), hexadecimal(&text)))
    }

    /// The nonce and the encrypted bytes, opened.
    fn open(&self, place: SealedPlace<'_>, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(SealError::NotAsSealed)?;
        let mut text = text.to_vec();
        let with = Nonce::assume_unique_for_key(*nonce);
        let opened = self.cipher()?.open_in_place(with, Aad::from(self.bound_to(place)), &mut text);
        opened.map(|secret| secret.to_vec()).map_err(|_| SealError::NotAsSealed)
    }

    fn cipher(&self) -> Result<LessSafeKey, SealError> {
        let key = UnboundKey::new(&AES_256_GCM, &self.bytes).map_err(|_| SealError::NotSealed)?;
        Ok(LessSafeKey::new(key))
    }

    fn bound_to(&self, place: SealedPlace<'_>) -> Vec<u8> {
        [WAY, &self.id, place.purpose, place.row].join("\0").into_bytes()
    }
}

/// The key that seals, and others that still open.
#[derive(Clone)]
pub struct Keys {
    sealing: Key,
    others: Vec<Key>,
}

impl Keys {
    /// One key that seals and opens.
    pub fn one(key: Key) -> Self {
        Self { sealing: key, others: Vec::new() }
    }

    /// Of these keys the one with this id seals. `None` if it is not among them.
    pub fn with_sealing(mut keys: Vec<Key>, id: &str) -> Option<Self> {
        let at = keys.iter().position(|key| key.id == id)?;
        let sealing = keys.swap_remove(at);
        Some(Self { sealing, others: keys })
    }

    /// The key that seals.
    pub fn sealing(&self) -> &Key {
        &self.sealing
    }

    /// Opens a sealed text of a place.
    ///
    /// # Errors
    /// [`SealError::OtherKey`], [`SealError::NotAsSealed`].
    pub fn open(&self, place: SealedPlace<'_>, sealed: &str) -> Result<Vec<u8>, SealError> {
        let mut parts = sealed.split('.');
        let (Some(WAY), Some(id), Some(text), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(SealError::NotAsSealed);
        };
        let mut keys = std::iter::once(&self.sealing).chain(&self.others);
        let key = keys.find(|key| key.id == id).ok_or(SealError::OtherKey)?;
        key.open(place, &bytes(text).ok_or(SealError::NotAsSealed)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: SealedPlace<'static> = SealedPlace { purpose: "seed", row: "1" };

    fn key(byte: u8) -> Key {
        Key::of([byte; KEY_BYTES])
    }

    #[test]
    fn a_sealed_secret_opens_with_its_key_in_its_place() {
        let keys = Keys::one(key(1));
        let sealed = key(1).seal(HERE, b"secret").unwrap();
        assert_eq!(keys.open(HERE, &sealed), Ok(b"secret".to_vec()));
        assert!(!sealed.contains(&hexadecimal(b"secret")) && !sealed.contains(&key(1).written()));
        assert_ne!(key(1).seal(HERE, b"secret").unwrap(), sealed, "the nonce is another one");
        for elsewhere in [SealedPlace { row: "2", ..HERE }, SealedPlace { purpose: "token", ..HERE }] {
            assert_eq!(keys.open(elsewhere, &sealed), Err(SealError::NotAsSealed), "{elsewhere:?}");
        }
        assert_eq!(Keys::one(key(2)).open(HERE, &sealed), Err(SealError::OtherKey));
    }

    #[test]
    fn a_changed_text_does_not_open() {
        let keys = Keys::one(key(1));
        let sealed = key(1).seal(HERE, b"secret").unwrap();
        for at in sealed.rfind('.').unwrap() + 1..sealed.len() {
            let other = if sealed.as_bytes()[at] == b'0' { "1" } else { "0" };
            let mut changed = sealed.clone();
            changed.replace_range(at..=at, other);
            assert_eq!(keys.open(HERE, &changed), Err(SealError::NotAsSealed), "{changed}");
        }
        let renamed = sealed.replace(key(1).id(), key(2).id());
        let both = Keys::with_sealing(vec![key(1), key(2)], key(1).id()).unwrap();
        assert_eq!(both.open(HERE, &renamed), Err(SealError::NotAsSealed));
        for nothing in ["", "1", "1..", "2.a.b", "1.a.b.c", &format!("1.{}.00", key(1).id())] {
            assert!(keys.open(HERE, nothing).is_err(), "{nothing}");
        }
    }

    #[test]
    fn of_several_keys_one_seals_and_all_open() {
        let sealed = key(1).seal(HERE, b"secret").unwrap();
        let both = Keys::with_sealing(vec![key(1), key(2)], key(2).id()).unwrap();
        assert_eq!(both.sealing().id(), key(2).id());
        assert_eq!(both.open(HERE, &sealed), Ok(b"secret".to_vec()));
        assert!(Keys::with_sealing(vec![key(1)], key(2).id()).is_none());
        assert_eq!(Key::read(&key(1).written()).unwrap().id(), key(1).id());
        assert!(Key::read("00").is_none() && Key::read(&"x".repeat(64)).is_none());
    }
}

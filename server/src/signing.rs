//! Ed25519 signatures for checkpoints of the activity log. The key pair is in files that are kept away from the
//! database.

use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Why a key can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or made.
    #[error("The key {0} can't be read or made: {1}")]
    File(PathBuf, std::io::Error),
    /// The file holds no key.
    #[error("{0} is not a key that Tenantry made.")]
    NotAKey(PathBuf),
    /// Other users of the machine can read the key.
    #[error("The key {0} can be read by others. Make it yours alone: chmod 600 {0}")]
    NotPrivate(PathBuf),
    /// The system gave no random bytes.
    #[error("The system gave no random bytes for a key.")]
    NoRandomness,
}

/// The private key, which signs.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// Reads the key from a file. If there is no file, makes a new key, readable by its owner only. The public key is
    /// written beside it, to [`public_key_of`].
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open_or_make(path: &Path) -> Result<Self, KeyError> {
        let failed = |error| KeyError::File(path.to_owned(), error);
        let key = match read_private(path) {
            Err(KeyError::File(_, error)) if error.kind() == ErrorKind::NotFound => {
                let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| KeyError::NoRandomness)?;
                let mut file =
                    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
                file.write_all(made.as_ref()).and_then(|()| file.sync_all()).map_err(failed)?;
                made.as_ref().to_vec()
            }
            read => read?,
        };
        let pair = Ed25519KeyPair::from_pkcs8(&key).map_err(|_| KeyError::NotAKey(path.to_owned()))?;
        let public = public_key_of(path);
        let text = hexadecimal(pair.public_key().as_ref()) + "\n";
        std::fs::write(&public, text).map_err(|error| KeyError::File(public, error))?;
        Ok(Self(pair))
    }

    /// The signature of a message, in hexadecimal.
    pub fn sign(&self, message: &[u8]) -> String {
        hexadecimal(self.0.sign(message).as_ref())
    }
}

/// The public key, which checks signatures.
pub struct PublicKey(Vec<u8>);

impl PublicKey {
    /// Reads a public key from a file.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        let text = std::fs::read_to_string(path).map_err(|error| KeyError::File(path.to_owned(), error))?;
        let key = bytes(text.trim()).filter(|key| key.len() == 32);
        key.map(Self).ok_or_else(|| KeyError::NotAKey(path.to_owned()))
    }

    /// Whether the message was signed with the matching private key.
    pub fn verifies(&self, message: &[u8], signature: &str) -> bool {
        bytes(signature)
            .is_some_and(|signature| UnparsedPublicKey::new(&ED25519, &self.0).verify(message, &signature).is_ok())
    }
}

/// The file of the public key: the path of the signing key with `.pub` appended.
pub fn public_key_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

/// Reads a file that nobody but its owner may read.
///
/// # Errors
/// [`KeyError`].
pub(crate) fn read_private(path: &Path) -> Result<Vec<u8>, KeyError> {
    let failed = |error| KeyError::File(path.to_owned(), error);
    let mut file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::NotPrivate(path.to_owned()));
    }
    let mut key = Vec::new();
    file.read_to_end(&mut key).map_err(failed)?;
    Ok(key)
}

/// The bytes in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a hexadecimal text.
pub(crate) fn bytes(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let byte = |pair: &[u8; 2]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    pairs.iter().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A temporary folder, removed with the value.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            let folder = std::env::temp_dir().join(format!("tenantry-key-{}", uuid::Uuid::new_v4().simple()));
            std::fs::create_dir(&folder).unwrap();
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(std::fs::remove_dir_all(&self.0));
        }
    }

    #[test]
    fn a_key_is_made_once_and_its_signatures_are_checked_with_the_public_one() {
        let folder = Folder::new();
        let path = folder.0.join("signing.key");
        let signature = SigningKey::open_or_make(&path).unwrap().sign(b"checkpoint");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let public = PublicKey::open(&public_key_of(&path)).unwrap();
        assert!(public.verifies(b"checkpoint", &signature));
        assert!(!public.verifies(b"another", &signature));
        for other in ["", "00", "zz", &"0".repeat(128), &signature[2..]] {
            assert!(!public.verifies(b"checkpoint", other), "{other}");
        }
        assert_eq!(SigningKey::open_or_make(&path).unwrap().sign(b"checkpoint"), signature, "the same key");
        let stranger = folder.0.join("other.key");
        SigningKey::open_or_make(&stranger).unwrap();
        let stranger = PublicKey::open(&public_key_of(&stranger)).unwrap();
        assert!(!stranger.verifies(b"checkpoint", &signature));
    }

    #[test]
    fn what_is_no_key_or_not_private_is_refused() {
        let folder = Folder::new();
        let path = folder.0.join("signing.key");
        SigningKey::open_or_make(&path).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        assert!(matches!(SigningKey::open_or_make(&path), Err(KeyError::NotPrivate(_))));
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        std::fs::write(&path, "nothing").unwrap();
        assert!(matches!(SigningKey::open_or_make(&path), Err(KeyError::NotAKey(_))));
        assert!(matches!(PublicKey::open(&path), Err(KeyError::NotAKey(_))));
        assert!(matches!(PublicKey::open(&folder.0.join("none")), Err(KeyError::File(..))));
    }
}

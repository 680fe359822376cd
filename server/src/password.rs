//! Passwords: hashed with argon2id, and generated.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 12;
/// The longest password, in bytes; hashing more only costs time.
pub const PASSWORD_MAX: usize = 1024;

/// Letters and digits that are not taken for one another.
const ALPHABET: &[u8; 56] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A password that cannot be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error("A password has at least 12 characters.")]
    TooShort,
    /// Too long.
    #[error("A password has at most 1,024 bytes.")]
    TooLong,
    /// The hash function refused.
    #[error("The password could not be hashed.")]
    Hash,
}

/// Argon2id with 19 MiB, 2 passes, 1 lane: the OWASP password storage cheat sheet's first choice.
fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| PasswordError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password, as a PHC string. Slow on purpose: call it where blocking is allowed.
///
/// # Errors
/// [`PasswordError`].
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < PASSWORD_MIN {
        return Err(PasswordError::TooShort);
    }
    if password.len() > PASSWORD_MAX {
        return Err(PasswordError::TooLong);
    }
    let salt = SaltString::encode_b64(uuid::Uuid::new_v4().as_bytes()).map_err(|_| PasswordError::Hash)?;
    let hash = hasher()?.hash_password(password.as_bytes(), &salt).map_err(|_| PasswordError::Hash)?;
    Ok(hash.to_string())
}

/// Whether a password fits a hash. Without a hash it takes as long and does not fit, so that time does not tell which
/// sign-in names exist.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(hasher) = hasher() else { return false };
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    password.len() <= PASSWORD_MAX && hasher.verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

/// A new password of 20 random letters and digits: more than 116 bits.
pub fn generate() -> String {
    let mut password = String::new();
    while password.len() < 20 {
        // Each byte of a v4 GUID but two is random; those beyond a multiple of the alphabet are left out, so that every
        // character is as likely as any other.
        let random = uuid::Uuid::new_v4();
        let bytes = random.as_bytes().iter().enumerate().filter(|(at, _)| *at != 6 && *at != 8).map(|(_, byte)| *byte);
        password.extend(bytes.filter(|byte| *byte < 224).map(|byte| char::from(ALPHABET[usize::from(byte) % 56])));
    }
    password.truncate(20);
    password
}

/// A random token for a link: 244 bits in hexadecimal.
pub fn token() -> String {
    format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hash = hash("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery", Some(&hash)));
        assert!(!verify("correct horse batterY", Some(&hash)));
        assert!(!verify("correct horse battery", None));
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert_eq!(hash("elevenchars"), Err(PasswordError::TooShort));
        assert_eq!(hash(&"x".repeat(1025)), Err(PasswordError::TooLong));
    }

    #[test]
    fn generated_passwords_are_long_and_differ() {
        let (one, two) = (generate(), generate());
        assert!(one.len() == 20 && one != two && !one.contains(['0', 'O', '1', 'l', 'I', 'o']));
    }
}

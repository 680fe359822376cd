//! Names of published files by their contents.

use sha2::{Digest, Sha256};

/// The first 16 hex digits of the SHA-256 of the bytes: enough to tell versions of a file apart.
pub fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_beginning_of_sha_256() {
        assert_eq!(hash(b"abc"), "ba7816bf8f01cfea");
    }
}

//! The keys of a provider with which signatures are checked.

use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet};
use serde_json::Value;

/// The least length of an RSA key, in bits. A shorter one has less than 112 bits of strength.
const RSA_BITS: usize = 2048;

/// The keys of a set that are long enough.
pub fn long_enough(keys: &CoreJsonWebKeySet) -> CoreJsonWebKeySet {
    CoreJsonWebKeySet::new(keys.keys().iter().filter(|key| is_long_enough(key)).cloned().collect())
}

/// Keys of curves have the length of their curve, which the algorithm names.
fn is_long_enough(key: &CoreJsonWebKey) -> bool {
    let modulus = serde_json::to_value(key).ok().and_then(|key| key.get("n").and_then(Value::as_str).map(bits));
    modulus.is_none_or(|bits| bits >= RSA_BITS)
}

/// The length of a number in base64url, but for the zeros in its first digit that is none.
fn bits(number: &str) -> usize {
    let zeros = number.bytes().take_while(|digit| *digit == b'A').count();
    (number.len() * 6 / 8 * 8).saturating_sub(zeros * 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a key is kept whose modulus has so many bytes, the first of them this one.
    fn is_kept(bytes: usize, first: u8) -> bool {
        let mut modulus = vec![0xa5; bytes];
        modulus[0] = first;
        let key = CoreJsonWebKey::new_rsa(modulus, vec![1, 0, 1], None);
        !long_enough(&CoreJsonWebKeySet::new(vec![key])).keys().is_empty()
    }

    #[test]
    fn short_rsa_keys_are_left_out() {
        assert!(is_kept(256, 0x80) && is_kept(257, 0) && is_kept(384, 0xff));
        assert!(!is_kept(128, 0xff) && !is_kept(255, 0xff) && !is_kept(256, 0));
        let curve = openidconnect::core::CoreJsonCurveType::P256;
        let key = CoreJsonWebKey::new_ec(vec![7; 32], vec![7; 32], curve, None);
        assert!(is_long_enough(&key), "a key of a curve");
    }
}

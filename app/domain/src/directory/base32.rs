//! Base32 (RFC 4648) without padding: capital letters and digits, which people can type.

/// The characters. Each stands for five bits.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The bytes in Base32.
pub fn base32(bytes: &[u8]) -> String {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| usize::from(byte >> (7 - at % 8) & 1));
    let bits: Vec<usize> = (0..bytes.len() * 8).collect();
    let character = |five: &[usize]| {
        let first = five.first().copied().unwrap_or_default();
        char::from(ALPHABET[(first..first + 5).fold(0, |number, at| number << 1 | bit(at))])
    };
    bits.chunks(5).map(character).collect()
}

/// Whether a character is one of Base32.
pub fn is_base32(character: char) -> bool {
    u8::try_from(character).is_ok_and(|byte| ALPHABET.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From RFC 4648, section 10.
    #[test]
    fn the_examples_of_the_standard_are_met() {
        let examples = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (text, encoded) in examples {
            assert_eq!(base32(text.as_bytes()), encoded);
            assert!(encoded.chars().all(is_base32));
        }
        assert!(!is_base32('1') && !is_base32('a') && !is_base32('É'));
    }
}

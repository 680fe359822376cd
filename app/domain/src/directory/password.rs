//! Temporary passwords and the tokens of one-time links. The caller supplies the random bytes.

use super::password_kind::PasswordKind;
use super::password_words::{WORD_COUNT, WORDS};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The lifetime of a temporary password or one-time link, in hours.
pub const GOOD_FOR_HOURS: i64 = 72;
/// The same time in milliseconds.
pub const GOOD_FOR_MS: i64 = GOOD_FOR_HOURS * 60 * 60 * 1000;
/// The number of characters in a temporary password of characters.
pub const PASSWORD_CHARACTERS: usize = 16;
/// The number of words in a temporary password of words.
pub const PASSWORD_WORDS: usize = 8;

/// 64 characters, so six random bits select one. It lacks characters that look alike (0 O o, 1 l I i), that end a CSV
/// cell or a shell word, or that start a formula in a cell.
const ALPHABET: &[u8; 64] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%&*?:/";
/// Digits that do not look like letters. There are eight, so three random bits select one.
const DIGITS: &[u8; 8] = b"23456789";

/// Fills a slice with unpredictable random bytes.
pub type Random = fn(&mut [u8]);

/// A temporary password, or the token of a one-time link.
///
/// It cannot be printed, so it never gets into a log by mistake. It is serialized only where it is handed out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret(String);

impl Secret {
    /// A temporary password of this kind, with more than 90 bits. It has a small letter, a capital letter, a digit and
    /// a sign; directories require three of these.
    pub fn password(kind: PasswordKind, random: Random) -> Self {
        Self(match kind {
            PasswordKind::Characters => characters(random),
            PasswordKind::Words => words(random),
        })
    }

    /// A token of 256 random bits, in hexadecimal.
    pub fn token(random: Random) -> Self {
        let mut bytes = [0; 32];
        random(&mut bytes);
        Self(hexadecimal(&bytes))
    }

    /// A secret with these characters.
    pub fn shown(characters: String) -> Self {
        Self(characters)
    }

    /// The characters, to show to the person it is meant for.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The digest that is stored: SHA-256 in hexadecimal. With this many random bits, a slow hash is not needed.
    pub fn digest(&self) -> String {
        digest(&self.0)
    }
}

/// The stored digest of a shown secret.
pub fn digest(shown: &str) -> String {
    hexadecimal(&Sha256::digest(shown))
}

/// 16 characters, drawn again until all classes occur: more than 95 bits.
fn characters(random: Random) -> String {
    loop {
        let mut bytes = [0; PASSWORD_CHARACTERS];
        random(&mut bytes);
        let drawn: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 63)])).collect();
        if has_all_classes(&drawn) {
            return drawn;
        }
    }
}

/// Eight words of 11 bits each and a digit of 3 bits, joined by hyphens: 91 bits. The capital letter is always the
/// first and adds no bits, so nobody needs to spell out where it is.
fn words(random: Random) -> String {
    let (mut pairs, mut last) = ([0; 2 * PASSWORD_WORDS], [0; 1]);
    random(&mut pairs);
    random(&mut last);
    let mut drawn = String::new();
    for pair in pairs.chunks_exact(2) {
        let number = pair.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
        drawn += WORDS[number % WORD_COUNT];
        drawn.push('-');
    }
    drawn[..1].make_ascii_uppercase();
    drawn.push(char::from(DIGITS[usize::from(last[0] & 7)]));
    drawn
}

fn has_all_classes(password: &str) -> bool {
    let has = |class: fn(&u8) -> bool| password.as_bytes().iter().any(class);
    has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_punctuation)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Not random, but different each time and evenly spread.
    fn numbers(bytes: &mut [u8]) {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        for part in bytes.chunks_mut(32) {
            let next = Sha256::digest(NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes());
            part.copy_from_slice(&next[..part.len()]);
        }
    }

    #[test]
    fn nothing_looks_like_something_else() {
        let characters: BTreeSet<u8> = ALPHABET.iter().copied().collect();
        assert_eq!(characters.len(), 64);
        assert!(b"0Oo1lIi|".iter().all(|look_alike| !characters.contains(look_alike)));
        // Characters that would end a cell or a word, or start a formula in a cell.
        assert!(b"=+-@,;'\"`\\ <>\t".iter().all(|sign| !characters.contains(sign)));
    }

    #[test]
    fn every_character_is_as_likely_as_any_other() {
        let mut times = [0; 256];
        for byte in 0..=255_u8 {
            times[usize::from(ALPHABET[usize::from(byte & 63)])] += 1;
        }
        assert!(ALPHABET.iter().all(|character| times[usize::from(*character)] == 4));
    }

    #[test]
    fn characters_have_more_than_90_bits() {
        let size = |class: fn(&u8) -> bool| ALPHABET.iter().filter(|character| class(character)).count();
        let sizes: [usize; 4] = [
            size(u8::is_ascii_lowercase),
            size(u8::is_ascii_uppercase),
            size(u8::is_ascii_digit),
            size(u8::is_ascii_punctuation),
        ];
        assert_eq!(sizes, [23, 24, 8, 9]);
        // The number of passwords with all classes, by inclusion and exclusion over those that lack some.
        let mut passwords = 0.0_f64;
        for lacking in 0..16_u32 {
            let left: usize = (0..4).filter(|class| lacking & (1 << class) == 0).map(|class| sizes[class]).sum();
            let sign = if lacking.count_ones() % 2 == 0 { 1.0 } else { -1.0 };
            passwords += sign * (left as f64).powi(PASSWORD_CHARACTERS as i32);
        }
        assert!(passwords.log2() > 95.6 && passwords.log2() < 96.0, "{}", passwords.log2());
    }

    #[test]
    fn passwords_have_all_classes_and_differ() {
        for kind in PasswordKind::ALL {
            let drawn: Vec<Secret> = (0..10_000).map(|_| Secret::password(kind, numbers)).collect();
            for password in &drawn {
                assert!(has_all_classes(password.reveal()), "{}", password.reveal());
                match kind {
                    PasswordKind::Characters => {
                        assert_eq!(password.reveal().len(), PASSWORD_CHARACTERS);
                        assert!(password.reveal().bytes().all(|byte| ALPHABET.contains(&byte)));
                    }
                    PasswordKind::Words => assert_words(password.reveal()),
                }
            }
            let different: BTreeSet<&str> = drawn.iter().map(Secret::reveal).collect();
            assert_eq!(different.len(), drawn.len());
        }
    }

    /// Expects words of the list and a digit, joined by hyphens, with a capital letter at the start.
    fn assert_words(password: &str) {
        let parts: Vec<&str> = password.split('-').collect();
        let (digit, words) = parts.split_last().unwrap();
        assert_eq!((words.len(), digit.len()), (PASSWORD_WORDS, 1), "{password}");
        assert!(DIGITS.contains(&digit.as_bytes()[0]), "{password}");
        assert!(words[0].starts_with(|first: char| first.is_ascii_uppercase()), "{password}");
        assert!(words.iter().all(|word| WORDS.contains(&word.to_lowercase().as_str())), "{password}");
        assert!(words[1..].iter().all(|word| *word == word.to_lowercase()), "{password}");
    }

    #[test]
    fn words_have_at_least_90_bits() {
        let passwords = (WORDS.len() as f64).powi(PASSWORD_WORDS as i32) * DIGITS.len() as f64;
        assert!(passwords.log2() >= 90.0, "{}", passwords.log2());
        assert!(DIGITS.iter().collect::<BTreeSet<_>>().len() == DIGITS.len());
    }

    /// Each pair of random bytes selects a word, and each word has equally many pairs.
    #[test]
    fn every_word_is_as_likely_as_any_other() {
        static PAIR: AtomicU64 = AtomicU64::new(0);
        fn all_pairs(bytes: &mut [u8]) {
            for pair in bytes.chunks_exact_mut(2) {
                let [.., high, low] = PAIR.fetch_add(1, Ordering::Relaxed).to_be_bytes();
                pair.copy_from_slice(&[high, low]);
            }
        }
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for _ in 0..65_536 / PASSWORD_WORDS {
            for word in words(all_pairs).to_lowercase().split('-').take(PASSWORD_WORDS) {
                *times.entry(word.to_owned()).or_default() += 1;
            }
        }
        assert_eq!(times.len(), WORDS.len());
        assert!(times.values().all(|times| *times == 65_536 / WORDS.len()), "{times:?}");
    }

    #[test]
    fn only_the_digest_is_stored() {
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let token = Secret::token(numbers);
        assert_eq!((token.reveal().len(), token.digest()), (64, digest(token.reveal())));
        assert!(!token.digest().contains(token.reveal()));
    }

    /// If a secret could be printed, two of these would match and this would not compile.
    #[test]
    fn a_secret_cannot_be_printed() {
        trait Printed<Way> {
            const NEVER: bool = true;
        }
        struct Debugged;
        struct Displayed;
        impl<T> Printed<()> for T {}
        impl<T: std::fmt::Debug> Printed<Debugged> for T {}
        impl<T: std::fmt::Display> Printed<Displayed> for T {}
        const { assert!(<Secret as Printed<_>>::NEVER) };
    }
}

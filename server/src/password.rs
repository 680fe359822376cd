//! Passwords: hashing with argon2id, and generating.

use argon2::password_hash::{Output, ParamsString, PasswordHash, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use zxcvbn::{Score, zxcvbn};

/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 12;
/// The longest password, in bytes. Hashing more would only cost time.
pub const PASSWORD_MAX: usize = 1024;
/// A word that guessers of passwords for this program try.
const PRODUCT: &str = "tenantry";

/// The most characters that are compared with lists of common passwords. More would only cost time.
const LOOKED_AT: usize = 64;

/// Letters and digits that are not easily confused.
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
    /// Same as a name of the account.
    #[error("A password can't be the account's name.")]
    Name,
    /// Among the first that guessers try.
    #[error("This password is easily guessed. Use a few words that don't belong together.")]
    Common,
    /// The hash function refused.
    #[error("The password could not be hashed.")]
    Hash,
}

impl PasswordError {
    /// The value of the `error` parameter of a page where a password is chosen.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort | Self::TooLong => "password",
            Self::Name => "password-is-name",
            Self::Common => "password-common",
            Self::Hash => "broken",
        }
    }
}

/// Blocks of 1 KiB: 33 MiB, enough for any hash. The C library of Linux returns memory of more than 32 MiB to the
/// system as soon as it is freed, but keeps many smaller pieces. Memory that is not written to costs nothing.
const MEMORY_BLOCKS: usize = 33 * 1024;

/// Memory in which a hash is computed. Hashes can use it one after another.
pub struct Memory(Vec<Block>);

impl Memory {
    /// Memory for any hash.
    pub fn new() -> Self {
        Self(Vec::with_capacity(MEMORY_BLOCKS))
    }

    /// The blocks that these parameters need.
    fn blocks(&mut self, params: &Params) -> &mut [Block] {
        if self.0.len() < params.block_count() {
            self.0.resize(params.block_count(), Block::new());
        }
        &mut self.0
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

/// Argon2id with 19 MiB, 2 passes and 1 lane: the first choice of the OWASP password storage cheat sheet.
fn params() -> Result<Params, PasswordError> {
    Params::new(19 * 1024, 2, 1, Some(Params::DEFAULT_OUTPUT_LEN)).map_err(|_| PasswordError::Hash)
}

/// Refuses a password that is too short or too long, only repeats one of the account's names, or is easily guessed. Guessers know
/// the organizations' names too.
///
/// # Errors
/// [`PasswordError`].
pub fn check(password: &str, names: &[&str], organizations: &[String]) -> Result<(), PasswordError> {
    check_length(password)?;
    let lower = password.to_lowercase();
    let repeats = |name: &str| !name.is_empty() && lower.replace(name, "").trim().is_empty();
    if names.iter().any(|name| repeats(&name.trim().to_lowercase())) {
        return Err(PasswordError::Name);
    }
    let known: Vec<&str> = names.iter().copied().chain(organizations.iter().map(String::as_str)).collect();
    if is_common(password, &known) { Err(PasswordError::Common) } else { Ok(()) }
}

fn check_length(password: &str) -> Result<(), PasswordError> {
    if password.chars().count() < PASSWORD_MIN {
        return Err(PasswordError::TooShort);
    }
    if password.len() > PASSWORD_MAX { Err(PasswordError::TooLong) } else { Ok(()) }
}

/// Whether a guesser with lists of common passwords, words, names, dates and rows of keys finds the password within a
/// hundred million guesses. The names, their parts and the product's name count as known. Only the beginning of a long
/// password is looked at.
fn is_common(password: &str, names: &[&str]) -> bool {
    let beginning: String = password.chars().take(LOOKED_AT).collect();
    let parts = names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    let joined: Vec<String> = names.iter().map(|name| name.chars().filter(|c| c.is_alphanumeric()).collect()).collect();
    let known: Vec<&str> = [PRODUCT]
        .into_iter()
        .chain(names.iter().copied())
        .chain(joined.iter().map(String::as_str))
        .chain(parts)
        .filter(|part| !part.is_empty())
        .collect();
    zxcvbn(&beginning, &known).score() < Score::Three || is_decorated(&beginning, &known)
}

/// Whether it is an easily guessed word or two with a year, figures and signs, such as `Welcome2026!!`. The characters
/// between and around the letters are counted separately: as a part of their own they would count as much as a word.
fn is_decorated(password: &str, known: &[&str]) -> bool {
    let letters: String = password.chars().filter(|c| c.is_alphabetic()).collect();
    let words = zxcvbn(&letters, known).guesses_log10();
    words + Decoration::all_of(password).map(Decoration::guesses_log10).sum::<f64>() < FEW_GUESSES_LOG10
}

/// A password that is found within as many guesses is easily guessed: a hundred million.
const FEW_GUESSES_LOG10: f64 = 8.0;

/// Characters in a row that are no letters.
#[derive(Clone, Copy)]
enum Decoration<'a> {
    Figures(&'a str),
    Signs(&'a str),
}

impl<'a> Decoration<'a> {
    /// All of a text. Separators of words are left out.
    fn all_of(text: &'a str) -> impl Iterator<Item = Self> {
        let is_figure = |c: char| c.is_ascii_digit();
        let separates = |c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.' | ',');
        let rows = text.split(move |c: char| c.is_alphabetic() || separates(c));
        rows.flat_map(move |row| {
            let figures = row.split(move |c: char| !is_figure(c)).filter(|part| !part.is_empty()).map(Self::Figures);
            figures.chain(row.split(is_figure).filter(|part| !part.is_empty()).map(Self::Signs))
        })
    }

    /// The logarithm of how many there are that are as likely.
    fn guesses_log10(self) -> f64 {
        match self {
            Self::Figures(figures) if figures.len() == 4 && ["19", "20"].iter().any(|age| figures.starts_with(age)) => {
                2.0
            }
            Self::Figures(figures) => zxcvbn(figures, &[]).guesses_log10(),
            Self::Signs(signs) if signs.chars().all(|sign| signs.starts_with(sign)) => 1.5,
            Self::Signs(signs) => signs.chars().map(|_| 1.5).sum(),
        }
    }
}

/// Hashes a password into a PHC string. Slow on purpose: call it where blocking is allowed.
///
/// # Errors
/// [`PasswordError`].
pub fn hash(password: &str) -> Result<String, PasswordError> {
    hash_in(password, &mut Memory::new())
}

/// Like [`hash`], in the given memory.
///
/// # Errors
/// [`PasswordError`].
pub fn hash_in(password: &str, memory: &mut Memory) -> Result<String, PasswordError> {
    check_length(password)?;
    let params = params()?;
    let random = *uuid::Uuid::new_v4().as_bytes();
    let salt = SaltString::encode_b64(&random).map_err(|_| PasswordError::Hash)?;
    let output = compute(password, &random, (Algorithm::Argon2id, Version::V0x13, &params), memory);
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(|_| PasswordError::Hash)?,
        salt: Some(salt.as_salt()),
        hash: Some(output.ok_or(PasswordError::Hash)?),
    };
    Ok(hash.to_string())
}

/// Whether a password matches a hash. Without a hash or a password the check takes as long and fails, so that timing does not
/// reveal which sign-in names exist.
pub fn verify_in(password: &str, hash: Option<&str>, memory: &mut Memory) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let known = hash.and_then(|hash| PasswordHash::new(hash).ok());
    let is_known = known.is_some();
    let Some(parsed) = known.or_else(|| PasswordHash::new(NOBODY).ok()) else { return false };
    // The comparison takes the same time wherever the outputs differ.
    password.len() <= PASSWORD_MAX && computed_as(password, &parsed, memory) == parsed.hash && is_known
}

/// The hash of a password, computed with the parameters of another hash.
fn computed_as(password: &str, parsed: &PasswordHash<'_>, memory: &mut Memory) -> Option<Output> {
    let algorithm = Algorithm::try_from(parsed.algorithm).ok()?;
    let version = parsed.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let params = Params::try_from(parsed).ok()?;
    let mut salt = [0; 64];
    let salt = parsed.salt?.decode_b64(&mut salt).ok()?;
    compute(password, salt, (algorithm, version, &params), memory)
}

fn compute(
    password: &str,
    salt: &[u8],
    (algorithm, version, params): (Algorithm, Version, &Params),
    memory: &mut Memory,
) -> Option<Output> {
    let hasher = Argon2::new(algorithm, version, params.clone());
    Output::init_with(params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN), |output| {
        let done = hasher.hash_password_into_with_memory(password.as_bytes(), salt, output, memory.blocks(params));
        done.map_err(Into::into)
    })
    .ok()
}

/// A new password of 20 random letters and digits: more than 116 bits.
pub fn generate() -> String {
    let mut password = String::new();
    while password.len() < 20 {
        // All bytes of a v4 GUID but two are random. Bytes above the largest multiple of the alphabet's length are
        // skipped, so every character is equally likely.
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
        let mut memory = Memory::new();
        let hash = hash_in("correct horse battery", &mut memory).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        // Leftovers of an earlier hash in the memory make no difference.
        for memory in [&mut memory, &mut Memory::new()] {
            assert!(verify_in("correct horse battery", Some(&hash), memory));
            assert!(!verify_in("correct horse batterY", Some(&hash), memory));
            assert!(!verify_in("correct horse battery", None, memory));
            assert!(!verify_in("correct horse battery", Some("none"), memory));
        }
    }

    #[test]
    fn who_has_no_password_costs_a_hash_too() {
        for stored in [None, Some("none:random"), Some("")] {
            let mut memory = Memory::new();
            assert!(!verify_in("correct horse battery", stored, &mut memory));
            assert!(!memory.0.is_empty(), "{stored:?}: nothing was computed");
        }
    }

    /// From the tests of the reference implementation (P-H-C/phc-winner-argon2, test.c).
    #[test]
    fn a_hash_with_other_parameters_is_understood() {
        let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        let mut memory = Memory::new();
        assert!(verify_in("password", Some(hash), &mut memory));
        assert!(!verify_in("Password", Some(hash), &mut memory));
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert_eq!(hash("elevenchars"), Err(PasswordError::TooShort));
        assert_eq!(hash(&"x".repeat(1025)), Err(PasswordError::TooLong));
    }

    #[test]
    fn a_password_is_not_the_name_of_its_account() {
        let names = ["Anna Kováčová", "anna@fabrikam.example", " "];
        for password in ["ANNA@fabrikam.example", "anna kováčová", "anna@fabrikam.example anna@fabrikam.example"] {
            assert_eq!(check(password, &names, &[]), Err(PasswordError::Name), "{password}");
        }
        for password in ["annaannaanna", "anna anna anna"] {
            assert_eq!(check(password, &["anna"], &[]), Err(PasswordError::Name), "{password}");
        }
        assert_eq!(check("anna banana anna", &["anna"], &[]), Ok(()));
        assert_eq!(check("correct horse battery", &names, &[]), Ok(()));
    }

    #[test]
    fn what_guessers_try_first_is_refused() {
        let names = ["Anna Kováčová", "anna@fabrikam.example"];
        let organizations = ["Litware".to_owned(), "Woodgrove Bank".to_owned()];
        for password in [
            "password1234",
            "Password123!",
            "passwordpassword",
            "123456789012",
            "qwertyuiop12",
            "letmeinletmein",
            "aaaaaaaaaaaaaaaa",
            "abcdefghijklm",
            "anna19841984",
            "fabrikam1234",
            "Tenantry2026",
            "tenantrytenantry",
            "tenantry tenantry",
            "Welcome2026!!",
            "Welcome!2026!",
            "Sommer2026!!!",
            "fabrikam2026!!",
            "2026-Fabrikam!",
            "Litware 2026!!",
            "WoodgroveBank1!",
            "Woodgrove Bank 26",
            "Kováčová2026!",
        ] {
            assert_eq!(check(password, &names, &organizations), Err(PasswordError::Common), "{password}");
        }
        for password in
            ["four quiet words here", "correct horse battery", "Kx7 fern Lamp 30", "x#9$K!p@2&Lq", &generate()]
        {
            assert_eq!(check(password, &names, &organizations), Ok(()), "{password}");
        }
        assert_eq!(check(&"four quiet words here ".repeat(40), &names, &organizations), Ok(()));
    }

    #[test]
    fn generated_passwords_are_long_and_differ() {
        let (one, two) = (generate(), generate());
        assert!(one.len() == 20 && one != two && !one.contains(['0', 'O', '1', 'l', 'I', 'o']));
    }
}

//! The second factor: codes of an authenticator app, recovery codes, and the roles that need one.

use super::portal_role::PortalRole;
use super::role::PartnerRole;
use crate::bounds;
use crate::directory::base32::{base32, is_base32};
use crate::directory::password::{Random, Secret, digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// The number of recovery codes that a person gets.
pub const RECOVERY_CODES: usize = 10;
/// The longest code that is read, in characters.
pub const CODE_MAX: usize = 64;
/// The longest time between the password and the code, in milliseconds.
pub const CODE_WITHIN_MS: i64 = 5 * 60 * 1000;
/// The number of digits of a code.
pub const CODE_DIGITS: usize = 6;
/// The number of characters of a recovery code: 120 bits, so that nobody finds one from its SHA-256.
const RECOVERY_CHARACTERS: usize = 24;
/// The number of characters of a recovery code that an earlier version made.
const EARLIER_RECOVERY_CHARACTERS: usize = 16;
/// The name under which authenticator apps list the account.
const ISSUER: &str = "Tenantry";

/// The secret that the server and an authenticator app share. It can't be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 20]);

impl Seed {
    /// A new seed of 160 bits, as RFC 4226 recommends.
    pub fn new(random: Random) -> Self {
        let mut bytes = [0; 20];
        random(&mut bytes);
        Self(bytes)
    }

    /// The seed with these bytes. `None` for another number of bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The seed as it is typed into an app: four characters at a time.
    pub fn typed(&self) -> String {
        in_groups(&base32(&self.0), " ")
    }

    /// The address in the QR code.
    pub fn address(&self, sign_in_name: &str) -> String {
        let name: String = sign_in_name.bytes().map(escaped).collect();
        format!("otpauth://totp/{ISSUER}:{name}?secret={}&issuer={ISSUER}", base32(&self.0))
    }
}

/// A byte as it may stand in an address.
fn escaped(byte: u8) -> String {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

/// `ABCD-EFGH`: four characters at a time.
fn in_groups(text: &str, between: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(between)
}

/// New recovery codes, to be shown once.
pub fn recovery_codes(random: Random) -> Vec<Secret> {
    let code = || {
        let mut bytes = [0; RECOVERY_CHARACTERS * 5 / 8];
        random(&mut bytes);
        Secret::shown(in_groups(&base32(&bytes), "-"))
    };
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

/// The stored form of a recovery code.
pub fn recovery_hash(code: &Secret) -> String {
    digest(&without_spaces(code.reveal()))
}

/// A code as a person typed it.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// The digits that the app shows.
    App(u32),
    /// The hash of a recovery code.
    Recovery(String),
}

/// A code in a request, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeText(#[serde(deserialize_with = "bounds::text::<CODE_MAX, _>")] pub String);

/// The text is neither a code of an app nor a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "A code has {CODE_DIGITS} digits. A recovery code has {RECOVERY_CHARACTERS} letters and digits, or \
     {EARLIER_RECOVERY_CHARACTERS} if it was made by an earlier version."
)]
pub struct NotACode;

impl FromStr for TypedCode {
    type Err = NotACode;

    /// Reads a code with or without spaces and hyphens, in any case.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        if text.chars().count() > CODE_MAX {
            return Err(NotACode);
        }
        let typed = without_spaces(text);
        if typed.len() == CODE_DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return typed.parse().map(Self::App).map_err(|_| NotACode);
        }
        let is_as_long = [RECOVERY_CHARACTERS, EARLIER_RECOVERY_CHARACTERS].contains(&typed.len());
        match is_as_long && typed.chars().all(is_base32) {
            true => Ok(Self::Recovery(digest(&typed))),
            false => Err(NotACode),
        }
    }
}

fn without_spaces(text: &str) -> String {
    let kept = text.chars().filter(|character| !character.is_whitespace() && *character != '-');
    kept.flat_map(char::to_uppercase).collect()
}

/// The roles that need a second factor: of the partner's people, or of the people of one customer's portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredRoles<R: Ord = PartnerRole>(pub BTreeSet<R>);

impl<R: Ord> Default for RequiredRoles<R> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl RequiredRoles {
    /// Whether a person with these roles needs a second factor. A person with custom permissions needs one as soon as any role
    /// does: they may allow the same as that role.
    pub fn require_of(&self, roles: &BTreeSet<PartnerRole>, has_custom: bool) -> bool {
        !self.0.is_disjoint(roles) || (has_custom && !self.0.is_empty())
    }
}

impl RequiredRoles<PortalRole> {
    /// Whether a person of the portal with this role needs a second factor.
    pub fn require_in_portal(&self, role: PortalRole) -> bool {
        self.0.contains(&role)
    }
}

impl<R: Ord + fmt::Display> fmt::Display for RequiredRoles<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
    }
}

impl<R: Ord + FromStr> FromStr for RequiredRoles<R> {
    type Err = R::Err;

    fn from_str(text: &str) -> Result<Self, R::Err> {
        text.split(',').filter(|role| !role.is_empty()).map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

/// The second factor of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Whether the person has one.
    pub is_on: bool,
    /// Whether the person's roles need one.
    pub is_required: bool,
    /// The number of recovery codes that are not used.
    pub recovery_codes: i64,
}

/// The next question for a person whose name and password are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Nothing more.
    Nothing,
    /// A code.
    Code,
    /// Setting up a second factor, before anything else.
    SetUp,
}

impl SecondFactor {
    /// The next question after name and password.
    pub fn asked(self) -> Asked {
        match (self.is_on, self.is_required) {
            (true, _) => Asked::Code,
            (false, true) => Asked::SetUp,
            (false, false) => Asked::Nothing,
        }
    }
}

/// Why nothing was done about a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum SecondFactorRefused {
    /// The typed text is no code.
    #[error("{NotACode}")]
    NotACode,
    /// The code is wrong, or was used before.
    #[error("The code is wrong or was used already. Wait until your app shows another code, and type that one.")]
    WrongCode,
    /// The set-up was not begun.
    #[error("The set-up has to begin again, because it was begun elsewhere or ended.")]
    NotBegun,
    /// There is a second factor already.
    #[error("Your second factor is on already. Load the page again.")]
    AlreadyOn,
    /// There is no second factor.
    #[error("Your second factor is off. Load the page again.")]
    Off,
    /// The person's roles need a second factor.
    #[error("Your role needs a second factor, so it can't be turned off.")]
    Required,
    /// There were too many attempts.
    #[error("Too many attempts. Wait, at most 15 minutes, and try again.")]
    TooMany,
}

impl From<NotACode> for SecondFactorRefused {
    fn from(_: NotACode) -> Self {
        Self::NotACode
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(bytes: &mut [u8]) {
        bytes.iter_mut().zip(0..).for_each(|(byte, number)| *byte = number);
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = &recovery_codes(numbers)[0];
        assert_eq!(code.reveal(), "AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO");
        let hash = recovery_hash(code);
        for typed in ["AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO", " aaaqeayeaudaocajbifqydio ", "aaaq eaye auda ocaj bifq ydio"] {
            assert!(typed.parse() == Ok(TypedCode::Recovery(hash.clone())), "{typed}");
        }
        let earlier = digest("AAAQEAYEAUDAOCAJ");
        assert!("AAAQ-EAYE-AUDA-OCAJ".parse() == Ok(TypedCode::Recovery(earlier)), "of an earlier version");
        for typed in ["012345", " 012 345 ", "012-345"] {
            assert!(typed.parse() == Ok(TypedCode::App(12_345)), "{typed}");
        }
        let wrong =
            ["", "12345", "1234567", "AAAQ-EAYE-AUDA-OCA1", "AAAQ-EAYE", "AAAQ-EAYE-AUDA-OCAJ-BIFQ", "１２３４５６"];
        for nothing in wrong.into_iter().chain([&*"1".repeat(100)]) {
            assert!(nothing.parse::<TypedCode>() == Err(NotACode), "{nothing}");
        }
    }

    #[test]
    fn a_recovery_code_has_at_least_112_bits_and_earlier_ones_are_read() {
        const { assert!(RECOVERY_CHARACTERS * 5 >= 112) };
        let earlier = Secret::shown("AAAQ-EAYE-AUDA-OCAJ".to_owned());
        assert!("aaaq eaye auda ocaj".parse() == Ok(TypedCode::Recovery(recovery_hash(&earlier))));
    }

    #[test]
    fn a_seed_is_told_to_apps_by_their_standard() {
        let seed = Seed::from_bytes(b"12345678901234567890").unwrap();
        assert_eq!(seed.typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            seed.address("anna+1@fabrikam.example"),
            "otpauth://totp/Tenantry:anna%2B1%40fabrikam.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tenantry"
        );
        assert!(Seed::from_bytes(b"short").is_none());
        assert!(Seed::new(numbers) == Seed::from_bytes(&(0..20).collect::<Vec<u8>>()).unwrap());
    }

    #[test]
    fn roles_that_need_a_second_factor_are_read_back_from_what_is_stored() {
        let roles = |roles: &[PartnerRole]| RequiredRoles(roles.iter().copied().collect());
        for required in [roles(&[]), roles(&PartnerRole::FIRST), roles(&PartnerRole::ALL)] {
            assert_eq!(required.to_string().parse(), Ok(required));
        }
        let required = roles(&[PartnerRole::GlobalAdmin]);
        assert!(required.require_of(&PartnerRole::FIRST.into(), false));
        assert!(!required.require_of(&[PartnerRole::AdminAgent].into(), false));
        assert!(required.require_of(&BTreeSet::new(), true), "custom permissions may allow as much");
        assert!(!RequiredRoles::default().require_of(&PartnerRole::ALL.into(), true));
    }

    #[test]
    fn roles_of_a_portal_that_need_a_second_factor_are_read_back_and_are_no_partner_roles() {
        for roles in [&[][..], &[PortalRole::LicenseAdmin], &PortalRole::ALL] {
            let required = RequiredRoles(roles.iter().copied().collect());
            assert_eq!(required.to_string().parse(), Ok(required.clone()));
            for role in PortalRole::ALL {
                assert_eq!(required.require_in_portal(role), roles.contains(&role), "{role}");
            }
        }
        assert!("License admin".parse::<RequiredRoles>().is_err());
        assert!("Sales agent".parse::<RequiredRoles<PortalRole>>().is_err());
    }

    #[test]
    fn who_has_a_second_factor_is_asked_for_a_code_and_who_needs_one_sets_it_up() {
        let asked = |is_on, is_required| SecondFactor { is_on, is_required, recovery_codes: 0 }.asked();
        assert_eq!(asked(false, false), Asked::Nothing);
        assert_eq!(asked(false, true), Asked::SetUp);
        assert_eq!((asked(true, false), asked(true, true)), (Asked::Code, Asked::Code));
    }
}

//! A recent proof of identity, which sensitive actions need in a session that began earlier.

use super::second_factor::{CodeText, NotACode, SecondFactor, SecondFactorRefused};
use crate::bounds;
use serde::{Deserialize, Serialize};
use std::fmt;

/// For how long a proof is good, in seconds: long enough to invite a few people in a row, too short for somebody who
/// finds the session open after a meeting.
pub const PROOF_SECONDS: u16 = 10 * 60;
/// The longest password that is read, in characters.
const PASSWORD_CHARACTERS: usize = 1024;

/// The means by which a person proves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProofKind {
    /// The password.
    Password,
    /// The password, and a code of the second factor.
    PasswordAndCode,
}

impl ProofKind {
    /// The means of a person with this second factor.
    pub fn of(factor: SecondFactor) -> Self {
        if factor.is_on { Self::PasswordAndCode } else { Self::Password }
    }
}

/// A password as typed. It can't be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedPassword(#[serde(deserialize_with = "bounds::text::<PASSWORD_CHARACTERS, _>")] pub String);

impl fmt::Debug for TypedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedPassword")
    }
}

/// The proof as a person typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedProof {
    /// The password.
    pub password: TypedPassword,
    /// The code, where one was asked for.
    pub code: Option<CodeText>,
}

/// Why a proof was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ProofRefused {
    /// The password is wrong.
    #[error("The password is wrong.")]
    WrongPassword,
    /// The person has a second factor, and typed no code.
    #[error("Type the code that your authenticator app shows, or a recovery code.")]
    CodeMissing,
    /// The typed text is no code.
    #[error("{NotACode}")]
    NotACode,
    /// The code is wrong, or was used before.
    #[error("{}", SecondFactorRefused::WrongCode)]
    WrongCode,
    /// Only identity providers sign people in.
    #[error("Passwords are switched off. Confirm it with your identity provider.")]
    PasswordsOff,
    /// There were too many attempts.
    #[error("{}", SecondFactorRefused::TooMany)]
    TooMany,
}

impl ProofRefused {
    /// Whether it is about the code.
    pub fn is_about_code(self) -> bool {
        matches!(self, Self::CodeMissing | Self::NotACode | Self::WrongCode)
    }
}

impl From<NotACode> for ProofRefused {
    fn from(_: NotACode) -> Self {
        Self::NotACode
    }
}

/// The time in which a proof is good (UTC, epoch milliseconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProofTime {
    proven: i64,
    until: i64,
}

impl ProofTime {
    /// A proof of then, which is good for so many seconds, and never longer than [`PROOF_SECONDS`].
    pub fn new(proven: i64, seconds: u16) -> Self {
        Self { proven, until: proven.saturating_add(i64::from(seconds.min(PROOF_SECONDS)) * 1000) }
    }

    /// Whether it is good. One from the future was given while the clock was ahead, and is not.
    pub fn is_good(self, now: i64) -> bool {
        (self.proven..self.until).contains(&now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_good_for_ten_minutes_and_no_longer() {
        let (then, end) = (1_000_000, 1_000_000 + 10 * 60 * 1000);
        let proof = ProofTime::new(then, PROOF_SECONDS);
        assert!(proof.is_good(then) && proof.is_good(end - 1));
        assert!(!proof.is_good(end) && !proof.is_good(i64::MAX));
        assert_eq!(ProofTime::new(then, u16::MAX), proof, "nobody makes it longer");
        assert!(!ProofTime::new(then, 5).is_good(then + 5_000));
    }

    #[test]
    fn a_proof_from_the_future_or_never_given_is_none() {
        assert!(!ProofTime::new(1_000, PROOF_SECONDS).is_good(999));
        assert!(!ProofTime::new(0, PROOF_SECONDS).is_good(1_700_000_000_000));
    }

    #[test]
    fn who_has_a_second_factor_proves_it_with_a_code_too() {
        let factor = |is_on, is_required| SecondFactor { is_on, is_required, recovery_codes: 0 };
        assert_eq!(ProofKind::of(factor(true, false)), ProofKind::PasswordAndCode);
        assert_eq!(ProofKind::of(factor(false, true)), ProofKind::Password);
    }

    #[test]
    fn a_typed_password_is_not_printed_and_has_a_bound() {
        let typed = TypedProof { password: TypedPassword("correct horse battery".to_owned()), code: None };
        assert!(!format!("{typed:?}").contains("horse"));
        let long = format!("\"{}\"", "x".repeat(PASSWORD_CHARACTERS + 1));
        assert!(serde_json::from_str::<TypedPassword>(&long).is_err());
    }
}

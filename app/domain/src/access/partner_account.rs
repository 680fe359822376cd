//! The partner's own account: its verification and the partner agreement. Without both nothing can be bought.
//!
//! Both happen at Microsoft. The values here are those that somebody recorded.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How far Microsoft has verified the partner. The names are those of Microsoft Partner Center.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Verification {
    /// Nothing is recorded.
    #[default]
    NotStarted,
    /// It is under way.
    Pending,
    /// The partner is verified.
    Authorized,
    /// It was refused.
    Rejected,
}

/// The partner agreement, as accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The name of the person who accepted it. `None` if it was accepted before that was recorded.
    pub by: Option<String>,
    /// When (UTC, epoch milliseconds). `None` likewise.
    pub at: Option<i64>,
}

/// The record of the partner's account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PartnerAccount {
    /// How far the partner is verified.
    pub verification: Verification,
    /// Since when that is recorded (UTC, epoch milliseconds).
    pub verification_at: Option<i64>,
    /// The partner agreement, if it is accepted.
    pub agreement: Option<Agreement>,
}

/// A change of the recorded values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartnerAccountChange {
    /// The verification has come this far.
    Verification(Verification),
    /// The person who asks accepts the agreement for the partner.
    AcceptAgreement,
    /// The agreement was accepted by mistake, or ended.
    WithdrawAgreement,
}

/// The facts missing before the partner can buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountGap {
    /// The partner is not verified.
    Verification,
    /// The partner agreement is not accepted.
    Agreement,
}

impl PartnerAccount {
    /// The facts missing before the partner can buy.
    pub fn gap(&self) -> Option<AccountGap> {
        if self.verification != Verification::Authorized {
            return Some(AccountGap::Verification);
        }
        self.agreement.is_none().then_some(AccountGap::Agreement)
    }

    /// The account after a change at a moment, by a person with this name. An agreement that was accepted stays as it was
    /// when it is accepted again.
    #[must_use]
    pub fn after(self, change: PartnerAccountChange, by: &str, now: i64) -> Self {
        match change {
            PartnerAccountChange::Verification(verification) if verification == self.verification => self,
            PartnerAccountChange::Verification(verification) => {
                Self { verification, verification_at: Some(now), ..self }
            }
            PartnerAccountChange::AcceptAgreement => {
                let accepted = || Agreement { by: Some(by.to_owned()), at: Some(now) };
                Self { agreement: Some(self.agreement.unwrap_or_else(accepted)), ..self }
            }
            PartnerAccountChange::WithdrawAgreement => Self { agreement: None, ..self },
        }
    }
}

impl Verification {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::Pending, Self::Authorized, Self::Rejected];

    /// The words that are stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::Pending => "Pending",
            Self::Authorized => "Authorized",
            Self::Rejected => "Rejected",
        }
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no state of a verification.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a state of a verification.")]
pub struct NotAVerification(pub String);

impl FromStr for Verification {
    type Err = NotAVerification;

    fn from_str(text: &str) -> Result<Self, NotAVerification> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| NotAVerification(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(changes: &[PartnerAccountChange]) -> PartnerAccount {
        let changes = changes.iter().zip(1..);
        changes.fold(PartnerAccount::default(), |account, (change, now)| account.after(*change, "Anna", now))
    }

    #[test]
    fn buying_needs_both() {
        use PartnerAccountChange::{AcceptAgreement, Verification as Verify, WithdrawAgreement};
        assert_eq!(account(&[]).gap(), Some(AccountGap::Verification));
        assert_eq!(account(&[AcceptAgreement]).gap(), Some(AccountGap::Verification));
        assert_eq!(account(&[Verify(Verification::Authorized)]).gap(), Some(AccountGap::Agreement));
        let both = [AcceptAgreement, Verify(Verification::Authorized)];
        assert_eq!(account(&both).gap(), None);
        for undone in [WithdrawAgreement, Verify(Verification::Rejected), Verify(Verification::Pending)] {
            assert!(account(&[both[0], both[1], undone]).gap().is_some(), "{undone:?}");
        }
    }

    #[test]
    fn accepting_again_keeps_who_accepted_first() {
        let once = account(&[PartnerAccountChange::AcceptAgreement]);
        assert_eq!(once.clone().after(PartnerAccountChange::AcceptAgreement, "Ben", 9), once);
    }

    #[test]
    fn recording_the_same_verification_again_keeps_its_moment() {
        let once = account(&[PartnerAccountChange::Verification(Verification::Pending)]);
        assert_eq!(once.clone().after(PartnerAccountChange::Verification(Verification::Pending), "Ben", 9), once);
    }

    #[test]
    fn every_verification_is_read_back() {
        for state in Verification::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
        assert!("Done".parse::<Verification>().is_err());
    }
}

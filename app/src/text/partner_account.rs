//! Words about the partner's own account.

pub use super::common::STATUS;
pub use super::entries::{SAVE, SAVING};
pub use super::frame::{ACCOUNT_SETTINGS, USER_MANAGEMENT};

/// Explains the page.
pub const LEAD: &str = "Your organization can buy licenses once it is verified and has accepted the partner agreement. Both happen at Microsoft; record here how far they are.";

/// Explains the link to the people.
pub const USER_MANAGEMENT_MEANS: &str = "Your organization's people, groups and applications, and how they sign in.";

// Verification.

/// Heading of the section.
pub const VERIFICATION: &str = "Verification";
/// It was so before moments were recorded.
pub const BEFORE: &str = "from before this was recorded";
/// Before the moment.
pub const SINCE: &str = "since";
/// It is recorded.
pub const VERIFICATION_SAVED: &str = "The verification is recorded.";

// Partner agreement.

/// Heading of the section.
pub const AGREEMENT: &str = "Partner agreement";
/// Nobody has accepted it.
pub const NOT_ACCEPTED: &str = "Not accepted";
/// Before the name of the person who accepted it.
pub const ACCEPTED_BY: &str = "Accepted by";
/// It was accepted before names were recorded.
pub const ACCEPTED: &str = "Accepted";
/// The box that must be checked.
pub const MAY_ACCEPT: &str =
    "I may accept the partner agreement for my organization, and I have accepted it at Microsoft.";
/// The box is not checked.
pub const CHECK_FIRST: &str = "Check the box first.";
/// Accepts the agreement.
pub const ACCEPT: &str = "Record as accepted";
/// Withdraws the acceptance.
pub const WITHDRAW: &str = "Withdraw";
/// Explains withdrawing.
pub const WITHDRAW_MEANS: &str = "If it is withdrawn, nothing can be bought until it is accepted again.";
/// It is accepted.
pub const AGREEMENT_ACCEPTED: &str = "The partner agreement is recorded as accepted.";
/// It is withdrawn.
pub const AGREEMENT_WITHDRAWN: &str = "The acceptance is withdrawn.";

//! The hash chain of a customer's activity log: what is hashed, and how a chain is checked.
//!
//! Each row's hash is SHA-256 over the hash of the row before it and the row itself. Whoever changes, removes or adds a row
//! in the middle must write every later row anew, and then the log no longer fits a hash that somebody noted before.
//! Personal values enter as digests salted with random bytes: without value and salt the digest tells nothing, and the
//! chain still verifies.

mod canonical;
pub mod checkpoint;
mod hash;
mod walk;

pub use canonical::{Link, Outcome, Outcomes, PartedOutcomes, about, of_parts};
pub use hash::{Hash, NotAHash, Personal, Salt, Seed};
pub use walk::{Flaw, Verification, Walk};

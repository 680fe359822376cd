//! The hash chain of a customer's activity log: the hashed values, and the check of a chain.
//!
//! Each row's hash is SHA-256 over the previous row's hash and the row itself. To change, remove or insert a row, one
//! must rewrite every later row, and the log then no longer matches a hash noted earlier. Personal values enter the
//! chain as salted digests. Once value and salt are erased, the digest reveals nothing, and the chain still verifies.

mod canonical;
pub mod checkpoint;
mod hash;
mod personal;
mod rows;
mod walk;

pub use hash::{Hash, NotAHash};
pub use personal::{Personal, Salt, SaltSeed};
pub use rows::{ChainedOutcome, Link, Outcomes, PartedOutcomes, about, of_parts};
pub use walk::{ChainVerification, Flaw, Walk};

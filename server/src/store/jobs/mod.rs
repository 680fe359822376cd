//! Jobs: saves for very many users, worked off chunk by chunk, each chunk one transaction.
//!
//! `begin.rs` writes down what is to be done and sets the seats aside, `lease.rs` says who works on it, `chunk.rs` does a
//! part, `stop.rs` keeps what is left of one that is stopped. Whoever dies in the middle leaves a lease that runs out;
//! whoever then takes the job on raises its epoch, and a chunk that was begun under an older epoch is not committed.

mod begin;
mod chunk;
mod end;
mod entries;
mod lease;
mod products;
mod stop;

pub use lease::Handed;

use crate::store::engine::dialect::Dialect;
use domain::access::CustomerScope;
use domain::ids::OperationId;
use domain::rules::plan::Plan;
use domain::rules::snapshot::Snapshot;

/// How long a job stays with who works on it, from one chunk to the next (milliseconds).
const LEASE_MS: i64 = 10_000;

/// A job that this process works on.
#[derive(Debug)]
pub struct Job {
    operation: OperationId,
    scope: CustomerScope,
    epoch: i64,
    planned: Option<Planned>,
}

impl Job {
    /// The operation that it carries out.
    pub fn operation(&self) -> OperationId {
        self.operation
    }
}

/// What was planned when the job began. It stays good as long as nobody else writes the customer.
#[derive(Debug)]
struct Planned {
    plan: Plan,
    snapshot: Snapshot,
    /// The customer's version as the job left it.
    version: i64,
}

/// How it goes on after a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There may be more to do.
    More,
    /// All is done, or it was cancelled.
    Ended,
    /// Somebody else has taken the job on.
    Lost,
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        begin::statements(dialect),
        chunk::statements(),
        end::statements(),
        entries::statements(),
        lease::statements(),
        products::statements(dialect),
        stop::statements(),
    ]
    .concat()
}

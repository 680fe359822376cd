//! Jobs: saves for very many users, processed chunk by chunk. Each chunk is one transaction.
//!
//! `begin.rs` writes a job and reserves its seats. `lease.rs` decides which process works on it. `chunk.rs` does one
//! part. `stop.rs` keeps the rest of a stopped job. `end.rs` ends a job. The lease of a process that dies runs out. The
//! next process to take over the job raises its epoch. A chunk that began under an older epoch is not committed.

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

/// How long a job stays with its process from one chunk to the next (milliseconds).
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

/// The plan from the job's beginning. It stays valid as long as nobody else writes the customer.
#[derive(Debug)]
struct Planned {
    plan: Plan,
    snapshot: Snapshot,
    /// The customer's version as the job left it.
    version: i64,
}

/// The state of a job after a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There may be more to do.
    More,
    /// Everything is done, or the job was cancelled.
    Ended,
    /// Another process has taken over the job.
    Lost,
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        begin::statements(dialect),
        chunk::statements(),
        end::statements(),
        entries::statements(),
        lease::statements(dialect),
        products::statements(dialect),
        stop::statements(),
    ]
    .concat()
}

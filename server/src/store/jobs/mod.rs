//! Jobs: saves for very many users, which are worked on chunk by chunk.
//!
//! `begin.rs` writes a job and reserves its seats, `entries.rs` one that adds or edits users. `handed.rs` gives it to the
//! worker of this process. `plans_off.rs` notes the plans that its chunks switch off. The folder
//! `chunks` works on jobs.

mod begin;
pub(in crate::store) mod entries;
mod handed;
mod plans_off;

pub use handed::HandedJobs;

use crate::store::engine::dialect::Dialect;
use domain::access::CustomerScope;
use domain::ids::OperationId;
use domain::rules::plan::Plan;
use domain::rules::snapshot::Snapshot;

/// How long a job stays with its process from one chunk to the next (milliseconds).
pub(in crate::store) const LEASE_MS: i64 = 10_000;

/// A job that this process works on.
#[derive(Debug)]
pub struct Job {
    pub(in crate::store) operation: OperationId,
    pub(in crate::store) scope: CustomerScope,
    pub(in crate::store) epoch: i64,
    pub(in crate::store) planned: Option<JobPlan>,
}

impl Job {
    /// The operation that it carries out.
    pub fn operation(&self) -> OperationId {
        self.operation
    }
}

/// The plan from the job's beginning. It stays valid as long as nobody else writes the customer.
#[derive(Debug)]
pub(in crate::store) struct JobPlan {
    pub(in crate::store) plan: Plan,
    pub(in crate::store) snapshot: Snapshot,
    /// The customer's version as the job left it.
    pub(in crate::store) version: i64,
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [begin::statements(dialect), plans_off::statements(dialect)].concat()
}

//! Working on jobs. Each chunk is one transaction.
//!
//! `lease.rs` decides which process works on a job. `chunk.rs` does one part, `entries.rs` one that adds or edits users.
//! `stop.rs` keeps the rest of a stopped job. `end.rs` ends a job, with the products of `products.rs`. The lease of a process that
//! dies runs out. The next process to take over the job raises its epoch. A chunk that began under an older epoch is not
//! committed.

mod chunk;
mod end;
mod entries;
mod lease;
mod products;
mod stop;

use crate::store::engine::dialect::Dialect;

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
        chunk::statements(),
        end::statements(),
        entries::statements(),
        lease::statements(dialect),
        products::statements(dialect),
        stop::statements(),
    ]
    .concat()
}

//! The activity log: one row for each action, in a hash chain per customer ([`domain::console::chain`]).
//!
//! Rows are appended under the customer's lock, so that a chain never forks.

mod append;
pub mod audit;
mod erase;
mod list;
mod old;
mod outcomes;
mod outside_chain;
mod portal;
mod stored_counts;
mod subject;
mod verify;

pub(in crate::store) use append::{NewActivity, write};
pub(in crate::store) use outcomes::{Sealing, Unsealed, personal};
pub(in crate::store) use stored_counts::StoredCounts;

use crate::store::engine::dialect::Dialect;
use append::{Circumstances, append, personal_values};

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        append::statements(dialect),
        audit::statements(),
        outside_chain::statements(),
        erase::statements(dialect),
        list::statements(dialect),
        old::statements(dialect),
        outcomes::statements(),
        portal::statements(),
        subject::statements(),
        verify::statements(),
    ]
    .concat()
}

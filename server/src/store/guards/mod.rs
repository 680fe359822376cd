//! Guards of the data: the invariants that `tenantry check` verifies, and the triggers that keep rows from being
//! changed.

pub(in crate::store) mod append_only;
pub(in crate::store) mod guarded;
pub mod invariants;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [append_only::statements(dialect), invariants::statements()].concat()
}

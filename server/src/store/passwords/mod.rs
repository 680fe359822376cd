//! Temporary passwords of users: handing them out, and the one-time links to them.

pub(in crate::store) mod hand_out;
pub(in crate::store) mod links;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [hand_out::statements(dialect), links::statements()].concat()
}

//! Passwords. Temporary ones of users: handing them out, and the one-time links to them. Those of people: whether a temporary one
//! still stands, new ones, and links to new ones.

pub(in crate::store) mod hand_out;
pub(in crate::store) mod links;
pub mod new_password;
mod temporary_password;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [hand_out::statements(dialect), links::statements(), new_password::statements()].concat()
}

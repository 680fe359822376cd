//! Changing licenses: saving and undoing a change, buying seats.

pub(in crate::store) mod part;
pub(in crate::store) mod purchases;
pub(in crate::store) mod rows;
pub(in crate::store) mod save;
pub(in crate::store) mod write;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [purchases::statements(), write::statements(dialect)].concat()
}

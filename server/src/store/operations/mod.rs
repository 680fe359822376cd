//! Common parts of all operations: the key under which a request is done once, the record with its outcomes, and the
//! lists that show them.

pub(in crate::store) mod changes;
pub(in crate::store) mod claims;
pub(in crate::store) mod list;
pub(in crate::store) mod new_operation;
pub(in crate::store) mod orders;
pub(in crate::store) mod outcome_rows;
pub(in crate::store) mod person;
pub(in crate::store) mod plans_off;
pub(in crate::store) mod products;
pub(in crate::store) mod run_once;
pub(in crate::store) mod seats;
pub(in crate::store) mod stored_profile;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        changes::statements(dialect),
        claims::statements(),
        list::statements(),
        new_operation::statements(),
        orders::statements(),
        person::statements(),
        plans_off::statements(dialect),
    ]
    .concat()
}

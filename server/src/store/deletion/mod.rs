//! Deleting customers: `customer.rs` deletes one for everybody at once, `remains.rs` removes its rows in small steps.

mod custom;
mod customer;
mod remains;
mod ways_in;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [customer::statements(), custom::statements(), remains::statements(dialect), ways_in::statements()].concat()
}

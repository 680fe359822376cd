//! Admin relationships: reading, listing, changing and importing them, the customer's answer, their grants, and the
//! reseller relationship.

mod answer;
mod change;
pub mod due;
mod grants;
pub mod import;
mod list;
mod policy;
mod read;
mod reseller;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        answer::statements(),
        change::statements(),
        due::statements(),
        grants::statements(),
        import::statements(),
        list::statements(dialect),
        policy::statements(),
        read::statements(),
        reseller::statements(),
    ]
    .concat()
}

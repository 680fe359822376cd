//! The input of the rules: the selected users, their licenses, accounts and profiles.

pub(in crate::store) mod accounts;
pub(in crate::store) mod done;
pub(in crate::store) mod entries;
pub(in crate::store) mod licenses;
pub(in crate::store) mod products;
pub(in crate::store) mod selection;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        accounts::statements(dialect),
        done::statements(dialect),
        entries::statements(dialect),
        licenses::statements(dialect),
        products::statements(),
        selection::statements(dialect),
    ]
    .concat()
}

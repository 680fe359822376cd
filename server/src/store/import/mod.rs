//! Imports: a whole customer at once, and the product catalogue.

pub mod catalog;
pub(in crate::store) mod company;
pub mod customer;
pub(in crate::store) mod present;
mod product_keys;
pub(in crate::store) mod rows;
pub(in crate::store) mod search_words;
pub(in crate::store) mod table;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        catalog::statements(dialect),
        company::statements(dialect),
        customer::statements(dialect),
        present::statements(dialect),
        product_keys::statements().into(),
        search_words::statements().into(),
    ]
    .concat()
}

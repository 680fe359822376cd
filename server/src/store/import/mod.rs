//! Imports: a whole customer at once, and the product catalogue.

pub mod catalog;
pub(in crate::store) mod company;
pub mod customer;
pub(in crate::store) mod present;
pub(in crate::store) mod rows;
pub(in crate::store) mod search_words;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        catalog::statements(dialect),
        company::statements(dialect),
        customer::statements(dialect),
        present::statements(dialect),
        search_words::statements().into(),
    ]
    .concat()
}

//! The base of the statements: the differences between SQLite and PostgreSQL, pools, time limits, transactions with a
//! customer's lock, statements composed of fragments, and lists in pages.

pub(in crate::store) mod bind;
pub(in crate::store) mod coverage;
pub(in crate::store) mod customer_transaction;
pub mod dialect;
pub(in crate::store) mod error;
pub mod exposed;
pub(in crate::store) mod fetch;
pub(in crate::store) mod json_rows;
pub(in crate::store) mod paging;
pub(in crate::store) mod pools;
pub(in crate::store) mod remove;
pub(in crate::store) mod seen;
pub(in crate::store) mod stored;
pub(in crate::store) mod timed;

pub(in crate::store) fn statements() -> Vec<String> {
    [customer_transaction::statements()].concat()
}

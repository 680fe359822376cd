//! Customers and their users as lists show them, and the small changes of lists: templates and dismissed errors.

pub(in crate::store) mod access;
pub(in crate::store) mod addresses;
pub(in crate::store) mod customer_plans;
pub(in crate::store) mod customers;
pub(in crate::store) mod deleted_users;
pub(in crate::store) mod filter_choices;
pub(in crate::store) mod find;
pub(in crate::store) mod groups;
pub(in crate::store) mod lost_licenses;
pub(in crate::store) mod own_selection;
mod product_keys;
mod purchases;
pub(in crate::store) mod tags;
pub(in crate::store) mod templates;
pub(in crate::store) mod user_detail;
pub(in crate::store) mod user_errors;
pub(in crate::store) mod user_filter;
pub(in crate::store) mod user_rows;
pub(in crate::store) mod users;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        access::statements(dialect),
        addresses::statements(dialect),
        customer_plans::statements(),
        customers::statements(dialect),
        deleted_users::statements(),
        filter_choices::statements(),
        find::statements(dialect),
        groups::statements(dialect),
        lost_licenses::statements(dialect),
        tags::statements(dialect),
        product_keys::statements(),
        purchases::statements(),
        templates::statements(),
        user_detail::statements(),
        user_errors::statements(dialect),
        user_rows::statements(dialect),
        users::statements(dialect),
    ]
    .concat()
}

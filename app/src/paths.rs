//! Every URL of the console.

use domain::ids::{CustomerId, OperationId, SelectionId};

/// The list of customers, where a person starts.
pub const CUSTOMERS: &str = "/customers";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Signing out (POST).
pub const SIGN_OUT: &str = "/sign-out";

/// Users and licenses of a customer.
pub fn users(customer: CustomerId) -> String {
    format!("/customers/{customer}/users")
}

/// The list narrowed to a selection.
pub fn selected_users(customer: CustomerId, selection: SelectionId) -> String {
    format!("/customers/{customer}/selected?selection={selection}")
}

/// Managing the licenses of a selection.
pub fn manage_licenses(customer: CustomerId, selection: SelectionId) -> String {
    format!("/customers/{customer}/licenses?selection={selection}")
}

/// Recent changes of a customer.
pub fn changes(customer: CustomerId) -> String {
    format!("/customers/{customer}/changes")
}

/// What an operation did.
pub fn operation(customer: CustomerId, operation: OperationId) -> String {
    format!("/customers/{customer}/changes/{operation}")
}

/// An operation's outcomes as CSV.
pub fn operation_export(customer: CustomerId, operation: OperationId) -> String {
    format!("/customers/{customer}/changes/{operation}/export.csv")
}

/// The matching users as CSV; the query is that of the users list.
pub fn users_export(customer: CustomerId, query: &str) -> String {
    format!("/customers/{customer}/users/export.csv{query}")
}

//! Signing in where it depends on rights at a customer: with an identity provider, and with a temporary or new password.

pub mod new_password;
mod temporary_password;
pub mod with_provider;

pub(in crate::store) fn statements() -> Vec<String> {
    [new_password::statements(), with_provider::statements()].concat()
}

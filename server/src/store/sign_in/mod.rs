//! How people come in, where that depends on what they may do at a customer: with an identity provider, and with a password that is
//! temporary or new.

pub mod new_password;
mod temporary_password;
pub mod with_provider;

pub(in crate::store) fn statements() -> Vec<String> {
    [new_password::statements(), with_provider::statements()].concat()
}

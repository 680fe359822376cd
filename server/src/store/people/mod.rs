//! The partner's people: accounts, groups, sessions, new passwords, attempts to sign in, second factors and the key that
//! seals them, security events, and the partner's choices.

mod groups;
mod loaded;
pub mod manage;
pub mod new_password;
pub mod partner_choices;
pub(in crate::store) mod partners;
pub mod person_sessions;
mod portal;
pub mod rotate_key;
pub mod second_factor;
pub mod security;
pub mod sessions;
pub(in crate::store) mod shown_name;
pub mod throttle;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        groups::statements(dialect),
        loaded::statements(dialect),
        manage::statements(),
        new_password::statements(),
        partner_choices::statements(),
        partners::statements(),
        person_sessions::statements(),
        portal::statements(),
        rotate_key::statements(),
        second_factor::statements(),
        security::statements(),
        sessions::statements(),
        throttle::statements(),
    ]
    .concat()
}

//! The partner's people: accounts, sessions, attempts to sign in, security events, and the partner's choices.

pub mod manage;
pub mod partner_choices;
pub(in crate::store) mod partners;
pub mod security;
pub mod sessions;
pub mod throttle;

pub(in crate::store) fn statements() -> Vec<String> {
    [
        manage::statements(),
        partner_choices::statements(),
        partners::statements(),
        security::statements(),
        sessions::statements(),
        throttle::statements(),
    ]
    .concat()
}

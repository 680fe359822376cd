//! The partner's people: accounts, groups, applications and their keys, identity providers, sessions,
//! attempts to sign in, second factors and the key that seals them, security events, and the partner's choices.

pub mod acceptance;
pub mod application_keys;
mod applications;
mod directory_groups;
pub mod enabled_providers;
pub mod first_person;
mod followed;
pub(in crate::store) mod group_grants;
mod groups;
pub mod identities;
pub(in crate::store) mod in_tenants;
mod invitation_groups;
pub mod key_reminders;
pub mod known_browsers;
pub(in crate::store) mod loaded;
mod lost_access;
pub mod manage;
pub mod network;
pub(in crate::store) mod new_invitation;
pub(in crate::store) mod partner_account;
pub mod partner_choices;
pub(in crate::store) mod partners;
pub(in crate::store) mod people_transaction;
pub mod person_sessions;
mod portal;
mod portal_providers;
pub mod providers;
pub(in crate::store) mod recipients;
pub mod rotate_key;
pub mod second_factor;
pub mod security_log;
pub mod sessions;
mod setup_link;
pub(in crate::store) mod shown_name;
mod stored_duties;
pub mod tenants;
pub mod throttle;

use crate::store::engine::dialect::Dialect;

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        acceptance::statements(),
        application_keys::statements(),
        applications::statements(),
        directory_groups::statements(dialect),
        enabled_providers::statements(),
        group_grants::statements(dialect),
        first_person::statements(),
        followed::statements(),
        groups::statements(dialect),
        identities::statements(),
        invitation_groups::statements(dialect),
        key_reminders::statements(),
        known_browsers::statements(dialect),
        loaded::statements(dialect),
        people_transaction::statements(dialect),
        lost_access::statements(dialect),
        manage::statements(),
        new_invitation::statements(),
        partner_account::statements(),
        partner_choices::statements(),
        partners::statements(),
        person_sessions::statements(),
        providers::statements(dialect),
        portal::statements(),
        rotate_key::statements(),
        second_factor::statements(),
        security_log::statements(dialect),
        sessions::statements(),
        setup_link::statements(),
        tenants::statements(),
        throttle::statements(dialect),
    ]
    .concat()
}

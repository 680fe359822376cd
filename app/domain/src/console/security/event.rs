//! A security event as it is recorded, and as it is shown.

use super::kind::SecurityEventKind;
use crate::access::custom_permissions::CustomPermissions;
use crate::access::role::PartnerRole;
use crate::console::activity::Caller;
use crate::ids::{CustomerId, PartnerId, PartnerUserId, SecurityEventId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Changes of the roles and custom permissions of a person or a group, of a group's members, and of the tags by which
/// custom permissions cover a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RolesChanged {
    /// The name of the group, if it is about one.
    pub group: Option<String>,
    /// The roles before.
    pub before: BTreeSet<PartnerRole>,
    /// The roles afterwards.
    pub after: BTreeSet<PartnerRole>,
    /// The sign-in names of the group's new members.
    pub joined: Vec<String>,
    /// The sign-in names of the removed members.
    pub left: Vec<String>,
    /// The custom permissions before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_before: Option<CustomPermissions>,
    /// The custom permissions afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_after: Option<CustomPermissions>,
    /// The names of the groups that an invited person will be in, or is in from the beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// The new tags of a customer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags_added: Vec<String>,
    /// The tags that a customer has no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags_removed: Vec<String>,
}

/// A security event to be recorded. It has no secrets. Of a sign-in name that nobody has, it has only the hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityEvent {
    /// Its id. Ids sort by time.
    pub id: SecurityEventId,
    /// The kind.
    pub kind: SecurityEventKind,
    /// When (UTC, epoch milliseconds).
    pub at: i64,
    /// The partner concerned.
    pub partner: Option<PartnerId>,
    /// The person who did it, or whose sign-in name was tried.
    pub person: Option<PartnerUserId>,
    /// The SHA-256 of the sign-in name, in hexadecimal.
    pub name_hash: Option<String>,
    /// The affected person's sign-in name, if another person acted, or the name of the relationship, application, identity provider or
    /// deleted customer.
    pub done_to: Option<String>,
    /// The organization tenant that it is about: that of the affected person, group or application. Without one it is about the tenant
    /// of the person who did it.
    pub tenant: Option<CustomerId>,
    /// The requested customer.
    pub customer: Option<CustomerId>,
    /// The changes of roles.
    pub roles: Option<RolesChanged>,
    /// The refusal: the permission that is missing, or the reason, with the function that was called. There are as many such
    /// texts as there are of both, so nobody can make up others.
    pub refused: Option<String>,
    /// The origin of the request.
    pub caller: Caller,
}

impl RolesChanged {
    /// New roles of a person without roles.
    pub fn given(roles: &BTreeSet<PartnerRole>) -> Self {
        Self { after: roles.clone(), ..Self::default() }
    }

    /// The same with new custom permissions of a person without any.
    #[must_use]
    pub fn and_custom(self, custom: Option<&CustomPermissions>) -> Self {
        Self { custom_after: custom.cloned(), ..self }
    }

    /// The same with the groups of a new person.
    #[must_use]
    pub fn in_groups(self, groups: Vec<String>) -> Self {
        Self { groups, ..self }
    }
}

impl SecurityEvent {
    /// An event without a person or customer.
    pub fn new(id: SecurityEventId, kind: SecurityEventKind, at: i64, caller: Caller) -> Self {
        Self {
            id,
            kind,
            at,
            partner: None,
            person: None,
            name_hash: None,
            done_to: None,
            tenant: None,
            customer: None,
            roles: None,
            refused: None,
            caller,
        }
    }

    /// The same event about a person.
    #[must_use]
    pub fn by(self, partner: PartnerId, person: PartnerUserId) -> Self {
        Self { partner: Some(partner), person: Some(person), ..self }
    }

    /// The same event about a setting of the partner, which was `before` and is `after`.
    #[must_use]
    pub fn of_setting(self, setting: &str, before: impl std::fmt::Display, after: impl std::fmt::Display) -> Self {
        Self { done_to: Some(format!("{setting}: {before} → {after}")), ..self }
    }

    /// The same event, done to another person with this sign-in name, or to the relationship with this name.
    #[must_use]
    pub fn done_to(self, name: &str) -> Self {
        Self { done_to: Some(name.to_owned()), ..self }
    }

    /// The same event about people of an organization tenant, or about those of none.
    #[must_use]
    pub fn in_tenant(self, tenant: Option<CustomerId>) -> Self {
        Self { tenant, ..self }
    }

    /// The same event at a partner, without a signed-in person.
    #[must_use]
    pub fn at_partner(self, partner: PartnerId) -> Self {
        Self { partner: Some(partner), ..self }
    }

    /// The same event, which changed roles.
    #[must_use]
    pub fn with_roles(self, roles: RolesChanged) -> Self {
        Self { roles: Some(roles), ..self }
    }

    /// The same event, with the refusal.
    #[must_use]
    pub fn refusing(self, what: String) -> Self {
        Self { refused: Some(what), ..self }
    }

    /// The same event about a customer.
    #[must_use]
    pub fn about(self, customer: CustomerId) -> Self {
        Self { customer: Some(customer), ..self }
    }
}

/// A security event as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEventRow {
    /// Its id. Ids sort by time.
    pub id: SecurityEventId,
    /// The kind.
    pub kind: SecurityEventKind,
    /// When (UTC, epoch milliseconds).
    pub at: i64,
    /// The person's name and sign-in name.
    pub person: Option<(String, String)>,
    /// The affected person's sign-in name, if another person acted, or the name of the relationship, application or identity provider,
    /// or a setting before and after.
    pub done_to: Option<String>,
    /// The SHA-256 of the sign-in name, if nobody has that name.
    pub name_hash: Option<String>,
    /// The requested customer.
    pub customer: Option<CustomerId>,
    /// Its name, if it is one of the partner's customers.
    #[serde(default)]
    pub customer_name: Option<String>,
    /// The changes of roles.
    pub roles: Option<RolesChanged>,
    /// The refusal.
    #[serde(default)]
    pub refused: Option<String>,
    /// How often it was refused again within a quarter of an hour.
    #[serde(default)]
    pub again: i64,
    /// The address that the request came from.
    pub address: Option<String>,
    /// The request's id, as in the server's log.
    pub request: Option<String>,
}

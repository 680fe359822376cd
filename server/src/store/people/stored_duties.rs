//! Roles and custom permissions as people, groups, applications and invitations have them in their rows.

use crate::store::engine::stored::{from_json, parsed, to_json};
use domain::access::custom_permissions::CustomPermissions;
use domain::access::role::PartnerRole;
use domain::store::StoreError;
use std::collections::BTreeSet;

/// Roles as they are stored: their names, separated by commas.
pub(super) fn written_roles(roles: &BTreeSet<PartnerRole>) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(",")
}

/// Roles from how they are stored.
pub(super) fn read_roles(stored: &str) -> Result<BTreeSet<PartnerRole>, StoreError> {
    stored.split(',').filter(|role| !role.is_empty()).map(parsed).collect()
}

/// Custom permissions as they are stored.
pub(super) fn written_custom(custom: Option<&CustomPermissions>) -> Result<Option<String>, StoreError> {
    custom.map(to_json).transpose()
}

/// Custom permissions from how they are stored.
pub(super) fn read_custom(stored: Option<&str>) -> Result<Option<CustomPermissions>, StoreError> {
    stored.map(from_json).transpose()
}

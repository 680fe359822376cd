//! Whether roles allow something, and why not.

use super::name_list::any_of;
use super::partner_account::AccountGap;
use super::permission::Permission;
use super::portal_role::PortalRole;
use super::role::PartnerRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why an action is not allowed. The text names the roles that would allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Denied {
    /// No role of the person gives the permission.
    #[error(
        "Your roles don't allow {0}. It needs the role {roles}. A {givers} can give it in User management.",
        roles = any_of(&role_names(*.0)),
        givers = any_of(&giver_names(*.0))
    )]
    Role(Permission),
    /// Neither a role nor the custom permissions of the person give the permission, there or for this customer.
    #[error(
        "Your custom permissions don't allow {0} here. Somebody who manages people can allow it, or give you the role {roles}.",
        roles = any_of(&role_names(*.0))
    )]
    Custom(Permission),
    /// No active admin relationship with the customer gives the person a role for it.
    #[error(
        "Your admin relationships with this customer don't allow {0}. It needs the role {roles} at the customer, through a group that you are a member of. A Global admin or Admin agent can request it under Admin relationships.",
        roles = .0.entra_roles().unwrap_or_default()
    )]
    Relationship(Permission),
    /// The customer has no reseller relationship with the partner.
    #[error(
        "The customer has not accepted a reseller relationship, so nothing can be bought for it. A Global admin or Admin agent can request one under Admin relationships."
    )]
    Reseller,
    /// The partner's own account does not let it buy.
    #[error(
        "{missing}, so nothing can be bought. A Global admin or Account admin can record it under Account settings.",
        missing = match .0 {
            AccountGap::Verification => "Your organization is not recorded as verified",
            AccountGap::Agreement => "The partner agreement is not recorded as accepted",
        }
    )]
    Account(AccountGap),
    /// It is the partner's own organization.
    #[error(
        "This is your own organization. A Global admin changes its users; nothing is bought for it, it has neither admin relationships nor tags nor a portal, and it can't be deleted."
    )]
    OwnOrganization,
    /// The role in the customer's portal does not allow it.
    #[error("Your role doesn't allow {0}. {needs}", needs = needed_in_portal(*.0))]
    Portal(Permission),
}

impl Denied {
    /// Why somebody lacks a permission: with or without custom permissions.
    pub fn of(permission: Permission, has_custom: bool) -> Self {
        if has_custom && permission.can_be_custom() { Self::Custom(permission) } else { Self::Role(permission) }
    }
}

/// Whether one of these roles gives the permission.
///
/// # Errors
/// [`Denied`] if none does.
pub fn allowed(roles: &BTreeSet<PartnerRole>, permission: Permission) -> Result<(), Denied> {
    if roles.iter().any(|role| permission.is_allowed_by(*role)) { Ok(()) } else { Err(Denied::Role(permission)) }
}

fn role_names(permission: Permission) -> Vec<&'static str> {
    permission.roles().into_iter().map(PartnerRole::as_str).collect()
}

/// The roles that can give a role for it. Only a Global admin gives the role of a Global admin.
fn giver_names(permission: Permission) -> Vec<&'static str> {
    match permission.roles()[..] {
        [PartnerRole::GlobalAdmin] => vec![PartnerRole::GlobalAdmin.as_str()],
        _ => role_names(Permission::ManagePeople),
    }
}

/// The role of a portal that would allow it. The partner gives such roles; people of a portal can't.
fn needed_in_portal(permission: Permission) -> String {
    let names: Vec<&str> = PortalRole::which_may(permission).map(PortalRole::as_str).collect();
    if names.is_empty() {
        "Your partner does this.".to_owned()
    } else {
        format!("It needs the role {}. Your partner can give it.", any_of(&names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_account_may_do_everything() {
        let roles = BTreeSet::from(PartnerRole::FIRST);
        assert!(Permission::ALL.into_iter().all(|permission| allowed(&roles, permission).is_ok()));
    }

    #[test]
    fn nothing_is_allowed_without_a_role() {
        assert!(Permission::ALL.into_iter().all(|permission| allowed(&BTreeSet::new(), permission).is_err()));
    }

    #[test]
    fn a_refusal_names_who_could_allow_it() {
        let denied = allowed(&BTreeSet::from([PartnerRole::GlobalAdmin]), Permission::BuyLicenses).unwrap_err();
        assert_eq!(
            denied.to_string(),
            "Your roles don't allow buying licenses. It needs the role Admin agent or Sales agent. A Global admin or Account \
             admin can give it in User management."
        );
        let denied = allowed(&BTreeSet::from([PartnerRole::AccountAdmin]), Permission::DeleteCustomers).unwrap_err();
        assert_eq!(
            denied.to_string(),
            "Your roles don't allow deleting customers. It needs the role Global admin. A Global admin can give it in User management."
        );
    }

    fn roles() -> impl Strategy<Value = BTreeSet<PartnerRole>> {
        proptest::collection::btree_set(proptest::sample::select(PartnerRole::ALL.to_vec()), 0..=8)
    }

    proptest! {
        #[test]
        fn more_roles_never_allow_less(few in roles(), more in roles()) {
            let all: BTreeSet<PartnerRole> = few.union(&more).copied().collect();
            for permission in Permission::ALL {
                prop_assert!(allowed(&few, permission).is_err() || allowed(&all, permission).is_ok());
            }
        }
    }
}

//! What a partner user may do, and the roles that allow it.

use super::role::PartnerRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What a partner user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// Seeing the list of customers.
    SeeCustomers,
    /// Seeing users, their licenses, and what was done to them.
    SeeUsers,
    /// Assigning and revoking licenses.
    ManageLicenses,
    /// Adding, editing, blocking, deleting, restoring and offboarding users, and resetting passwords.
    ManageUsers,
    /// Buying licenses.
    BuyLicenses,
    /// Requesting and ending relationships with customers, and assigning their roles to groups.
    ManageRelationships,
    /// Managing the partner's own people.
    ManagePeople,
    /// Seeing who signed in, and what was refused.
    SeeSecurity,
}

/// Why somebody may not do something. Its text says which roles allow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("Your roles don't allow {permission}. It needs the role {}.", any_of(&.permission.roles()))]
pub struct Denied {
    /// What is missing.
    pub permission: Permission,
}

impl Permission {
    /// All permissions.
    pub const ALL: [Self; 8] = [
        Self::SeeCustomers,
        Self::SeeUsers,
        Self::ManageLicenses,
        Self::ManageUsers,
        Self::BuyLicenses,
        Self::ManageRelationships,
        Self::ManagePeople,
        Self::SeeSecurity,
    ];

    /// The roles that give the permission.
    pub fn roles(self) -> Vec<PartnerRole> {
        PartnerRole::ALL.into_iter().filter(|role| self.is_allowed_by(*role)).collect()
    }

    fn is_allowed_by(self, role: PartnerRole) -> bool {
        use PartnerRole as Role;
        match self {
            Self::SeeCustomers => true,
            Self::SeeUsers => !matches!(role, Role::BillingAdmin | Role::SupportRequestAdmin),
            Self::ManageLicenses => matches!(
                role,
                Role::GlobalAdmin
                    | Role::AdminAgent
                    | Role::SalesAgent
                    | Role::HelpdeskAgent
                    | Role::UserManagementAdmin
            ),
            Self::ManageUsers => {
                matches!(role, Role::GlobalAdmin | Role::AdminAgent | Role::HelpdeskAgent | Role::UserManagementAdmin)
            }
            Self::BuyLicenses => matches!(role, Role::AdminAgent | Role::SalesAgent),
            Self::ManageRelationships => matches!(role, Role::GlobalAdmin | Role::AdminAgent),
            Self::ManagePeople | Self::SeeSecurity => role.manages_people(),
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::SeeCustomers => "seeing customers",
            Self::SeeUsers => "seeing users",
            Self::ManageLicenses => "changing licenses",
            Self::ManageUsers => "changing users",
            Self::BuyLicenses => "buying licenses",
            Self::ManageRelationships => "managing relationships with customers",
            Self::ManagePeople => "managing your organization's people",
            Self::SeeSecurity => "seeing sign-ins",
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether one of these roles gives the permission.
///
/// # Errors
/// [`Denied`] if none does.
pub fn allowed(roles: &BTreeSet<PartnerRole>, permission: Permission) -> Result<(), Denied> {
    if roles.iter().any(|role| permission.is_allowed_by(*role)) { Ok(()) } else { Err(Denied { permission }) }
}

/// `Admin agent or Sales agent`.
fn any_of(roles: &[PartnerRole]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A line for each role, with a mark for each permission in the order of [`Permission::ALL`].
    #[test]
    fn each_role_allows_what_the_table_says() {
        let table = [
            "Global admin           x x x x . x x x",
            "Account admin          x x . . . . x x",
            "Admin agent            x x x x x x . .",
            "Sales agent            x x x . x . . .",
            "Helpdesk agent         x x x x . . . .",
            "User management admin  x x x x . . . .",
            "Billing admin          x . . . . . . .",
            "Support request admin  x . . . . . . .",
        ];
        let line = |role: PartnerRole| {
            let marks = Permission::ALL.map(|permission| if permission.is_allowed_by(role) { "x" } else { "." });
            format!("{:<22} {}", role.as_str(), marks.join(" "))
        };
        assert_eq!(PartnerRole::ALL.map(line), table.map(str::to_owned));
    }

    #[test]
    fn the_first_account_may_do_everything() {
        let roles = BTreeSet::from(PartnerRole::FIRST);
        assert!(Permission::ALL.into_iter().all(|permission| allowed(&roles, permission).is_ok()));
    }

    /// Adding a user assigns licenses, and offboarding takes them away.
    #[test]
    fn who_changes_users_may_change_licenses() {
        for role in Permission::ManageUsers.roles() {
            assert!(Permission::ManageLicenses.is_allowed_by(role), "{role}");
        }
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
            "Your roles don't allow buying licenses. It needs the role Admin agent or Sales agent."
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

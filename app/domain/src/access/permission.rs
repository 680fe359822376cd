//! Permissions of partner users, and the roles that give them.

use super::authority::EntraRoles;
use super::entra_role::EntraRole;
use super::partner_account::AccountGap;
use super::portal::PortalRole;
use super::role::PartnerRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// A permission of a partner user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// Seeing the list of customers.
    SeeCustomers,
    /// Seeing users, their licenses, and what was done to them.
    SeeUsers,
    /// Assigning and revoking licenses.
    ManageLicenses,
    /// Adding and editing users.
    EditUsers,
    /// Giving users directory roles, and taking them.
    ChangeAdminRoles,
    /// Blocking and allowing sign-in, and offboarding.
    BlockUsers,
    /// Deleting users, now or later.
    DeleteUsers,
    /// Restoring deleted users.
    RestoreUsers,
    /// Resetting passwords.
    ResetPasswords,
    /// Buying licenses.
    BuyLicenses,
    /// Requesting and ending relationships with customers, and assigning their roles to groups.
    ManageRelationships,
    /// Managing the partner's own people.
    ManagePeople,
    /// Recording the partner's verification and agreement.
    ManageAccount,
    /// Seeing who signed in, and what was refused.
    SeeSecurity,
    /// Deleting customers here, with everything that is known of them.
    DeleteCustomers,
}

/// Why somebody may not do something. Its text says what would allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Denied {
    /// No role of the person gives the permission.
    #[error(
        "Your roles don't allow {0}. It needs the role {roles}. A {givers} can give it in User management.",
        roles = any_of(&role_names(*.0)),
        givers = any_of(&role_names(Permission::ManagePeople))
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

impl Permission {
    /// All permissions.
    pub const ALL: [Self; 15] = [
        Self::SeeCustomers,
        Self::SeeUsers,
        Self::ManageLicenses,
        Self::EditUsers,
        Self::ChangeAdminRoles,
        Self::BlockUsers,
        Self::DeleteUsers,
        Self::RestoreUsers,
        Self::ResetPasswords,
        Self::BuyLicenses,
        Self::ManageRelationships,
        Self::ManagePeople,
        Self::ManageAccount,
        Self::SeeSecurity,
        Self::DeleteCustomers,
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
            Self::EditUsers
            | Self::ChangeAdminRoles
            | Self::BlockUsers
            | Self::DeleteUsers
            | Self::RestoreUsers
            | Self::ResetPasswords => {
                matches!(role, Role::GlobalAdmin | Role::AdminAgent | Role::HelpdeskAgent | Role::UserManagementAdmin)
            }
            Self::BuyLicenses => matches!(role, Role::AdminAgent | Role::SalesAgent),
            Self::ManageRelationships => matches!(role, Role::GlobalAdmin | Role::AdminAgent),
            Self::ManagePeople | Self::ManageAccount | Self::SeeSecurity => role.manages_people(),
            Self::DeleteCustomers => role == Role::GlobalAdmin,
        }
    }

    /// The Entra roles at a customer that allow it. `None` if it is not about a customer's directory. Source: Microsoft's
    /// pages about the Partner Center API for customers' users, and “Microsoft Entra built-in roles” (2026-01-20).
    pub fn entra_roles(self) -> Option<EntraRoles> {
        use EntraRole as Role;
        let roles: &[Role] = match self {
            Self::SeeUsers => &[
                Role::GlobalAdministrator,
                Role::UserAdministrator,
                Role::LicenseAdministrator,
                Role::DirectoryWriters,
                Role::HelpdeskAdministrator,
                Role::PasswordAdministrator,
                Role::AuthenticationAdministrator,
                Role::PrivilegedAuthenticationAdministrator,
                Role::PrivilegedRoleAdministrator,
                Role::GroupsAdministrator,
                Role::GlobalReader,
                Role::DirectoryReaders,
            ],
            Self::ManageLicenses => &[
                Role::GlobalAdministrator,
                Role::UserAdministrator,
                Role::LicenseAdministrator,
                Role::DirectoryWriters,
            ],
            Self::EditUsers | Self::RestoreUsers => {
                &[Role::GlobalAdministrator, Role::UserAdministrator, Role::DirectoryWriters]
            }
            Self::ChangeAdminRoles => &[Role::GlobalAdministrator, Role::PrivilegedRoleAdministrator],
            Self::BlockUsers => &[
                Role::GlobalAdministrator,
                Role::UserAdministrator,
                Role::DirectoryWriters,
                Role::AuthenticationAdministrator,
                Role::PrivilegedAuthenticationAdministrator,
            ],
            Self::DeleteUsers => &[Role::GlobalAdministrator, Role::UserAdministrator],
            Self::ResetPasswords => &[
                Role::GlobalAdministrator,
                Role::UserAdministrator,
                Role::HelpdeskAdministrator,
                Role::PasswordAdministrator,
                Role::AuthenticationAdministrator,
                Role::PrivilegedAuthenticationAdministrator,
            ],
            Self::SeeCustomers
            | Self::BuyLicenses
            | Self::ManageRelationships
            | Self::ManagePeople
            | Self::ManageAccount
            | Self::SeeSecurity
            | Self::DeleteCustomers => return None,
        };
        Some(roles.iter().copied().collect())
    }

    /// The roles that reach users who have roles, once a role allows it at the customer. Source: Microsoft's page “Privileged
    /// roles and permissions”, “Who can perform sensitive actions” (2026-01-20): deleting, restoring, blocking and renaming are
    /// four roles' to do, each for the users that its column names. Passwords are a table of their own. The Partner Center API
    /// has a customer's users deleted by a User Administrator, and added or renamed by a Directory Writer too, so a role for
    /// sign-in methods widens whom its holder reaches, and gives none of these by itself.
    pub(super) fn reaching_roles(self) -> EntraRoles {
        let roles = self.entra_roles().unwrap_or_default();
        if self == Self::ResetPasswords {
            return roles;
        }
        let sensitive = [EntraRole::AuthenticationAdministrator, EntraRole::PrivilegedAuthenticationAdministrator];
        roles.iter().chain(sensitive).collect()
    }

    /// Whether custom permissions can allow it. A person who manages people can give every role, so there would be nothing that it
    /// does not allow: that is a role. The partner's own account goes with it, and so does deleting customers, which nothing takes back.
    pub fn can_be_custom(self) -> bool {
        match self {
            Self::ManagePeople | Self::ManageAccount | Self::DeleteCustomers => false,
            Self::SeeCustomers
            | Self::SeeUsers
            | Self::ManageLicenses
            | Self::EditUsers
            | Self::ChangeAdminRoles
            | Self::BlockUsers
            | Self::DeleteUsers
            | Self::RestoreUsers
            | Self::ResetPasswords
            | Self::BuyLicenses
            | Self::ManageRelationships
            | Self::SeeSecurity => true,
        }
    }

    /// Whether it is about all customers or none: security events are those of the whole partner.
    pub fn is_for_all_customers(self) -> bool {
        matches!(self, Self::SeeSecurity | Self::ManagePeople | Self::ManageAccount)
    }

    /// The permissions that custom permissions with it must have too. Without seeing a customer nothing can be done there, and
    /// adding a user assigns licenses.
    pub fn needs(self) -> &'static [Self] {
        match self {
            Self::SeeCustomers => &[],
            Self::SeeUsers
            | Self::ManageRelationships
            | Self::ManagePeople
            | Self::ManageAccount
            | Self::SeeSecurity
            | Self::DeleteCustomers => &[Self::SeeCustomers],
            Self::ManageLicenses
            | Self::BlockUsers
            | Self::DeleteUsers
            | Self::RestoreUsers
            | Self::ResetPasswords
            | Self::BuyLicenses => &[Self::SeeCustomers, Self::SeeUsers],
            Self::EditUsers => &[Self::SeeCustomers, Self::SeeUsers, Self::ManageLicenses],
            Self::ChangeAdminRoles => &[Self::SeeCustomers, Self::SeeUsers, Self::ManageLicenses, Self::EditUsers],
        }
    }

    /// Whether the directory roles of the user that it is done to decide too.
    pub fn is_sensitive(self) -> bool {
        match self {
            Self::EditUsers | Self::BlockUsers | Self::DeleteUsers | Self::RestoreUsers | Self::ResetPasswords => true,
            Self::SeeCustomers
            | Self::SeeUsers
            | Self::ManageLicenses
            | Self::ChangeAdminRoles
            | Self::BuyLicenses
            | Self::ManageRelationships
            | Self::ManagePeople
            | Self::ManageAccount
            | Self::SeeSecurity
            | Self::DeleteCustomers => false,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::SeeCustomers => "seeing customers",
            Self::SeeUsers => "seeing users",
            Self::ManageLicenses => "changing licenses",
            Self::EditUsers => "adding and editing users",
            Self::ChangeAdminRoles => "changing admin roles",
            Self::BlockUsers => "changing sign-in",
            Self::DeleteUsers => "deleting users",
            Self::RestoreUsers => "restoring users",
            Self::ResetPasswords => "resetting passwords",
            Self::BuyLicenses => "buying licenses",
            Self::ManageRelationships => "managing relationships with customers",
            Self::ManagePeople => "managing your organization's people",
            Self::ManageAccount => "changing your organization's account",
            Self::SeeSecurity => "seeing sign-ins",
            Self::DeleteCustomers => "deleting customers",
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
    if roles.iter().any(|role| permission.is_allowed_by(*role)) { Ok(()) } else { Err(Denied::Role(permission)) }
}

fn role_names(permission: Permission) -> Vec<&'static str> {
    permission.roles().into_iter().map(PartnerRole::as_str).collect()
}

/// Which role of a portal would allow it, and who could give it: people of a portal give each other none.
fn needed_in_portal(permission: Permission) -> String {
    let names: Vec<&str> = PortalRole::which_may(permission).map(PortalRole::as_str).collect();
    if names.is_empty() {
        "Your partner does this.".to_owned()
    } else {
        format!("It needs the role {}. Your partner can give it.", any_of(&names))
    }
}

/// `Admin agent or Sales agent`.
pub(super) fn any_of(names: &[&str]) -> String {
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
            "Global admin           x x x x x x x x x . x x x x x",
            "Account admin          x x . . . . . . . . . x x x .",
            "Admin agent            x x x x x x x x x x x . . . .",
            "Sales agent            x x x . . . . . . x . . . . .",
            "Helpdesk agent         x x x x x x x x x . . . . . .",
            "User management admin  x x x x x x x x x . . . . . .",
            "Billing admin          x . . . . . . . . . . . . . .",
            "Support request admin  x . . . . . . . . . . . . . .",
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
        for role in Permission::EditUsers.roles() {
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
            "Your roles don't allow buying licenses. It needs the role Admin agent or Sales agent. A Global admin or Account \
             admin can give it in User management."
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

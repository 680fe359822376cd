//! Permissions of partner users, and the roles that give each of them.

use super::entra_role::EntraRole;
use super::entra_roles::EntraRoles;
use super::role::PartnerRole;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A permission of a partner user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// Seeing the list of customers.
    SeeCustomers,
    /// Seeing users, their licenses, and their recent changes.
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
    /// Seeing sign-ins and refused requests.
    SeeSecurity,
    /// Deleting customers here, with everything that is known of them.
    DeleteCustomers,
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

    /// Whether the role gives the permission.
    pub(super) fn is_allowed_by(self, role: PartnerRole) -> bool {
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

    /// The roles that reach users who have roles, once a role allows it at the customer. Source: Microsoft's page
    /// “Privileged roles and permissions”, “Who can perform sensitive actions” (2026-01-20): four roles can delete,
    /// restore, block and rename users, each of them the users that its column names. Passwords have a table of their
    /// own. In the Partner Center API a User Administrator deletes a customer's users, and a Directory Writer can add
    /// and rename them too. So a role for sign-in methods adds users that its holder can manage, and gives none of
    /// these actions by itself.
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
            Self::SeeSecurity => "seeing security events",
            Self::DeleteCustomers => "deleting customers",
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// Adding a user assigns licenses, and offboarding takes them away.
    #[test]
    fn who_changes_users_may_change_licenses() {
        for role in Permission::EditUsers.roles() {
            assert!(Permission::ManageLicenses.is_allowed_by(role), "{role}");
        }
    }
}

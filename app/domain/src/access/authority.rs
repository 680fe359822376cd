//! The limits that admin relationships with a customer set to a partner user: there, and over users who have roles themselves.

use super::denied::Denied;
use super::entra_role::EntraRole;
use super::entra_roles::EntraRoles;
use super::permission::Permission;
use super::relationship_policy::RelationshipPolicy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The roles that active admin relationships with a customer give a person, and whether they matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Authority {
    /// Relationships do not matter: it is the partner's own organization, or the operation was saved before.
    #[default]
    Unrestricted,
    /// The person has these roles. A missing one is a warning.
    Advised(EntraRoles),
    /// The person has these roles. A missing one is a refusal.
    Required(EntraRoles),
    /// It was allowed when it was planned, so relationships matter only over a user who is an admin when it is done: the
    /// person has these roles then. No browser plans with it.
    #[serde(skip)]
    Planned(EntraRoles),
}

/// The permission of a person to change a user. The roles are those that would allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorityDecision {
    /// It is allowed.
    Allowed,
    /// It is done with a warning.
    Advised(EntraRoles),
    /// It is refused.
    Refused(EntraRoles),
}

impl Authority {
    /// The authority of a person with these roles at a customer. `in_force` is whether any relationship with the customer
    /// ever was in force.
    pub fn of(policy: RelationshipPolicy, in_force: bool, roles: EntraRoles) -> Self {
        match policy {
            RelationshipPolicy::WhereRecorded if in_force => Self::Required(roles),
            RelationshipPolicy::WhereRecorded | RelationshipPolicy::Advised => Self::Advised(roles),
            RelationshipPolicy::Required => Self::Required(roles),
        }
    }

    /// Whether the person may do something at the customer at all.
    pub fn at(self, permission: Permission) -> AuthorityDecision {
        match permission.entra_roles() {
            Some(roles) if !matches!(self, Self::Planned(_)) => self.reach(roles),
            _ => AuthorityDecision::Allowed,
        }
    }

    /// The same as an answer. Advice refuses nothing.
    ///
    /// # Errors
    /// [`Denied::Relationship`].
    pub fn allows(self, permission: Permission) -> Result<(), Denied> {
        match self.at(permission) {
            AuthorityDecision::Refused(_) => Err(Denied::Relationship(permission)),
            AuthorityDecision::Allowed | AuthorityDecision::Advised(_) => Ok(()),
        }
    }

    /// Whether the person may do something to a user with these directory roles, given by their template ids. One role may allow
    /// it at the customer and another reach the user (`Permission::reaching_roles`).
    pub fn over(self, target: &BTreeSet<Uuid>, permission: Permission) -> AuthorityDecision {
        let Some(roles) = permission.entra_roles() else { return AuthorityDecision::Allowed };
        if matches!(self, Self::Planned(_)) && !is_admin(target) {
            return AuthorityDecision::Allowed;
        }
        if !permission.is_sensitive() {
            return self.reach(roles);
        }
        let roles = if self.at(permission) == AuthorityDecision::Allowed { permission.reaching_roles() } else { roles };
        self.reach(roles.iter().filter(|role| reaches(*role, target)).collect())
    }

    /// Whether relationships are only advised, and none gives the person a role.
    pub fn is_advised_without_a_role(self) -> bool {
        matches!(self, Self::Advised(roles) if roles.is_empty())
    }

    /// Whether the person has the permission over every user that the role has it over.
    pub fn covers(self, role: EntraRole, permission: Permission) -> bool {
        !matches!(self.over(&all_reached(role), permission), AuthorityDecision::Refused(_))
    }

    /// The remaining limits for something that was allowed when it was planned, and is done by itself now.
    #[must_use]
    pub fn as_planned(self) -> Self {
        match self {
            Self::Required(has) | Self::Planned(has) => Self::Planned(has),
            Self::Unrestricted | Self::Advised(_) => Self::Unrestricted,
        }
    }

    /// The meaning of having one of these roles.
    fn reach(self, needed: EntraRoles) -> AuthorityDecision {
        match self {
            Self::Unrestricted => AuthorityDecision::Allowed,
            Self::Advised(has) | Self::Required(has) | Self::Planned(has) if has.meets(needed) => {
                AuthorityDecision::Allowed
            }
            Self::Advised(_) => AuthorityDecision::Advised(needed),
            Self::Required(_) | Self::Planned(_) => AuthorityDecision::Refused(needed),
        }
    }
}

/// Users with these roles count as users without admin roles.
const NO_ADMINS: [Uuid; 2] = [EntraRole::DirectoryReaders.template_id(), EntraRole::GuestInviter.template_id()];
/// Roles that read reports. Each is named with its template id.
const REPORT_READERS: [Uuid; 4] = [
    // Message Center Reader
    Uuid::from_u128(0x790c_1fb9_7f7d_4f88_86a1_ef1f_95c0_5c1b),
    // Reports Reader
    Uuid::from_u128(0x4a5d_8f65_41da_4de4_8968_e035_b653_39cf),
    // Usage Summary Reports Reader
    Uuid::from_u128(0x7593_4031_6c7e_415a_99d7_48db_d49e_875e),
    // User Experience Success Manager
    Uuid::from_u128(0x2746_0883_1df1_4691_b032_3b79_643e_5e63),
];

/// Whether a user with these roles is an admin.
fn is_admin(target: &BTreeSet<Uuid>) -> bool {
    target.iter().any(|role| !NO_ADMINS.contains(role))
}

/// All directory roles that a user can have while this role still gives access to the user. Access to a user with all
/// of them includes access to every user that this role can manage. The nil id stands for all roles that are not named
/// here.
fn all_reached(role: EntraRole) -> BTreeSet<Uuid> {
    let named = EntraRole::ALL.into_iter().map(EntraRole::template_id);
    let all = NO_ADMINS.into_iter().chain(REPORT_READERS).chain(named).chain([Uuid::nil()]);
    all.filter(|id| reaches(role, &BTreeSet::from([*id]))).collect()
}

/// Whether the role allows sensitive actions on a user with these roles: changing the password, sign-in, names and
/// phones, deleting and restoring. Source: Microsoft's page “Privileged roles and permissions”, “Who can reset
/// passwords” and “Who can perform sensitive actions” (2026-01-20). A role that is not named there counts as an
/// administrator's.
fn reaches(role: EntraRole, target: &BTreeSet<Uuid>) -> bool {
    use EntraRole as Role;
    let (reads_reports, also): (bool, &[Role]) = match role {
        Role::GlobalAdministrator | Role::PrivilegedAuthenticationAdministrator => return true,
        Role::UserAdministrator => (
            true,
            &[
                Role::PasswordAdministrator,
                Role::HelpdeskAdministrator,
                Role::GroupsAdministrator,
                Role::UserAdministrator,
            ],
        ),
        Role::HelpdeskAdministrator => (true, &[Role::PasswordAdministrator, Role::HelpdeskAdministrator]),
        Role::AuthenticationAdministrator => (true, &[Role::PasswordAdministrator, Role::AuthenticationAdministrator]),
        Role::PasswordAdministrator => (false, &[Role::PasswordAdministrator]),
        Role::PrivilegedRoleAdministrator
        | Role::LicenseAdministrator
        | Role::GroupsAdministrator
        | Role::DirectoryWriters
        | Role::GuestInviter
        | Role::GlobalReader
        | Role::DirectoryReaders => (false, &[]),
    };
    let is_reached = |id: &Uuid| {
        NO_ADMINS.contains(id)
            || (reads_reports && REPORT_READERS.contains(id))
            || also.iter().any(|role| role.template_id() == *id)
    };
    target.iter().all(is_reached)
}

#[cfg(test)]
#[path = "authority_tests.rs"]
mod tests;

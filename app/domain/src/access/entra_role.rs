//! The Microsoft Entra roles that an admin relationship can give, and the permissions of each.

use crate::directory::built_in_role::built_in_role;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use uuid::Uuid;

/// A Microsoft Entra role that can be requested here. The names and ids are Microsoft's (Entra built-in roles).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntraRole {
    /// Manages everything of the customer.
    GlobalAdministrator,
    /// Gives roles to users.
    PrivilegedRoleAdministrator,
    /// Manages users, their licenses and groups.
    UserAdministrator,
    /// Assigns licenses.
    LicenseAdministrator,
    /// Manages groups.
    GroupsAdministrator,
    /// Adds and edits users and groups.
    DirectoryWriters,
    /// Invites guests.
    GuestInviter,
    /// Resets passwords of users and of some admins.
    HelpdeskAdministrator,
    /// Resets passwords of users without roles.
    PasswordAdministrator,
    /// Resets passwords and sign-in methods of users without roles.
    AuthenticationAdministrator,
    /// Resets passwords and sign-in methods of everybody.
    PrivilegedAuthenticationAdministrator,
    /// Sees everything.
    GlobalReader,
    /// Sees users and groups.
    DirectoryReaders,
}

/// A heading of the panel that roles are chosen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntraRoleGroup {
    /// Roles over everything.
    Global,
    /// Users, licenses and groups.
    Identity,
    /// Passwords and sign-in methods.
    SignIn,
    /// Roles that only see.
    ReadOnly,
}

impl EntraRole {
    /// All roles, in the order of the panel.
    pub const ALL: [Self; 13] = [
        Self::GlobalAdministrator,
        Self::PrivilegedRoleAdministrator,
        Self::UserAdministrator,
        Self::LicenseAdministrator,
        Self::GroupsAdministrator,
        Self::DirectoryWriters,
        Self::GuestInviter,
        Self::HelpdeskAdministrator,
        Self::PasswordAdministrator,
        Self::AuthenticationAdministrator,
        Self::PrivilegedAuthenticationAdministrator,
        Self::GlobalReader,
        Self::DirectoryReaders,
    ];

    /// The role template id.
    pub const fn template_id(self) -> Uuid {
        Uuid::from_u128(match self {
            Self::GlobalAdministrator => 0x62e9_0394_69f5_4237_9190_0121_7714_5e10,
            Self::PrivilegedRoleAdministrator => 0xe861_1ab8_c189_46e8_94e1_6021_3ab1_f814,
            Self::UserAdministrator => 0xfe93_0be7_5e62_47db_91af_98c3_a49a_38b1,
            Self::LicenseAdministrator => 0x4d6a_c14f_3453_41d0_bef9_a3e0_c569_773a,
            Self::GroupsAdministrator => 0xfdd7_a751_b60b_444a_984c_0265_2fe8_fa1c,
            Self::DirectoryWriters => 0x9360_feb5_f418_4baa_8175_e2a0_0bac_4301,
            Self::GuestInviter => 0x95e7_9109_95c0_4d8e_aee3_d01a_ccf2_d47b,
            Self::HelpdeskAdministrator => 0x7298_27e3_9c14_49f7_bb1b_9608_f156_bbb8,
            Self::PasswordAdministrator => 0x9667_07d0_3269_4727_9be2_8c3a_10f1_9b9d,
            Self::AuthenticationAdministrator => 0xc4e3_9bd9_1100_46d3_8c65_fb16_0da0_071f,
            Self::PrivilegedAuthenticationAdministrator => 0x7be4_4c8a_adaf_4e2a_84d6_ab26_49e0_8a13,
            Self::GlobalReader => 0xf2ef_992c_3afb_46b9_b7cf_a126_ee74_c451,
            Self::DirectoryReaders => 0x88d8_e3e3_8f55_4a1e_953a_9b98_98b8_876b,
        })
    }

    /// The role with this template id, if it is one of these.
    pub fn of_template(id: Uuid) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.template_id() == id)
    }

    /// Microsoft's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "Global Administrator",
            Self::PrivilegedRoleAdministrator => "Privileged Role Administrator",
            Self::UserAdministrator => "User Administrator",
            Self::LicenseAdministrator => "License Administrator",
            Self::GroupsAdministrator => "Groups Administrator",
            Self::DirectoryWriters => "Directory Writers",
            Self::GuestInviter => "Guest Inviter",
            Self::HelpdeskAdministrator => "Helpdesk Administrator",
            Self::PasswordAdministrator => "Password Administrator",
            Self::AuthenticationAdministrator => "Authentication Administrator",
            Self::PrivilegedAuthenticationAdministrator => "Privileged Authentication Administrator",
            Self::GlobalReader => "Global Reader",
            Self::DirectoryReaders => "Directory Readers",
        }
    }

    /// The heading it stands under.
    pub const fn group(self) -> EntraRoleGroup {
        match self {
            Self::GlobalAdministrator | Self::PrivilegedRoleAdministrator => EntraRoleGroup::Global,
            Self::UserAdministrator
            | Self::LicenseAdministrator
            | Self::GroupsAdministrator
            | Self::DirectoryWriters
            | Self::GuestInviter => EntraRoleGroup::Identity,
            Self::HelpdeskAdministrator
            | Self::PasswordAdministrator
            | Self::AuthenticationAdministrator
            | Self::PrivilegedAuthenticationAdministrator => EntraRoleGroup::SignIn,
            Self::GlobalReader | Self::DirectoryReaders => EntraRoleGroup::ReadOnly,
        }
    }

    /// The actions that the role allows, in a sentence.
    pub const fn allows(self) -> &'static str {
        match self {
            Self::GlobalAdministrator => "Manages everything of the customer.",
            Self::PrivilegedRoleAdministrator => "Gives roles to users and takes them away.",
            Self::UserAdministrator => "Adds, edits, deletes and restores users, and assigns their licenses.",
            Self::LicenseAdministrator => "Assigns licenses.",
            Self::GroupsAdministrator => "Manages groups.",
            Self::DirectoryWriters => "Adds, edits and restores users, and assigns their licenses.",
            Self::GuestInviter => "Invites guests.",
            Self::HelpdeskAdministrator => "Resets passwords of users and of helpdesk administrators.",
            Self::PasswordAdministrator => "Resets passwords of users without admin roles.",
            Self::AuthenticationAdministrator => "Resets passwords and sign-in methods of users without admin roles.",
            Self::PrivilegedAuthenticationAdministrator => {
                "Resets passwords and sign-in methods of all users, admins included."
            }
            Self::GlobalReader => "Sees everything that a Global Administrator manages.",
            Self::DirectoryReaders => "Sees users, groups and licenses.",
        }
    }
}

impl EntraRoleGroup {
    /// All headings, in the order of the panel.
    pub const ALL: [Self; 4] = [Self::Global, Self::Identity, Self::SignIn, Self::ReadOnly];

    /// The words of the heading.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "Global",
            Self::Identity => "Users, licenses and groups",
            Self::SignIn => "Passwords and sign-in",
            Self::ReadOnly => "Read only",
        }
    }
}

impl fmt::Display for EntraRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A role of an admin relationship, by its template id. Imports bring roles that cannot be requested here; they are kept
/// as they are.
///
/// Roles that can be requested sort before others, in the order of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RelationshipRole(Uuid);

impl RelationshipRole {
    /// The role with this template id.
    pub const fn of_template(id: Uuid) -> Self {
        Self(id)
    }

    /// The role template id.
    pub const fn template_id(self) -> Uuid {
        self.0
    }

    /// The role, if it can be requested here.
    pub fn known(self) -> Option<EntraRole> {
        EntraRole::of_template(self.0)
    }

    /// Microsoft's name. A role that is not built in has none, so its id stands for it.
    pub fn name(self) -> String {
        built_in_role(self.0).map_or_else(|| self.0.to_string(), str::to_owned)
    }
}

impl From<EntraRole> for RelationshipRole {
    fn from(role: EntraRole) -> Self {
        Self(role.template_id())
    }
}

impl Ord for RelationshipRole {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |role: &Self| (role.known().is_none(), role.known(), role.0);
        place(self).cmp(&place(other))
    }
}

impl PartialOrd for RelationshipRole {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_role_has_microsofts_name_and_is_found_by_its_id() {
        for role in EntraRole::ALL {
            assert_eq!(built_in_role(role.template_id()), Some(role.name()));
            assert_eq!(EntraRole::of_template(role.template_id()), Some(role));
            assert_eq!(RelationshipRole::from(role).known(), Some(role));
        }
        assert_eq!(EntraRole::ALL.into_iter().collect::<BTreeSet<_>>().len(), EntraRole::ALL.len());
        assert_eq!(EntraRole::of_template(Uuid::nil()), None);
    }

    #[test]
    fn every_heading_has_roles_and_they_stand_together() {
        let mut headings: Vec<_> = EntraRole::ALL.into_iter().map(EntraRole::group).collect();
        headings.dedup();
        assert_eq!(headings, EntraRoleGroup::ALL);
    }

    #[test]
    fn roles_that_are_not_requested_here_come_last_and_have_a_name() {
        let exchange = RelationshipRole::of_template(Uuid::from_u128(0x2923_2cdf_9323_42fd_ade2_1d09_7af3_e4de));
        let own = RelationshipRole::of_template(Uuid::from_u128(1));
        let roles: BTreeSet<_> = [own, exchange, EntraRole::DirectoryReaders.into()].into();
        let names: Vec<String> = roles.into_iter().map(RelationshipRole::name).collect();
        assert_eq!(names, ["Directory Readers", "00000000-0000-0000-0000-000000000001", "Exchange Administrator"]);
        assert_eq!((exchange.known(), exchange.template_id().is_nil()), (None, false));
    }
}

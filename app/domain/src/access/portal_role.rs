//! The roles of a customer's own people in the portal.

use super::entra_role::EntraRole;
use super::permission::Permission;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A role in the portal, for a customer's own people. Each is one Entra role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PortalRole {
    /// Manages everything of the customer's directory.
    GlobalAdmin,
    /// Manages users and their licenses.
    UserManagementAdmin,
    /// Assigns licenses.
    LicenseAdmin,
}

/// The text is not a role of a portal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a role of a customer's portal.")]
pub struct NotAPortalRole(pub String);

impl PortalRole {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::GlobalAdmin, Self::UserManagementAdmin, Self::LicenseAdmin];

    /// The name that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GlobalAdmin => "Global admin",
            Self::UserManagementAdmin => "User management admin",
            Self::LicenseAdmin => "License admin",
        }
    }

    /// The Entra role that it is.
    pub fn entra_role(self) -> EntraRole {
        match self {
            Self::GlobalAdmin => EntraRole::GlobalAdministrator,
            Self::UserManagementAdmin => EntraRole::UserAdministrator,
            Self::LicenseAdmin => EntraRole::LicenseAdministrator,
        }
    }

    /// Whether the role allows something at its customer. Permissions beyond the customer's directory are the partner's.
    pub fn allows(self, permission: Permission) -> bool {
        permission.entra_roles().is_some_and(|roles| roles.iter().any(|role| role == self.entra_role()))
    }

    /// The roles that allow something at their customer.
    pub fn which_may(permission: Permission) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |role| role.allows(permission))
    }
}

impl fmt::Display for PortalRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PortalRole {
    type Err = NotAPortalRole;

    fn from_str(text: &str) -> Result<Self, NotAPortalRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| NotAPortalRole(text.to_owned()))
    }
}

//! Roles of partner users.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A role of a partner user. The names are those of Microsoft Partner Center.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PartnerRole {
    /// Manages the partner's people and everything of its customers but purchases.
    GlobalAdmin,
    /// Manages the partner's people and account.
    AccountAdmin,
    /// Manages customers on behalf of them, and buys for them.
    AdminAgent,
    /// Buys and assigns licenses.
    SalesAgent,
    /// Helps users of customers.
    HelpdeskAgent,
    /// Manages users of customers.
    UserManagementAdmin,
    /// Sees customers.
    BillingAdmin,
    /// Handles support requests.
    SupportRequestAdmin,
}

/// The text is not a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a role.")]
pub struct NotARole(pub String);

impl PartnerRole {
    /// All roles.
    pub const ALL: [Self; 8] = [
        Self::GlobalAdmin,
        Self::AccountAdmin,
        Self::AdminAgent,
        Self::SalesAgent,
        Self::HelpdeskAgent,
        Self::UserManagementAdmin,
        Self::BillingAdmin,
        Self::SupportRequestAdmin,
    ];

    /// The roles of the first account. Together they allow everything.
    pub const FIRST: [Self; 2] = [Self::GlobalAdmin, Self::AdminAgent];

    /// The name that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GlobalAdmin => "Global admin",
            Self::AccountAdmin => "Account admin",
            Self::AdminAgent => "Admin agent",
            Self::SalesAgent => "Sales agent",
            Self::HelpdeskAgent => "Helpdesk agent",
            Self::UserManagementAdmin => "User management admin",
            Self::BillingAdmin => "Billing admin",
            Self::SupportRequestAdmin => "Support request admin",
        }
    }

    /// Whether the role manages the partner's people, so that one person must always have it or its like.
    pub fn manages_people(self) -> bool {
        matches!(self, Self::GlobalAdmin | Self::AccountAdmin)
    }
}

impl fmt::Display for PartnerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PartnerRole {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| NotARole(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_read_back_from_its_name() {
        for role in PartnerRole::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        assert_eq!("Owner".parse::<PartnerRole>().unwrap_err().to_string(), "“Owner” is not a role.");
    }
}

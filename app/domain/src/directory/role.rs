//! The directory roles that Tenantry knows, with Microsoft's role template ids.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The roles that can be given to users here. Most have a ready-made filter. The ids are Microsoft's role template ids
/// (Entra built-in roles).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AdminRole {
    /// Global Administrator.
    Global,
    /// Billing Administrator.
    Billing,
    /// Helpdesk Administrator.
    Helpdesk,
    /// Service Support Administrator.
    Service,
    /// User Administrator.
    UserManagement,
    /// Password Administrator.
    Password,
}

impl AdminRole {
    /// All roles.
    pub const ALL: [Self; 6] =
        [Self::Global, Self::Billing, Self::Helpdesk, Self::Service, Self::UserManagement, Self::Password];

    /// The role template id.
    pub const fn template_id(self) -> Uuid {
        Uuid::from_u128(match self {
            Self::Global => 0x62e9_0394_69f5_4237_9190_0121_7714_5e10,
            Self::Billing => 0xb0f5_4661_2d74_4c50_afa3_1ec8_03f1_2efe,
            Self::Helpdesk => 0x7298_27e3_9c14_49f7_bb1b_9608_f156_bbb8,
            Self::Service => 0xf023_fd81_a637_4b56_95fd_791a_c022_6033,
            Self::UserManagement => 0xfe93_0be7_5e62_47db_91af_98c3_a49a_38b1,
            Self::Password => 0x9667_07d0_3269_4727_9be2_8c3a_10f1_9b9d,
        })
    }

    /// The role with this template id, if it is one of these.
    pub fn of_template(id: Uuid) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.template_id() == id)
    }

    /// The role's name on screens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "Global admin",
            Self::Billing => "Billing admin",
            Self::Helpdesk => "Helpdesk admin",
            Self::Service => "Service admin",
            Self::UserManagement => "User management admin",
            Self::Password => "Password admin",
        }
    }
}

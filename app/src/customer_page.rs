//! The pages of a customer.

/// A page of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerPage {
    /// Users and licenses.
    Users,
    /// The users list restricted to a selection.
    SelectedUsers,
    /// Uploading users.
    UploadUsers,
    /// The deleted users.
    DeletedUsers,
    /// Adding users.
    AddUser,
    /// Editing a user.
    EditUser,
    /// Editing the users of a selection.
    EditUsers,
    /// Offboarding the users of a selection.
    Offboard,
    /// Managing the licenses of a selection.
    ManageLicenses,
    /// The result of an operation.
    Operation,
    /// Recent changes.
    RecentChanges,
    /// The relationships with the customer.
    Relationships,
    /// An admin relationship with the customer.
    Relationship,
    /// Licenses and products.
    Products,
    /// The customer's portal.
    Portal,
    /// The activity log.
    Activity,
    /// The activity log of a period, for printing.
    ActivityReport,
}

impl CustomerPage {
    /// The menu entry of the page.
    pub fn menu_page(self) -> Self {
        match self {
            Self::Users
            | Self::SelectedUsers
            | Self::UploadUsers
            | Self::DeletedUsers
            | Self::ManageLicenses
            | Self::AddUser
            | Self::EditUser
            | Self::EditUsers
            | Self::Offboard => Self::Users,
            Self::Operation | Self::RecentChanges => Self::RecentChanges,
            Self::Relationships | Self::Relationship => Self::Relationships,
            Self::Products => Self::Products,
            Self::Portal => Self::Portal,
            Self::Activity | Self::ActivityReport => Self::Activity,
        }
    }
}

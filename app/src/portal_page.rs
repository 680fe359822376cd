//! The pages of a customer's portal.

/// A page of a portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalPage {
    /// The start page.
    Dashboard,
    /// Users and their licenses.
    Users,
    /// Editing the users of a selection.
    EditUsers,
    /// The deleted users.
    DeletedUsers,
    /// Licenses and products.
    Billing,
    /// The activity log.
    Activity,
    /// The signed-in person's own account.
    Account,
}

impl PortalPage {
    /// The menu entry of the page.
    pub fn menu_page(self) -> Self {
        match self {
            Self::EditUsers => Self::Users,
            other => other,
        }
    }
}

//! The user who is being edited.

use domain::ids::{CustomerId, OperationId, UserId};
use leptos::prelude::*;

/// The user in the form. The form is fetched later than the page with the side panel.
#[derive(Clone, Copy)]
pub struct EditedUser {
    /// The customer of the user.
    pub customer: CustomerId,
    /// The user.
    pub user: UserId,
    /// Runs once it is saved.
    pub on_saved: Callback<OperationId>,
    /// Runs where nothing is saved.
    pub on_cancel: Callback<()>,
}

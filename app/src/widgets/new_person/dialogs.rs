//! The dialogs that add people to User management: inviting, adding users of a tenant's directory, and creating one there.

use super::dialog::NewPersonDialogs;
use crate::widgets::people::existing_users::ExistingUsersDialog;
use crate::widgets::people::invite_form::InviteDialog;
use crate::widgets::people::managing::ManagingPeople;
use leptos::prelude::*;

/// The dialogs.
#[component]
pub fn NewPeopleDialogs(managing: ManagingPeople) -> impl IntoView {
    view! {
        <InviteDialog managing/>
        <ExistingUsersDialog managing/>
        <NewPersonDialogs managing/>
    }
}

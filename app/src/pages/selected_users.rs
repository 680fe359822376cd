//! Selected Users.

use crate::widgets::users::list::ListKind;
use crate::widgets::users::page::UserListPage;
use leptos::prelude::*;

/// The users list restricted to the selection.
#[component]
pub fn SelectedUsersPage() -> impl IntoView {
    view! { <UserListPage kind=ListKind::Selected/> }
}

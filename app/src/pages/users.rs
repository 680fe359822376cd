//! Users and licenses.

use crate::widgets::users::list::ListKind;
use crate::widgets::users::page::UserListPage;
use leptos::prelude::*;

/// Users and licenses.
#[component]
pub fn UsersPage() -> impl IntoView {
    view! { <UserListPage kind=ListKind::Users/> }
}

//! Selected Users.

use leptos::prelude::*;

/// Selected Users.
#[component]
pub fn SelectedUsersPage() -> impl IntoView {
    view! { <p>"Selected Users"</p> }
}

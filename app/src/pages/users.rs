//! Users and licenses.

use leptos::prelude::*;

/// Users and licenses.
#[component]
pub fn UsersPage() -> impl IntoView {
    view! { <p>"Users and licenses"</p> }
}

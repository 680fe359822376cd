//! Manage licenses.

use leptos::prelude::*;

/// Manage licenses.
#[component]
pub fn ManageLicensesPage() -> impl IntoView {
    view! { <p>"Manage licenses"</p> }
}

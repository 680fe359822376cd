//! Licenses updated.

use leptos::prelude::*;

/// Licenses updated.
#[component]
pub fn LicensesUpdatedPage() -> impl IntoView {
    view! { <p>"Licenses updated"</p> }
}

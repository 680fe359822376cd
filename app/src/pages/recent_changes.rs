//! Recent changes.

use leptos::prelude::*;

/// Recent changes.
#[component]
pub fn RecentChangesPage() -> impl IntoView {
    view! { <p>"Recent changes"</p> }
}

//! Page not found.

use leptos::prelude::*;

/// Page not found.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <p>"Page not found"</p> }
}

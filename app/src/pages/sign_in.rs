//! Sign in.

use leptos::prelude::*;

/// Sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <p>"Sign in"</p> }
}

//! Customers.

use leptos::prelude::*;

/// Customers.
#[component]
pub fn CustomersPage() -> impl IntoView {
    view! { <p>"Customers"</p> }
}

//! The notice of an empty selection.

use crate::state::way_back::WayBack;
use crate::text::licenses as words;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// There is nobody to manage licenses of, and where to select users.
#[component]
pub fn NobodySelected(customer: CustomerId) -> impl IntoView {
    let back = WayBack::to(customer);
    view! {
        <p class="note info">
            {words::NO_SELECTION} " " <a href=move || back.href()>{words::SELECT_USERS}</a>
        </p>
    }
}

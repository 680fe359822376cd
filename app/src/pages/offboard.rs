//! Offboard.

use crate::customer_page::CustomerPage;
use crate::widgets::accounts::offboard::Offboard;
use crate::widgets::frame::selection_page::SelectionPage;
use leptos::prelude::*;

/// Offboard.
#[component]
pub fn OffboardPage() -> impl IntoView {
    let content = |customer, selection, view| view! { <Offboard customer selection view/> }.into_any();
    view! { <SelectionPage page=CustomerPage::Offboard content/> }
}

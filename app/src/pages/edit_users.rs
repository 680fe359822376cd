//! Edit users.

use crate::customer_page::CustomerPage;
use crate::widgets::entries::many::EditMany;
use crate::widgets::frame::selection_page::SelectionPage;
use leptos::prelude::*;

/// Edit users.
#[component]
pub fn EditUsersPage() -> impl IntoView {
    let content = |customer, selection, view| view! { <EditMany customer selection view/> }.into_any();
    view! { <SelectionPage page=CustomerPage::EditUsers content/> }
}

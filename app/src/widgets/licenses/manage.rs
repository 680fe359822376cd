//! The content of Manage licenses once it is loaded.

use super::buy_dialog::BuyDialog;
use super::confirm_revoke::ConfirmRevoke;
use super::holders::Holders;
use super::location::Location;
use super::open_orders::OpenOrders;
use super::preview_panel::PreviewPanel;
use super::product_table::ProductTable;
use super::save_bar::SaveBar;
use super::selected_boxes::SelectedBoxes;
use super::work::{Orders, Work};
use crate::text::licenses as words;
use crate::widgets::users::way_back::WayBack;
use domain::cases::licenses::ManageView;
use domain::ids::{CustomerId, SelectionId};
use leptos::prelude::*;
use std::sync::Arc;

/// Choosing what to change for the selected users, beside what will happen to them.
#[component]
pub fn Manage(
    ids: (CustomerId, SelectionId),
    view: Memo<Arc<ManageView>>,
    orders: Orders,
    reload: Callback<()>,
) -> impl IntoView {
    let work = Work::new(ids, view, orders, reload);
    let users = Memo::new(move |_| view.with(|view| view.users));
    view! {
        <p class="lead">{move || words::selected(users.get())} " " {words::WHOLE_OR_NONE}</p>
        {move || (users.get() == 0).then(|| view! { <NobodySelected customer=work.customer/> })}
        <div class="two manage">
            <div>
                <SelectedBoxes work/>
                <OpenOrders work/>
                <Location work/>
                <ProductTable work/>
            </div>
            <PreviewPanel work/>
        </div>
        <SaveBar work/>
        <ConfirmRevoke work/>
        <Holders work/>
        <BuyDialog buying=work.buying/>
    }
}

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

//! The content of Manage licenses once it is loaded.

use crate::text::licenses as words;
use crate::widgets::frame::nobody_selected::NobodySelected;
use crate::widgets::licenses::confirm_revoke::ConfirmRevoke;
use crate::widgets::licenses::holders::Holders;
use crate::widgets::licenses::location::Location;
use crate::widgets::licenses::open_orders::OpenOrders;
use crate::widgets::licenses::preview_panel::PreviewPanel;
use crate::widgets::licenses::product_table::ProductTable;
use crate::widgets::licenses::save_bar::SaveBar;
use crate::widgets::licenses::selected_boxes::SelectedBoxes;
use crate::widgets::licenses::work::{ManageWork, Orders};
use crate::widgets::purchases::buy_dialog::BuyDialog;
use domain::cases::licenses::ManageView;
use domain::ids::{CustomerId, SelectionId};
use leptos::prelude::*;
use std::sync::Arc;

/// Choosing the changes for the selected users, beside a preview of their effects.
#[component]
pub fn Manage(
    ids: (CustomerId, SelectionId),
    view: Memo<Arc<ManageView>>,
    orders: Orders,
    reload: Callback<()>,
) -> impl IntoView {
    let work = ManageWork::new(ids, view, orders, reload);
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

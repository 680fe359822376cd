//! How many of the selected users have a product.

use crate::text::licenses as words;
use crate::widgets::licenses::work::ManageWork;
use domain::cases::licenses::ManageProduct;
use domain::ids::SkuId;
use leptos::prelude::*;

/// `2 of 5 users`, which opens the list of them.
#[component]
pub fn Assigned(work: ManageWork, sku: SkuId, row: Memo<Option<ManageProduct>>) -> impl IntoView {
    let label = Memo::new(move |_| {
        let holders = row.with(|row| row.as_ref().map_or(0, |row| row.holders));
        work.view.with(|view| words::assigned_to(holders, view.users))
    });
    view! {
        <button
            type="button"
            class="link"
            aria-label=move || words::assigned_link(&label.get(), &work.product_name(sku))
            aria-haspopup="dialog"
            on:click=move |_| work.holders.ask(sku)
        >
            {move || label.get()}
        </button>
    }
}

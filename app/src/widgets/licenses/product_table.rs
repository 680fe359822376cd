//! The products with their boxes.

use super::product_row::ProductRow;
use super::work::Work;
use crate::text::licenses as words;
use domain::ids::SkuId;
use leptos::prelude::*;

/// The products that the customer owns or the selected users hold, to be assigned and revoked.
#[component]
pub fn ProductTable(work: Work) -> impl IntoView {
    let sought = RwSignal::new(String::new());
    let shown = Memo::new(move |_| sought.with(|sought| matching(work, sought)));
    let owned = move || work.view.with(|view| view.products.iter().filter(|row| row.product.seats.is_some()).count());
    let replace = move |_| {
        let view = work.view.get_untracked();
        work.choices.update(|choices| choices.change.replace_existing(view.held_directly()));
    };
    let add = move |_| work.choices.update(|choices| choices.change.add_to_existing());
    view! {
        <section aria-labelledby="assign-and-revoke">
            <h2 id="assign-and-revoke">{words::ASSIGN_AND_REVOKE}</h2>
            <div class="chips product-tools">
                <input
                    type="search"
                    class="box"
                    aria-label=words::FIND_PRODUCT
                    placeholder=words::FIND_PRODUCT
                    autocomplete="off"
                    prop:value=move || sought.get()
                    on:input=move |event| sought.set(event_target_value(&event))
                />
                <span class="chip">{move || words::owned_products(owned())}</span>
                <button type="button" class="plain" on:click=replace>{words::REPLACE_EXISTING}</button>
                <button type="button" class="plain" on:click=add>{words::ADD_TO_EXISTING}</button>
            </div>
            <div class="grid">
                <table class="products" aria-labelledby="assign-and-revoke">
                    <thead>
                        <tr>
                            <th scope="col">{words::PRODUCT}</th>
                            <th scope="col">{words::AVAILABLE_LICENSES}</th>
                            <th scope="col">{words::ASSIGNED}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || shown.get() key=|sku| *sku children=move |sku| view! { <ProductRow work sku/> }/>
                        {move || {
                            shown
                                .with(Vec::is_empty)
                                .then(|| view! { <tr><td colspan="3" class="muted">{move || nothing(work)}</td></tr> })
                        }}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The products whose name or part number contains the text.
fn matching(work: Work, sought: &str) -> Vec<SkuId> {
    let sought = sought.trim().to_lowercase();
    let found = |text: &str| text.to_lowercase().contains(&sought);
    work.view.with(|view| {
        let products = view.products.iter().map(|row| &row.product.product);
        let matching = products.filter(|product| found(&product.name) || found(&product.part_number));
        matching.map(|product| product.sku_id).collect()
    })
}

fn nothing(work: Work) -> &'static str {
    if work.view.with(|view| view.products.is_empty()) { words::NO_PRODUCTS } else { words::NO_MATCH }
}

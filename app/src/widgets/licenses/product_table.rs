//! The products with their boxes.

use crate::text::licenses as words;
use crate::ui::choice::Choice;
use crate::ui::focus::focus;
use crate::ui::keys::on_key;
use crate::widgets::licenses::product_row::ProductRow;
use crate::widgets::licenses::work::ManageWork;
use domain::ids::SkuId;
use domain::rules::boxes::Existing;
use leptos::prelude::*;

/// The `id` of the field that finds a product.
const FIND_ID: &str = "find-product";

/// The products that the customer owns or the selected users hold, to be assigned and revoked.
#[component]
pub fn ProductTable(work: ManageWork) -> impl IntoView {
    let sought = RwSignal::new(String::new());
    let shown = Memo::new(move |_| sought.with(|sought| matching(work, sought)));
    let owned = move || work.view.with(|view| view.products.iter().filter(|row| row.product.seats.is_some()).count());
    let existing =
        Memo::new(move |_| work.change.with(|change| work.view.with(|view| change.existing(view.held_directly()))));
    let replace = move |()| {
        let view = work.view.get_untracked();
        work.choices.update(|choices| choices.change.replace_existing(view.held_directly()));
    };
    let add = move |()| work.choices.update(|choices| choices.change.add_to_existing());
    let mode = move |label: &'static str, is: Existing, on_choose: Callback<()>| {
        let is_chosen = Memo::new(move |_| existing.get() == is);
        view! { <Choice group="existing" label is_chosen on_choose/> }
    };
    on_key("/", Callback::new(move |()| focus(FIND_ID)));
    view! {
        <section aria-labelledby="assign-and-revoke">
            <h2 id="assign-and-revoke">{words::ASSIGN_AND_REVOKE}</h2>
            <div class="chips product-tools">
                <input
                    id=FIND_ID
                    type="search"
                    class="box"
                    aria-label=words::FIND_PRODUCT
                    placeholder=words::FIND_PRODUCT
                    autocomplete="off"
                    prop:value=move || sought.get()
                    on:input=move |event| sought.set(event_target_value(&event))
                />
                <span class="muted num">{move || words::owned_products(owned())}</span>
            </div>
            <fieldset class="choices product-mode" aria-label=words::EXISTING>
                {mode(words::ADD_TO_EXISTING, Existing::Kept, Callback::new(add))}
                {mode(words::REPLACE_EXISTING, Existing::Replaced, Callback::new(replace))}
            </fieldset>
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
fn matching(work: ManageWork, sought: &str) -> Vec<SkuId> {
    let sought = sought.trim().to_lowercase();
    let found = |text: &str| text.to_lowercase().contains(&sought);
    work.view.with(|view| {
        let products = view.products.iter().map(|row| &row.product.product);
        let matching = products.filter(|product| found(&product.name) || found(&product.part_number));
        matching.map(|product| product.sku_id).collect()
    })
}

fn nothing(work: ManageWork) -> &'static str {
    if work.view.with(|view| view.products.is_empty()) { words::NO_PRODUCTS } else { words::NO_MATCH }
}

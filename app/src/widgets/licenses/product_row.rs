//! A product's row: its box, its seats, its users, and its service plans.

use crate::text::licenses as words;
use crate::ui::named::named;
use crate::ui::tri_state::TriState;
use crate::widgets::licenses::assigned::Assigned;
use crate::widgets::licenses::plan_boxes::PlanBoxes;
use crate::widgets::licenses::seats::SeatsCell;
use crate::widgets::licenses::work::ManageWork;
use domain::cases::licenses::{ManageProduct, ManageView};
use domain::ids::SkuId;
use domain::rules::boxes::BoxState;
use leptos::prelude::*;

/// The possible uses of a product's box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProductBox {
    /// Assign and revoke.
    Any(BoxState),
    /// Only revoke: it cannot be assigned here, but somebody holds it.
    RevokeOnly(BoxState),
    /// Nothing.
    None,
}

impl ProductBox {
    fn of(row: &ManageProduct, view: &ManageView) -> Self {
        let sku = row.product.product.sku_id;
        let revocable = || match &view.local {
            Some(selected) => selected.snapshot.users.values().any(|user| user.has_direct_license(sku)),
            None => row.holders > 0 || row.direct_holders > 0,
        };
        match row.not_assignable {
            None => Self::Any(row.state),
            Some(_) if revocable() => Self::RevokeOnly(row.state),
            Some(_) => Self::None,
        }
    }

    fn state(self) -> BoxState {
        match self {
            Self::Any(state) | Self::RevokeOnly(state) => state,
            Self::None => BoxState::Clear,
        }
    }

    /// The state that decides the effect of a click on the choice: one that can only be revoked acts as a filled box.
    fn acts_as(self) -> BoxState {
        if let Self::RevokeOnly(_) = self { BoxState::Filled } else { self.state() }
    }
}

/// A product's row, and when opened a second one with its service plans.
#[component]
pub fn ProductRow(work: ManageWork, sku: SkuId) -> impl IntoView {
    let row = Memo::new(move |_| {
        work.view.with(|view| view.products.iter().find(|row| row.product.product.sku_id == sku).cloned())
    });
    let name = Memo::new(move |_| work.product_name(sku));
    let kind = Memo::new(move |_| {
        row.with(|row| row.as_ref().map_or(ProductBox::None, |row| work.view.with(|view| ProductBox::of(row, view))))
    });
    let choice = Memo::new(move |_| work.change.with(|change| change.choice(sku)));
    let touched = Memo::new(move |_| work.change.with(|change| change.products.contains_key(&sku)));
    let why = move || row.with(|row| row.as_ref()?.not_assignable.as_ref().map(words::why_no_box));
    let open = RwSignal::new(false);
    let plans_id = format!("plans-{sku}");
    let click = Callback::new(move |()| {
        let acts_as = kind.get_untracked().acts_as();
        work.choices.update(|choices| {
            let next = acts_as.clicked(choices.change.choice(sku));
            choices.change.choose(sku, next);
        });
    });
    let has_box = move || kind.get() != ProductBox::None;
    view! {
        <tr class:touched=move || touched.get()>
            <th scope="row">
                <div class="product">
                    <button
                        type="button"
                        class="plain expander"
                        aria-label=move || words::plans_of(&name.get())
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        aria-controls=plans_id.clone()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        <span aria-hidden="true">{move || if open.get() { "▾" } else { "▸" }}</span>
                    </button>
                    <span class="tick">
                        {move || {
                            has_box()
                                .then(|| {
                                    let state = move || kind.get().state().shown(choice.get());
                                    view! { <TriState state=Signal::derive(state) label=name on_click=click/> }
                                })
                        }}
                    </span>
                    <span class="what">
                        <b>{move || named(name.get())}</b>
                        {move || why().map(|why| view! { <span class="muted why-no-box">{why}</span> })}
                        {move || {
                            (has_box() || touched.get())
                                .then(|| {
                                    view! {
                                        <span class="will" aria-live="polite">
                                            {move || words::will(choice.get())}
                                        </span>
                                    }
                                })
                        }}
                    </span>
                    {move || {
                        touched
                            .get()
                            .then(|| {
                                view! {
                                    <button
                                        type="button"
                                        class="link reset"
                                        aria-label=move || words::reset(&name.get())
                                        on:click=move |_| work.choices.update(|choices| choices.change.reset(sku))
                                    >
                                        {words::RESET}
                                    </button>
                                }
                            })
                    }}
                </div>
            </th>
            <td class="num"><SeatsCell work sku row open/></td>
            <td><Assigned work sku row/></td>
        </tr>
        {move || {
            open.get()
                .then(|| {
                    view! {
                        <tr class="plans-row" class:touched=move || touched.get() id=plans_id.clone()>
                            <td colspan="3"><PlanBoxes work sku row/></td>
                        </tr>
                    }
                })
        }}
    }
}

//! Commands beside the reasons that remove the obstacle to a change.

use crate::text::reasons;
use crate::widgets::purchases::buying::{Buying, SeatPurchase};
use domain::ids::SkuId;
use domain::rules::change::Change;
use domain::rules::plan::SeatEffect;
use domain::rules::reasons::{Mend, ReasonGroup};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The commands beside a reason. Everything in it is a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Mending {
    /// The change that is being made.
    pub change: Signal<Change>,
    /// Buys seats.
    pub buying: Buying,
    /// How many seats are short of a product.
    pub short: Callback<SkuId, i64>,
    /// Leads to where a location is chosen, if there is such a place.
    pub set_location: Option<Callback<()>>,
    /// Revokes a product in the same change, where that can be asked.
    pub revoke: Option<Callback<SkuId>>,
}

impl Mending {
    /// Where nothing can be changed but seats bought.
    pub fn by_buying(buying: Buying, seats: &BTreeMap<SkuId, SeatEffect>) -> Self {
        let short: BTreeMap<SkuId, i64> = seats.iter().map(|(sku, seats)| (*sku, seats.short)).collect();
        let short = Callback::new(move |sku| short.get(&sku).copied().unwrap_or(0));
        Self { change: Signal::stored(Change::default()), buying, short, set_location: None, revoke: None }
    }

    /// The remedy for a reason here.
    fn mends(self, group: &ReasonGroup) -> Vec<Mend> {
        let mends = self.change.with_untracked(|change| group.mends(change));
        let is_offered = |mend: &Mend| match mend {
            Mend::Buy(_) => self.buying.is_offered.get(),
            Mend::SetLocation => self.set_location.is_some(),
            Mend::Revoke(_) => self.revoke.is_some(),
        };
        mends.into_iter().filter(is_offered).collect()
    }

    fn mend(self, mend: &Mend) {
        match mend {
            Mend::Buy(license) => {
                let short = Some(untrack(|| self.short.run(license.sku))).filter(|short| *short > 0);
                let product = license.product.clone();
                self.buying.ask(SeatPurchase { sku: license.sku, product, quantity: short });
            }
            Mend::SetLocation => self.set_location.iter().for_each(|set| set.run(())),
            Mend::Revoke(license) => self.revoke.iter().for_each(|revoke| revoke.run(license.sku)),
        }
    }
}

/// The commands that mend a reason.
#[component]
pub fn Mends(mending: Mending, group: ReasonGroup) -> impl IntoView {
    let command = move |mend: Mend| {
        let (label, name) = (reasons::mend(&mend), reasons::mend_named(&mend));
        let opens = matches!(mend, Mend::Buy(_)).then_some("dialog");
        view! {
            <button
                type="button"
                class="link mend"
                aria-label=name
                aria-haspopup=opens
                on:click=move |_| mending.mend(&mend)
            >
                {label}
            </button>
        }
    };
    move || mending.mends(&group).into_iter().map(command).collect_view()
}

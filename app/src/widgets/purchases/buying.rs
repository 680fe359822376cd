//! Buying missing seats: the input of the dialog, and the steps after a purchase.

use crate::error::ApiError;
use crate::state::session::is_own_organization;
use crate::text::licenses as words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::customer_frame::CurrentCustomer;
use domain::console::accounts::Lacking;
use domain::directory::customer::CustomerSource;
use domain::ids::{CustomerId, SkuId};
use domain::rules::plan::SeatEffect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// A purchase to ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatPurchase {
    /// The product.
    pub sku: SkuId,
    /// Its name.
    pub product: String,
    /// How many seats are proposed, if any.
    pub quantity: Option<i64>,
}

impl SeatPurchase {
    /// The shortages among the seats of a plan.
    pub fn of_short(seats: &BTreeMap<SkuId, SeatEffect>, name: impl Fn(SkuId) -> String) -> Vec<Self> {
        let short = seats.iter().filter(|(_, seats)| seats.short > 0);
        short.map(|(sku, seats)| Self { sku: *sku, product: name(*sku), quantity: Some(seats.short) }).collect()
    }

    /// The seats missing for giving licenses back.
    pub fn of_lacking(lacking: Vec<Lacking>) -> Vec<Self> {
        let of = |Lacking { sku, product, seats }| Self { sku, product, quantity: Some(seats) };
        lacking.into_iter().map(of).collect()
    }
}

/// Loads the seats of a form again after a purchase, then continues. Without an answer the form shows the earlier seats; the
/// server plans and saves with the present ones.
pub fn load_seats<Loaded: 'static>(
    load: impl Future<Output = Result<Loaded, ApiError>> + 'static,
    take: impl FnOnce(Loaded) + 'static,
    then: impl FnOnce() + 'static,
) {
    spawn_local(async move {
        if let Ok(loaded) = load.await {
            take(loaded);
        }
        then();
    });
}

/// Buying seats of a customer's products. Everything in it is a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Buying {
    /// The customer.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: Signal<String>,
    /// Whether bought seats are there at once.
    pub is_local: Signal<bool>,
    /// Whether changes are only recorded here.
    pub is_recorded_only: Signal<bool>,
    /// Whether seats can be bought at all: an own organization buys nothing.
    pub is_offered: Memo<bool>,
    /// How many seats the customer owns of a product, where that is known.
    pub owned: Callback<SkuId, Option<i64>>,
    /// The purchase that is asked about.
    pub about: DialogAbout<SeatPurchase>,
    /// Seats were bought.
    pub on_bought: Callback<()>,
    /// An order was recorded.
    pub on_ordered: Callback<()>,
}

impl Buying {
    /// For a page of this customer.
    pub fn begin(
        customer: CustomerId,
        owned: Callback<SkuId, Option<i64>>,
        on_bought: Callback<()>,
        on_ordered: Callback<()>,
    ) -> Self {
        let current = use_context::<CurrentCustomer>();
        let is_own = is_own_organization();
        let known = move || current.and_then(|CurrentCustomer(customer)| customer.get());
        Self {
            customer,
            customer_name: Signal::derive(move || known().map(|customer| customer.name).unwrap_or_default()),
            is_local: Signal::derive(move || {
                known().is_some_and(|customer| matches!(customer.source, CustomerSource::Local))
            }),
            is_recorded_only: Signal::derive(move || {
                known().is_some_and(|customer| customer.source != CustomerSource::Connected)
            }),
            is_offered: Memo::new(move |_| !is_own.get()),
            owned,
            about: DialogAbout::begin(),
            on_bought,
            on_ordered,
        }
    }

    /// Asks about a purchase.
    pub fn ask(self, purchase: SeatPurchase) {
        self.about.ask(purchase);
    }
}

/// The button that asks about buying the missing seats, where seats can be bought.
#[component]
pub fn BuyMore(buying: Buying, missing: Signal<SeatPurchase>) -> impl IntoView {
    let button = move || {
        view! {
            <p>
                <button
                    type="button"
                    class="second"
                    aria-haspopup="dialog"
                    on:click=move |_| buying.ask(missing.get_untracked())
                >
                    {move || words::buy_more(missing.with(|purchase| purchase.quantity.unwrap_or(0)))}
                </button>
            </p>
        }
    };
    move || buying.is_offered.get().then(button)
}

/// The products with too few seats, each with the way to buy the missing ones.
#[component]
pub fn MissingSeats(buying: Buying, missing: Vec<SeatPurchase>) -> impl IntoView {
    let each = move |purchase: SeatPurchase| {
        let said = words::short_of(&purchase.product, purchase.quantity.unwrap_or(0));
        view! {
            <Notice kind=NoticeKind::Warn>
                <p>
                    <b>{said}</b>
                </p>
                <BuyMore buying missing=Signal::stored(purchase)/>
            </Notice>
        }
    };
    missing.into_iter().map(each).collect_view()
}

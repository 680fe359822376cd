//! The shared state of Manage licenses: the loaded data, the choices and the preview.

use crate::error::ApiError;
use crate::paths;
use crate::state::choices::{Choices, choices_of};
use crate::state::resource::Resource;
use crate::state::send_once::SendOnce;
use crate::state::session::{reason_policy, session_asker};
use crate::ui::dialog_about::DialogAbout;
use crate::widgets::licenses::answered::SaveAnswered;
use crate::widgets::licenses::preview::{LicensesPreviewState, preview_of};
use crate::widgets::purchases::buying::Buying;
use domain::cases::licenses::ManageView;
use domain::console::purchase::Order;
use domain::console::reason::ReasonPolicy;
use domain::console::save::SaveRequest;
use domain::ids::{CustomerId, OperationId, SelectionId, SkuId};
use domain::rules::change::Change;
use domain::rules::plan::SeatEffect;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// The customer's orders that are not confirmed yet.
pub type Orders = Resource<Result<Vec<Order>, ApiError>>;

/// The shared state of the page. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct ManageWork {
    /// The customer.
    pub customer: CustomerId,
    /// The users.
    pub selection: SelectionId,
    /// The data from the last load.
    pub view: Memo<Arc<ManageView>>,
    /// The choices, which the browser stores.
    pub choices: RwSignal<Choices>,
    /// The change among the choices.
    pub change: Memo<Change>,
    /// Whether reasons are asked for.
    pub reason_policy: Memo<ReasonPolicy>,
    /// Loads again whether reasons are asked for.
    pub ask_session_again: Callback<()>,
    /// The preview.
    pub preview: Memo<LicensesPreviewState>,
    /// Asks the server for the preview again.
    pub preview_again: Callback<()>,
    /// Loads the page's content again and keeps the choices.
    pub reload: Callback<()>,
    /// Orders that are not confirmed yet.
    pub orders: Orders,
    /// Sends the save.
    pub sending: SendOnce<SaveRequest>,
    /// The answer to the last save, if it was not saved.
    pub answer: RwSignal<Option<SaveAnswered>>,
    /// Whether the question before revoking is open.
    pub confirming: RwSignal<bool>,
    /// The dialog with the holders of a product.
    pub holders: DialogAbout<SkuId>,
    /// Buying seats.
    pub buying: Buying,
    /// The customer's name.
    pub customer_name: Signal<String>,
    /// Whether Tenantry only records changes.
    pub is_recorded_only: Signal<bool>,
    /// Replaces this page by the result of a save.
    pub show_result: Callback<OperationId>,
}

impl ManageWork {
    /// Sets the page's shared state up.
    pub fn new(
        (customer, selection): (CustomerId, SelectionId),
        view: Memo<Arc<ManageView>>,
        orders: Orders,
        reload: Callback<()>,
    ) -> Self {
        let choices = choices_of(selection);
        let change = Memo::new(move |_| choices.with(|choices| choices.change.clone()));
        let in_order = Memo::new(move |_| choices.with(|choices| choices.in_order.clone()));
        let (preview, preview_again) = preview_of((customer, selection), view, change, in_order);
        let owned = move |sku| {
            view.with(|view| {
                let row = view.products.iter().find(|row| row.product.product.sku_id == sku);
                Some(row.and_then(|row| row.product.seats).map_or(0, |seats| seats.owned))
            })
        };
        let on_ordered = Callback::new(move |()| orders.refetch());
        let buying = Buying::begin(customer, Callback::new(owned), reload, on_ordered);
        let navigate = use_navigate();
        let show_result = Callback::new(move |operation: OperationId| {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&paths::operation(customer, operation), options);
        });
        let unanswered = Signal::derive(move || choices.with(|choices| choices.unanswered.clone()));
        let keep = move |request| {
            choices.try_update(|choices| choices.unanswered = request);
        };
        let answer = RwSignal::new(None);
        // An answer is about the choices that were sent. It would confuse after another choice.
        Effect::new(move |before: Option<Change>| {
            let now = change.get();
            if before.is_some_and(|before| before != now) {
                answer.set(None);
            }
            now
        });
        Self {
            customer,
            selection,
            view,
            choices,
            change,
            reason_policy: reason_policy(),
            ask_session_again: session_asker(),
            preview,
            preview_again,
            reload,
            orders,
            sending: SendOnce::kept_by(unanswered, keep),
            answer,
            confirming: RwSignal::new(false),
            holders: DialogAbout::begin(),
            buying,
            customer_name: buying.customer_name,
            is_recorded_only: buying.is_recorded_only,
            show_result,
        }
    }

    /// The numbers of the preview, if they are known.
    pub fn summary(self) -> Option<Arc<PlanSummary>> {
        self.preview.with(|preview| preview.shown().cloned())
    }

    /// The effect of the change on the seats of a product, if it touches them.
    pub fn seats(self, sku: SkuId) -> Option<SeatEffect> {
        self.preview.with(|preview| preview.shown()?.seats.get(&sku).copied())
    }

    /// The policy for a plan. Seats go in order only if the person accepted that for each short product.
    pub fn policy(self, summary: &PlanSummary) -> ShortagePolicy {
        let short = summary.seats.iter().filter(|(_, seats)| seats.short > 0).map(|(sku, _)| *sku);
        self.choices.with(|choices| choices.policy(short))
    }

    /// A product's name.
    pub fn product_name(self, sku: SkuId) -> String {
        self.view.with(|view| {
            let row = view.products.iter().find(|row| row.product.product.sku_id == sku);
            row.map_or_else(|| sku.to_string(), |row| row.product.product.name.clone())
        })
    }
}

//! The preview of a license change. The browser plans it on every click. For large selections the server plans it.

use crate::api;
use crate::state::latest::{Asker, Latest};
use crate::widgets::operations::differences::Line;
use domain::cases::licenses::ManageView;
use domain::console::save::plan_as_chosen;
use domain::ids::{CustomerId, SelectionId, SkuId, UserId};
use domain::rules::change::Change;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The pause after a click before the server is asked, in milliseconds. Another click may follow.
const PAUSE_MS: u32 = 200;

/// The state of the preview.
pub type LicensesPreviewState = Latest<Arc<PlanSummary>>;

/// The preview, and a callback that asks the server again. The preview follows the view, the change and the products whose seats
/// may go in the order shown.
pub fn preview_of(
    (customer, selection): (CustomerId, SelectionId),
    view: Memo<Arc<ManageView>>,
    change: Memo<Change>,
    in_order: Memo<BTreeSet<SkuId>>,
) -> (Memo<LicensesPreviewState>, Callback<()>) {
    let asked_again = RwSignal::new(0_u32);
    let planned = Memo::new(move |_| {
        change.with(|change| in_order.with(|in_order| view.with(|view| plan_here(view, change, in_order))))
    });
    let answered = RwSignal::new(LicensesPreviewState::default());
    let asker = Asker::begin();
    Effect::new(move |_| {
        asked_again.track();
        let (asked, in_order) = (change.get(), in_order.get());
        let here = view.with(|view| view.local.is_some());
        if here || asked.is_empty() {
            asker.give_up();
            answered.set(LicensesPreviewState::default());
            return;
        }
        let ask = api::licenses::preview(customer, selection, asked, in_order);
        asker.ask_for(answered, PAUSE_MS, async move { ask.await.map(Arc::new) });
    });
    let preview = Memo::new(move |_| planned.get().map_or_else(|| answered.get(), Latest::Ready));
    (preview, Callback::new(move |()| asked_again.update(|times| *times += 1)))
}

fn plan_here(view: &ManageView, change: &Change, in_order: &BTreeSet<SkuId>) -> Option<Arc<PlanSummary>> {
    let selected = view.local.as_ref().filter(|_| !change.is_empty())?;
    let plan = plan_as_chosen(&selected.snapshot, &selected.order, change, in_order);
    Some(Arc::new(PlanSummary::of(&plan, &selected.snapshot)))
}

/// The effect on each user in plan order. `None` for selections that the server plans.
pub fn lines(view: &ManageView, change: &Change, in_order: &BTreeSet<SkuId>) -> Option<Vec<Line>> {
    let selected = view.local.as_ref()?;
    let plan = plan_as_chosen(&selected.snapshot, &selected.order, change, in_order);
    let name = |user: &UserId| selected.snapshot.users.get(user).map(|user| user.name.clone()).unwrap_or_default();
    Some(plan.users.iter().map(|user| (user.user, name(&user.user), user.words(&selected.snapshot))).collect())
}

//! Managing licenses: the page's data and the preview.

use crate::access::CustomerScope;
use crate::console::save::plan_as_chosen;
use crate::directory::country::CountryCode;
use crate::directory::product::{AppliesTo, CustomerProduct};
use crate::ids::{PlanId, SelectionId, SkuId, UserId};
use crate::rules::boxes::{BoxState, plan_box, product_box};
use crate::rules::change::Change;
use crate::rules::snapshot::NotAssignable;
use crate::rules::snapshot::SnapshotUser;
use crate::rules::summary::PlanSummary;
use crate::store::{SelectionSnapshot, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most users that the browser plans by itself.
pub const BROWSER_PLANS_MAX: usize = 1_000;
/// The number of selected users shown as boxes.
pub const SHOWN_USERS: usize = 20;

/// The data that “Manage licenses” starts from. Its size is bounded for any size of selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManageView {
    /// How many users are selected.
    pub users: usize,
    /// The first of these users, in plan order.
    pub first_users: Vec<(UserId, String)>,
    /// The selected users' locations and how many have each.
    pub locations: BTreeMap<CountryCode, usize>,
    /// How many have no location.
    pub without_location: usize,
    /// The products the customer owns, by name.
    pub products: Vec<ManageProduct>,
    /// The rule's whole input, up to [`BROWSER_PLANS_MAX`] users; above that the server plans.
    pub local: Option<SelectionSnapshot>,
}

/// A product's row in “Manage licenses”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManageProduct {
    /// The product, its seats, its plans.
    pub product: CustomerProduct,
    /// Why the product has no box, if it has none.
    pub not_assignable: Option<NotAssignable>,
    /// How many of the selected users hold it.
    pub holders: usize,
    /// How many of them hold it directly.
    pub direct_holders: usize,
    /// The initial state of its box.
    pub state: BoxState,
    /// The initial states of its plans' boxes.
    pub plans: BTreeMap<PlanId, BoxState>,
}

/// Loads the data that “Manage licenses” starts from.
///
/// # Errors
/// When the store cannot answer.
pub async fn view(store: &dyn Store, scope: CustomerScope, selection: SelectionId) -> Result<ManageView, StoreError> {
    Ok(ManageView::of(store.snapshot(scope, selection).await?))
}

/// Previews a change to a selection. For the products in `in_order`, seats go to users in the order shown if they are
/// short.
///
/// # Errors
/// When the store cannot answer.
pub async fn preview(
    store: &dyn Store,
    scope: CustomerScope,
    selection: SelectionId,
    change: &Change,
    in_order: &BTreeSet<SkuId>,
) -> Result<PlanSummary, StoreError> {
    let SelectionSnapshot { snapshot, order } = store.snapshot(scope, selection).await?;
    let summary = PlanSummary::of(&plan_as_chosen(&snapshot, &order, change, in_order), &snapshot);
    Ok(if scope.is_portal() { summary.told_to_customer() } else { summary })
}

impl ManageView {
    /// The products that at least one selected user holds directly.
    pub fn held_directly(&self) -> impl Iterator<Item = SkuId> {
        self.products.iter().filter(|row| row.direct_holders > 0).map(|row| row.product.product.sku_id)
    }

    /// Makes the view of a selection's snapshot.
    pub fn of(selected: SelectionSnapshot) -> Self {
        let SelectionSnapshot { snapshot, order } = &selected;
        let named = order.iter().filter_map(|id| snapshot.users.get(id).map(|user| (*id, user.name.clone())));
        let mut locations = BTreeMap::new();
        for country in snapshot.users.values().filter_map(|user| user.location) {
            *locations.entry(country).or_default() += 1;
        }
        let mut products: Vec<_> = snapshot
            .products
            .iter()
            .filter(|(sku, product)| {
                let is_held = |user: &SnapshotUser| user.holds(**sku) || user.has_direct_license(**sku);
                product.seats.is_some() || snapshot.users.values().any(is_held)
            })
            .map(|(sku, product)| ManageProduct::of(&selected, *sku, product))
            .collect();
        products.sort_by(|one, two| {
            let key = |row: &ManageProduct| (row.not_assignable.is_some(), row.product.product.name.to_lowercase());
            key(one).cmp(&key(two))
        });
        Self {
            users: order.len(),
            first_users: named.take(SHOWN_USERS).collect(),
            without_location: snapshot.users.values().filter(|user| user.location.is_none()).count(),
            locations,
            products,
            local: (order.len() <= BROWSER_PLANS_MAX).then_some(selected),
        }
    }
}

impl ManageProduct {
    fn of(selected: &SelectionSnapshot, sku: SkuId, product: &CustomerProduct) -> Self {
        let snapshot = &selected.snapshot;
        let user_plans = product.product.plans.iter().filter(|plan| plan.applies_to == AppliesTo::User);
        Self {
            not_assignable: snapshot.not_assignable(sku),
            holders: snapshot.users.values().filter(|user| user.holds(sku)).count(),
            direct_holders: snapshot.users.values().filter(|user| user.has_direct_license(sku)).count(),
            state: product_box(snapshot, sku),
            plans: user_plans.map(|plan| (plan.id, plan_box(snapshot, sku, plan.id))).collect(),
            product: product.clone(),
        }
    }
}

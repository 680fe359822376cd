//! Service plans that a change switches off. A line names the first few; a list names all.

use super::outcome::{PlannedUser, Touched};
use super::snapshot::Snapshot;
use crate::directory::invisible::isolated;
use crate::ids::{PlanId, SkuId};
use serde::{Deserialize, Serialize};

/// The number of service plans named before the rest is counted.
pub const PLANS_NAMED: usize = 3;

/// The service plans of one product that a change switches off, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlansOff {
    /// The product.
    pub product: String,
    /// The plans.
    pub plans: Vec<String>,
}

impl PlansOff {
    /// `Microsoft 365 E5: Exchange Online, Sway, Teams, To Do off`
    pub fn words(&self) -> String {
        format!("{}: {} off", isolated(&self.product), in_a_row(&self.plans))
    }

    /// Whether a line would name only some of them.
    pub fn is_shortened(&self) -> bool {
        self.plans.len() > PLANS_NAMED
    }
}

/// `Exchange Online, Sway, Teams and 2 more off`
pub fn off_in_short(plans: &[String]) -> String {
    match plans.len().saturating_sub(PLANS_NAMED) {
        0 => format!("{} off", in_a_row(plans)),
        more => format!("{} and {more} more off", in_a_row(&plans[..PLANS_NAMED])),
    }
}

fn in_a_row(names: &[String]) -> String {
    names.iter().map(|name| isolated(name)).collect::<Vec<_>>().join(", ")
}

/// The plans switched off per product: all disabled plans of a new product, and the newly disabled plans of others.
pub fn switched_off(before: &Touched, after: &Touched) -> Vec<(SkuId, Vec<PlanId>)> {
    let off = after.direct.iter().filter_map(|(sku, new)| {
        let new = new.as_ref()?;
        let plans: Vec<PlanId> = match before.direct.get(sku) {
            Some(Some(old)) => new.difference(old).copied().collect(),
            _ => new.iter().copied().collect(),
        };
        (!plans.is_empty()).then_some((*sku, plans))
    });
    off.collect()
}

impl Snapshot {
    /// The names of plans, in alphabetical order.
    pub(crate) fn plan_names<'a>(&self, plans: impl IntoIterator<Item = &'a PlanId>) -> Vec<String> {
        let mut names: Vec<String> = plans.into_iter().map(|plan| self.plan_name(*plan)).collect();
        names.sort();
        names
    }
}

impl PlannedUser {
    /// The service plans that are switched off for the user, by product.
    pub fn plans_off(&self, names: &Snapshot) -> Vec<PlansOff> {
        let off = switched_off(&self.before, &self.after).into_iter();
        off.map(|(sku, plans)| PlansOff { product: names.product_name(sku), plans: names.plan_names(&plans) }).collect()
    }

    /// The service plans that are switched off, if the user's line names only some of them.
    pub fn shortened_plans_off(&self, names: &Snapshot) -> Vec<PlansOff> {
        let off = self.plans_off(names);
        if off.iter().any(PlansOff::is_shortened) { off } else { Vec::new() }
    }
}

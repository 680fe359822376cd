//! The changes of a newer catalogue.

use crate::directory::product::{Product, ServicePlan};
use crate::directory::user::ProductName;
use crate::ids::{PlanId, SkuId};
use std::collections::{BTreeMap, HashMap};

/// The differences between two catalogues.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CatalogDifference {
    /// Products only in the new one, in its order.
    pub added: Vec<ProductName>,
    /// Products with a different name or part number, in the new one's order.
    pub renamed: Vec<RenamedProduct>,
    /// Products only in the old one, in its order. They stay.
    pub kept: Vec<ProductName>,
    /// Products with different service plans, in the new one's order.
    pub plans_changed: Vec<PlansChanged>,
    /// Service plans with a different name, by id.
    pub renamed_plans: Vec<RenamedPlan>,
}

/// A product whose name or part number changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenamedProduct {
    /// The product.
    pub sku_id: SkuId,
    /// The old name, with the part number if that changed.
    pub old: String,
    /// The new name, with the part number if that changed.
    pub new: String,
}

/// A product with different service plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlansChanged {
    /// The product, by its new name.
    pub product: ProductName,
    /// The names of added plans.
    pub added: Vec<String>,
    /// The names of removed plans.
    pub removed: Vec<String>,
}

/// A service plan whose name changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenamedPlan {
    /// The plan.
    pub id: PlanId,
    /// The old name, with Microsoft's name if that changed.
    pub old: String,
    /// The new name, with Microsoft's name if that changed.
    pub new: String,
}

/// Compares two catalogues, except the order of products and plans, and whether they are for users or the company.
pub fn difference(old: &[Product], new: &[Product]) -> CatalogDifference {
    let before: HashMap<_, _> = old.iter().map(|product| (product.sku_id, product)).collect();
    let after: HashMap<_, _> = new.iter().map(|product| (product.sku_id, product)).collect();
    let pairs: Vec<_> = new.iter().filter_map(|new| before.get(&new.sku_id).map(|old| (*old, new))).collect();
    CatalogDifference {
        added: new.iter().filter(|product| !before.contains_key(&product.sku_id)).map(named).collect(),
        kept: old.iter().filter(|product| !after.contains_key(&product.sku_id)).map(named).collect(),
        renamed: pairs.iter().filter_map(|(old, new)| renamed(old, new)).collect(),
        plans_changed: pairs.iter().filter_map(|(old, new)| plans_changed(old, new)).collect(),
        renamed_plans: renamed_plans(old, new),
    }
}

impl CatalogDifference {
    /// Whether there are no differences.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The counts in words for people.
    pub fn words(&self) -> String {
        if self.is_empty() {
            return "The catalogue is the same.".to_owned();
        }
        let counts = [
            (self.added.len(), "added"),
            (self.renamed.len(), "renamed"),
            (self.kept.len(), "not in the file (kept)"),
            (self.plans_changed.len(), "with other service plans"),
        ];
        let products = counts.map(|(count, what)| format!("{count} {what}")).join(", ");
        format!("Products: {products}. Service plans: {} renamed.", self.renamed_plans.len())
    }
}

impl RenamedProduct {
    /// The old and new name in words for people.
    pub fn words(&self) -> String {
        format!("“{}” is now “{}”.", self.old, self.new)
    }
}

impl RenamedPlan {
    /// The old and new name in words for people.
    pub fn words(&self) -> String {
        format!("“{}” is now “{}”.", self.old, self.new)
    }
}

impl PlansChanged {
    /// The added and removed plans in words for people.
    pub fn words(&self) -> String {
        let part = |what: &str, plans: &[String]| {
            if plans.is_empty() { String::new() } else { format!(" {what}: {}.", plans.join(", ")) }
        };
        let (added, removed) = (part("Added", &self.added), part("Removed", &self.removed));
        format!("{}.{added}{removed}", self.product.name)
    }
}

fn named(product: &Product) -> ProductName {
    ProductName { name: product.name.clone(), sku_id: product.sku_id }
}

fn renamed(old: &Product, new: &Product) -> Option<RenamedProduct> {
    let (old, new_name) = relabelled((&old.name, &old.part_number), (&new.name, &new.part_number))?;
    Some(RenamedProduct { sku_id: new.sku_id, old, new: new_name })
}

fn plans_changed(old: &Product, new: &Product) -> Option<PlansChanged> {
    let missing = |of: &Product, from: &Product| -> Vec<String> {
        let absent = |plan: &&ServicePlan| !from.plans.iter().any(|other| other.id == plan.id);
        of.plans.iter().filter(absent).map(|plan| plan.friendly_name.clone()).collect()
    };
    let (added, removed) = (missing(new, old), missing(old, new));
    let changed = !added.is_empty() || !removed.is_empty();
    changed.then(|| PlansChanged { product: named(new), added, removed })
}

fn renamed_plans(old: &[Product], new: &[Product]) -> Vec<RenamedPlan> {
    let plans = |products: &[Product]| -> BTreeMap<PlanId, (String, String)> {
        let all = products.iter().flat_map(|product| &product.plans);
        all.map(|plan| (plan.id, (plan.friendly_name.clone(), plan.name.clone()))).collect()
    };
    let (before, after) = (plans(old), plans(new));
    let change = |(id, new): (&PlanId, &(String, String))| {
        let old = before.get(id)?;
        let (old, new) = relabelled((&old.0, &old.1), (&new.0, &new.1))?;
        Some(RenamedPlan { id: *id, old, new })
    };
    after.iter().filter_map(change).collect()
}

/// The old and new label if the name or Microsoft's code changed. The code is shown only if it changed.
fn relabelled(old: (&str, &str), new: (&str, &str)) -> Option<(String, String)> {
    if old == new {
        None
    } else if old.1 == new.1 {
        Some((old.0.to_owned(), new.0.to_owned()))
    } else {
        Some((format!("{} ({})", old.0, old.1), format!("{} ({})", new.0, new.1)))
    }
}

//! The catalogue that a product table gives.

use super::catalog_repair::Repair;
use crate::directory::product::Product;
use crate::ids::SkuId;
use std::collections::{BTreeSet, HashMap};

/// The products of a table, and the repairs made while reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// The products in the table's order. Each product is listed once, with each of its plans once.
    pub products: Vec<Product>,
    /// The products with a row that was left out. A service plan of them may be missing.
    pub incomplete: BTreeSet<SkuId>,
    /// The repairs and rows left out, by line.
    pub repairs: Vec<Repair>,
}

impl Catalog {
    /// Fills gaps of the table from known products: whether products and service plans are for users or the company,
    /// and the service plans of products with a row that was left out.
    pub fn fill_gaps(&mut self, known: &[Product]) {
        let of_products: HashMap<_, _> = known.iter().map(|product| (product.sku_id, product)).collect();
        let of_plans: HashMap<_, _> =
            known.iter().flat_map(|product| &product.plans).map(|plan| (plan.id, plan.applies_to)).collect();
        for product in &mut self.products {
            if let Some(before) = of_products.get(&product.sku_id) {
                product.applies_to = before.applies_to;
                let is_new = |id| product.plans.iter().all(|plan| plan.id != id);
                let lost = before.plans.iter().filter(|plan| is_new(plan.id)).cloned().collect::<Vec<_>>();
                product.plans.extend(lost.into_iter().filter(|_| self.incomplete.contains(&product.sku_id)));
            }
            for plan in &mut product.plans {
                plan.applies_to = of_plans.get(&plan.id).copied().unwrap_or(plan.applies_to);
            }
        }
    }
}

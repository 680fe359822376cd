//! The small catalogue shipped with Tenantry. It has the most common products, so Tenantry is useful before a table is
//! imported.

use crate::directory::product::Product;

/// Ids and part numbers are facts of Microsoft's published table. Names are the usual display names.
const SHIPPED: &str = include_str!("../../data/catalog.json");

/// The shipped products.
///
/// # Errors
/// Never for a released product: a test reads them.
pub fn products() -> Result<Vec<Product>, serde_json::Error> {
    serde_json::from_str(SHIPPED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::product::AppliesTo;
    use crate::rules::data::RulesData;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn every_product_is_there_once_with_each_plan_once() {
        let products = products().unwrap();
        assert!(products.len() >= 35, "{}", products.len());
        let unique = |values: Vec<&str>| values.iter().collect::<BTreeSet<_>>().len();
        let ids: BTreeSet<_> = products.iter().map(|product| product.sku_id).collect();
        assert_eq!(ids.len(), products.len());
        assert_eq!(unique(products.iter().map(|product| product.part_number.as_str()).collect()), products.len());
        assert_eq!(unique(products.iter().map(|product| product.name.as_str()).collect()), products.len());
        for product in &products {
            let plans: BTreeSet<_> = product.plans.iter().map(|plan| plan.id).collect();
            assert_eq!(plans.len(), product.plans.len(), "{}", product.name);
            assert!(!plans.is_empty(), "{}", product.name);
        }
    }

    #[test]
    fn ids_are_written_as_microsoft_writes_them() {
        let json: serde_json::Value = serde_json::from_str(SHIPPED).unwrap();
        for product in json.as_array().unwrap() {
            let plans = product["plans"].as_array().unwrap().iter().map(|plan| &plan["id"]);
            for id in plans.chain([&product["sku_id"]]) {
                let text = id.as_str().unwrap();
                assert_eq!(uuid::Uuid::try_parse(text).unwrap().to_string(), text);
            }
        }
    }

    #[test]
    fn a_plan_has_the_same_names_in_every_product() {
        let mut known = BTreeMap::new();
        for plan in products().unwrap().into_iter().flat_map(|product| product.plans) {
            let first = known.entry(plan.id).or_insert_with(|| plan.clone()).clone();
            assert_eq!(first, plan);
            assert!(plan.friendly_name.contains(char::is_lowercase), "{} is shouted", plan.friendly_name);
        }
    }

    #[test]
    fn company_products_and_plans_are_marked() {
        let products = products().unwrap();
        let company: Vec<_> = products.iter().filter(|product| product.applies_to == AppliesTo::Company).collect();
        assert_eq!(
            company.iter().map(|product| product.part_number.as_str()).collect::<Vec<_>>(),
            ["SHAREPOINTSTORAGE"]
        );
        let rules = RulesData::shipped().unwrap();
        assert!(company.iter().all(|product| rules.is_company_product(product.sku_id)));
        let mut foundations = products.iter().flat_map(|product| &product.plans);
        assert!(foundations.all(|plan| {
            (plan.applies_to == AppliesTo::Company)
                == ["EXCHANGE_S_FOUNDATION", "SHAREPOINTSTORAGE"].contains(&&*plan.name)
        }));
    }

    #[test]
    fn the_best_known_product_has_its_ids() {
        let products = products().unwrap();
        let e3 = products.iter().find(|product| product.name == "Microsoft 365 E3").unwrap();
        assert_eq!(
            (e3.sku_id.to_string().as_str(), e3.part_number.as_str()),
            ("05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3")
        );
        let exchange = e3.plans.iter().find(|plan| plan.name == "EXCHANGE_S_ENTERPRISE").unwrap();
        assert_eq!(exchange.id.to_string(), "efb87545-963c-4e0d-99df-69c6916d9eb0");
        assert_eq!(exchange.friendly_name, "Exchange Online (Plan 2)");
    }
}

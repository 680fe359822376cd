//! The catalogue: writing, reading back, keeping.

use super::engines::each_engine;
use super::fixtures::*;
use domain::directory::product::{AppliesTo, Product};
use domain::import::shipped;
use std::collections::BTreeMap;

fn by_id(products: Vec<Product>) -> BTreeMap<String, Product> {
    products.into_iter().map(|product| (product.sku_id.to_string(), product)).collect()
}

#[tokio::test]
async fn an_empty_catalogue_gets_the_shipped_products_once() {
    each_engine(async |store| {
        assert_eq!(store.catalog().await.unwrap(), []);
        store.ensure_catalog().await.unwrap();
        store.ensure_catalog().await.unwrap();
        assert_eq!(by_id(store.catalog().await.unwrap()), by_id(shipped::products().unwrap()));
    })
    .await;
}

#[tokio::test]
async fn a_catalogue_that_was_imported_stays() {
    each_engine(async |store| {
        let own = Product { name: "E3 by its new name".into(), ..product(E3) };
        store.write_catalog(std::slice::from_ref(&own)).await.unwrap();
        store.ensure_catalog().await.unwrap();
        assert_eq!(store.catalog().await.unwrap(), [own]);
    })
    .await;
}

#[tokio::test]
async fn writing_again_replaces_names_and_plans_and_leaves_other_products() {
    each_engine(async |store| {
        store.ensure_catalog().await.unwrap();
        let mut changed = product(E3);
        changed.name = "Microsoft 365 E3 (Žltý „kôň“)".into();
        changed.applies_to = AppliesTo::Company;
        changed.plans.reverse();
        changed.plans.truncate(3);
        changed.plans[0].friendly_name = "李静's app".into();
        store.write_catalog(std::slice::from_ref(&changed)).await.unwrap();
        let mut expected = by_id(shipped::products().unwrap());
        // A plan has the same name in all products.
        for plan in expected.values_mut().flat_map(|product| &mut product.plans) {
            if plan.id == changed.plans[0].id {
                plan.friendly_name = changed.plans[0].friendly_name.clone();
            }
        }
        expected.insert(changed.sku_id.to_string(), changed);
        assert_eq!(by_id(store.catalog().await.unwrap()), expected);
    })
    .await;
}

#[tokio::test]
async fn a_customer_brings_unknown_products_and_renames_no_known_ones() {
    each_engine(async |store| {
        store.ensure_catalog().await.unwrap();
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 1), (VISIO, 1)]);
        directory.products[0].product.name = "SPE_E3".into();
        let unknown = &mut directory.products[1];
        unknown.product.sku_id = "11111111-2222-4333-8444-555555555555".parse().unwrap();
        unknown.product.part_number = "NEW_PRODUCT".into();
        unknown.subscriptions[0].sku_id = unknown.product.sku_id;
        customer(&store, &actor, &directory).await;
        let mut expected = by_id(shipped::products().unwrap());
        let new = directory.products[1].product.clone();
        expected.insert(new.sku_id.to_string(), new);
        assert_eq!(by_id(store.catalog().await.unwrap()), expected);
    })
    .await;
}

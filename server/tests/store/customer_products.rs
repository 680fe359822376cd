//! A customer's own files about its products, beside the catalogue.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::CustomerScope;
use domain::directory::product::{AppliesTo, Product, ServicePlan};
use domain::import::customer::{CustomerImport, ImportedProduct, ProductSaid, SaidPlan};
use domain::rules::snapshot::NotAssignable;
use domain::rules::snapshot::Snapshot;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::sync::Mutex;

async fn snapshot(store: &SqlStore, scope: CustomerScope) -> Snapshot {
    store.snapshot(scope, new_selection()).await.unwrap().snapshot
}

/// A product as Microsoft Graph describes it: with part numbers and plan names, not display names.
fn as_graph_says(of: &Product, applies_to: AppliesTo, plans: &[ServicePlan]) -> ImportedProduct {
    let mut held = owned_product(&of.part_number, 5);
    held.product.name.clone_from(&of.part_number);
    held.product.applies_to = applies_to;
    held.product.plans =
        plans.iter().map(|plan| ServicePlan { friendly_name: plan.name.clone(), ..plan.clone() }).collect();
    let said = plans.iter().map(|plan| SaidPlan { id: plan.id, applies_to: Some(plan.applies_to) });
    held.said = ProductSaid { applies_to: Some(applies_to), plans: said.collect() };
    held
}

/// A customer. Its Visio is for the company, its E3 lacks a plan and has an unknown one, and nothing is said about its
/// Power BI.
fn directory() -> CustomerImport {
    let mut directory = company(9, &[(POWER_BI, 5)]);
    directory.products[0].said = ProductSaid::default();
    let mut plans = product(E3).plans;
    plans.remove(0);
    plans[0].applies_to = AppliesTo::Company;
    plans.push(ServicePlan {
        id: "11111111-2222-4333-8444-555555555555".parse().unwrap(),
        name: "NEW_PLAN".into(),
        friendly_name: "NEW_PLAN".into(),
        applies_to: AppliesTo::User,
    });
    directory.products.push(as_graph_says(&product(E3), AppliesTo::User, &plans));
    directory.products.push(as_graph_says(&product(VISIO), AppliesTo::Company, &product(VISIO).plans));
    directory.users = vec![holding(person(1, "Anna"), E3)];
    directory
}

fn names(snapshot: &Snapshot, part_number: &str) -> Vec<(String, AppliesTo)> {
    let plans = &snapshot.products[&sku(part_number)].product.plans;
    plans.iter().map(|plan| (plan.friendly_name.clone(), plan.applies_to)).collect()
}

#[tokio::test]
async fn the_order_of_catalogue_and_customer_does_not_matter() {
    let catalogue: Vec<Product> = [E3, VISIO, POWER_BI].map(product).into();
    let found = Mutex::new(Vec::new());
    for catalogue_first in [true, false] {
        each_engine(async |store| {
            let actor = partner(&store, 1).await;
            if catalogue_first {
                store.write_catalog(&catalogue).await.unwrap();
            }
            let scope = customer(&store, &actor, &directory()).await;
            if !catalogue_first {
                store.write_catalog(&catalogue).await.unwrap();
            }
            // Import again over existing data.
            arrive(&store, &actor, &directory(), NOW + 1).await;
            let state = (snapshot(&store, scope).await, store.catalog().await.unwrap());
            found.lock().unwrap().push(state);
        })
        .await;
    }
    let found = found.into_inner().unwrap();
    let (first, catalog) = &found[0];
    assert!(found.iter().all(|(snapshot, of)| snapshot == first && of == catalog));
    assert_eq!(first.products[&sku(E3)].product.name, product(E3).name, "names are the catalogue's");
    assert_eq!(first.not_assignable(sku(VISIO)), Some(NotAssignable::Company));
    let mut expected: Vec<_> =
        product(E3).plans.into_iter().skip(1).map(|plan| (plan.friendly_name, plan.applies_to)).collect();
    expected[0].1 = AppliesTo::Company;
    expected.push(("NEW_PLAN".into(), AppliesTo::User));
    assert_eq!(names(first, E3), expected, "plans are the customer's");
    let catalogued: Vec<_> =
        product(POWER_BI).plans.into_iter().map(|plan| (plan.friendly_name, plan.applies_to)).collect();
    assert_eq!(names(first, POWER_BI), catalogued, "the catalogue fills the gaps");
}

#[tokio::test]
async fn what_one_customer_says_holds_for_it_alone() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        store.ensure_catalog().await.unwrap();
        let scope = customer(&store, &actor, &directory()).await;
        let other = customer(&store, &actor, &company(10, &[(E3, 5), (VISIO, 5)])).await;
        let others = snapshot(&store, other).await;
        assert_eq!(others.not_assignable(sku(VISIO)), None);
        assert_eq!(names(&others, E3).len(), product(E3).plans.len());
        // The user panel shows the customer's plans for users.
        let detail = store.user(scope, user_id(1)).await.unwrap().unwrap();
        let mut shown: Vec<_> = detail.licenses[0].plans.iter().map(|(name, _)| name.clone()).collect();
        let own = names(&snapshot(&store, scope).await, E3);
        let mut expected: Vec<_> =
            own.into_iter().filter(|(_, applies)| *applies == AppliesTo::User).map(|(name, _)| name).collect();
        shown.sort_unstable();
        expected.sort_unstable();
        assert_eq!(shown, expected);
        // Files that say nothing any more fall back to the catalogue.
        let mut silent = directory();
        silent.products.iter_mut().for_each(|held| held.said = ProductSaid::default());
        arrive(&store, &actor, &silent, NOW + 1).await;
        assert_eq!(snapshot(&store, scope).await.not_assignable(sku(VISIO)), None);
    })
    .await;
}

#[tokio::test]
async fn a_product_known_by_its_id_alone_gets_its_name_from_the_next_customer_who_has_it() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut nameless = company(9, &[(VISIO, 1)]);
        let id = sku(VISIO).to_string();
        let held = &mut nameless.products[0];
        (held.product.name, held.product.part_number) = (id.clone(), id.clone());
        held.product.plans.clear();
        held.said = ProductSaid::default();
        held.subscriptions.clear();
        nameless.users = vec![holding(person(1, "Anna"), VISIO)];
        let scope = customer(&store, &actor, &nameless).await;
        assert_eq!(snapshot(&store, scope).await.product_name(sku(VISIO)), id);
        customer(&store, &actor, &company(10, &[(VISIO, 1)])).await;
        assert_eq!(snapshot(&store, scope).await.product_name(sku(VISIO)), product(VISIO).name);
    })
    .await;
}

//! The shipped rules against the published table of products, where an operator's copy lies beside the repository.

use crate::ids::{PlanId, SkuId};
use crate::rules::data::{Level, RulesData};
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sku-reference.csv");

#[derive(Default)]
struct Table {
    /// Part numbers, by product. A product may have been renamed.
    products: BTreeMap<SkuId, BTreeSet<String>>,
    plans: BTreeMap<SkuId, BTreeSet<PlanId>>,
    plan_names: BTreeMap<PlanId, BTreeSet<String>>,
}

/// The table, or nothing, with a message, where there is no copy of it.
fn table() -> Option<Table> {
    if !std::path::Path::new(TABLE).exists() {
        println!("Skipped: there is no copy of the published table at {TABLE}.");
        return None;
    }
    let mut table = Table::default();
    for row in csv::Reader::from_path(TABLE).unwrap().records() {
        let row = row.unwrap();
        let sku: SkuId = guid(&row[2]).parse().unwrap();
        let plan: PlanId = guid(&row[4]).parse().unwrap();
        table.products.entry(sku).or_default().insert(row[1].trim().to_owned());
        table.plans.entry(sku).or_default().insert(plan);
        table.plan_names.entry(plan).or_default().insert(row[3].trim().to_owned());
    }
    assert!(table.products.len() > 500, "the table is whole");
    Some(table)
}

/// Some ids in the table carry non-breaking spaces.
fn guid(text: &str) -> String {
    text.chars().filter(|sign| sign.is_ascii_graphic()).collect()
}

#[test]
fn no_product_conflicts_with_itself() {
    let Some(table) = table() else { return };
    let rules = RulesData::shipped().unwrap();
    for (sku, plans) in &table.plans {
        for set in &rules.exclusive {
            let both: Vec<_> =
                set.plans.iter().filter(|plan| plans.contains(&plan.id)).map(|plan| &plan.name).collect();
            assert!(both.len() < 2, "{:?} contains {both:?} of {}", table.products[sku], set.name);
        }
    }
}

#[test]
fn the_rules_name_products_as_the_table_does() {
    let Some(table) = table() else { return };
    let rules = RulesData::shipped().unwrap();
    let limited = rules.locations.iter().flat_map(|limit| &limit.products);
    for named in limited.chain(&rules.company_products) {
        let known = table.products.get(&named.id);
        assert!(known.is_some_and(|names| names.contains(&named.name)), "{named:?} is {known:?}");
    }
}

#[test]
fn the_rules_name_plans_as_the_table_does() {
    let Some(table) = table() else { return };
    let rules = RulesData::shipped().unwrap();
    let needing = rules.dependencies.iter().flat_map(|rule| rule.needs_any_of.iter().chain([&rule.plan]));
    for named in rules.exclusive.iter().flat_map(|set| &set.plans).chain(needing) {
        if let Some(known) = table.plan_names.get(&named.id) {
            assert!(known.contains(&named.name), "{named:?} is {known:?}");
        }
    }
}

#[test]
fn every_rule_has_a_product_to_hold() {
    let Some(table) = table() else { return };
    let rules = RulesData::shipped().unwrap();
    let sold = |plan: &PlanId| table.plan_names.contains_key(plan);
    for set in &rules.exclusive {
        let sold = set.plans.iter().filter(|plan| sold(&plan.id)).count();
        assert!(sold >= 2, "{} has {sold} plans that are in some product", set.name);
    }
    for rule in &rules.dependencies {
        assert!(sold(&rule.plan.id) && rule.needs_any_of.iter().any(|need| sold(&need.id)), "{}", rule.plan.name);
    }
}

#[test]
fn the_shipped_rules_hold_no_plan_twice_and_warn_where_sources_contradict_each_other() {
    let rules = RulesData::shipped().unwrap();
    for set in &rules.exclusive {
        let distinct: BTreeSet<PlanId> = set.plans.iter().map(|plan| plan.id).collect();
        assert_eq!(distinct.len(), set.plans.len(), "{}", set.name);
    }
    let warned: Vec<_> = rules.exclusive.iter().filter(|set| set.level == Level::Warn).collect();
    assert_eq!(warned.iter().map(|set| set.name.as_str()).collect::<Vec<_>>(), ["Exchange Online Plan 1 and Plan 2"]);
    assert!(rules.locations.iter().all(|limit| limit.level == Level::Warn));
    assert!(!rules.dependencies.iter().any(|rule| rule.plan.name == "SHAREPOINTWAC"));
    assert!(!rules.company_products.iter().any(|product| product.name == "MCOPSTNC"));
}

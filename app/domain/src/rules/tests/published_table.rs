//! The shipped rules against the published product table, if a copy is next to the repository.

use super::fixtures::*;
use crate::directory::product::{Capability, CustomerProduct};
use crate::directory::seats::Seats;
use crate::ids::{PlanId, SkuId};
use crate::import::shipped;
use crate::rules::data::{ExclusiveSet, Level, RulesData};
use crate::rules::failure::Failure;
use crate::rules::outcome_kind::OutcomeKind;
use crate::rules::snapshot::Snapshot;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sku-reference.csv");

#[derive(Default)]
struct Table {
    /// Part numbers by product. A renamed product has several.
    products: BTreeMap<SkuId, BTreeSet<String>>,
    names: BTreeMap<SkuId, BTreeSet<String>>,
    plans: BTreeMap<SkuId, BTreeSet<PlanId>>,
    plan_names: BTreeMap<PlanId, BTreeSet<String>>,
}

/// The table; `None`, with a message, if there is no copy.
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
        table.names.entry(sku).or_default().insert(row[0].trim().to_owned());
        table.plans.entry(sku).or_default().insert(plan);
        table.plan_names.entry(plan).or_default().insert(row[3].trim().to_owned());
    }
    assert!(table.products.len() > 500, "the table is whole");
    Some(table)
}

/// Some ids in the table contain non-breaking spaces.
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
    let limited = rules.locations.iter().flat_map(|limit| &limit.products).map(|named| (named.id, &named.name));
    for (id, name) in limited.chain(rules.company_products.iter().map(|product| (product.id, &product.name))) {
        let known = table.products.get(&id);
        assert!(known.is_some_and(|names| names.contains(name)), "{name} is {known:?}");
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

/// Whether a location limit is about this kind of product, judged by the name.
fn is_of_kind(limit: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    !name.contains("without")
        && match limit {
            "Audio Conferencing" => name.contains("audio conferencing"),
            "Calling Plans" => name.contains("calling"),
            "Communications Credits" => name.contains("communications credits"),
            other => panic!("no kind is known for {other}"),
        }
}

#[test]
fn a_location_limit_names_every_product_of_its_kind() {
    let Some(table) = table() else { return };
    for limit in RulesData::shipped().unwrap().locations {
        let named: BTreeSet<SkuId> = limit.products.iter().map(|product| product.id).collect();
        let of_kind = |names: &BTreeSet<String>| names.iter().any(|name| is_of_kind(&limit.name, name));
        let kind: BTreeSet<SkuId> =
            table.names.iter().filter(|(_, names)| of_kind(names)).map(|(sku, _)| *sku).collect();
        let missing: Vec<_> = kind.difference(&named).map(|sku| &table.products[sku]).collect();
        assert!(kind.len() == limit.products.len() && missing.is_empty(), "{} lacks {missing:?}", limit.name);
    }
}

#[test]
fn no_product_that_has_office_for_the_web_lacks_what_it_needs() {
    let Some(table) = table() else { return };
    let rules = RulesData::shipped().unwrap();
    let of_web: Vec<_> = rules.dependencies.iter().filter(|rule| rule.plan.name.starts_with("SHAREPOINTWAC")).collect();
    assert_eq!(of_web.len(), 4);
    for rule in of_web {
        let having = table.plans.iter().filter(|(_, plans)| plans.contains(&rule.plan.id));
        let lacking = having.filter(|(_, plans)| !rule.needs_any_of.iter().any(|need| plans.contains(&need.id)));
        let lacking: Vec<_> = lacking.map(|(sku, _)| &table.products[sku]).collect();
        assert!(lacking.is_empty(), "{} would be warned of in {lacking:?}", rule.plan.name);
    }
}

/// A plan in the collection of rules next to the repository.
#[derive(Deserialize)]
struct FoundPlan {
    id: PlanId,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FoundRules {
    mutually_exclusive: Vec<FoundSet>,
    dependencies: Vec<FoundDependency>,
}

#[derive(Deserialize)]
struct FoundSet {
    group: String,
    plans: Vec<FoundPlan>,
    evidence: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FoundDependency {
    plan: FoundPlan,
    requires_any_of: Vec<FoundPlan>,
    enforce: bool,
}

#[test]
fn every_rule_that_was_found_is_shipped_at_its_level() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/service-plan-rules.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("Skipped: {path} is absent.");
        return;
    };
    let found: FoundRules = serde_json::from_str(&text).unwrap();
    let rules = RulesData::shipped().unwrap();
    let ids = |plans: &[FoundPlan]| plans.iter().map(|plan| plan.id).collect::<BTreeSet<_>>();
    for set in &found.mutually_exclusive {
        let same = |shipped: &&ExclusiveSet| {
            shipped.plans.iter().map(|plan| plan.id).collect::<BTreeSet<_>>() == ids(&set.plans)
        };
        let shipped = rules.exclusive.iter().find(same).unwrap_or_else(|| panic!("{} is missing", set.group));
        let warns = set.evidence.contains("CONTRADICTORY");
        assert_eq!(shipped.level == Level::Warn, warns, "{}", set.group);
    }
    for rule in &found.dependencies {
        let shipped = rules.dependencies.iter().find(|shipped| shipped.plan.id == rule.plan.id).unwrap();
        let needs: BTreeSet<PlanId> = shipped.needs_any_of.iter().map(|need| need.id).collect();
        assert!(needs.is_superset(&ids(&rule.requires_any_of)), "{}", shipped.plan.name);
        assert_eq!(shipped.level == Level::Enforce, rule.enforce, "{}", shipped.plan.name);
    }
}

#[test]
fn the_shipped_rules_hold_no_plan_twice_and_warn_of_what_is_only_likely() {
    let rules = RulesData::shipped().unwrap();
    for set in &rules.exclusive {
        let distinct: BTreeSet<PlanId> = set.plans.iter().map(|plan| plan.id).collect();
        assert_eq!(distinct.len(), set.plans.len(), "{}", set.name);
    }
    let warned: Vec<_> = rules.exclusive.iter().filter(|set| set.level == Level::Warn).collect();
    assert_eq!(warned.iter().map(|set| set.name.as_str()).collect::<Vec<_>>(), ["Exchange Online Plan 1 and Plan 2"]);
    assert!(rules.locations.iter().all(|limit| limit.level == Level::Warn));
    let enforced: Vec<_> = rules.dependencies.iter().filter(|rule| rule.level == Level::Enforce).collect();
    assert_eq!(
        enforced.iter().map(|rule| rule.plan.name.as_str()).collect::<Vec<_>>(),
        ["SHAREPOINT_PROJECT", "MCOMEETADV_GOV", "MCOMEETADV", "MCOEV", "THREAT_INTELLIGENCE", "WORKPLACE_ANALYTICS"]
    );
    assert!(!rules.company_products.iter().any(|product| product.name == "MCOPSTNC"));
}

/// The customer of the fixtures with the shipped rules and Microsoft 365 E3 from the shipped catalogue.
fn with_e3() -> (Snapshot, SkuId) {
    let mut snapshot = customer_with(&[]);
    snapshot.rules = RulesData::shipped().unwrap();
    let e3 = shipped::products().unwrap().into_iter().find(|product| product.part_number == "SPE_E3").unwrap();
    let sku = e3.sku_id;
    let seats = Some(Seats { owned: 5, ..Seats::default() });
    let owned = CustomerProduct { product: e3, seats, capability: Some(Capability::Enabled), publisher: None };
    snapshot.products.insert(sku, owned);
    (snapshot, sku)
}

#[test]
fn office_for_the_web_without_sharepoint_warns_and_with_it_does_not() {
    let (snapshot, e3) = with_e3();
    let plan = |name: &str| {
        snapshot.products[&e3].product.plans.iter().find(|plan| plan.name == name).map(|plan| plan.id).unwrap()
    };
    let (sharepoint, web) = (plan("SHAREPOINTENTERPRISE"), plan("SHAREPOINTWAC"));
    let warned = |off: &[PlanId]| {
        let planned = plan_adele(&snapshot, &assigning(exactly(e3, off), e3));
        assert_eq!(planned.outcome.kind(), OutcomeKind::Assigned);
        planned.warnings
    };
    let [Failure::Dependency(of, _)] = warned(&[sharepoint])[..] else { panic!("{:?}", warned(&[sharepoint])) };
    assert_eq!(of.plan, web);
    assert_eq!(warned(&[sharepoint, web]), []);
    assert_eq!(warned(&[]), []);
}

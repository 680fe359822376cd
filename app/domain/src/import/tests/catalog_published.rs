use super::*;
use crate::directory::product::Product;
use crate::import::catalog::Catalog;
use crate::import::catalog_repair::Repair;
use crate::import::catalog_table::read;
use crate::import::catalog_update::difference;
use crate::import::shipped;
use std::collections::{BTreeMap, BTreeSet};

fn published(name: &str) -> Option<Catalog> {
    Some(read(&shared_data(name)?).unwrap())
}

fn plan_count(products: &[Product]) -> usize {
    products.iter().flat_map(|product| &product.plans).map(|plan| plan.id).collect::<BTreeSet<_>>().len()
}

#[test]
fn the_published_table_is_read_whole() {
    let Some(catalog) = published("sku-reference.csv") else { return };
    assert_eq!((catalog.products.len(), plan_count(&catalog.products)), (619, 791));
    let ids: BTreeSet<_> = catalog.products.iter().map(|product| product.sku_id).collect();
    assert_eq!(ids.len(), 619);
    for product in &catalog.products {
        let plans: BTreeSet<_> = product.plans.iter().map(|plan| plan.id).collect();
        assert_eq!(plans.len(), product.plans.len(), "{}", product.name);
    }
    let name = |part: &str| &catalog.products.iter().find(|product| product.part_number == part).unwrap().name;
    assert_eq!(name("VIRTUAL_AGENT_USL"), "Microsoft Copilot Studio User License");
    assert_eq!(name("CCIBOTS_PRIVPREV_VIRAL"), "Microsoft Copilot Studio Viral Trial");
}

#[test]
fn the_dirt_of_the_published_table_is_told() {
    let Some(catalog) = published("sku-reference.csv") else { return };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for repair in &catalog.repairs {
        let kind = match repair {
            Repair::Id { .. } => "id",
            Repair::RepeatedRow { .. } => "repeated row",
            Repair::SharedPartNumber { part_number, .. } => part_number,
            Repair::Names { column, .. } => column.heading(),
            Repair::Text { .. } => "text",
            Repair::BlankRow { .. } | Repair::LeftOut { .. } | Repair::NoName { .. } => "unexpected",
        };
        *counts.entry(kind).or_default() += 1;
    }
    assert_eq!(counts.remove("id"), Some(7), "no-break spaces in GUIDs");
    assert_eq!(counts.remove("repeated row"), Some(31));
    assert_eq!(counts.remove("MCOPSTN5"), Some(1));
    assert_eq!(counts.remove("Product_Display_Name"), Some(3), "renamed products");
    assert_eq!(
        counts.keys().copied().collect::<Vec<_>>(),
        ["Service_Plan_Name", "Service_Plans_Included_Friendly_Names", "text"]
    );
    assert!(catalog.repairs.is_sorted_by_key(Repair::line));
}

#[test]
fn the_newer_table_adds_fifty_products_and_removes_none() {
    let (Some(old), Some(new)) = (published("sku-reference-2026-01-older.csv"), published("sku-reference.csv")) else {
        return;
    };
    assert_eq!((old.products.len(), plan_count(&old.products)), (569, 723));
    let difference = difference(&old.products, &new.products);
    assert_eq!((difference.added.len(), difference.kept.len()), (50, 0));
    assert!(difference.renamed.iter().any(|product| {
        product.words() == "“Power Virtual Agents Viral Trial” is now “Microsoft Copilot Studio Viral Trial”."
    }));
    assert!(difference.words().starts_with("Products: 50 added, "), "{}", difference.words());
}

#[test]
fn the_shipped_catalogue_agrees_with_the_published_table() {
    let Some(catalog) = published("sku-reference.csv") else { return };
    let published: BTreeMap<_, _> = catalog.products.iter().map(|product| (product.sku_id, product)).collect();
    for product in shipped::products().unwrap() {
        let same = published[&product.sku_id];
        assert_eq!(product.part_number, same.part_number);
        let ids = |product: &Product| -> BTreeMap<_, _> {
            product.plans.iter().map(|plan| (plan.id, plan.name.clone())).collect()
        };
        assert_eq!(ids(&product), ids(same), "{}", product.name);
    }
}

#[test]
fn a_stray_bracket_costs_nothing_and_a_broken_id_one_row() {
    let (Some(bracket), Some(broken)) = (published("reports/t06_bracket.csv"), published("reports/t06_lines_crlf.csv"))
    else {
        return;
    };
    let [widget] = bracket.products.as_slice() else { panic!("{:?}", bracket.products) };
    let plans: Vec<_> = widget.plans.iter().map(|plan| plan.id.to_string()).collect();
    assert_eq!(plans, ["bbbbbbb1-0000-4000-8000-000000000001", "bbbbbbb1-0000-4000-8000-000000000002"]);
    let names: Vec<_> = broken.products.iter().map(|product| product.name.as_str()).collect();
    assert_eq!(names, ["Thing 1", "Thing 2", "Thing 3", "Thing 4", "Thing 6"]);
    let lost: Vec<_> = broken.repairs.iter().filter(|repair| repair.is_loss()).map(Repair::line).collect();
    assert_eq!(lost, [6]);
}

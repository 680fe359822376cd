use super::*;
use crate::directory::product::Product;
use crate::import::catalog_table::read_rows;
use crate::import::catalog_update::difference;

fn products(rows: &[[&str; 6]]) -> Vec<Product> {
    read_rows(rows.iter().zip(2..).map(|(cells, line)| row(line, *cells))).unwrap().products
}

const TEAMS_IN_E3: [&str; 6] = ["Microsoft 365 E3", "SPE_E3", E3, "TEAMS1", TEAMS, "Microsoft Teams"];

#[test]
fn the_same_catalogue_in_another_order_is_no_difference() {
    let exchange = ["Microsoft 365 E3", "SPE_E3", E3, "EXCHANGE_S_ENTERPRISE", EXCHANGE, "Exchange Online (Plan 2)"];
    let found = difference(&products(&[TEAMS_IN_E3, exchange]), &products(&[exchange, TEAMS_IN_E3]));
    assert!(found.is_empty());
    assert_eq!(found.words(), "The catalogue is the same.");
}

#[test]
fn each_kind_of_difference_is_found() {
    let old = products(&[
        TEAMS_IN_E3,
        ["Gone", "GONE", E5, "", "", ""],
        ["Moved", "OLD_PART", "078d2b04-f1bd-4111-bbd4-b4b1b354cef4", "", "", ""],
    ]);
    let new = products(&[
        ["Microsoft 365 E3 (new)", "SPE_E3", E3, "EXCHANGE_S_ENTERPRISE", EXCHANGE, "Exchange Online (Plan 2)"],
        ["Come", "COME", "84a661c4-e949-4bd2-a560-ed7766fcaf2b", "TEAMS1", TEAMS, "Teams"],
        ["Moved", "NEW_PART", "078d2b04-f1bd-4111-bbd4-b4b1b354cef4", "", "", ""],
    ]);
    let found = difference(&old, &new);
    assert_eq!(
        found.words(),
        "Products: 1 added, 2 renamed, 1 not in the file (kept), 1 with other service plans. Service plans: 1 renamed."
    );
    assert_eq!((found.added[0].name.as_str(), found.kept[0].name.as_str()), ("Come", "Gone"));
    assert_eq!(found.renamed[0].words(), "“Microsoft 365 E3” is now “Microsoft 365 E3 (new)”.");
    assert_eq!(found.renamed[1].words(), "“Moved (OLD_PART)” is now “Moved (NEW_PART)”.");
    assert_eq!(
        found.plans_changed[0].words(),
        "Microsoft 365 E3 (new). Added: Exchange Online (Plan 2). Removed: Microsoft Teams."
    );
    assert_eq!(found.renamed_plans[0].words(), "“Microsoft Teams” is now “Teams”.");
}

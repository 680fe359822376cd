use super::*;
use crate::directory::product::AppliesTo;
use crate::import::catalog::{Catalog, keep_applies_to, read};
use crate::import::catalog_columns::Column;
use crate::import::catalog_error::CatalogError;
use crate::import::catalog_repair::Repair;

fn clean_rows() -> [TableRow; 3] {
    [
        row(2, ["Microsoft 365 E3", "SPE_E3", E3, "TEAMS1", TEAMS, "Microsoft Teams"]),
        row(3, ["Microsoft 365 E3", "SPE_E3", E3, "EXCHANGE_S_ENTERPRISE", EXCHANGE, "Exchange Online (Plan 2)"]),
        row(4, ["Microsoft 365 E5", "SPE_E5", E5, "TEAMS1", TEAMS, "Microsoft Teams"]),
    ]
}

fn words(catalog: &Catalog) -> Vec<String> {
    catalog.repairs.iter().map(Repair::words).collect()
}

#[test]
fn products_and_plans_keep_the_tables_order() {
    let catalog = read(clean_rows()).unwrap();
    assert_eq!(catalog.repairs, []);
    let found: Vec<_> = catalog
        .products
        .iter()
        .map(|product| {
            let plans: Vec<_> = product.plans.iter().map(|plan| plan.friendly_name.as_str()).collect();
            (product.part_number.as_str(), product.name.as_str(), product.sku_id.to_string(), plans)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("SPE_E3", "Microsoft 365 E3", E3.to_owned(), vec!["Microsoft Teams", "Exchange Online (Plan 2)"]),
            ("SPE_E5", "Microsoft 365 E5", E5.to_owned(), vec!["Microsoft Teams"]),
        ]
    );
}

#[test]
fn dirt_is_removed_and_told() {
    let sku = format!("{}\u{A0}", E3.to_uppercase());
    let catalog = read([
        row(2, ["Microsoft\u{A0}365  E3 ", "SPE_E3 ", &sku, "TEAMS1", TEAMS, "Microsoft Teams"]),
        row(3, ["", " ", "\u{A0}", "", "", ""]),
        row(4, ["Microsoft 365 E3", "SPE_E3", E3, "TEAMS1", TEAMS, "Microsoft Teams"]),
    ])
    .unwrap();
    let expected = read([clean_rows()[0].clone()]).unwrap().products;
    assert_eq!(catalog.products, expected);
    assert_eq!(
        words(&catalog),
        [
            "Line 2, GUID: the id was read as 05e9a617-0261-4cee-bb44-138d3ef5d965.",
            "Line 2, Product_Display_Name: stray spaces or invisible characters were removed from “Microsoft 365 E3”.",
            "Line 2, String_Id: stray spaces or invisible characters were removed from “SPE_E3”.",
            "Line 3 is blank and was left out.",
            "Line 4 repeats line 2 and was left out.",
        ]
    );
    assert_eq!(catalog.repairs.iter().map(Repair::line).collect::<Vec<_>>(), [2, 2, 2, 3, 4]);
}

#[test]
fn one_of_several_names_is_kept_whatever_the_order() {
    let rows = [
        row(2, ["Power Virtual Agent", "VIRTUAL_AGENT_USL", E3, "DESKLESS", TEAMS, "MICROSOFT TEAMS"]),
        row(3, ["Copilot Studio", "VIRTUAL_AGENT_USL", E3, "Deskless", TEAMS, "Microsoft Teams"]),
        row(4, ["Copilot Studio Pack", "PACK", E5, "DESKLESS", TEAMS, "MICROSOFT TEAMS"]),
    ];
    let catalog = read(rows.clone()).unwrap();
    let (product, plan) = (&catalog.products[0], &catalog.products[0].plans[0]);
    assert_eq!((product.name.as_str(), plan.name.as_str()), ("Copilot Studio", "DESKLESS"));
    assert_eq!(plan.friendly_name, "Microsoft Teams");
    assert_eq!(catalog.products[1].plans[0], *plan, "a plan has one name everywhere");
    assert_eq!(
        words(&catalog),
        [
            "Line 2, Product_Display_Name: “Copilot Studio” was kept; other rows say “Power Virtual Agent”.",
            "Line 2, Service_Plan_Name: “DESKLESS” was kept; other rows say “Deskless”.",
            "Line 2, Service_Plans_Included_Friendly_Names: “Microsoft Teams” was kept; other rows say “MICROSOFT TEAMS”.",
            "Line 3 repeats line 2 and was left out.",
        ]
    );

    let mut backwards = read(rows.into_iter().rev()).unwrap().products;
    backwards.reverse();
    assert_eq!(backwards, catalog.products);
}

#[test]
fn a_product_without_plans_and_names_of_digits_are_taken() {
    let catalog = read([row(2, ["365", "12345", E3, "", "", ""])]).unwrap();
    let product = &catalog.products[0];
    assert_eq!((product.name.as_str(), product.part_number.as_str(), product.plans.len()), ("365", "12345", 0));
    assert_eq!(catalog.repairs, []);
}

#[test]
fn missing_names_are_made_of_what_there_is() {
    let catalog = read([
        row(2, ["", "SPE_E3", E3, "", TEAMS, "Microsoft Teams"]),
        row(3, ["", "SPE_E3", E3, "EXCHANGE_S_ENTERPRISE", EXCHANGE, ""]),
        row(4, ["Microsoft 365 E5", "SPE_E5", E5, "", "113feb6c-3fe4-4440-bddc-54d774bf0318", ""]),
    ])
    .unwrap();
    assert_eq!(catalog.products[0].name, "SPE_E3");
    let plans: Vec<_> = catalog.products.iter().flat_map(|product| &product.plans).collect();
    assert_eq!(plans[0].name, "Microsoft Teams");
    assert_eq!(plans[1].friendly_name, "EXCHANGE_S_ENTERPRISE");
    assert_eq!(plans[2].friendly_name, "113feb6c-3fe4-4440-bddc-54d774bf0318");
    assert_eq!(words(&catalog).len(), 5);
    assert_eq!(words(&catalog)[0], "Line 2, Product_Display_Name is empty: “SPE_E3” was taken instead.");
}

#[test]
fn two_products_of_one_part_number_are_both_kept() {
    let catalog = read([row(2, ["A", "SAME", E3, "", "", ""]), row(3, ["B", "SAME", E5, "", "", ""])]).unwrap();
    assert_eq!(catalog.products.len(), 2);
    assert_eq!(
        words(&catalog),
        [format!("Line 3: the part number SAME is also that of product {E3}. Both were kept.")]
    );
}

#[test]
fn what_cannot_be_repaired_names_its_line() {
    let cells = ["Microsoft 365 E3", "SPE_E3", E3, "TEAMS1", TEAMS, "Microsoft Teams"];
    let wrong = |place: usize, text: &str| {
        let mut cells = cells;
        cells[place] = text;
        read([row(2, ["Microsoft 365 E5", "SPE_E5", E5, "", "", ""]), row(9, cells)]).unwrap_err()
    };
    let id = |column, text: &str| CatalogError::Id { line: 9, column, text: text.into() };
    assert_eq!(wrong(2, "SPE_E3"), id(Column::SkuId, "SPE_E3"));
    assert_eq!(wrong(2, ""), id(Column::SkuId, ""));
    assert_eq!(wrong(4, "5.7E+10"), id(Column::PlanId, "5.7E+10"));
    assert_eq!(wrong(1, "\u{A0}"), CatalogError::NoPartNumber { line: 9 });
    assert_eq!(
        wrong(4, " ").to_string(),
        "Line 9: Service_Plan_Id is empty. It must be an id such as 05e9a617-0261-4cee-bb44-138d3ef5d965."
    );
}

#[test]
fn a_table_without_products_is_refused() {
    assert_eq!(read([]).unwrap_err(), CatalogError::Empty);
    assert_eq!(read([row(2, [""; 6])]).unwrap_err(), CatalogError::Empty);
}

#[test]
fn whom_a_product_is_for_is_kept() {
    let mut products = read(clean_rows()).unwrap().products;
    let mut known = products.clone();
    known[0].applies_to = AppliesTo::Company;
    known[0].plans[0].applies_to = AppliesTo::Company;
    known.pop();
    keep_applies_to(&mut products, &known);
    assert_eq!(products[0], known[0]);
    assert_eq!(products[1].applies_to, AppliesTo::User);
    assert_eq!(products[1].plans[0].applies_to, AppliesTo::Company, "the same plan in another product");
}

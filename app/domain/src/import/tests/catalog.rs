use super::*;
use crate::directory::product::AppliesTo;
use crate::import::catalog::Catalog;
use crate::import::catalog_error::CatalogError;
use crate::import::catalog_repair::Repair;
use crate::import::catalog_table::{read, read_rows};

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
    let catalog = read_rows(clean_rows()).unwrap();
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
    let catalog = read_rows([
        row(2, ["Microsoft\u{A0}365  E3 ", "SPE_E3 ", &sku, "TEAMS1", TEAMS, "Microsoft Teams"]),
        row(3, ["", " ", "\u{A0}", "", "", ""]),
        row(4, ["Microsoft 365 E3", "SPE_E3", E3, "TEAMS1", TEAMS, "Microsoft Teams"]),
    ])
    .unwrap();
    let expected = read_rows([clean_rows()[0].clone()]).unwrap().products;
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
    let catalog = read_rows(rows.clone()).unwrap();
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

    let mut backwards = read_rows(rows.into_iter().rev()).unwrap().products;
    backwards.reverse();
    assert_eq!(backwards, catalog.products);
}

#[test]
fn a_product_without_plans_and_names_of_digits_are_taken() {
    let catalog = read_rows([row(2, ["365", "12345", E3, "", "", ""])]).unwrap();
    let product = &catalog.products[0];
    assert_eq!((product.name.as_str(), product.part_number.as_str(), product.plans.len()), ("365", "12345", 0));
    assert_eq!(catalog.repairs, []);
}

#[test]
fn missing_names_are_made_of_what_there_is() {
    let catalog = read_rows([
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
    let catalog = read_rows([row(2, ["A", "SAME", E3, "", "", ""]), row(3, ["B", "SAME", E5, "", "", ""])]).unwrap();
    assert_eq!(catalog.products.len(), 2);
    assert_eq!(
        words(&catalog),
        [format!("Line 3: the part number SAME is also that of product {E3}. Both were kept.")]
    );
}

#[test]
fn a_row_that_cannot_be_repaired_is_left_out_and_told() {
    let cells = ["Microsoft 365 E3", "SPE_E3", E3, "TEAMS1", TEAMS, "Microsoft Teams"];
    for (place, text, told) in [
        (2, "SPE_E3", "Line 9 was left out: GUID is “SPE_E3”, which is no id."),
        (2, "", "Line 9 was left out: GUID is empty."),
        (4, "5.7E+10", "Line 9 was left out: Service_Plan_Id is “5.7E+10”, which is no id."),
        (
            4,
            "(7ff2da0-773e-42df-b2af-ffb7a2317929",
            "Line 9 was left out: Service_Plan_Id is “(7ff2da0-773e-42df-b2af-ffb7a2317929”, which is no id.",
        ),
        (4, "", "Line 9 was left out: Service_Plan_Id is empty."),
        (1, "\u{A0}", "Line 9 was left out: String_Id is empty."),
    ] {
        let mut wrong = cells;
        wrong[place] = text;
        let e5 = row(2, ["Microsoft 365 E5", "SPE_E5", E5, "TEAMS1", TEAMS, "Microsoft Teams"]);
        let catalog = read_rows([e5.clone(), row(9, wrong)]).unwrap();
        assert_eq!(catalog.products, read_rows([e5]).unwrap().products, "{text}");
        let lost: Vec<_> = catalog.repairs.iter().filter(|repair| repair.is_loss()).map(Repair::words).collect();
        assert_eq!(lost, [told]);
        let error = read_rows([row(9, wrong)]).unwrap_err();
        assert_eq!(error, CatalogError::NothingRead { rows: 1, first: told.to_owned() });
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[test]
fn a_part_number_is_taken_from_another_row_of_the_product() {
    let catalog = read_rows([
        row(2, ["Microsoft 365 E3", "", E3, "TEAMS1", TEAMS, "Microsoft Teams"]),
        row(3, ["Microsoft 365 E3", "SPE_E3", E3, "EXCHANGE_S_ENTERPRISE", EXCHANGE, "Exchange Online (Plan 2)"]),
    ])
    .unwrap();
    assert_eq!((catalog.products[0].part_number.as_str(), catalog.products[0].plans.len()), ("SPE_E3", 2));
}

#[test]
fn a_table_without_products_is_refused() {
    assert_eq!(read_rows([]).unwrap_err(), CatalogError::Empty);
    assert_eq!(read_rows([row(2, [""; 6])]).unwrap_err(), CatalogError::Empty);
    for text in ["", "id,name\r\n1,2\r\n"] {
        assert!(matches!(read(text), Err(CatalogError::MissingColumn { .. })), "{text:?}");
    }
}

const HEADER: &str =
    "Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names";

#[test]
fn stray_brackets_blanks_and_quotation_marks_are_taken_off_ids() {
    let text = format!(
        "{HEADER}\r\nMicrosoft 365 E3,SPE_E3,{{{E3}],TEAMS1,({TEAMS},Microsoft Teams\r\n\
         Microsoft 365 E3,SPE_E3,\"{E3},EXCHANGE_S_ENTERPRISE,efb87545-963c- 4e0d-99df-69c6916d9eb0,\"Exchange, 2\"\r\n"
    );
    let catalog = read(&text).unwrap();
    let [product] = catalog.products.as_slice() else { panic!("{:?}", catalog.products) };
    let plans: Vec<_> = product.plans.iter().map(|plan| (plan.id.to_string(), plan.friendly_name.as_str())).collect();
    let expected = [(TEAMS.to_owned(), "Microsoft Teams"), (EXCHANGE.to_owned(), "Exchange, 2")];
    assert_eq!((product.sku_id.to_string(), plans), (E3.to_owned(), expected.into()));
    assert!(catalog.repairs.iter().all(|repair| matches!(repair, Repair::Id { .. })), "{:?}", words(&catalog));
    assert_eq!(catalog.repairs.iter().map(Repair::line).collect::<Vec<_>>(), [2, 2, 3, 3]);
}

#[test]
fn the_line_is_that_of_the_file_whatever_its_line_ends() {
    for end in ["\n", "\r\n", "\r"] {
        let good = format!("\"Microsoft{end}365 E3\",SPE_E3,{E3},TEAMS1,{TEAMS},Microsoft Teams{end}");
        let text = format!("{HEADER}{end}{good}{end}X,X,(5e9a617-0261-4cee-bb44-138d3ef5d965,,,{end}{good}");
        let catalog = read(&text).unwrap();
        assert_eq!(catalog.products[0].name, "Microsoft 365 E3");
        let lost: Vec<_> = catalog.repairs.iter().filter(|repair| repair.is_loss()).map(Repair::line).collect();
        assert_eq!(lost, [5], "{end:?}");
    }
}

#[test]
fn lists_of_other_separators_are_read() {
    for separator in [';', '\t'] {
        let text = format!("{HEADER}\nMicrosoft 365 E3,SPE_E3,{E3},TEAMS1,{TEAMS},Microsoft Teams\n");
        let products = read(&text.replace(',', &separator.to_string())).unwrap().products;
        assert_eq!(products, read(&text).unwrap().products);
    }
}

#[test]
fn what_the_table_does_not_say_is_kept() {
    let mut catalog = read_rows(clean_rows()).unwrap();
    let mut known = catalog.products.clone();
    known[0].applies_to = AppliesTo::Company;
    known[0].plans[0].applies_to = AppliesTo::Company;
    known.pop();
    catalog.fill_gaps(&known);
    assert_eq!(catalog.products[0], known[0]);
    assert_eq!(catalog.products[1].applies_to, AppliesTo::User);
    assert_eq!(catalog.products[1].plans[0].applies_to, AppliesTo::Company, "the same plan in another product");
    let [teams, exchange, _] = clean_rows();
    let damaged = TableRow { plan_id: "5.7E+10".into(), ..exchange };
    for (rows, plans) in [(vec![teams.clone(), damaged], 2), (vec![teams], 1)] {
        let mut catalog = read_rows(rows).unwrap();
        catalog.fill_gaps(&known);
        assert_eq!(catalog.products[0].plans.len(), plans, "only a row that was left out says nothing of its plan");
    }
}

mod catalog;
mod catalog_published;
mod catalog_update;
mod graph;
mod graph_addresses;
mod graph_any_case;
mod graph_errors;
mod graph_licenses;
mod graph_repairs;
mod graph_sample;
mod graph_shapes;
mod graph_software;

use super::catalog_header::TableRow;

/// A file of published or made-up test data next to the repository; `None`, with a message, if it is missing.
fn shared_data(name: &str) -> Option<String> {
    let path = format!("{}/../../../shared/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let read = std::fs::read(&path).ok();
    if read.is_none() {
        println!("skipped: {path} is absent");
    }
    read.map(|bytes| super::graph::decode(&bytes).unwrap())
}

const E3: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";
const E5: &str = "06ebc4ee-1bb5-47dd-8120-11324bc54e06";
const EXCHANGE: &str = "efb87545-963c-4e0d-99df-69c6916d9eb0";
const TEAMS: &str = "57ff2da0-773e-42df-b2af-ffb7a2317929";

/// A row from cells in the published order.
fn row(line: u64, cells: [&str; 6]) -> TableRow {
    let [product_name, part_number, sku_id, plan_name, plan_id, plan_friendly_name] = cells.map(str::to_owned);
    TableRow { line, product_name, part_number, sku_id, plan_name, plan_id, plan_friendly_name }
}

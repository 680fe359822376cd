//! The rows of a customer's company: domains, products, subscriptions, groups and names of roles.

use crate::store::engine::dialect::Dialect;
use crate::store::import::catalog::applies_to;
use crate::store::import::table::ImportTable;
use domain::directory::search::sort_key;
use domain::import::customer::CustomerImport;
use serde_json::{Value, json};

/// The statements that an import runs before it writes the company. Products and groups stay, because licenses refer to
/// them.
pub(in crate::store) const CLEAR: &[&str] = &[
    "DELETE FROM customer_domain WHERE customer_id = $1",
    "DELETE FROM customer_token WHERE customer_id = $1",
    "DELETE FROM product_key WHERE customer_id = $1",
    "DELETE FROM software_download WHERE customer_id = $1",
    "DELETE FROM subscription WHERE customer_id = $1",
    "DELETE FROM customer_product_plan WHERE customer_id = $1",
    "UPDATE customer_product SET applies_to = NULL WHERE customer_id = $1 AND applies_to IS NOT NULL",
    "DELETE FROM directory_role WHERE customer_id = $1",
];

const PRODUCTS: ImportTable = ImportTable {
    name: "customer_product",
    columns: "sku_id, applies_to",
    kinds: "tt",
    conflict: " ON CONFLICT (customer_id, sku_id) DO UPDATE SET applies_to = excluded.applies_to",
};
const PLANS: ImportTable = ImportTable {
    name: "customer_product_plan",
    columns: "sku_id, position, plan_id, applies_to",
    kinds: "titt",
    conflict: "",
};
const SUBSCRIPTIONS: ImportTable = ImportTable {
    name: "subscription",
    columns: "id, sku_id, enabled, warning, suspended, capability, channel, publisher",
    kinds: "ttiiittt",
    conflict: "",
};
const DOWNLOADS: ImportTable = ImportTable {
    name: "software_download",
    columns: "subscription_id, position, name, version, language, architecture, file_type, link",
    kinds: "titttttt",
    conflict: "",
};
const GROUPS: ImportTable = ImportTable {
    name: "directory_group",
    columns: "id, name, name_key",
    kinds: "ttt",
    conflict: " ON CONFLICT (customer_id, id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, gone = 0",
};
const DOMAINS: ImportTable = ImportTable { name: "customer_domain", columns: "name", kinds: "t", conflict: "" };
const ROLE_NAMES: ImportTable = ImportTable { name: "directory_role", columns: "id, name", kinds: "tt", conflict: "" };

/// The rows of each table, in the order in which they refer to each other.
pub(in crate::store) fn company_rows(directory: &CustomerImport) -> [(ImportTable, Vec<Value>); 7] {
    let domains = directory.customer.domains.iter().map(|domain| json!([domain.name])).collect();
    let products =
        directory.products.iter().map(|held| json!([held.product.sku_id, held.said.applies_to.map(applies_to)]));
    let plans = directory.products.iter().flat_map(|held| {
        held.said
            .plans
            .iter()
            .enumerate()
            .map(|(at, plan)| json!([held.product.sku_id, at, plan.id, plan.applies_to.map(applies_to)]))
    });
    let subscriptions = directory.products.iter().flat_map(|held| &held.subscriptions).map(|owned| {
        json!([
            owned.id,
            owned.sku_id,
            owned.enabled,
            owned.warning,
            owned.suspended,
            owned.capability.as_str(),
            owned.channel.as_str(),
            owned.publisher,
        ])
    });
    let downloads = directory.software.iter().flat_map(|software| {
        software.downloads.iter().enumerate().map(|(at, file)| {
            json!([
                software.subscription,
                at,
                file.name,
                file.version,
                file.language,
                file.architecture,
                file.file_type,
                file.link,
            ])
        })
    });
    let groups = directory.groups.iter().map(|(id, name)| json!([id, name, sort_key(name)])).collect();
    let roles = directory.roles.iter().map(|(id, name)| json!([id, name])).collect();
    [
        (DOMAINS, domains),
        (PRODUCTS, products.collect()),
        (PLANS, plans.collect()),
        (SUBSCRIPTIONS, subscriptions.collect()),
        (DOWNLOADS, downloads.collect()),
        (GROUPS, groups),
        (ROLE_NAMES, roles),
    ]
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let tables =
        [PRODUCTS, PLANS, SUBSCRIPTIONS, DOWNLOADS, GROUPS, DOMAINS, ROLE_NAMES].map(|table| table.insert(dialect));
    CLEAR.iter().map(|sql| (*sql).to_owned()).chain(tables).collect()
}

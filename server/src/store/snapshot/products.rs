//! The products of a customer, as input of the rules.

use crate::store::directory::customer_plans;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use crate::store::import::catalog::{StoredPlan, StoredProduct};
use domain::access::CustomerScope;
use domain::directory::product::{Capability, CustomerProduct};
use domain::directory::seats::Seats;
use domain::ids::SkuId;
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

const PRODUCTS: &str = "SELECT p.sku_id, p.part_number, p.name, COALESCE(c.applies_to, p.applies_to) AS applies_to, \
    c.owned, c.consumed, c.reserved \
    FROM customer_product AS c JOIN product AS p ON p.sku_id = c.sku_id WHERE c.customer_id = $1";
const SUBSCRIPTIONS: &str = "SELECT sku_id, capability, publisher FROM subscription WHERE customer_id = $1";

/// A row of [`PRODUCTS`].
#[derive(sqlx::FromRow)]
struct StoredSeats {
    #[sqlx(flatten)]
    product: StoredProduct,
    owned: i64,
    consumed: i64,
    reserved: i64,
}

/// The customer's products with their seats, plans and best capability.
pub(super) async fn load_products(
    connection: &mut AnyConnection,
    scope: CustomerScope,
) -> Result<BTreeMap<SkuId, CustomerProduct>, StoreError> {
    let customer = scope.customer().to_string();
    let rows: Vec<StoredSeats> = sqlx::query_as(PRODUCTS).bind(&customer).all(&mut *connection).await?;
    let mut seats = BTreeMap::new();
    let mut products = BTreeMap::new();
    for row in rows {
        let product = row.product.product()?;
        let sku_id = product.sku_id;
        seats.insert(sku_id, Seats { owned: row.owned, consumed: row.consumed, reserved: row.reserved });
        products.insert(sku_id, CustomerProduct { product, seats: None, capability: None, publisher: None });
    }
    let rows: Vec<StoredPlan> =
        sqlx::query_as(AssertSqlSafe(customer_plans::all())).bind(&customer).all(&mut *connection).await?;
    for row in rows {
        if let Some(held) = products.get_mut(&row.sku_id()?) {
            held.product.plans.push(row.plan()?);
        }
    }
    let rows: Vec<(String, String, Option<String>)> =
        sqlx::query_as(SUBSCRIPTIONS).bind(&customer).all(&mut *connection).await?;
    for (sku, capability, publisher) in rows {
        let sku: SkuId = parsed(&sku)?;
        if let Some(held) = products.get_mut(&sku) {
            held.seats = seats.get(&sku).copied();
            held.capability = held.capability.max(Capability::parse(&capability));
            held.publisher = held.publisher.take().or(publisher);
        }
    }
    Ok(products)
}

pub(in crate::store) fn statements() -> Vec<String> {
    [PRODUCTS, SUBSCRIPTIONS].map(String::from).into()
}

//! Reads orders: one, the open ones, and as rows of the recent changes.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::purchase::{Order, OrderState};
use domain::ids::OrderId;
use domain::store::{OpenOrderStore, StoreError};
use sqlx::AssertSqlSafe;

/// The orders of a customer.
pub(in crate::store) const ORDERS: &str = "SELECT o.id, o.sku_id, p.name AS product, o.quantity, o.state, \
    w.name AS actor, o.created FROM purchase_order AS o JOIN product AS p ON p.sku_id = o.sku_id \
    JOIN partner_user AS w ON w.id = o.actor_id \
    WHERE o.customer_id = $1";
const THIS: &str = " AND o.id = $2";
const OPEN: &str = " AND o.state = 'Recorded' ORDER BY o.id LIMIT 200";

/// A row of [`ORDERS`].
#[derive(sqlx::FromRow)]
pub(in crate::store) struct OrderRow {
    id: String,
    sku_id: String,
    product: String,
    quantity: i64,
    state: String,
    actor: String,
    created: i64,
}

impl OrderRow {
    pub(in crate::store) fn order(self) -> Result<Order, StoreError> {
        let is_recorded = self.state == OrderState::Recorded.as_str();
        Ok(Order {
            id: parsed(&self.id)?,
            sku_id: parsed(&self.sku_id)?,
            product: self.product,
            quantity: self.quantity,
            state: if is_recorded { OrderState::Recorded } else { OrderState::Confirmed },
            actor: self.actor,
            created: self.created,
        })
    }
}

#[async_trait]
impl OpenOrderStore for SqlStore {
    async fn open_orders(&self, scope: CustomerScope) -> Result<Vec<Order>, StoreError> {
        let query =
            sqlx::query_as::<_, OrderRow>(AssertSqlSafe(format!("{ORDERS}{OPEN}"))).bind(scope.customer().to_string());
        query.all(&self.read).await?.into_iter().map(OrderRow::order).collect()
    }
}

pub(in crate::store) async fn order(
    transaction: &mut CustomerTransaction,
    scope: CustomerScope,
    id: OrderId,
) -> Result<Option<Order>, StoreError> {
    let row: Option<OrderRow> = sqlx::query_as(AssertSqlSafe(format!("{ORDERS}{THIS}")))
        .bind(scope.customer().to_string())
        .bind(id.to_string())
        .optional(&mut **transaction)
        .await?;
    row.map(OrderRow::order).transpose()
}

pub(in crate::store) fn statements() -> Vec<String> {
    [THIS, OPEN].map(|which| format!("{ORDERS}{which}")).into()
}

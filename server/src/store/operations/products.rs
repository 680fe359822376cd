//! The number of users who got and lost each product in an operation: counted as outcomes are written, read for lists
//! of operations.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::json_rows::JsonRows;
use crate::store::engine::stored::{parsed, to_json};
use domain::console::operation_products::{OperationProducts, PRODUCTS_NAMED, ProductCounts};
use domain::directory::user::ProductName;
use domain::ids::{OperationId, SkuId};
use domain::store::StoreError;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

fn add(dialect: Dialect) -> String {
    format!(
        "INSERT INTO operation_product (operation_id, sku_id, assigned, revoked) \
         SELECT CAST($1 AS TEXT), {}, {}, {} FROM {} WHERE true ON CONFLICT (operation_id, sku_id) DO UPDATE \
         SET assigned = operation_product.assigned + excluded.assigned, \
         revoked = operation_product.revoked + excluded.revoked",
        dialect.text(0),
        dialect.int(1),
        dialect.int(2),
        dialect.rows(2)
    )
}

/// The products with the most users first, with the number of all products.
fn first_of(dialect: Dialect) -> String {
    format!(
        "SELECT n.operation_id, n.name, n.sku_id, n.assigned, n.revoked, n.products FROM (SELECT m.operation_id, \
         p.name, m.sku_id, m.assigned, m.revoked, COUNT(*) OVER (PARTITION BY m.operation_id) AS products, \
         ROW_NUMBER() OVER (PARTITION BY m.operation_id \
         ORDER BY m.assigned + m.revoked DESC, p.name, m.sku_id) AS place \
         FROM ({}) AS u CROSS JOIN operation_product AS m CROSS JOIN product AS p \
         WHERE m.operation_id = u.value AND p.sku_id = m.sku_id) AS n \
         WHERE n.place <= $2 ORDER BY n.operation_id, n.place",
        dialect.texts(1)
    )
}

/// A row of [`first_of`].
#[derive(sqlx::FromRow)]
struct CountedProduct {
    operation_id: String,
    name: String,
    sku_id: String,
    assigned: i64,
    revoked: i64,
    products: i64,
}

impl CountedProduct {
    fn counts(self) -> Result<(ProductName, ProductCounts), StoreError> {
        let product = ProductName { name: self.name, sku_id: parsed(&self.sku_id)? };
        Ok((product, ProductCounts { assigned: self.assigned, revoked: self.revoked }))
    }
}

impl SqlStore {
    /// Adds to the counts of an operation, or of a chunk of its job.
    pub(in crate::store) async fn count_products(
        &self,
        transaction: &mut CustomerTransaction,
        operation: OperationId,
        counts: &BTreeMap<SkuId, ProductCounts>,
    ) -> Result<(), StoreError> {
        if counts.is_empty() {
            return Ok(());
        }
        let mut rows = JsonRows::default();
        for (sku, ProductCounts { assigned, revoked }) in counts {
            rows.push(&(sku, assigned, revoked))?;
        }
        add_rows(transaction, add(self.dialect), operation, rows).await
    }

    /// The products of operations; of each operation only the first.
    pub(in crate::store) async fn products_of_operations(
        &self,
        operations: &[&str],
    ) -> Result<BTreeMap<OperationId, OperationProducts>, StoreError> {
        let rows: Vec<CountedProduct> = sqlx::query_as(AssertSqlSafe(first_of(self.dialect)))
            .bind(to_json(operations)?)
            .bind(i64::try_from(PRODUCTS_NAMED).unwrap_or(i64::MAX))
            .all(&self.read)
            .await?;
        let mut found: BTreeMap<OperationId, OperationProducts> = BTreeMap::new();
        for row in rows {
            let of_one = found
                .entry(parsed(&row.operation_id)?)
                .or_insert_with(|| OperationProducts { first: Vec::new(), more: row.products });
            of_one.first.push(row.counts()?);
            of_one.more -= 1;
        }
        Ok(found)
    }
}

/// Adds rows of an operation: `$1` is the operation, `$2` the rows.
pub(in crate::store) async fn add_rows(
    transaction: &mut CustomerTransaction,
    sql: String,
    operation: OperationId,
    rows: JsonRows,
) -> Result<(), StoreError> {
    let query = sqlx::query(AssertSqlSafe(sql)).bind(operation.to_string()).bind(rows.finish());
    query.run(&mut **transaction).await.map(|_| ())
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![add(dialect), first_of(dialect)]
}

//! The products of a job with the service plans that its chunks switched off, for the activity row at its end.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{parsed, to_json};
use domain::console::activity::ProductUsed;
use domain::directory::user::ProductName;
use domain::ids::{OperationId, SkuId};
use domain::rules::change::Change;
use domain::store::StoreError;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

const OFF: &str = "SELECT o.sku_id, s.friendly_name FROM job_plan_off AS o JOIN service_plan AS s ON s.id = o.plan_id \
    WHERE o.operation_id = $1 ORDER BY o.sku_id, s.friendly_name";

/// The products that the job's request names, and those whose licenses the job moved.
fn products(dialect: Dialect) -> String {
    format!(
        "SELECT p.sku_id, p.name FROM product AS p WHERE p.sku_id IN ({}) OR p.sku_id IN \
         (SELECT m.sku_id FROM operation_product AS m WHERE m.operation_id = $1) ORDER BY p.sku_id",
        dialect.texts(2)
    )
}

impl SqlStore {
    /// The products of a job that ends.
    pub(super) async fn products_of_job(
        &self,
        transaction: &mut CustomerTransaction,
        operation: OperationId,
        change: &Change,
    ) -> Result<Vec<ProductUsed>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as(OFF).bind(operation.to_string()).all(&mut **transaction).await?;
        let mut off: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (sku, plan) in rows {
            off.entry(sku).or_default().push(plan);
        }
        let asked: Vec<&SkuId> = change.products.keys().collect();
        let named: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(products(self.dialect)))
            .bind(operation.to_string())
            .bind(to_json(&asked)?)
            .all(&mut **transaction)
            .await?;
        let used = named.into_iter().map(|(sku, name)| {
            let plans_off = off.remove(&sku).unwrap_or_default();
            Ok(ProductUsed { product: ProductName { name, sku_id: parsed(&sku)? }, used: None, plans_off })
        });
        used.collect()
    }
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    vec![OFF.to_owned(), products(dialect)]
}

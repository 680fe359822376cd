//! The service plans that the chunks of a job switched off, for the activity row at its end.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::json_rows::JsonRows;
use crate::store::operations::products::add_rows;
use domain::ids::{OperationId, PlanId, SkuId};
use domain::store::StoreError;
use std::collections::BTreeSet;

fn note(dialect: Dialect) -> String {
    format!(
        "INSERT INTO job_plan_off (operation_id, sku_id, plan_id) SELECT CAST($1 AS TEXT), {}, {} FROM {} WHERE true \
         ON CONFLICT (operation_id, sku_id, plan_id) DO NOTHING",
        dialect.text(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

impl SqlStore {
    /// Stores the plans that a chunk of a job switched off for at least one user.
    pub(in crate::store) async fn note_plans_off(
        &self,
        transaction: &mut CustomerTransaction,
        operation: OperationId,
        plans_off: &BTreeSet<(SkuId, PlanId)>,
    ) -> Result<(), StoreError> {
        if plans_off.is_empty() {
            return Ok(());
        }
        let mut rows = JsonRows::default();
        for off in plans_off {
            rows.push(off)?;
        }
        add_rows(transaction, note(self.dialect), operation, rows).await
    }
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    vec![note(dialect)]
}

//! Changing counted seats.

use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::Execute;
use domain::ids::SkuId;
use domain::store::StoreError;

/// Changes the seats of one product, of a customer or of a job. `$1` is the customer or the operation, `$2` the
/// product, `$3` the number of seats.
pub(in crate::store) async fn change_seats(
    transaction: &mut CustomerTransaction,
    sql: &'static str,
    of: String,
    sku: SkuId,
    seats: i64,
) -> Result<(), StoreError> {
    let query = sqlx::query(sql).bind(of).bind(sku.to_string()).bind(seats);
    query.run(&mut **transaction).await.map(|_| ())
}

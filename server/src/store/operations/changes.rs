//! “Recent changes”: operations and orders, newest first.

use crate::store::SqlStore;
use crate::store::activity::StoredCounts;
use crate::store::engine::bind::Statement;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::{page, push_limit, push_place};
use crate::store::engine::stored::parsed;
use crate::store::engine::stored::{kind_of, state_of};
use crate::store::operations::orders::{ORDERS, OrderRow};
use crate::store::operations::products;
use crate::store::people::shown_name::{both_with_shown_name, with_shown_name};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::operation::{ChangeRow, OperationRow};
use domain::console::operation_products::OperationProducts;
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{ChangeId, OperationId};
use domain::store::{ChangeStore, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// The operations of a customer. Outcomes with a failure have the lowest positions: see
/// [`outcome_rows`](crate::store::operations::outcome_rows).
const OPERATIONS: &str = "SELECT o.id, o.kind, w.name AS actor, o.created, o.state, o.user_count, o.changed_count, \
    o.failed_count, o.unchanged_count, o.assigned_count, o.revoked_count, o.direct_removed_count, o.undoes, \
    COALESCE((SELECT MAX(a.reason) FROM activity AS a WHERE a.subject_id = o.id), \
    (SELECT j.reason FROM job AS j WHERE j.operation_id = o.id)) AS reason, \
    CASE WHEN o.kind IN ('Add', 'Upload', 'Edit', 'Restore', 'Reinstate') \
    THEN (SELECT COUNT(*) FROM operation_user AS u WHERE u.operation_id = o.id \
    AND u.position < 1000000000 AND u.code IS NOT NULL AND u.outcome <> 'Failed') ELSE 0 END AS done_in_part \
    FROM operation AS o JOIN partner_user AS w ON w.id = o.actor_id WHERE o.customer_id = $1";

/// A row of [`OPERATIONS`].
#[derive(sqlx::FromRow)]
struct ListedOperation {
    id: String,
    kind: String,
    actor: String,
    created: i64,
    state: String,
    #[sqlx(flatten)]
    counts: StoredCounts,
    undoes: Option<String>,
    reason: Option<String>,
    done_in_part: i64,
}

#[async_trait]
impl ChangeStore for SqlStore {
    /// Reads each kind as if it were alone, because every row of the page is among the first of its kind.
    async fn changes(
        &self,
        scope: CustomerScope,
        place: Cursor<ChangeId>,
        size: PageSize,
    ) -> Result<Page<ChangeRow>, StoreError> {
        let backwards = matches!(place, Cursor::Before(_) | Cursor::Last);
        let operations: Vec<ListedOperation> =
            rows(&self.read, &with_shown_name(OPERATIONS, scope), scope, place, size).await?;
        let orders: Vec<OrderRow> = rows(&self.read, ORDERS, scope, place, size).await?;
        let ids: Vec<&str> = operations.iter().map(|row| row.id.as_str()).collect();
        let mut products = self.products_of_operations(&ids).await?;
        let operations = operations.into_iter().map(|row| row.change(&mut products));
        let orders = orders.into_iter().map(|row| row.order().map(ChangeRow::Order));
        let mut both = operations.chain(orders).collect::<Result<Vec<ChangeRow>, StoreError>>()?;
        both.sort_by_key(ChangeRow::id);
        if !backwards {
            both.reverse();
        }
        page(both, place, size, backwards).try_map(Ok)
    }
}

async fn rows<Row>(
    pool: &AnyPool,
    sql: &str,
    scope: CustomerScope,
    place: Cursor<ChangeId>,
    size: PageSize,
) -> Result<Vec<Row>, StoreError>
where
    Row: for<'row> sqlx::FromRow<'row, AnyRow> + Send + Unpin,
{
    let mut statement = Statement::new(sql);
    statement.bind(scope.customer().to_string());
    // Ids ascend with time, so the newest first means the highest first.
    let backwards = push_place(&mut statement, "o.id", place, "<", |id| id.to_string().into());
    statement.push(if backwards { " ORDER BY o.id" } else { " ORDER BY o.id DESC" });
    push_limit(&mut statement, size);
    statement.rows().all(pool).await
}

impl ListedOperation {
    fn change(self, products: &mut BTreeMap<OperationId, OperationProducts>) -> Result<ChangeRow, StoreError> {
        let id = parsed(&self.id)?;
        Ok(ChangeRow::Operation(OperationRow {
            id,
            kind: kind_of(&self.kind)?,
            actor: self.actor,
            created: self.created,
            state: state_of(&self.state)?,
            counts: self.counts.into(),
            done_in_part: self.done_in_part,
            is_undo: self.undoes.is_some(),
            reason: self.reason,
            products: products.remove(&id).unwrap_or_default(),
        }))
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let [partners, portals] = both_with_shown_name(OPERATIONS);
    let pages = [partners.as_str(), portals.as_str(), ORDERS];
    let pages = pages.map(|sql| format!("{sql} AND o.id < $2 ORDER BY o.id DESC LIMIT $3"));
    pages.into_iter().chain(products::statements(dialect)).collect()
}

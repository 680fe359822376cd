//! Buying seats and confirming orders.

use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::parsed;
use crate::store::operations::orders::order;
use crate::store::operations::run_once::{Once, OnceReply};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{Details, OldNew, Performer};
use domain::console::purchase::{BuyReply, BuyRequest, Order, OrderState};
use domain::console::reason::Reason;
use domain::directory::user::ProductName;
use domain::ids::{OrderId, SkuId};
use domain::store::{OrderStore, Stamp, StoreError};

const SOURCE: &str = "SELECT source FROM customer WHERE id = $1";
const OWNED: &str = "SELECT COUNT(*) FROM subscription WHERE customer_id = $1 AND sku_id = $2";
/// Orders of earlier versions have no hash of their request.
const EARLIER: &str =
    "SELECT id, body_hash FROM purchase_order WHERE actor_id = $1 AND customer_id = $2 AND idempotency_key = $3";
const ADD: &str = "INSERT INTO purchase_order (id, customer_id, actor_id, idempotency_key, body_hash, sku_id, \
    quantity, state, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const CONFIRM: &str = "UPDATE purchase_order SET state = 'Confirmed' \
    WHERE customer_id = $1 AND id = $2 AND state = 'Recorded' RETURNING sku_id, quantity";
const SUBSCRIBE: &str = "INSERT INTO subscription (id, customer_id, sku_id, enabled, warning, suspended, capability, \
    channel, publisher) VALUES ($1, $2, $3, $4, 0, 0, 'Enabled', 'csp', NULL)";
const ADD_SEATS: &str = "UPDATE customer_product SET owned = owned + $3, \
    over_assigned = CASE WHEN over_assigned > $3 THEN over_assigned - $3 ELSE 0 END \
    WHERE customer_id = $1 AND sku_id = $2";
const SEATS: &str = "SELECT owned FROM customer_product WHERE customer_id = $1 AND sku_id = $2";
const REASON: &str = "SELECT MAX(reason) FROM activity WHERE subject_id = $1";

/// An order that was made or confirmed.
struct OrderNote<'a> {
    action: Action,
    order: &'a Order,
    /// Whether its seats already count as owned.
    counts: bool,
    reason: Option<&'a str>,
}

#[async_trait]
impl OrderStore for SqlStore {
    async fn buy(&self, scope: CustomerScope, request: &BuyRequest, stamp: Stamp) -> Result<BuyReply, StoreError> {
        let once = Once::of(request.key, request.reason.as_ref(), request)?;
        self.run_once(scope, once, stamp.now, |transaction, once| async move {
            self.buy(transaction, scope, request, once, stamp).await
        })
        .await
    }

    async fn confirm_order(
        &self,
        scope: CustomerScope,
        id: OrderId,
        stamp: Stamp,
    ) -> Result<Option<Order>, StoreError> {
        let mut transaction = self.lock_customer(scope.customer()).await?;
        let confirmed: Option<(String, i64)> = sqlx::query_as(CONFIRM)
            .bind(scope.customer().to_string())
            .bind(id.to_string())
            .optional(&mut *transaction)
            .await?;
        let is_new = confirmed.is_some();
        if let Some((sku, quantity)) = confirmed {
            add_seats(&mut transaction, id, parsed(&sku)?, quantity).await?;
        }
        let order = order(&mut transaction, scope, id).await?;
        if let Some(order) = order.as_ref().filter(|_| is_new) {
            let reason = reason_of(&mut transaction, order.id).await?;
            let reason = reason.as_deref();
            let done = OrderNote { action: Action::PurchaseConfirmed, order, counts: true, reason };
            self.write_seats(&mut transaction, scope, done, stamp).await?;
        }
        transaction.commit().await?;
        Ok(order)
    }
}

impl SqlStore {
    async fn buy(
        &self,
        mut transaction: CustomerTransaction,
        scope: CustomerScope,
        request: &BuyRequest,
        once: Once<'_>,
        stamp: Stamp,
    ) -> Result<BuyReply, StoreError> {
        let owned: i64 = sqlx::query_scalar(OWNED)
            .bind(scope.customer().to_string())
            .bind(request.sku_id.to_string())
            .one(&mut *transaction)
            .await?;
        if owned == 0 {
            return Ok(BuyReply::NotOwned);
        }
        let source: String =
            sqlx::query_scalar(SOURCE).bind(scope.customer().to_string()).one(&mut *transaction).await?;
        let state = if source == "local" { OrderState::Confirmed } else { OrderState::Recorded };
        let id = OrderId::new(stamp.id);
        sqlx::query(ADD)
            .bind(id.to_string())
            .bind(scope.customer().to_string())
            .bind(scope.actor().to_string())
            .bind(once.key.to_string())
            .bind(once.body_hash)
            .bind(request.sku_id.to_string())
            .bind(request.quantity.get())
            .bind(state.as_str())
            .bind(stamp.now)
            .run(&mut *transaction)
            .await?;
        if state == OrderState::Confirmed {
            add_seats(&mut transaction, id, request.sku_id, request.quantity.get()).await?;
        }
        let order = order(&mut transaction, scope, id).await?;
        let order = order.ok_or_else(|| StoreError::Corrupt("an order is gone".into()))?;
        let counts = state == OrderState::Confirmed;
        let done = OrderNote {
            action: Action::LicensesBought,
            order: &order,
            counts,
            reason: once.reason.map(Reason::as_str),
        };
        self.write_seats(&mut transaction, scope, done, stamp).await?;
        let points = [Failpoint::OrderWritten, Failpoint::OrderCommitted];
        transaction.complete(scope, (once.key, stamp.id), points).await?;
        Ok(BuyReply::Ordered(order))
    }

    /// Writes the activity row of a purchase.
    async fn write_seats(
        &self,
        transaction: &mut CustomerTransaction,
        scope: CustomerScope,
        OrderNote { action, order, counts, reason }: OrderNote<'_>,
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let new: i64 = sqlx::query_scalar(SEATS)
            .bind(scope.customer().to_string())
            .bind(order.sku_id.to_string())
            .one(&mut **transaction)
            .await?;
        let owned = OldNew { old: if counts { new - order.quantity } else { new }, new };
        let product = ProductName { name: order.product.clone(), sku_id: order.sku_id };
        let row = NewActivity {
            customer: scope.customer(),
            performer: Performer::Person(scope.actor()),
            action,
            subject: order.id.uuid(),
            details: &Details::Seats { product, quantity: order.quantity, owned: Some(owned) },
            outcomes: None,
            reason,
        };
        activity::write(transaction, self.dialect, row, stamp).await
    }
}

impl OnceReply for BuyReply {
    const IN_FLIGHT: Self = Self::InFlight;
    const KEY_REUSED: Self = Self::KeyReused;
    const REASON_MISSING: Self = Self::ReasonMissing;
    const EARLIER: &str = EARLIER;

    fn is_done(&self) -> bool {
        matches!(self, Self::Ordered(_))
    }

    async fn of_earlier(
        transaction: &mut CustomerTransaction,
        scope: CustomerScope,
        id: &str,
    ) -> Result<Self, StoreError> {
        let order = order(transaction, scope, parsed(id)?).await?;
        order.map(Self::Ordered).ok_or_else(|| StoreError::Corrupt("an order is gone".into()))
    }
}

/// The reason of an order.
async fn reason_of(transaction: &mut CustomerTransaction, order: OrderId) -> Result<Option<String>, StoreError> {
    let query = sqlx::query_scalar(REASON).bind(order.to_string());
    query.one(&mut **transaction).await
}

/// A purchase is a subscription of its own, under the order's id.
async fn add_seats(
    transaction: &mut CustomerTransaction,
    order: OrderId,
    sku: SkuId,
    quantity: i64,
) -> Result<(), StoreError> {
    let customer = transaction.customer();
    sqlx::query(SUBSCRIBE)
        .bind(order.to_string())
        .bind(customer.to_string())
        .bind(sku.to_string())
        .bind(quantity)
        .run(&mut **transaction)
        .await?;
    sqlx::query(ADD_SEATS)
        .bind(customer.to_string())
        .bind(sku.to_string())
        .bind(quantity)
        .run(&mut **transaction)
        .await
        .map(|_| ())
}

pub(in crate::store) fn statements() -> Vec<String> {
    [SOURCE, OWNED, EARLIER, ADD, CONFIRM, SUBSCRIBE, ADD_SEATS, SEATS, REASON].map(String::from).into()
}

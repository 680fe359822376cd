//! The store port for orders of seats.

use crate::access::CustomerScope;
use crate::console::purchase::{BuyReply, BuyRequest, Order};
use crate::ids::OrderId;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Orders of seats.
#[async_trait]
pub trait OrderStore: Send + Sync {
    /// Buys seats: immediately for a Local customer, otherwise by recording an order.
    async fn buy(&self, scope: CustomerScope, request: &BuyRequest, stamp: Stamp) -> Result<BuyReply, StoreError>;
    /// Confirms a recorded order, so that its seats count. Confirming twice counts once. `None` if there is no such
    /// order. The reason is the order's.
    async fn confirm_order(
        &self,
        scope: CustomerScope,
        order: OrderId,
        stamp: Stamp,
    ) -> Result<Option<Order>, StoreError>;
}

/// Orders that are not confirmed.
#[async_trait]
pub trait OpenOrderStore: Send + Sync {
    /// Recorded orders that are not confirmed, oldest first, at most 200.
    async fn open_orders(&self, scope: CustomerScope) -> Result<Vec<Order>, StoreError>;
}

//! Buying seats.

use super::reason::Reason;
use crate::directory::seats::SeatQuantity;
use crate::ids::{IdempotencyKey, OrderId, SkuId};
use serde::{Deserialize, Serialize};

/// The browser's request to buy seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyRequest {
    /// The same key sent again buys only once.
    pub key: IdempotencyKey,
    /// The product.
    pub sku_id: SkuId,
    /// The number of additional seats.
    pub quantity: SeatQuantity,
    /// The reason, if given.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// The state of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderState {
    /// Recorded, and still to be bought in Partner Center or from the distributor. Its seats do not count yet.
    Recorded,
    /// Bought. Its seats count.
    Confirmed,
}

impl OrderState {
    /// The state's name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "Recorded",
            Self::Confirmed => "Confirmed",
        }
    }
}

/// An order for more seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// The product.
    pub sku_id: SkuId,
    /// The product's name.
    pub product: String,
    /// The number of seats.
    pub quantity: i64,
    /// The state.
    pub state: OrderState,
    /// The name of the person who ordered.
    pub actor: String,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
}

/// The reply to a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuyReply {
    /// Ordered, now or before under the same key.
    Ordered(Order),
    /// The customer has no subscription for the product.
    NotOwned,
    /// The key was used for another request.
    KeyReused,
    /// The same request is running. Asking again gives its order.
    InFlight,
    /// The partner requires a reason, and none was given.
    ReasonMissing,
}

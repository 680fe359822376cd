//! Buying seats.

use super::reason::Reason;
use crate::directory::seats::SeatQuantity;
use crate::ids::{IdempotencyKey, OrderId, SkuId};
use serde::{Deserialize, Serialize};

/// A purchase as the browser asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyRequest {
    /// Sending the same key again buys once.
    pub key: IdempotencyKey,
    /// The product.
    pub sku_id: SkuId,
    /// How many seats more.
    pub quantity: SeatQuantity,
    /// Why, if it was said.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderState {
    /// Written down; to be bought in Partner Center or from the distributor. Its seats do not count yet.
    Recorded,
    /// Bought; its seats count.
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
    /// How many seats.
    pub quantity: i64,
    /// How far it is.
    pub state: OrderState,
    /// Who ordered.
    pub actor: String,
    /// When (UTC, epoch milliseconds).
    pub created: i64,
}

/// What became of a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuyReply {
    /// Ordered, now or before under the same key.
    Ordered(Order),
    /// The customer owns no subscription of the product.
    NotOwned,
    /// The key was used for another request.
    KeyReused,
    /// The same request is being worked on; asking again gives its order.
    InFlight,
    /// The partner requires a reason, and none came with it.
    ReasonMissing,
}

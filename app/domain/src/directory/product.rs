//! Products (SKUs), their service plans, and a customer's subscriptions for them.

use super::seats::Seats;
use crate::ids::{PlanId, SkuId, SubscriptionId};
use serde::{Deserialize, Serialize};

/// Whether a product or service plan is for single users or the whole company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AppliesTo {
    /// Assigned to single users.
    #[default]
    User,
    /// Works for the whole company; never assigned to a user.
    Company,
}

/// A service plan: one app inside a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServicePlan {
    /// Its id, the same in every product that contains it.
    pub id: PlanId,
    /// Microsoft's name, such as `EXCHANGE_S_ENTERPRISE`.
    pub name: String,
    /// The display name, such as “Exchange Online (Plan 2)”.
    pub friendly_name: String,
    /// For users or the whole company. Plans for the company have no box.
    #[serde(default)]
    pub applies_to: AppliesTo,
}

/// A product (SKU) of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its id.
    pub sku_id: SkuId,
    /// Microsoft's string id (part number), such as `SPE_E3`.
    pub part_number: String,
    /// The display name.
    pub name: String,
    /// For users or the whole company.
    #[serde(default)]
    pub applies_to: AppliesTo,
    /// The service plans, in the catalogue's order.
    pub plans: Vec<ServicePlan>,
}

/// The state of a subscription, as Microsoft calls it; worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Capability {
    /// Ended. Nothing can be assigned.
    Deleted,
    /// Locked by Microsoft.
    LockedOut,
    /// Suspended. Data is kept for a while.
    Suspended,
    /// In its grace period, and still assignable.
    Warning,
    /// Active.
    Enabled,
}

impl Capability {
    /// The capability's name, as stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deleted => "Deleted",
            Self::LockedOut => "LockedOut",
            Self::Suspended => "Suspended",
            Self::Warning => "Warning",
            Self::Enabled => "Enabled",
        }
    }

    /// Reads a name in any case; `None` for unknown names.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Deleted, Self::LockedOut, Self::Suspended, Self::Warning, Self::Enabled]
            .into_iter()
            .find(|capability| capability.as_str().eq_ignore_ascii_case(text))
    }

    /// Whether seats of such a subscription count as owned and can be assigned.
    pub fn assignable(self) -> bool {
        self >= Self::Warning
    }
}

/// The channel through which a subscription was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Channel {
    /// The cloud-solution-provider program.
    Csp,
    /// New commerce.
    NewCommerce,
    /// The marketplace, from another publisher.
    Marketplace,
    /// A software purchase.
    Software,
    /// The customer's files do not tell.
    Unknown,
}

impl Channel {
    /// The channel's name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csp => "csp",
            Self::NewCommerce => "new-commerce",
            Self::Marketplace => "marketplace",
            Self::Software => "software",
            Self::Unknown => "unknown",
        }
    }

    /// Reads a stored name; `None` for unknown names.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Csp, Self::NewCommerce, Self::Marketplace, Self::Software, Self::Unknown]
            .into_iter()
            .find(|one| one.as_str() == text)
    }
}

/// A subscription: one purchase of a product by a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// The product.
    pub sku_id: SkuId,
    /// Active seats.
    pub enabled: i64,
    /// Seats in the grace period.
    pub warning: i64,
    /// Suspended seats. They do not count as owned.
    pub suspended: i64,
    /// The state.
    pub capability: Capability,
    /// The channel.
    pub channel: Channel,
    /// The publisher who manages its licenses, if neither the customer nor the partner does.
    pub publisher: Option<String>,
}

/// A product of one customer, with its seats and the limits of assigning it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerProduct {
    /// The product.
    pub product: Product,
    /// The seats; `None` if the customer has no subscription for it.
    pub seats: Option<Seats>,
    /// The best capability of its subscriptions.
    pub capability: Option<Capability>,
    /// The publisher who manages its licenses, if any.
    pub publisher: Option<String>,
}

impl CustomerProduct {
    /// The number of free seats; zero if nothing is owned.
    pub fn available(&self) -> i64 {
        self.seats.map_or(0, Seats::available)
    }
}

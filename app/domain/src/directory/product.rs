//! Products (SKUs), their service plans, and the subscriptions through which a customer owns them.

use super::seats::Seats;
use crate::ids::{PlanId, SkuId, SubscriptionId};
use serde::{Deserialize, Serialize};

/// Whom a product or a service plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AppliesTo {
    /// Assigned to single users.
    #[default]
    User,
    /// Works for the whole company; never assigned to a user.
    Company,
}

/// One app inside a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServicePlan {
    /// Its id, the same in every product that contains it.
    pub id: PlanId,
    /// Microsoft's name, such as `EXCHANGE_S_ENTERPRISE`.
    pub name: String,
    /// The name people know, such as “Exchange Online (Plan 2)”.
    pub friendly_name: String,
    /// Plans for the whole company have no box.
    #[serde(default)]
    pub applies_to: AppliesTo,
}

/// A SKU of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its id.
    pub sku_id: SkuId,
    /// Microsoft's string id, such as `SPE_E3`.
    pub part_number: String,
    /// The name people know.
    pub name: String,
    /// Whom it is for.
    #[serde(default)]
    pub applies_to: AppliesTo,
    /// What is inside, in the catalogue's order.
    pub plans: Vec<ServicePlan>,
}

/// How well a subscription is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Capability {
    /// Ended; nothing can be assigned.
    Deleted,
    /// Locked by Microsoft.
    LockedOut,
    /// Stopped; data is kept for a while.
    Suspended,
    /// In its grace period; still assignable.
    Warning,
    /// In order.
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

    /// Reads a name in any case; anything unknown is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Deleted, Self::LockedOut, Self::Suspended, Self::Warning, Self::Enabled]
            .into_iter()
            .find(|capability| capability.as_str().eq_ignore_ascii_case(text))
    }

    /// Whether seats of such a subscription count and can be given.
    pub fn assignable(self) -> bool {
        self >= Self::Warning
    }
}

/// Through which channel a subscription was bought.
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
}

impl Channel {
    /// The channel's name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csp => "csp",
            Self::NewCommerce => "new-commerce",
            Self::Marketplace => "marketplace",
            Self::Software => "software",
        }
    }
}

/// What a customer owns of a product, in one purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// The product.
    pub sku_id: SkuId,
    /// Seats in order.
    pub enabled: i64,
    /// Seats in their grace period.
    pub warning: i64,
    /// Seats that are stopped; they do not count as owned.
    pub suspended: i64,
    /// How well it is.
    pub capability: Capability,
    /// How it was bought.
    pub channel: Channel,
    /// The publisher who manages its licenses, if that is not the customer or the partner.
    pub publisher: Option<String>,
}

/// A product at one customer: the product, its seats, and why it may not be assignable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerProduct {
    /// The product.
    pub product: Product,
    /// The seats; `None` when the customer owns no subscription of it.
    pub seats: Option<Seats>,
    /// The best capability of its subscriptions.
    pub capability: Option<Capability>,
    /// The publisher who manages its licenses, if any.
    pub publisher: Option<String>,
}

impl CustomerProduct {
    /// What can still be given; zero when nothing is owned.
    pub fn available(&self) -> i64 {
        self.seats.map_or(0, Seats::available)
    }
}

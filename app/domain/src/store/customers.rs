//! The store port for customers, and for searching all of them.

use crate::access::{Actor, CustomerAccess, CustomerScope};
use crate::bounds::{self, SEARCH_MAX};
use crate::console::bought::Purchase;
use crate::console::security::SecurityEvent;
use crate::directory::customer::{Customer, CustomerRow, CustomerSort};
use crate::directory::found::Found;
use crate::directory::page::{Cursor, Page, PageSize};
use crate::directory::password::Secret;
use crate::directory::tag::{TAGS_MAX, Tag, TagsRefused};
use crate::ids::{CustomerId, SubscriptionId};
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The customers that a list requests.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerQuery {
    /// The beginning of a name or domain, or a whole Microsoft ID.
    #[serde(deserialize_with = "bounds::text::<SEARCH_MAX, _>")]
    pub search: String,
    /// The order.
    #[serde(default)]
    pub sort: CustomerSort,
    /// The page.
    pub place: Cursor<CustomerId>,
    /// The number of rows.
    pub size: PageSize,
}

/// The most tags of all customers that are listed.
pub const TAGS_LISTED_MAX: i64 = 200;

/// A change of a customer's tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagsChange {
    /// The tags that were seen.
    #[serde(deserialize_with = "bounds::list::<TAGS_MAX, _, _>")]
    pub seen: BTreeSet<Tag>,
    /// The tags afterwards.
    #[serde(deserialize_with = "bounds::list::<TAGS_MAX, _, _>")]
    pub tags: BTreeSet<Tag>,
}

/// Customers, and searching all of them.
#[async_trait]
pub trait CustomerStore: Send + Sync {
    /// The customers of the actor's partner, in the requested order.
    async fn customers(&self, actor: &Actor, query: &CustomerQuery) -> Result<Page<CustomerRow>, StoreError>;
    /// The customer.
    async fn customer(&self, scope: CustomerScope) -> Result<Customer, StoreError>;
}

/// The product keys of purchases.
#[async_trait]
pub trait ProductKeyStore: Send + Sync {
    /// The product keys of a purchase, with a note in the activity log. None if there is no such purchase, or it has no keys.
    async fn show_product_keys(
        &self,
        scope: CustomerScope,
        subscription: SubscriptionId,
        stamp: Stamp,
    ) -> Result<Vec<Secret>, StoreError>;
}

/// The purchases of a customer.
#[async_trait]
pub trait PurchaseStore: Send + Sync {
    /// Everything that was bought for the customer.
    async fn purchases(&self, scope: CustomerScope) -> Result<Vec<Purchase>, StoreError>;
}

/// The tags of customers.
#[async_trait]
pub trait TagStore: Send + Sync {
    /// The tags of the customers that the actor may see, in order. At most [`TAGS_LISTED_MAX`].
    async fn tags(&self, actor: &Actor) -> Result<Vec<Tag>, StoreError>;
    /// Gives the customer these tags instead of those that were seen, and notes the event. Those that it has now.
    async fn set_tags(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        change: &TagsChange,
        event: &SecurityEvent,
    ) -> Result<Result<Vec<String>, TagsRefused>, StoreError>;
}

/// The search over all customers.
#[async_trait]
pub trait SearchStore: Send + Sync {
    /// The first customers with these words or this id, and the first users of all customers whose users the actor may see
    /// now; nothing for empty text.
    async fn find(&self, actor: &Actor, text: &str, now: i64) -> Result<Found, StoreError>;
}

/// The facts that decide the access to a customer.
#[async_trait]
pub trait CustomerAccessStore: Send + Sync {
    /// The facts about a customer before the actor may touch it; `None` if there is no such customer. `now` decides which
    /// admin relationships are active (UTC, epoch milliseconds).
    async fn customer_access(
        &self,
        actor: &Actor,
        customer: CustomerId,
        now: i64,
    ) -> Result<Option<CustomerAccess>, StoreError>;
}

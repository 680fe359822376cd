//! The store port for the activity log.

use crate::access::{Actor, CustomerScope};
use crate::console::activity::{ActivityPerson, ActivityQuery, ActivityRow};
use crate::console::chain::ChainVerification;
use crate::console::portal_activity::SeenActivity;
use crate::directory::page::{Cursor, Page, PageSize};
use crate::ids::ActivityId;
use crate::store::StoreError;
use async_trait::async_trait;

/// The activity log.
#[async_trait]
pub trait ActivityStore: Send + Sync {
    /// A page of the customer's activity log, newest first.
    async fn activity(&self, scope: CustomerScope, query: &ActivityQuery) -> Result<Page<ActivityRow>, StoreError>;
    /// A page of the activity log over all customers whose users the actor may see now, newest first.
    async fn partner_activity(
        &self,
        actor: &Actor,
        query: &ActivityQuery,
        now: i64,
    ) -> Result<Page<ActivityRow>, StoreError>;
    /// The people that the activity can be filtered by, in order of their names, people of portals last; at most
    /// [`crate::console::activity::PEOPLE_MAX`]. These are the people of the actor's own tenant, and everybody with a
    /// row that the actor may see now. An actor without a tenant gets all people of the partner, and of the portals of
    /// customers whose users the actor may see. Custom permissions for some customers show only people with a row
    /// there.
    async fn people(&self, actor: &Actor, now: i64) -> Result<Vec<ActivityPerson>, StoreError>;
}

/// The hash chain of the activity log.
#[async_trait]
pub trait ChainStore: Send + Sync {
    /// Checks the rows of the customer's chain with these numbers, and that the first follows the row before it.
    async fn verify_activity(
        &self,
        scope: CustomerScope,
        first: i64,
        last: i64,
    ) -> Result<ChainVerification, StoreError>;
}

/// The activity log as the customer's own people see it.
#[async_trait]
pub trait SeenActivityStore: Send + Sync {
    /// A page of the customer's activity log as its own people see it, newest first.
    async fn seen_activity(
        &self,
        scope: CustomerScope,
        place: Cursor<ActivityId>,
        size: PageSize,
    ) -> Result<Page<SeenActivity>, StoreError>;
}

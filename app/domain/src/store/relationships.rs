//! The store port for admin relationships and the reseller relationship.

use crate::access::relationship::{CustomerRelationships, RelationshipGrant};
use crate::access::relationship_list::{RelationshipQuery, RelationshipRow};
use crate::access::relationship_request::{ApprovalLink, CustomerAnswer, RelationshipRequest};
use crate::access::relationship_rules::{RelationshipChange, RelationshipForm, RelationshipRefused};
use crate::access::reseller::{ResellerEvent, ResellerRefused};
use crate::access::{Actor, CustomerScope};
use crate::console::security::SecurityEvent;
use crate::directory::page::Page;
use crate::ids::{AccessAssignmentId, CustomerId, RelationshipId};
use crate::store::StoreError;
use async_trait::async_trait;

/// Admin relationships and the reseller relationship. Each write is refused or done as a whole, and notes its security
/// event.
#[async_trait]
pub trait RelationshipStore: Send + Sync {
    /// The relationships with a customer. An actor that may change them gets the partner's groups too: those whose
    /// people the actor can manage. Other groups come without their names.
    async fn relationships(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        now: i64,
    ) -> Result<CustomerRelationships, StoreError>;
}

/// The grants of relationships.
#[async_trait]
pub trait RelationshipGrantStore: Send + Sync {
    /// The grants of the relationships with a customer to the actor's groups at a moment.
    async fn roles_at(&self, actor: &Actor, customer: CustomerId, now: i64) -> Result<RelationshipGrant, StoreError>;
}

/// The reseller relationship with a customer.
#[async_trait]
pub trait ResellerStore: Send + Sync {
    /// Changes the reseller relationship with a customer.
    async fn change_reseller(
        &self,
        scope: CustomerScope,
        change: ResellerEvent,
        event: &SecurityEvent,
    ) -> Result<Result<(), ResellerRefused>, StoreError>;
}

/// Requests that a customer answers by a link.
#[async_trait]
pub trait RelationshipRequestStore: Send + Sync {
    /// The request with this link, if the customer can answer it.
    async fn open_request(&self, token_hash: &str, now: i64) -> Result<Option<RelationshipRequest>, StoreError>;
    /// The customer's answer, by the link. It uses the link up. `None` if the request can't be answered any more.
    async fn answer_request(
        &self,
        token_hash: &str,
        answer: CustomerAnswer,
        event: &SecurityEvent,
    ) -> Result<Option<RelationshipRequest>, StoreError>;
}

/// Changes of relationships. Each write is refused or done as a whole, and notes its security event.
#[async_trait]
pub trait RelationshipChangeStore: Send + Sync {
    /// Requests a relationship, which the customer can approve by the link.
    async fn request_relationship(
        &self,
        scope: CustomerScope,
        id: RelationshipId,
        form: &RelationshipForm,
        link: &ApprovalLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), RelationshipRefused>, StoreError>;
    /// Gives a requested relationship another link. The one before is void.
    async fn ask_customer(
        &self,
        scope: CustomerScope,
        id: RelationshipId,
        link: &ApprovalLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), RelationshipRefused>, StoreError>;
    /// Changes a relationship. A new assignment gets the id `fresh`.
    async fn change_relationship(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        id: RelationshipId,
        change: &RelationshipChange,
        fresh: AccessAssignmentId,
        event: &SecurityEvent,
    ) -> Result<Result<(), RelationshipRefused>, StoreError>;
}

/// The relationships with all customers.
#[async_trait]
pub trait RelationshipListStore: Send + Sync {
    /// A page of the relationships with all customers of the actor's partner, in order of their ends.
    async fn relationships_of_all(
        &self,
        actor: &Actor,
        query: RelationshipQuery,
        now: i64,
    ) -> Result<Page<RelationshipRow>, StoreError>;
    /// How many relationships of the actor's partner end soon.
    async fn expiring_relationships(&self, actor: &Actor, now: i64) -> Result<i64, StoreError>;
}

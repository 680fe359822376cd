//! Admin relationships: reading, listing, changing and importing them, the customer's answer, what they grant, and the
//! reseller relationship.

mod answer;
mod change;
pub mod due;
mod grants;
pub mod import;
mod list;
mod policy;
mod read;
mod reseller;

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use async_trait::async_trait;
use domain::access::relationship::{CustomerRelationships, RelationshipGrant};
use domain::access::relationship_list::{RelationshipQuery, RelationshipRow};
use domain::access::relationship_request::{ApprovalLink, CustomerAnswer, RelationshipRequest};
use domain::access::relationship_rules::{RelationshipChange, RelationshipForm, RelationshipRefused};
use domain::access::reseller::{ResellerEvent, ResellerRefused};
use domain::access::{Actor, CustomerScope};
use domain::console::security::SecurityEvent;
use domain::directory::page::Page;
use domain::ids::{AccessAssignmentId, CustomerId, RelationshipId};
use domain::store::{RelationshipStore, StoreError};

#[async_trait]
impl RelationshipStore for SqlStore {
    async fn relationships(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        now: i64,
    ) -> Result<CustomerRelationships, StoreError> {
        self.relationships_of(actor, scope, now).await
    }

    async fn relationships_of_all(
        &self,
        actor: &Actor,
        query: RelationshipQuery,
        now: i64,
    ) -> Result<Page<RelationshipRow>, StoreError> {
        self.relationships_page(actor, query, now).await
    }

    async fn expiring_relationships(&self, actor: &Actor, now: i64) -> Result<i64, StoreError> {
        self.count_expiring(actor, now).await
    }

    async fn request_relationship(
        &self,
        scope: CustomerScope,
        id: RelationshipId,
        form: &RelationshipForm,
        link: &ApprovalLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), RelationshipRefused>, StoreError> {
        self.request(scope.customer(), id, form, link, event).await
    }

    async fn ask_customer(
        &self,
        scope: CustomerScope,
        id: RelationshipId,
        link: &ApprovalLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), RelationshipRefused>, StoreError> {
        self.renew_link(scope.customer(), id, link, event).await
    }

    async fn change_relationship(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        id: RelationshipId,
        change: &RelationshipChange,
        fresh: AccessAssignmentId,
        event: &SecurityEvent,
    ) -> Result<Result<(), RelationshipRefused>, StoreError> {
        self.change(actor, (scope.customer(), id), change, fresh, event).await
    }

    async fn open_request(&self, token_hash: &str, now: i64) -> Result<Option<RelationshipRequest>, StoreError> {
        self.request_of_link(token_hash, now).await
    }

    async fn answer_request(
        &self,
        token_hash: &str,
        answer: CustomerAnswer,
        event: &SecurityEvent,
    ) -> Result<Option<RelationshipRequest>, StoreError> {
        self.answer(token_hash, answer, event).await
    }

    async fn change_reseller(
        &self,
        scope: CustomerScope,
        change: ResellerEvent,
        event: &SecurityEvent,
    ) -> Result<Result<(), ResellerRefused>, StoreError> {
        self.write_reseller(scope.customer(), change, event).await
    }

    async fn roles_at(&self, actor: &Actor, customer: CustomerId, now: i64) -> Result<RelationshipGrant, StoreError> {
        self.granted(actor, customer, now).await
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [
        answer::statements(),
        change::statements(),
        due::statements(),
        grants::statements(),
        import::statements(),
        list::statements(dialect),
        policy::statements(),
        read::statements(),
        reseller::statements(),
    ]
    .concat()
}

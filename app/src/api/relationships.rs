//! Relationships with customers: admin relationships and the reseller relationship.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::Services;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::CustomerScope;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::access::relationship::CustomerRelationships;
#[cfg(feature = "ssr")]
use domain::access::relationship::{APPROVAL_DAYS, DAY_MS};
use domain::access::relationship_list::{RelationshipQuery, RelationshipRow};
#[cfg(feature = "ssr")]
use domain::access::relationship_request::ApprovalLink;
use domain::access::relationship_rules::{RelationshipChange, RelationshipForm, RelationshipRefused};
use domain::access::reseller::{ResellerEvent, ResellerRefused};
#[cfg(feature = "ssr")]
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::page::Page;
#[cfg(feature = "ssr")]
use domain::directory::password::{Secret, digest};
#[cfg(feature = "ssr")]
use domain::ids::AccessAssignmentId;
use domain::ids::{CustomerId, RelationshipId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The result of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelationshipsReply {
    /// It was done. The relationships as they are now.
    Done(CustomerRelationships),
    /// It was refused; nothing was changed.
    Refused(RelationshipRefused),
}

/// The result of changing the reseller relationship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResellerReply {
    /// It was done. The relationships as they are now.
    Done(CustomerRelationships),
    /// It was refused; nothing was changed.
    Refused(ResellerRefused),
}

/// The result of asking a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AskReply {
    /// The customer can answer by a new link.
    Asked {
        /// The path of the link. Only this reply contains it.
        path: String,
        /// Expiry of the link (UTC, epoch milliseconds).
        expires: i64,
        /// The relationships as they are now.
        relationships: CustomerRelationships,
    },
    /// It was refused; nothing was changed.
    Refused(RelationshipRefused),
}

/// The relationships with a customer.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "relationships/of-customer", protocol = JsonHttp)]
pub async fn list_relationships(customer: CustomerId) -> Result<CustomerRelationships, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::SeeCustomers, customer).await?;
    services.relationships_now(scope).await
}

/// A page of the relationships with all customers.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "relationships/of-all", protocol = JsonHttp)]
pub async fn list_all_relationships(query: RelationshipQuery) -> Result<Page<RelationshipRow>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::SeeCustomers).await?;
    Ok(services.store.relationships_of_all(&actor, query, (services.now)()).await?)
}

/// Requests an admin relationship. The link by which the customer answers is in the reply.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "relationships/request", protocol = Proving)]
pub async fn request_relationship(customer: CustomerId, form: RelationshipForm) -> Result<AskReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManageRelationships, customer).await?;
    let (link, path) = services.approval_link();
    let id = RelationshipId::new(uuid::Uuid::new_v4());
    let event = services.about_customer(scope, SecurityEventKind::RelationshipRequested)?;
    let done = services.store.request_relationship(scope, id, &form, &link, &event).await?;
    services.asked(scope, done, link, path).await
}

/// Gives a requested relationship another link, which is in the reply. The one before is void.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "relationships/ask", protocol = Proving)]
pub async fn ask_customer(customer: CustomerId, relationship: RelationshipId) -> Result<AskReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManageRelationships, customer).await?;
    let (link, path) = services.approval_link();
    let event = services.about_customer(scope, SecurityEventKind::RelationshipRequested)?;
    let done = services.store.ask_customer(scope, relationship, &link, &event).await?;
    services.asked(scope, done, link, path).await
}

/// Changes an admin relationship.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "relationships/change", protocol = Proving)]
pub async fn change_relationship(
    customer: CustomerId,
    relationship: RelationshipId,
    change: RelationshipChange,
) -> Result<RelationshipsReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManageRelationships, customer).await?;
    let (actor, fresh) = (crate::services::actor()?, AccessAssignmentId::new(uuid::Uuid::new_v4()));
    let kind = match change {
        RelationshipChange::Assign(_) => SecurityEventKind::GroupAssigned,
        RelationshipChange::Unassign(_) => SecurityEventKind::GroupUnassigned,
        RelationshipChange::Terminate => SecurityEventKind::RelationshipTerminated,
        RelationshipChange::AutoExtend(_) => SecurityEventKind::AutoExtendChanged,
    };
    let event = services.about_customer(scope, kind)?;
    match services.store.change_relationship(&actor, scope, relationship, &change, fresh, &event).await? {
        Ok(()) => Ok(RelationshipsReply::Done(services.relationships_now(scope).await?)),
        Err(refused) => {
            services.note_refusal_at(&actor, scope, &refused).await;
            Ok(RelationshipsReply::Refused(refused))
        }
    }
}

/// Changes the reseller relationship.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "relationships/reseller", protocol = Proving)]
pub async fn change_reseller(customer: CustomerId, change: ResellerEvent) -> Result<ResellerReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManageRelationships, customer).await?;
    let kind = match change {
        ResellerEvent::Request => SecurityEventKind::ResellerRequested,
        ResellerEvent::Accept => SecurityEventKind::ResellerAccepted,
        ResellerEvent::Remove => SecurityEventKind::ResellerRemoved,
    };
    let event = services.about_customer(scope, kind)?;
    match services.store.change_reseller(scope, change, &event).await? {
        Ok(()) => Ok(ResellerReply::Done(services.relationships_now(scope).await?)),
        Err(refused) => {
            services.note_refusal_at(&crate::services::actor()?, scope, &refused).await;
            Ok(ResellerReply::Refused(refused))
        }
    }
}

#[cfg(feature = "ssr")]
impl Services {
    /// The relationships with the customer, as the signed-in person sees them.
    async fn relationships_now(&self, scope: CustomerScope) -> Result<CustomerRelationships, ApiError> {
        Ok(self.store.relationships(&crate::services::actor()?, scope, (self.now)()).await?)
    }

    /// A security event of this request about a customer.
    fn about_customer(&self, scope: CustomerScope, kind: SecurityEventKind) -> Result<SecurityEvent, ApiError> {
        Ok(self.event(&crate::services::actor()?, kind).about(scope.customer()))
    }

    /// A new link by which a customer answers, and its path.
    fn approval_link(&self) -> (ApprovalLink, String) {
        let token = Secret::token(crate::services::random);
        let expires = (self.now)() + APPROVAL_DAYS * DAY_MS;
        (
            ApprovalLink { token_hash: digest(token.reveal()), expires },
            crate::paths::relationship_request(token.reveal()),
        )
    }

    async fn asked(
        &self,
        scope: CustomerScope,
        done: Result<(), RelationshipRefused>,
        link: ApprovalLink,
        path: String,
    ) -> Result<AskReply, ApiError> {
        match done {
            Ok(()) => {
                let relationships = self.relationships_now(scope).await?;
                Ok(AskReply::Asked { path, expires: link.expires, relationships })
            }
            Err(refused) => {
                self.note_refusal_at(&crate::services::actor()?, scope, &refused).await;
                Ok(AskReply::Refused(refused))
            }
        }
    }
}

//! The store port for organization tenants.

use crate::access::Actor;
use crate::access::tenant::{Tenant, TenantChange};
use crate::access::tenant_rules::TenantRefused;
use crate::console::security::SecurityEvent;
use crate::ids::CustomerId;
use crate::store::StoreError;
use async_trait::async_trait;

/// The partner's own organizations.
#[async_trait]
pub trait TenantStore: Send + Sync {
    /// The own organizations whose people the actor can manage, in order of their names, whether they are associated or not.
    async fn tenants(&self, actor: &Actor) -> Result<Vec<Tenant>, StoreError>;
    /// Associates the partner's account with a tenant, or ends that, and notes the event. Sessions of a tenant's people end with
    /// it.
    async fn change_tenant(
        &self,
        actor: &Actor,
        tenant: CustomerId,
        change: TenantChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), TenantRefused>, StoreError>;
}

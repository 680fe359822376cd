//! Organization tenants.

use crate::error::ApiError;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::access::tenant::{Tenant, TenantChange};
use domain::access::tenant_rules::TenantRefused;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::ids::CustomerId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// The result of a change of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TenantsReply {
    /// It was done. The own organizations as they are now.
    Done(Vec<Tenant>),
    /// It was refused; nothing was changed.
    Refused(TenantRefused),
}

/// The own organizations of the partner, whether its account is associated with them or not.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "tenants/list", input = Json)]
pub async fn list_tenants() -> Result<Vec<Tenant>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManageAccount).await?;
    Ok(services.store.tenants(&actor).await?)
}

/// Associates the partner's account with a tenant, or ends that.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "tenants/change", protocol = Proving)]
pub async fn change_tenant(tenant: CustomerId, change: TenantChange) -> Result<TenantsReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManageAccount).await?;
    let kind = match change {
        TenantChange::Associate => SecurityEventKind::TenantAssociated,
        TenantChange::Dissociate => SecurityEventKind::TenantDissociated,
    };
    match services.store.change_tenant(&actor, tenant, change, &services.event(&actor, kind)).await? {
        Ok(()) => Ok(TenantsReply::Done(services.store.tenants(&actor).await?)),
        Err(refused) => {
            services.note_refusal(&actor, &refused).await;
            Ok(TenantsReply::Refused(refused))
        }
    }
}

//! Organization tenants: the list, associating the partner's account with one, and ending that.

use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::tenant::{Tenant, TenantChange};
use domain::access::tenant_rules::{TenantRefused, check_tenant_change, without_tenant};
use domain::console::security::SecurityEvent;
use domain::ids::{CustomerId, PartnerId};
use domain::store::{StoreError, TenantStore};
use sqlx::AnyExecutor;

/// The most own organizations that are listed.
const TENANTS_MAX: i64 = 100;

const TENANTS: &str = "SELECT id, name, primary_domain, live_users, on_premises, associated_at FROM customer \
    WHERE partner_id = $1 AND own_organization = 1 ORDER BY name_key, id LIMIT $2";
const ASSOCIATE: &str = "UPDATE customer SET associated_at = $3 \
    WHERE id = $1 AND partner_id = $2 AND own_organization = 1 AND associated_at IS NULL";
const DISSOCIATE: &str = "UPDATE customer SET associated_at = NULL \
    WHERE id = $1 AND partner_id = $2 AND own_organization = 1 AND associated_at IS NOT NULL";
/// A transaction that writes a tenant takes its lock before the partner's.
const LOCK: &str = "UPDATE customer SET name = name WHERE id = $1 AND partner_id = $2 AND own_organization = 1";
/// Sessions of its people stay over when the tenant is associated again. Then they end once more: somebody may have been signing in
/// while it was dissociated.
const END_SESSIONS: &str = "UPDATE partner_user SET sessions_from = $3 WHERE tenant_id = $1 AND partner_id = $2";

/// A row of [`TENANTS`].
#[derive(sqlx::FromRow)]
struct StoredTenant {
    id: String,
    name: String,
    primary_domain: String,
    live_users: i64,
    on_premises: i64,
    associated_at: Option<i64>,
}

impl StoredTenant {
    fn tenant(self) -> Result<Tenant, StoreError> {
        Ok(Tenant {
            id: parsed(&self.id)?,
            name: self.name,
            primary_domain: self.primary_domain,
            users: self.live_users,
            on_premises: self.on_premises == 1,
            associated: self.associated_at,
        })
    }
}

/// The own organizations of a partner, in order of their names.
pub(super) async fn tenants_of(
    connection: impl AnyExecutor<'_>,
    partner: PartnerId,
) -> Result<Vec<Tenant>, StoreError> {
    let rows: Vec<StoredTenant> =
        sqlx::query_as(TENANTS).bind(partner.to_string()).bind(TENANTS_MAX).all(connection).await?;
    rows.into_iter().map(StoredTenant::tenant).collect()
}

#[async_trait]
impl TenantStore for SqlStore {
    async fn tenants(&self, actor: &Actor) -> Result<Vec<Tenant>, StoreError> {
        let all = tenants_of(&self.read, actor.partner).await?;
        Ok(all.into_iter().filter(|tenant| actor.reaches(Some(tenant.id))).collect())
    }

    async fn change_tenant(
        &self,
        actor: &Actor,
        tenant: CustomerId,
        change: TenantChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), TenantRefused>, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(LOCK).bind(tenant.to_string()).bind(actor.partner.to_string());
        query.run(&mut *transaction).await?;
        let mut changing = self.lock_people_in(transaction, actor, event.at).await?;
        changing.people.tenants = tenants_of(&mut *changing.transaction, actor.partner).await?;
        if let Err(refused) = check_tenant_change(&changing.people, &changing.actor, tenant, change) {
            return Ok(Err(refused));
        }
        let name = changing.people.tenant(tenant).map(|tenant| tenant.name.clone()).unwrap_or_default();
        let (id, partner) = (tenant.to_string(), actor.partner.to_string());
        let sql = match change {
            TenantChange::Associate => sqlx::query(ASSOCIATE).bind(id.clone()).bind(partner.clone()).bind(event.at),
            TenantChange::Dissociate => sqlx::query(DISSOCIATE).bind(id.clone()).bind(partner.clone()),
        };
        if sql.run(&mut *changing.transaction).await? == 0 {
            return Ok(Ok(()));
        }
        sqlx::query(END_SESSIONS).bind(id).bind(partner).bind(event.at).run(&mut *changing.transaction).await?;
        if change == TenantChange::Dissociate {
            let after = without_tenant(&changing.people, tenant);
            changing.withdraw_unfounded(&after).await?;
        }
        changing.finish(&event.clone().in_tenant(Some(tenant)).done_to(&name)).await.map(Ok)
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [TENANTS, ASSOCIATE, DISSOCIATE, LOCK, END_SESSIONS].map(String::from).into()
}

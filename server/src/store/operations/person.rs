//! The person who saved an operation.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use domain::access::{Actor, CustomerScope, scope_of_begun, scope_of_saved};
use domain::ids::{CustomerId, OperationId, PartnerUserId};
use domain::store::StoreError;

const WHOSE: &str = "SELECT actor_id FROM operation WHERE id = $1";

impl SqlStore {
    /// The scope under which a deletion was planned. It was allowed then. The person may have left by now, and admin
    /// relationships may have ended. For users who are admins now, the present relationships decide.
    pub(in crate::store) async fn scope_of_planned(
        &self,
        operation: OperationId,
        customer: CustomerId,
        now: i64,
    ) -> Result<CustomerScope, StoreError> {
        let actor = self.person_of(operation).await?;
        let mut access = self.access_to(&actor, customer, now).await?;
        if let Some(access) = &mut access {
            access.authority = access.authority.as_planned();
        }
        scope_of_saved(&actor, customer, access).ok_or_else(gone)
    }

    /// The scope of an operation that another process began, under the admin relationships of now.
    pub(in crate::store) async fn scope_of_begun(
        &self,
        operation: OperationId,
        customer: CustomerId,
        now: i64,
    ) -> Result<CustomerScope, StoreError> {
        let actor = self.person_of(operation).await?;
        let access = self.access_to(&actor, customer, now).await?;
        scope_of_begun(&actor, customer, access).ok_or_else(gone)
    }

    async fn person_of(&self, operation: OperationId) -> Result<Actor, StoreError> {
        let actor: String = sqlx::query_scalar(WHOSE).bind(operation.to_string()).one(&self.write).await?;
        let actor: PartnerUserId = parsed(&actor)?;
        Ok(self.secret_by_id(actor).await?.ok_or_else(gone)?.actor)
    }
}

fn gone() -> StoreError {
    StoreError::Corrupt("the person of an operation is gone".into())
}

pub(in crate::store) fn statements() -> Vec<String> {
    vec![WHOSE.to_owned()]
}

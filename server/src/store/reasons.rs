//! Whether a partner asks for reasons.

use super::{SqlStore, database, parsed};
use domain::access::{Actor, CustomerScope};
use domain::console::reason::ReasonPolicy;
use domain::ids::PartnerId;
use domain::store::StoreError;
use sqlx::AnyConnection;

const OF_PARTNER: &str = "SELECT reason_policy FROM partner WHERE id = $1";
const OF_CUSTOMER: &str =
    "SELECT p.reason_policy FROM partner AS p JOIN customer AS c ON c.partner_id = p.id WHERE c.id = $1";
const SET: &str = "UPDATE partner SET reason_policy = $2 WHERE id = $1";

impl SqlStore {
    pub(super) async fn reason_policy_of(&self, actor: &Actor) -> Result<ReasonPolicy, StoreError> {
        self.partner_reason_policy(actor.partner).await
    }

    /// Whether a partner asks for reasons.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn partner_reason_policy(&self, partner: PartnerId) -> Result<ReasonPolicy, StoreError> {
        let query = sqlx::query_scalar::<_, String>(OF_PARTNER).bind(partner.to_string());
        parsed(&query.fetch_one(&self.vital).await.map_err(database)?)
    }

    /// Says whether a partner asks for reasons, from the next request on.
    ///
    /// # Errors
    /// When the database does not answer; it stays as it was then.
    pub async fn set_reason_policy(&self, partner: PartnerId, policy: ReasonPolicy) -> Result<(), StoreError> {
        let query = sqlx::query(SET).bind(partner.to_string()).bind(policy.as_str());
        query.execute(self.writer()).await.map(|_| ()).map_err(database)
    }
}

/// Whether reasons are asked for at a customer.
pub(super) async fn reason_policy(
    connection: &mut AnyConnection,
    scope: CustomerScope,
) -> Result<ReasonPolicy, StoreError> {
    let query = sqlx::query_scalar::<_, String>(OF_CUSTOMER).bind(scope.customer().to_string());
    parsed(&query.fetch_one(connection).await.map_err(database)?)
}

pub(super) fn statements() -> Vec<String> {
    [OF_PARTNER, OF_CUSTOMER, SET].map(String::from).into()
}

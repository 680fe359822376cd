//! Deleting a customer for everybody at once: one short transaction, however many users the customer has.

use super::{custom, ways_in};
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::people::people_transaction::PeopleTransaction;
use crate::store::people::security_log;
use async_trait::async_trait;
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope};
use domain::console::security::SecurityEvent;
use domain::directory::customer_deletion::{
    CustomerContents, DeletionForm, DeletionRefused, check_deletion, name_to_type,
};
use domain::ids::CustomerId;
use domain::store::{CustomerDeletionStore, StoreError};
use sqlx::AnyConnection;

/// The rows of an activity log have numbers without gaps.
const CONTENTS: &str = "SELECT c.name, c.primary_domain, c.live_users AS users, \
    (SELECT COUNT(*) FROM users AS u WHERE u.customer_id = c.id AND u.deleted IS NOT NULL) AS deleted_users, \
    (SELECT COUNT(*) FROM subscription AS s WHERE s.customer_id = c.id) AS purchases, \
    (SELECT COUNT(*) FROM relationship AS r WHERE r.customer_id = c.id) AS relationships, \
    (SELECT COUNT(*) FROM partner_user AS p WHERE p.customer_id = c.id AND p.removed IS NULL) AS portal_people, \
    CAST(COALESCE((SELECT MAX(a.sequence) FROM activity AS a WHERE a.customer_id = c.id), 0) AS BIGINT) AS activity \
    FROM customer AS c WHERE c.id = $1 AND c.deleted IS NULL";
/// Takes the customer's lock.
const LOCK: &str = "UPDATE customer SET version = version + 1 \
    WHERE id = $1 AND partner_id = $2 AND deleted IS NULL AND own_organization = 0";
const RUNNING: &str = "SELECT COUNT(*) FROM job WHERE customer_id = $1";
/// Nobody signs in to its portal any more, even if somebody is added to it at the same time.
const MARK: &str = "UPDATE customer SET deleted = $2, portal = 0 WHERE id = $1";

/// The row of [`CONTENTS`].
#[derive(sqlx::FromRow)]
struct StoredContents {
    name: String,
    primary_domain: String,
    users: i64,
    deleted_users: i64,
    purchases: i64,
    relationships: i64,
    portal_people: i64,
    activity: i64,
}

impl From<StoredContents> for CustomerContents {
    fn from(row: StoredContents) -> Self {
        let StoredContents { users, deleted_users, purchases, relationships, portal_people, activity, .. } = row;
        let name = name_to_type(&row.name, &row.primary_domain).to_owned();
        Self { name, users, deleted_users, purchases, relationships, portal_people, activity }
    }
}

#[async_trait]
impl CustomerDeletionStore for SqlStore {
    async fn customer_contents(&self, scope: CustomerScope) -> Result<CustomerContents, StoreError> {
        contents(&mut *self.reader().await?, scope.customer()).await
    }

    /// The customer's lock comes before that of the partner's people, as everywhere.
    async fn delete_customer(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        form: &DeletionForm,
        event: &SecurityEvent,
    ) -> Result<Result<(), DeletionRefused>, StoreError> {
        let customer = scope.customer();
        let mut transaction = self.begin().await?;
        let lock = sqlx::query(LOCK).bind(customer.to_string()).bind(actor.partner.to_string());
        if lock.run(&mut *transaction).await? == 0 {
            return Err(StoreError::CustomerGone);
        }
        let changing = self.lock_people_in(transaction, actor, event.at).await?;
        if changing.actor.may(Permission::DeleteCustomers).is_err() {
            return Ok(Err(DeletionRefused::OnlyGlobalAdmin));
        }
        let PeopleTransaction { mut transaction, actor, .. } = changing;
        let now = contents(&mut transaction, customer).await?;
        let running: i64 = sqlx::query_scalar(RUNNING).bind(customer.to_string()).one(&mut *transaction).await?;
        if let Err(refused) = check_deletion(form, &now, running > 0) {
            return Ok(Err(refused));
        }
        ways_in::close(&mut transaction, customer, event.at).await?;
        custom::forget(&mut transaction, actor.partner, customer).await?;
        sqlx::query(MARK).bind(customer.to_string()).bind(event.at).run(&mut *transaction).await?;
        security_log::keep(&mut transaction, &event.clone().done_to(&now.name)).await?;
        commit(transaction).await?;
        Ok(Ok(()))
    }
}

async fn contents(connection: &mut AnyConnection, customer: CustomerId) -> Result<CustomerContents, StoreError> {
    let query = sqlx::query_as::<_, StoredContents>(CONTENTS).bind(customer.to_string());
    query.optional(connection).await?.map(CustomerContents::from).ok_or(StoreError::CustomerGone)
}

pub(super) fn statements() -> Vec<String> {
    [CONTENTS, LOCK, RUNNING, MARK].map(String::from).into()
}

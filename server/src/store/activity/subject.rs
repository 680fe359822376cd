//! The digest of the operation or order that an activity row is about.

use super::StoredCounts;
use super::outcomes;
use crate::store::engine::fetch::Fetch;
use domain::console::action::Action;
use domain::console::chain::{Hash, about};
use domain::console::operation::{OperationCounts, OperationState};
use domain::console::operation_kind::OperationKind;
use domain::store::StoreError;
use sqlx::AnyConnection;
use uuid::Uuid;

const OPERATION: &str = "SELECT customer_id, actor_id, change, policy, undoes, kind, offboarding, planned_by, state, \
    stop_unsaid, created, user_count, changed_count, failed_count, unchanged_count, assigned_count, revoked_count, \
    direct_removed_count FROM operation WHERE id = $1";
const ORDER: &str = "SELECT customer_id, actor_id, sku_id, quantity, created FROM purchase_order WHERE id = $1";

/// The row of [`OPERATION`].
#[derive(sqlx::FromRow)]
struct LoggedOperation {
    customer_id: String,
    actor_id: String,
    change: String,
    policy: String,
    undoes: Option<String>,
    kind: String,
    offboarding: Option<String>,
    planned_by: Option<String>,
    state: String,
    stop_unsaid: i64,
    created: i64,
    #[sqlx(flatten)]
    counts: StoredCounts,
}

/// The row of [`ORDER`].
#[derive(sqlx::FromRow)]
struct LoggedOrder {
    customer_id: String,
    actor_id: String,
    sku_id: String,
    quantity: i64,
    created: i64,
}

/// The digest of the operation or order that an activity row is about. It covers the request and its results, but not
/// the key and the selection of the request. `None` for rows about something else, and where the subject is gone.
///
/// The digest of an operation's outcomes may be given, where they were just written. Otherwise the outcomes are read.
pub(super) async fn digest(
    connection: &mut AnyConnection,
    action: Action,
    subject: Uuid,
    outcomes: Option<Hash>,
) -> Result<Option<Hash>, StoreError> {
    let id = subject.to_string();
    match action {
        Action::LicensesBought | Action::PurchaseConfirmed => order(connection, &id).await,
        // Passwords and links that are handed out for an operation change nothing in it.
        Action::CustomerImported
        | Action::PersonalDataErased
        | Action::ErrorsDismissed
        | Action::ProductKeysShown
        | Action::PasswordsCreated
        | Action::PasswordLinksCreated
        | Action::PasswordShown
        // The operation is still running then.
        | Action::StopRequested
        | Action::TemplateSaved
        | Action::TemplateDeleted => Ok(None),
        Action::LicensesUpdated
        | Action::ChangeUndone
        | Action::SignInBlocked
        | Action::SignInAllowed
        | Action::UsersDeleted
        | Action::UsersRestored
        | Action::UsersErased
        | Action::UsersAdded
        | Action::UsersUploaded
        | Action::UsersUpdated
        | Action::PasswordsReset
        | Action::UsersOffboarded
        | Action::UsersReinstated
        | Action::DeletionsCancelled => operation(connection, &id, outcomes).await,
    }
}

async fn operation(
    connection: &mut AnyConnection,
    id: &str,
    outcomes: Option<Hash>,
) -> Result<Option<Hash>, StoreError> {
    let row: Option<LoggedOperation> = sqlx::query_as(OPERATION).bind(id).optional(&mut *connection).await?;
    let Some(row) = row else { return Ok(None) };
    let outcomes = match outcomes {
        Some(outcomes) => outcomes,
        None => outcomes::digest(connection, id).await?,
    };
    Ok(Some(row.digest(id, outcomes)))
}

impl LoggedOperation {
    fn digest(&self, id: &str, outcomes: Hash) -> Hash {
        let asked = [&self.customer_id, &self.actor_id, &self.change, &self.policy].map(|text| Some(text.as_str()));
        let mut texts = vec![Some(id)];
        texts.extend(asked);
        texts.push(self.undoes.as_deref());
        // Rows that are older than kinds have none in their digest.
        if self.kind != OperationKind::Licenses.as_str() {
            texts.push(Some(&self.kind));
        }
        // Rows that are older than offboardings have neither of these in their digest. Most operations have neither.
        if self.offboarding.is_some() || self.planned_by.is_some() {
            texts.extend([self.offboarding.as_deref(), self.planned_by.as_deref()]);
        }
        // Earlier versions did not put into the digest that an operation was stopped. The migration marked those rows.
        if self.state == OperationState::Cancelled.as_str() && self.stop_unsaid == 0 {
            texts.push(Some(&self.state));
        }
        let counts = OperationCounts::from(self.counts);
        let mut numbers = vec![self.created, counts.users, counts.changed, counts.failed, counts.unchanged];
        numbers.extend([counts.assigned, counts.revoked]);
        if counts.direct_removed != 0 {
            numbers.push(counts.direct_removed);
        }
        about("operation", &texts, &numbers, Some(outcomes))
    }
}

impl LoggedOrder {
    /// The state of an order is not in its digest, because its confirmation has an activity row of its own.
    fn digest(&self, id: &str) -> Hash {
        let texts = [id, &self.customer_id, &self.actor_id, &self.sku_id].map(Some);
        about("order", &texts, &[self.quantity, self.created], None)
    }
}

async fn order(connection: &mut AnyConnection, id: &str) -> Result<Option<Hash>, StoreError> {
    let row: Option<LoggedOrder> = sqlx::query_as(ORDER).bind(id).optional(connection).await?;
    Ok(row.map(|row| row.digest(id)))
}

pub(super) fn statements() -> Vec<String> {
    [OPERATION, ORDER].map(String::from).into()
}

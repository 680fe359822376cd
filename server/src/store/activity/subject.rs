//! What an activity row is about, and its digest.

use super::outcomes;
use crate::store::engine::fetch::Fetch;
use domain::console::action::Action;
use domain::console::chain::{Hash, about};
use domain::console::operation::{OperationKind, OperationState};
use domain::store::StoreError;
use sqlx::AnyConnection;
use uuid::Uuid;

const OPERATION: &str = "SELECT customer_id, actor_id, change, policy, undoes, kind, offboarding, planned_by, state, stop_unsaid, created, user_count, changed_count, failed_count, unchanged_count, assigned_count, revoked_count, direct_removed_count \
    FROM operation WHERE id = $1";
const ORDER: &str = "SELECT customer_id, actor_id, sku_id, quantity, created FROM purchase_order WHERE id = $1";

#[derive(sqlx::FromRow)]
struct Operation {
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
    user_count: i64,
    changed_count: i64,
    failed_count: i64,
    unchanged_count: i64,
    assigned_count: i64,
    revoked_count: i64,
    direct_removed_count: i64,
}

type Order = (String, String, String, i64, i64);

/// The digest of the operation or order that a row is about: what was asked and what became of it, but not the key and
/// the selection that served to send it. Nothing for rows that are about neither, and for what is gone.
///
/// The outcomes of an operation may be given, where they were just written; else they are read.
pub(super) async fn digest(
    connection: &mut AnyConnection,
    action: Action,
    subject: Uuid,
    outcomes: Option<Hash>,
) -> Result<Option<Hash>, StoreError> {
    let id = subject.to_string();
    match action {
        Action::LicensesBought | Action::PurchaseConfirmed => order(connection, &id).await,
        // What is handed out for an operation changes nothing of it.
        Action::CustomerImported
        | Action::PersonalDataErased
        | Action::ErrorsDismissed
        | Action::PasswordsCreated
        | Action::PasswordLinksCreated
        | Action::PasswordShown
        // It still runs then.
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
    let row: Option<Operation> = sqlx::query_as(OPERATION).bind(id).optional(&mut *connection).await?;
    let Some(row) = row else { return Ok(None) };
    let outcomes = match outcomes {
        Some(outcomes) => outcomes,
        None => outcomes::digest(connection, id).await?,
    };
    let asked = [&row.customer_id, &row.actor_id, &row.change, &row.policy].map(|text| Some(text.as_str()));
    let mut texts = vec![Some(id)];
    texts.extend(asked);
    texts.push(row.undoes.as_deref());
    // Rows of before there were kinds have none in their digest.
    if row.kind != OperationKind::Licenses.as_str() {
        texts.push(Some(&row.kind));
    }
    // The same goes for these: most operations have neither.
    if row.offboarding.is_some() || row.planned_by.is_some() {
        texts.extend([row.offboarding.as_deref(), row.planned_by.as_deref()]);
    }
    // Nearly all were done to their end. That one was stopped was not said before; which ones, the migration noted.
    if row.state == OperationState::Cancelled.as_str() && row.stop_unsaid == 0 {
        texts.push(Some(&row.state));
    }
    let counts = [row.user_count, row.changed_count, row.failed_count, row.unchanged_count];
    let mut numbers = [&[row.created][..], &counts, &[row.assigned_count, row.revoked_count]].concat();
    if row.direct_removed_count != 0 {
        numbers.push(row.direct_removed_count);
    }
    Ok(Some(about("operation", &texts, &numbers, Some(outcomes))))
}

/// An order's state is not in it: confirming it is an activity of its own.
async fn order(connection: &mut AnyConnection, id: &str) -> Result<Option<Hash>, StoreError> {
    let row: Option<Order> = sqlx::query_as(ORDER).bind(id).optional(connection).await?;
    Ok(row.map(|(customer, actor, sku, quantity, created)| {
        about("order", &[id, &customer, &actor, &sku].map(Some), &[quantity, created], None)
    }))
}

pub(super) fn statements() -> Vec<String> {
    [OPERATION, ORDER].map(String::from).into()
}

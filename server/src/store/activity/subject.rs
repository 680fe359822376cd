//! What an activity row is about, and its digest.

use super::super::database;
use super::outcomes;
use domain::console::action::Action;
use domain::console::chain::{Hash, about};
use domain::console::operation::OperationKind;
use domain::store::StoreError;
use sqlx::AnyConnection;
use uuid::Uuid;

const OPERATION: &str = "SELECT customer_id, actor_id, change, policy, undoes, kind, offboarding, planned_by, created, user_count, changed_count, failed_count, unchanged_count, assigned_count, revoked_count, direct_removed_count \
    FROM operation WHERE id = $1";
const ORDER: &str = "SELECT customer_id, actor_id, sku_id, quantity, created FROM purchase_order WHERE id = $1";

type Operation = (
    String,
    String,
    String,
    String,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    i64,
    i64,
    i64,
    i64,
    i64,
    i64,
    i64,
    i64,
);
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
        | Action::PasswordsCreated
        | Action::PasswordLinksCreated
        | Action::PasswordShown => Ok(None),
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
    let row: Option<Operation> =
        sqlx::query_as(OPERATION).bind(id).fetch_optional(&mut *connection).await.map_err(database)?;
    let Some(row) = row else { return Ok(None) };
    let (customer, actor, change, policy, undoes, kind, offboarding, planned_by, created, n1, n2, n3, n4, n5, n6, n7) =
        row;
    let outcomes = match outcomes {
        Some(outcomes) => outcomes,
        None => outcomes::digest(connection, id).await?,
    };
    let mut texts = vec![Some(id), Some(&customer), Some(&actor), Some(&change), Some(&policy), undoes.as_deref()];
    // Rows of before there were kinds have none in their digest.
    if kind != OperationKind::Licenses.as_str() {
        texts.push(Some(&kind));
    }
    // The same goes for these: most operations have neither.
    if offboarding.is_some() || planned_by.is_some() {
        texts.extend([offboarding.as_deref(), planned_by.as_deref()]);
    }
    let mut numbers = vec![created, n1, n2, n3, n4, n5, n6];
    if n7 != 0 {
        numbers.push(n7);
    }
    Ok(Some(about("operation", &texts, &numbers, Some(outcomes))))
}

/// An order's state is not in it: confirming it is an activity of its own.
async fn order(connection: &mut AnyConnection, id: &str) -> Result<Option<Hash>, StoreError> {
    let row: Option<Order> = sqlx::query_as(ORDER).bind(id).fetch_optional(connection).await.map_err(database)?;
    Ok(row.map(|(customer, actor, sku, quantity, created)| {
        about("order", &[id, &customer, &actor, &sku].map(Some), &[quantity, created], None)
    }))
}

pub(super) fn statements() -> Vec<String> {
    [OPERATION, ORDER].map(String::from).into()
}

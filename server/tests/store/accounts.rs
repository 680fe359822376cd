//! Changing accounts right after their preview.

use super::fixtures::*;
use domain::access::CustomerScope;
use domain::cases::accounts::preview;
use domain::console::accounts::{AccountsRequest, Who};
use domain::console::save::SaveReply;
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery, LostLicense};
use domain::directory::role::AdminRole;
use domain::ids::{OperationId, UserId};
use domain::import::customer::ImportedUser;
use domain::rules::account_change::AccountChange;
use domain::rules::plan::PlanDigest;
use domain::rules::restore::{NewUpns, Without};
use domain::store::prelude::*;
use server::store::SqlStore;
use std::collections::BTreeSet;

/// Makes the user a Global admin.
pub fn admin(mut user: ImportedUser) -> ImportedUser {
    user.roles.push(AdminRole::Global.template_id());
    user
}

pub fn listed(numbers: &[u128]) -> Who {
    Who::Listed(numbers.iter().map(|number| user_id(*number)).collect())
}

/// A restoration without some of what the user had.
pub fn restore_without(without: Without) -> AccountChange {
    AccountChange::Restore { upns: NewUpns::new(), without }
}

/// A restoration under another UPN.
pub fn renaming(number: u128, upn: &str) -> AccountChange {
    AccountChange::restore().with_upns([(user_id(number), upn.to_owned())].into())
}

pub async fn asked(store: &SqlStore, scope: CustomerScope, who: Who, change: AccountChange) -> AccountsRequest {
    let seen = preview(store, scope, &who, &change).await.unwrap();
    let digest = seen.map_or_else(|_| PlanDigest(String::new()), |seen| seen.summary.digest);
    AccountsRequest { key: new_key(), who, change, digest, reason: None }
}

pub async fn change(store: &SqlStore, scope: CustomerScope, who: Who, change: AccountChange) -> SaveReply {
    let request = asked(store, scope, who, change).await;
    store.change_accounts(scope, &request, stamp()).await.unwrap()
}

/// Changes accounts, and asserts that the change was saved.
pub async fn changed(store: &SqlStore, scope: CustomerScope, numbers: &[u128], asked: AccountChange) -> OperationId {
    match change(store, scope, listed(numbers), asked).await {
        SaveReply::Saved(operation) => operation,
        other => panic!("not done: {other:?}"),
    }
}

/// The outcomes of an operation in order; failures by their code.
pub async fn results(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> Vec<(UserId, String)> {
    let rows = outcomes(store, scope, operation).await;
    rows.into_iter().map(|row| (row.user, row.code.unwrap_or(row.outcome.as_str().to_owned()))).collect()
}

pub async fn deleted_users(store: &SqlStore, scope: CustomerScope, search: &str, now: i64) -> Vec<DeletedUserRow> {
    let query = DeletedUsersQuery { search: search.into(), ..DeletedUsersQuery::default() };
    store.deleted_users(scope, &query, now).await.unwrap().rows
}

/// The licenses that a deleted user had, as text.
pub fn lost(user: &DeletedUserRow) -> Vec<String> {
    user.licenses.iter().map(LostLicense::words).collect()
}

/// The live users of a customer.
pub async fn live(store: &SqlStore, scope: CustomerScope) -> BTreeSet<UserId> {
    let rows = store.users(scope, &Default::default()).await.unwrap().rows;
    rows.iter().map(|row| row.id).collect()
}

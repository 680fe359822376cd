//! Undoing and retrying operations.

use crate::access::CustomerScope;
use crate::console::accounts::{AccountsPreview, Who};
use crate::console::entries::Entries;
use crate::console::operation::Operation;
use crate::console::operation_kind::OperationKind;
use crate::console::save::plan_for_all;
use crate::ids::OperationId;
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::entries::{plan_entries, plan_undo_entries, undo_entries};
use crate::rules::failure::FailureCode;
use crate::rules::plan::Plan;
use crate::rules::restore::NewUpns;
use crate::rules::summary::PlanSummary;
use crate::rules::undo::plan_undo;
use crate::store::{DoneSnapshot, SelectionSnapshot, Store, StoreError};
use serde::{Deserialize, Serialize};

/// Whether retrying an operation could succeed for any user who failed in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Retry {
    /// A user would change now, or could after another choice on the page, such as a location.
    Possible,
    /// None of the failed users exists any more.
    NobodyLeft,
    /// Every failed user already is as asked.
    NothingToDo,
    /// Nothing would be saved: this many seats are missing.
    SeatsShort(i64),
    /// Every user would fail again; this is the first reason.
    StillFails(String),
}

/// Previews retrying an operation for the users who failed in it. `None` if there is no such operation.
///
/// # Errors
/// When the store cannot answer.
pub async fn preview_retry(
    store: &dyn Store,
    scope: CustomerScope,
    operation: OperationId,
) -> Result<Option<Retry>, StoreError> {
    let Some(Operation { kind, change, policy, offboarding, .. }) = store.operation(scope, operation).await? else {
        return Ok(None);
    };
    if kind.has_entries() {
        return Ok(Some(retry_of_entries(store, scope, operation).await?));
    }
    if let Some(asked) = offboarding {
        let accounts = store.accounts(scope, &Who::FailedIn(operation), &AccountChange::Offboard(asked)).await?;
        // The retry page lets a person choose other steps.
        return Ok(Some(if accounts.users.is_empty() { Retry::NobodyLeft } else { Retry::Possible }));
    }
    if let Some(change) = kind.change() {
        return Ok(Some(retry_of_accounts(store, scope, operation, &change).await?));
    }
    let SelectionSnapshot { snapshot, order } = store.failed(scope, operation).await?;
    if order.is_empty() {
        return Ok(Some(Retry::NobodyLeft));
    }
    let plan = plan_for_all(&snapshot, &order, &change, policy);
    let summary = PlanSummary::of(&plan, &snapshot);
    let short = plan.shortages().map(|(_, effect)| effect.short).sum();
    Ok(Some(match summary.first_failed() {
        _ if summary.failures.keys().any(|code| is_mended_on_the_way(*code)) => Retry::Possible,
        _ if summary.refused_for_seats => Retry::SeatsShort(short),
        _ if summary.changed > 0 => Retry::Possible,
        Some(first) => Retry::StillFails(first.words.clone()),
        None if summary.left_out > 0 => Retry::SeatsShort(short),
        None => Retry::NothingToDo,
    }))
}

async fn retry_of_accounts(
    store: &dyn Store,
    scope: CustomerScope,
    operation: OperationId,
    change: &AccountChange,
) -> Result<Retry, StoreError> {
    let accounts = store.accounts(scope, &Who::FailedIn(operation), change).await?;
    let summary = PlanSummary::of(&plan_accounts(&accounts, change), &accounts.snapshot);
    let another_name = |code: &FailureCode| matches!(code, FailureCode::UpnTaken | FailureCode::InvalidUpn);
    Ok(match summary.first_failed() {
        _ if accounts.users.is_empty() => Retry::NobodyLeft,
        _ if summary.changed > 0 || summary.failures.keys().any(another_name) => Retry::Possible,
        Some(first) => Retry::StillFails(first.words.clone()),
        None => Retry::NothingToDo,
    })
}

async fn retry_of_entries(
    store: &dyn Store,
    scope: CustomerScope,
    operation: OperationId,
) -> Result<Retry, StoreError> {
    let (accounts, entries) = store.entries(scope, &Entries::FailedIn(operation)).await?;
    let plan = plan_entries(&accounts, &entries);
    let summary = PlanSummary::of(&plan, &accounts.snapshot);
    let left = plan.users.iter().find_map(|planned| planned.outcome.failure_of_part());
    Ok(match (summary.first_failed(), left) {
        _ if summary.assigned > 0 || (summary.changed > 0 && left.is_none()) => Retry::Possible,
        (Some(first), _) => Retry::StillFails(first.words.clone()),
        (None, Some(failure)) => Retry::StillFails(failure.words(&accounts.snapshot)),
        (None, None) => Retry::NothingToDo,
    })
}

/// Whether the retry page offers the fix of the failure: another location or another plan.
fn is_mended_on_the_way(code: FailureCode) -> bool {
    use FailureCode::{Dependency, InvalidUsageLocation, MutuallyExclusive, ProhibitedInLocation};
    matches!(code, InvalidUsageLocation | ProhibitedInLocation | MutuallyExclusive | Dependency)
}

/// Previews undoing an operation. `upns` are new user principal names for users that the undo restores. An operation of
/// another customer counts as one that did nothing.
///
/// # Errors
/// When the store cannot answer.
pub async fn preview_undo(
    store: &dyn Store,
    scope: CustomerScope,
    operation: OperationId,
    upns: &NewUpns,
) -> Result<AccountsPreview, StoreError> {
    let DoneSnapshot { kind, snapshot, done, .. } = store.done(scope, operation).await?;
    if kind == OperationKind::Licenses {
        return Ok(AccountsPreview::with_summary(PlanSummary::of(&plan_undo(&snapshot, &done), &snapshot)));
    }
    if kind == OperationKind::Edit {
        let (accounts, _) = store.entries(scope, &Entries::Each(undo_entries(&done))).await?;
        return Ok(AccountsPreview::with_summary(PlanSummary::of(
            &plan_undo_entries(&accounts, &done),
            &accounts.snapshot,
        )));
    }
    let accounts = store.accounts_changed(scope, operation, &done, upns).await?;
    let Some(change) = kind.inverse().map(|change| change.with_upns(upns.clone())) else {
        return Ok(AccountsPreview::with_summary(PlanSummary::of(&Plan::nothing(), &accounts.snapshot)));
    };
    Ok(AccountsPreview::of(&accounts, &plan_accounts(&accounts, &change), &change))
}

/// Whether undoing an operation gives directory roles back or takes them again. Deleted users come back with theirs.
///
/// # Errors
/// When the store cannot answer.
pub async fn undo_changes_roles(
    store: &dyn Store,
    scope: CustomerScope,
    operation: OperationId,
) -> Result<bool, StoreError> {
    let Some(Operation { kind, .. }) = store.operation(scope, operation).await? else { return Ok(false) };
    if kind == OperationKind::Edit {
        let done = store.done(scope, operation).await?.done;
        return Ok(done.iter().any(|done| done.before.profile.roles.is_some()));
    }
    if kind.inverse().is_none_or(|change| change.upns().is_none()) {
        return Ok(false);
    }
    let done = store.done(scope, operation).await?.done;
    Ok(store.accounts_changed(scope, operation, &done, &NewUpns::new()).await?.has_deleted_with_roles())
}

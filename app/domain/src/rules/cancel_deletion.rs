//! Cancelling planned deletions.

use super::accounts::{Accounts, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser, Touched, TouchedDeletion};
use super::plan::Plan;
use crate::access::user_decision::UserAction;
use std::collections::BTreeMap;

/// Plans cancelling the planned deletions. Cancelling needs the same permissions over each user as planning the
/// deletion.
pub(super) fn plan(accounts: &Accounts) -> Plan {
    let users = accounts.plan_each(&[UserAction::CancelDeletion], |id, _, account| match account.deletion {
        _ if account.is_deleted => failed(id, Failure::NotFound),
        None => PlannedUser::untouched(id, Outcome::Unchanged),
        planned => PlannedUser {
            before: Touched { deletion: Some(TouchedDeletion { on: planned }), ..Touched::default() },
            after: Touched { deletion: Some(TouchedDeletion { on: None }), ..Touched::default() },
            ..PlannedUser::untouched(id, Outcome::DeletionCancelled)
        },
    });
    Plan::decided(users, BTreeMap::new())
}

//! Deleting permanently.

use super::accounts::{Accounts, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser};
use super::plan::Plan;
use crate::access::user_decision::UserAction;
use std::collections::BTreeMap;

/// Plans deleting users permanently. Users who are not deleted stay.
pub(super) fn plan(accounts: &Accounts) -> Plan {
    let users = accounts.plan_each(&[UserAction::DeletePermanently], |id, _, account| match account.is_deleted {
        true => PlannedUser::untouched(id, Outcome::Erased),
        false => failed(id, Failure::NotDeleted),
    });
    Plan::decided(users, BTreeMap::new())
}

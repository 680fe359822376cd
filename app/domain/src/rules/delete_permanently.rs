//! Deleting permanently.

use super::accounts::{Accounts, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser};
use super::plan::Plan;
use crate::access::permission::Permission;
use std::collections::BTreeMap;

/// Plans deleting users permanently. Users who are not deleted stay.
pub(super) fn plan(accounts: &Accounts) -> Plan {
    let users = accounts.plan_each(&[Permission::DeleteUsers], |id, _, account| match account.is_deleted {
        true => PlannedUser::untouched(id, Outcome::Erased),
        false => failed(id, Failure::NotDeleted),
    });
    Plan::decided(users, BTreeMap::new())
}

//! Resetting passwords.

use super::accounts::{Accounts, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser};
use super::plan::Plan;
use crate::access::permission::Permission;
use std::collections::BTreeMap;

/// Plans resetting passwords. A synced user's password is managed in the customer's own directory.
pub(super) fn plan(accounts: &Accounts, needs: Permission) -> Plan {
    let users = accounts.plan_each(&[needs], |id, _, account| match () {
        () if account.is_deleted => failed(id, Failure::NotFound),
        () if account.directory_synced => failed(id, Failure::DirectorySynced),
        () => PlannedUser::untouched(id, Outcome::PasswordReset),
    });
    Plan::decided(users, BTreeMap::new())
}

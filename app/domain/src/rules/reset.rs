//! Resetting passwords.

use super::accounts::{Accounts, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser};
use super::plan::Plan;
use crate::access::user_decision::UserAction;
use std::collections::BTreeMap;

/// Plans resetting passwords, or giving users who were added the first one.
pub(super) fn plan(accounts: &Accounts, action: UserAction) -> Plan {
    let users = accounts.plan_each(&[action], |id, _, account| match account.is_deleted {
        true => failed(id, Failure::NotFound),
        false => PlannedUser::untouched(id, Outcome::PasswordReset),
    });
    Plan::decided(users, BTreeMap::new())
}

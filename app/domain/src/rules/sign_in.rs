//! Blocking and allowing sign-in.

use super::accounts::{Accounts, Admins, failed};
use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser, Touched};
use super::plan::Plan;
use crate::access::user_decision::UserAction;
use std::collections::BTreeMap;

/// Plans allowing or blocking sign-in. If all Global admins who can sign in are to be blocked, the last in the order
/// keeps sign-in. So does the last people manager.
pub(super) fn plan(accounts: &Accounts, allowed: bool) -> Plan {
    let mut admins = Admins::of(accounts);
    let users = accounts.plan_each(&[UserAction::ChangeSignIn], |id, _, account| {
        if account.is_deleted {
            return failed(id, Failure::NotFound);
        }
        if account.sign_in_allowed == allowed {
            return PlannedUser::untouched(id, Outcome::Unchanged);
        }
        if !allowed && let Err(failure) = admins.block(id, account) {
            return failed(id, failure);
        }
        let touched = |allowed| Touched { sign_in_allowed: Some(allowed), ..Touched::default() };
        PlannedUser {
            before: touched(!allowed),
            after: touched(allowed),
            ..PlannedUser::untouched(id, if allowed { Outcome::SignInAllowed } else { Outcome::SignInBlocked })
        }
    });
    Plan::decided(users, BTreeMap::new())
}

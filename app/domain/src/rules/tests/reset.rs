//! Resetting passwords.

use super::accounts::*;
use super::fixtures::*;
use crate::console::accounts::decide_accounts;
use crate::console::operation_kind::OperationKind;
use crate::console::save::SaveDecision;
use crate::rules::account_change::{AccountChange, plan_accounts};

#[test]
fn synced_deleted_and_missing_users_keep_their_password() {
    let mut snapshot = customer();
    [ADELE, BO, CYRIL].into_iter().for_each(|user| add_user(&mut snapshot, user, &[]));
    let mut accounts = accounts_of(snapshot);
    accounts.users.get_mut(&BO).unwrap().directory_synced = true;
    accounts.users.get_mut(&CYRIL).unwrap().is_deleted = true;
    accounts.order.push(DIEGO);
    let plan = plan_accounts(&accounts, &AccountChange::Reset);
    assert_eq!(outcomes(&plan), ["PasswordReset", "DirectorySynced", "NotFound", "NotFound"]);
    assert!(plan.users[0].words(&accounts.snapshot).starts_with("Password reset"));
    assert!(plan.users[1].words(&accounts.snapshot).contains("synced from the customer's on-premises directory"));
    let decided = decide_accounts(&accounts, &AccountChange::Reset, &plan.digest);
    assert!(matches!(decided, SaveDecision::Write(_)));
}

#[test]
fn a_reset_can_be_tried_again_but_not_undone() {
    let kind = OperationKind::of(&AccountChange::Reset);
    assert_eq!((kind, kind.change(), kind.inverse()), (OperationKind::Reset, Some(AccountChange::Reset), None));
}

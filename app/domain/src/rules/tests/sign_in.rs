//! Blocking and allowing sign-in.

use super::accounts::*;
use super::fixtures::*;
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::accounts::Accounts;
use crate::rules::failure::Failure;

fn three() -> Accounts {
    let mut snapshot = customer();
    [ADELE, BO, CYRIL].into_iter().for_each(|user| add_user(&mut snapshot, user, &[]));
    accounts_of(snapshot)
}

#[test]
fn who_is_blocked_already_stays_and_who_is_gone_fails() {
    let mut accounts = three();
    accounts.users.get_mut(&BO).unwrap().sign_in_allowed = false;
    accounts.users.get_mut(&CYRIL).unwrap().is_deleted = true;
    accounts.order.push(DIEGO);
    let plan = plan_accounts(&accounts, &AccountChange::Block);
    assert_eq!(outcomes(&plan), ["SignInBlocked", "Unchanged", "NotFound", "NotFound"]);
    let adele = &plan.users[0];
    assert_eq!((adele.before.sign_in_allowed, adele.after.sign_in_allowed), (Some(true), Some(false)));
    assert_eq!(adele.words(&accounts.snapshot), "Sign-in: allowed → blocked");
    let plan = plan_accounts(&accounts, &AccountChange::Allow);
    assert_eq!(outcomes(&plan), ["Unchanged", "SignInAllowed", "NotFound", "NotFound"]);
}

#[test]
fn the_last_global_admin_who_can_sign_in_is_not_blocked() {
    let mut accounts = three();
    accounts.users.get_mut(&CYRIL).unwrap().sign_in_allowed = false;
    make_admins(&mut accounts, &[ADELE, BO, CYRIL]);
    let plan = plan_accounts(&accounts, &AccountChange::Block);
    assert_eq!(outcomes(&plan), ["SignInBlocked", "LastGlobalAdmin", "Unchanged"]);
    assert!(plan.users[1].words(&accounts.snapshot).contains("last Global admin"));
    // With another Global admin elsewhere, both can be blocked.
    accounts.admins_allowed += 1;
    let plan = plan_accounts(&accounts, &AccountChange::Block);
    assert_eq!(outcomes(&plan), ["SignInBlocked", "SignInBlocked", "Unchanged"]);
}

#[test]
fn synced_users_can_be_blocked_until_the_next_synchronization() {
    let mut accounts = three();
    accounts.users.get_mut(&ADELE).unwrap().directory_synced = true;
    let plan = plan_accounts(&accounts, &AccountChange::Block);
    assert_eq!(outcomes(&plan)[0], "SignInBlocked");
    assert_eq!(plan.users[0].warnings, [Failure::SignInSynced]);
    assert!(plan.users[1].warnings.is_empty(), "who is managed in the cloud stays blocked");
    let words = plan.users[0].words(&accounts.snapshot);
    assert!(words.starts_with("Sign-in: allowed → blocked, Warning: Sign-in of this user is decided in"), "{words}");
    accounts.users.get_mut(&ADELE).unwrap().sign_in_allowed = false;
    let plan = plan_accounts(&accounts, &AccountChange::Block);
    assert!(plan.users[0].warnings.is_empty(), "nothing is changed that could be overwritten");
    let plan = plan_accounts(&accounts, &AccountChange::Allow);
    assert_eq!(plan.users[0].warnings, [Failure::SignInSynced]);
}

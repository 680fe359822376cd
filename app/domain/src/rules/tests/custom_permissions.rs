//! The limits of custom permissions, where one change consists of several actions.

use super::accounts::*;
use super::fixtures::*;
use crate::access::permission::Permission;
use crate::access::permission_set::PermissionSet;
use crate::console::accounts::AccountsPreview;
use crate::directory::day::Day;
use crate::directory::profile::{ProfileValues, TypedProfile};
use crate::directory::role::AdminRole;
use crate::rules::account_change::{AccountChange, plan_accounts, plan_passwords};
use crate::rules::accounts::Accounts;
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry, plan_entries, plan_undo_entries};
use crate::rules::failure::Failure;
use crate::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use crate::rules::outcome::{Touched, TouchedDeletion};
use crate::rules::remembered::Remembered;
use crate::rules::restore::{NewUpns, Without};
use crate::rules::undo::Done;
use std::collections::BTreeSet;

/// Cyril has no roles. The person who makes changes has these permissions and no others.
fn with(permissions: &[Permission]) -> Accounts {
    let mut snapshot = customer();
    add_user(&mut snapshot, CYRIL, &[]);
    let allowed: PermissionSet = permissions.iter().copied().collect();
    let mut accounts = Accounts { withheld: allowed.others(), ..accounts_of(snapshot) };
    (accounts.admins, accounts.admins_allowed) = (2, 2);
    let profile = ProfileValues { upn: Some("cyril@fabrikam.example".into()), ..ProfileValues::default() };
    accounts.users.get_mut(&CYRIL).unwrap().profile = profile;
    accounts
}

#[test]
fn each_step_of_an_offboarding_needs_its_own_action() {
    let block = Offboarding { block: true, ..Offboarding::default() };
    let steps = [
        (block.clone(), Permission::BlockUsers),
        (Offboarding { revoke: Revoke::All, ..block.clone() }, Permission::ManageLicenses),
        (Offboarding { reset: true, ..block.clone() }, Permission::ResetPasswords),
        (Offboarding { delete: DeleteWhen::Now, ..block }, Permission::DeleteUsers),
    ];
    for (asked, needed) in steps {
        let change = AccountChange::Offboard(asked);
        let all = [Permission::BlockUsers, needed];
        assert_eq!(outcomes(&plan_accounts(&with(&all), &change)), ["Offboarded"], "{needed}");
        let without: Vec<Permission> = all.into_iter().filter(|permission| *permission != needed).collect();
        let plan = plan_accounts(&with(&without), &change);
        assert_eq!(outcomes(&plan), ["NotPermitted"], "{needed}");
        assert!(plan.users[0].words(&with(&[]).snapshot).contains(&needed.to_string()), "{needed}");
    }
}

#[test]
fn the_way_back_needs_the_action_that_it_is() {
    for (change, needed) in [
        (AccountChange::Block, Permission::BlockUsers),
        (AccountChange::Allow, Permission::BlockUsers),
        (AccountChange::Delete, Permission::DeleteUsers),
        (AccountChange::restore(), Permission::RestoreUsers),
        (AccountChange::Reset, Permission::ResetPasswords),
        (AccountChange::DeletePermanently, Permission::DeleteUsers),
        (AccountChange::CancelDeletion, Permission::DeleteUsers),
    ] {
        assert_eq!(outcomes(&plan_accounts(&with(&[]), &change)), ["NotPermitted"], "{change:?}");
        assert_ne!(outcomes(&plan_accounts(&with(&[needed]), &change)), ["NotPermitted"], "{change:?}");
    }
    assert_eq!(outcomes(&plan_passwords(&with(&[Permission::EditUsers]), false)), ["NotPermitted"]);
}

/// Cyril, deleted by an operation that took E3 and blocked him; an offboarding before it took Visio.
fn deleted(permissions: &[Permission]) -> Accounts {
    let mut accounts = with(permissions);
    let cyril = accounts.users.get_mut(&CYRIL).unwrap();
    (cyril.is_deleted, cyril.sign_in_allowed) = (true, false);
    cyril.remembered = Remembered {
        at_deletion: vec![direct(E3, &[])],
        before_offboardings: vec![vec![direct(VISIO, &[])]],
        sign_in_allowed: true,
    };
    accounts
}

#[test]
fn restoring_gives_back_what_the_user_was_deleted_with_and_nothing_else() {
    let restore = Permission::RestoreUsers;
    let restored = |permissions: &[Permission], change: &AccountChange| {
        let accounts = deleted(permissions);
        let mut plan = plan_accounts(&accounts, change);
        let outcome = outcomes(&plan)[0];
        let planned = plan.users.remove(0);
        let products: BTreeSet<_> = planned.after.direct.keys().copied().collect();
        (outcome, products, planned.after.sign_in_allowed, planned.warnings)
    };
    let left_out = |permission| Failure::NotPermitted(permission);
    let (manage, block) = (Permission::ManageLicenses, Permission::BlockUsers);
    let plain = AccountChange::restore();
    let expected = ("Restored", [E3].into(), None, vec![left_out(manage), left_out(block)]);
    assert_eq!(restored(&[restore], &plain), expected);
    assert_eq!(restored(&[restore, block], &plain), ("Restored", [E3].into(), Some(true), vec![left_out(manage)]));
    assert_eq!(restored(&[restore, block, manage], &plain), ("Restored", [VISIO, E3].into(), Some(true), vec![]));
    let sign_in = Without { sign_in: true, licenses: true };
    let without = AccountChange::Restore { upns: NewUpns::new(), without: sign_in };
    assert_eq!(restored(&[restore], &without), ("Restored", [].into(), None, vec![]));

    let renamed = plain.with_upns([(CYRIL, "other@fabrikam.example".to_owned())].into());
    assert_eq!(restored(&[restore], &renamed).0, "NotPermitted");
    assert_eq!(restored(&[restore, Permission::EditUsers], &renamed).0, "Restored");
    let preview = |permissions: &[Permission]| {
        let accounts = deleted(permissions);
        let change = AccountChange::restore();
        AccountsPreview::of(&accounts, &plan_accounts(&accounts, &change), &change).given_back.sign_in
    };
    assert_eq!((preview(&[restore]), preview(&[restore, block])), (0, 1), "the question offers no more");
}

#[test]
fn taking_an_offboarding_back_needs_the_action_for_each_thing_that_it_undoes() {
    let (block, delete) = (Permission::BlockUsers, Permission::DeleteUsers);
    let day: Option<Day> = "2027-02-01".parse().ok();
    let planned = |permissions: &[Permission], now: Option<Day>| {
        let mut accounts = with(permissions);
        let cyril = accounts.users.get_mut(&CYRIL).unwrap();
        (cyril.sign_in_allowed, cyril.deletion) = (false, now);
        let touched = |allowed, on| Touched {
            sign_in_allowed: Some(allowed),
            deletion: Some(TouchedDeletion { on }),
            ..Touched::default()
        };
        let done = Done { user: CYRIL, before: touched(true, None), after: touched(false, day) };
        accounts.undone.insert(CYRIL, done);
        outcomes(&plan_accounts(&accounts, &AccountChange::reinstate()))[0]
    };
    assert_eq!(planned(&[block], day), "NotPermitted", "the deletion would be cancelled");
    assert_eq!(planned(&[block, delete], day), "Reinstated");
    assert_eq!(planned(&[block], None), "Reinstated", "none is planned any more");
    assert_eq!(planned(&[block], "2027-03-01".parse().ok()), "Reinstated", "a later one stays planned");

    let back = |permissions: &[Permission], upn: &str| {
        let mut accounts = deleted(permissions);
        let touched = |deleted| Touched { deleted: Some(deleted), ..Touched::default() };
        accounts.undone.insert(CYRIL, Done { user: CYRIL, before: touched(false), after: touched(true) });
        let change = AccountChange::reinstate().with_upns([(CYRIL, upn.to_owned())].into());
        outcomes(&plan_accounts(&accounts, &change))[0]
    };
    let restore = [block, Permission::RestoreUsers];
    let own = deleted(&restore).snapshot.users[&CYRIL].upn.clone();
    assert_eq!(back(&restore, &own), "Reinstated");
    assert_eq!(back(&restore, "other@fabrikam.example"), "NotPermitted");
    assert_eq!(back(&[block, Permission::RestoreUsers, Permission::EditUsers], "other@fabrikam.example"), "Reinstated");
}

#[test]
fn editing_changes_neither_roles_nor_sign_in_without_the_actions_for_these() {
    let edited = |permissions: &[Permission], typed: &TypedProfile| {
        let entry = UserEntry { user: CYRIL, asked: EntryAction::Edit(typed.clone()), licenses: Change::default() };
        outcomes(&plan_entries(&with(permissions), &[entry]))[0]
    };
    let roles = TypedProfile { roles: Some(BTreeSet::from([AdminRole::Billing])), ..TypedProfile::default() };
    let blocked = TypedProfile { sign_in_allowed: Some(false), ..TypedProfile::default() };
    let department = TypedProfile { department: Some("Sales".into()), ..TypedProfile::default() };
    let edit = Permission::EditUsers;
    assert_eq!(edited(&[edit], &department), "Edited");
    assert_eq!(edited(&[edit], &roles), "NotPermitted");
    assert_eq!(edited(&[edit, Permission::ChangeAdminRoles], &roles), "Edited");
    assert_eq!(edited(&[edit], &blocked), "NotPermitted");
    assert_eq!(edited(&[edit, Permission::BlockUsers], &blocked), "Edited");
}

#[test]
fn undoing_an_edit_gives_no_roles_back_without_the_action_for_that() {
    let undone = |permissions: &[Permission]| {
        let mut accounts = with(permissions);
        let profile = &mut accounts.users.get_mut(&CYRIL).unwrap().profile;
        profile.roles = Some(BTreeSet::new());
        let roles = |roles: &[AdminRole]| ProfileValues {
            roles: Some(roles.iter().copied().collect()),
            ..ProfileValues::default()
        };
        let before = Touched { profile: roles(&[AdminRole::Billing]), ..Touched::default() };
        let after = Touched { profile: roles(&[]), ..Touched::default() };
        outcomes(&plan_undo_entries(&accounts, &[Done { user: CYRIL, before, after }]))[0]
    };
    assert_eq!(undone(&[Permission::EditUsers]), "NotPermitted");
    assert_eq!(undone(&[Permission::EditUsers, Permission::ChangeAdminRoles]), "Edited");
}

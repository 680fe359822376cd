//! What custom permissions don't allow, where one change consists of several actions.

use super::accounts::*;
use super::fixtures::*;
use crate::access::permission::Permission;
use crate::access::permission_set::PermissionSet;
use crate::directory::profile::{ProfileValues, TypedProfile};
use crate::directory::role::AdminRole;
use crate::rules::accounts::{AccountChange, Accounts, plan_accounts, plan_passwords};
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry, plan_entries, plan_undo_entries};
use crate::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use crate::rules::outcome::Touched;
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
    ] {
        assert_eq!(outcomes(&plan_accounts(&with(&[]), &change)), ["NotPermitted"], "{change:?}");
        assert_ne!(outcomes(&plan_accounts(&with(&[needed]), &change)), ["NotPermitted"], "{change:?}");
    }
    assert_eq!(outcomes(&plan_passwords(&with(&[Permission::EditUsers]), false)), ["NotPermitted"]);
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

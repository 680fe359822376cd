//! The limits of admin relationships, user by user.

use super::accounts::*;
use super::fixtures::*;
use crate::access::authority::Authority;
use crate::access::entra_role::EntraRole;
use crate::access::entra_roles::EntraRoles;
use crate::access::relationship_policy::RelationshipPolicy;
use crate::directory::profile::{ProfileValues, TypedProfile};
use crate::directory::role::AdminRole;
use crate::rules::account_change::{AccountChange, plan_accounts, plan_passwords};
use crate::rules::accounts::Accounts;
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry, plan_entries};
use crate::rules::offboard::{DeleteWhen, Offboarding};
use crate::rules::outcome::Touched;
use crate::rules::summary::PlanSummary;
use crate::rules::undo::Done;
use std::collections::BTreeSet;

/// Adele is a Helpdesk Administrator and Bo a Global Administrator; Cyril has no roles, and another Global Administrator is
/// elsewhere.
fn three(authority: Authority) -> Accounts {
    let mut snapshot = customer();
    [ADELE, BO, CYRIL].into_iter().for_each(|user| add_user(&mut snapshot, user, &[]));
    let mut accounts = Accounts { authority, ..accounts_of(snapshot) };
    make_admins(&mut accounts, &[BO]);
    (accounts.admins, accounts.admins_allowed) = (2, 2);
    accounts.users.get_mut(&ADELE).unwrap().roles.insert(EntraRole::HelpdeskAdministrator.template_id());
    for user in [ADELE, BO, CYRIL] {
        let profile = &mut accounts.users.get_mut(&user).unwrap().profile;
        *profile = ProfileValues { upn: Some("someone@fabrikam.example".into()), ..ProfileValues::default() };
    }
    accounts
}

fn required(roles: &[EntraRole]) -> Authority {
    Authority::Required(roles.iter().copied().collect())
}

#[test]
fn users_who_are_out_of_reach_fail_one_by_one_and_the_others_go_on() {
    let accounts = three(required(&[EntraRole::UserAdministrator]));
    for (change, done) in [
        (AccountChange::Block, "SignInBlocked"),
        (AccountChange::Delete, "Deleted"),
        (AccountChange::Reset, "PasswordReset"),
    ] {
        let plan = plan_accounts(&accounts, &change);
        assert_eq!(outcomes(&plan), [done, "NeedsRole", done], "{change:?}");
    }
    let plan = plan_accounts(&accounts, &AccountChange::Delete);
    assert_eq!(
        plan.users[1].words(&accounts.snapshot),
        "Your admin relationships with this customer don't allow deleting users here. It needs the role Global Administrator or \
         Privileged Authentication Administrator at the customer, through a group that you are a member of. A Global admin or \
         Admin agent can request it under Admin relationships."
    );
}

#[test]
fn who_may_not_delete_a_user_does_not_cancel_the_deletion_either() {
    let mut accounts = three(required(&[EntraRole::UserAdministrator]));
    for account in accounts.users.values_mut() {
        account.deletion = Some("2026-12-15".parse().unwrap());
    }
    let cancelled = outcomes(&plan_accounts(&accounts, &AccountChange::CancelDeletion));
    assert_eq!(cancelled, ["DeletionCancelled", "NeedsRole", "DeletionCancelled"]);
}

#[test]
fn a_planned_deletion_stops_at_who_became_an_admin() {
    let asked = required(&[EntraRole::UserAdministrator]);
    let plan = plan_accounts(&three(asked.as_planned()), &AccountChange::Delete);
    assert_eq!(outcomes(&plan), ["Deleted", "NeedsRole", "Deleted"]);
    let expired = plan_accounts(&three(required(&[]).as_planned()), &AccountChange::Delete);
    assert_eq!(outcomes(&expired), ["NeedsRole", "NeedsRole", "Deleted"]);
    let unrestricted = plan_accounts(&three(Authority::default().as_planned()), &AccountChange::Delete);
    assert_eq!(outcomes(&unrestricted), ["Deleted"; 3]);
}

#[test]
fn who_is_out_of_reach_counts_as_an_admin_still() {
    let mut accounts = three(required(&[EntraRole::UserAdministrator]));
    (accounts.admins, accounts.admins_allowed) = (1, 1);
    assert_eq!(outcomes(&plan_accounts(&accounts, &AccountChange::Block))[1], "NeedsRole");
}

#[test]
fn advice_warns_and_refuses_nobody() {
    let accounts = three(Authority::Advised([EntraRole::UserAdministrator].into_iter().collect()));
    let plan = plan_accounts(&accounts, &AccountChange::Reset);
    assert_eq!(outcomes(&plan), ["PasswordReset"; 3]);
    assert_eq!(plan.users.iter().map(|user| user.warnings.len()).collect::<Vec<_>>(), [0, 1, 0]);
}

#[test]
fn where_no_relationship_was_ever_recorded_the_preview_warns_once_for_all() {
    let accounts = three(Authority::of(RelationshipPolicy::WhereRecorded, false, EntraRoles::default()));
    let plan = plan_accounts(&accounts, &AccountChange::Delete);
    assert_eq!(outcomes(&plan), ["Deleted"; 3]);
    let summary = PlanSummary::of(&plan, &accounts.snapshot);
    assert_eq!(summary.warned, 3);
    assert!(summary.first_changed.iter().all(|line| line.words == "Deleted"), "{:?}", summary.first_changed);
}

#[test]
fn with_a_role_that_reaches_admins_they_are_deleted_renamed_and_restored() {
    let roles = [EntraRole::UserAdministrator, EntraRole::PrivilegedAuthenticationAdministrator];
    let mut accounts = three(required(&roles));
    assert_eq!(outcomes(&plan_accounts(&accounts, &AccountChange::Delete)), ["Deleted"; 3]);
    let other = TypedProfile { email: Some("other@fabrikam.example".into()), ..TypedProfile::default() };
    let entry = UserEntry { user: BO, asked: EntryAction::Edit(other), licenses: Change::default() };
    assert_eq!(outcomes(&plan_entries(&accounts, std::slice::from_ref(&entry))), ["Edited"]);
    accounts.authority = required(&roles[..1]);
    assert_eq!(outcomes(&plan_entries(&accounts, &[entry])), ["NeedsRole"]);
    let bo = accounts.users.get_mut(&BO).unwrap();
    bo.is_deleted = true;
    let restored = |accounts: &Accounts| outcomes(&plan_accounts(accounts, &AccountChange::restore()))[1];
    assert_eq!(restored(&accounts), "NeedsRole");
    accounts.authority = required(&roles);
    assert_eq!(restored(&accounts), "Restored");
}

#[test]
fn a_planned_deletion_is_cancelled_by_who_could_plan_it() {
    let mut accounts = three(required(&[EntraRole::UserAdministrator]));
    for account in accounts.users.values_mut() {
        account.deletion = "2027-02-01".parse().ok();
    }
    let plan = plan_accounts(&accounts, &AccountChange::CancelDeletion);
    assert_eq!(outcomes(&plan), ["DeletionCancelled", "NeedsRole", "DeletionCancelled"]);
}

#[test]
fn each_step_of_an_offboarding_needs_its_own_role() {
    let accounts = three(required(&[EntraRole::AuthenticationAdministrator]));
    let block = Offboarding { block: true, ..Offboarding::default() };
    let plan = |asked: &Offboarding| plan_accounts(&accounts, &AccountChange::Offboard(asked.clone()));
    assert_eq!(outcomes(&plan(&block))[2], "Offboarded");
    let delete = Offboarding { delete: DeleteWhen::Now, ..block };
    assert_eq!(outcomes(&plan(&delete))[2], "NeedsRole");
}

#[test]
fn taking_an_offboarding_back_needs_what_it_gives_back() {
    let mut accounts = three(required(&[EntraRole::AuthenticationAdministrator]));
    let cyril = accounts.users.get_mut(&CYRIL).unwrap();
    (cyril.sign_in_allowed, cyril.is_deleted) = (false, true);
    let before = Touched { sign_in_allowed: Some(true), deleted: Some(false), ..Touched::default() };
    let after = Touched { sign_in_allowed: Some(false), deleted: Some(true), ..Touched::default() };
    let done = Done { user: CYRIL, before, after };
    accounts.undone.insert(CYRIL, done.clone());
    let back = |accounts: &Accounts| outcomes(&plan_accounts(accounts, &AccountChange::reinstate()))[2];
    assert_eq!(back(&accounts), "NeedsRole", "the user would be restored");
    let cyril = accounts.users.get_mut(&CYRIL).unwrap();
    cyril.is_deleted = false;
    let before = Touched { direct: [(E3, Some(BTreeSet::new()))].into(), ..done.before };
    let after = Touched { direct: [(E3, None)].into(), deleted: None, ..done.after };
    accounts.undone.insert(CYRIL, Done { user: CYRIL, before: Touched { deleted: None, ..before }, after });
    assert_eq!(back(&accounts), "NeedsRole", "a license would be given back");
    let done = accounts.undone.get_mut(&CYRIL).unwrap();
    (done.before.direct, done.after.direct) = Default::default();
    assert_eq!(back(&accounts), "Reinstated");
}

#[test]
fn who_added_a_user_hands_out_the_first_password() {
    let accounts = three(required(&[EntraRole::DirectoryWriters]));
    assert_eq!(outcomes(&plan_passwords(&accounts, true)), ["NeedsRole", "NeedsRole", "PasswordReset"]);
    assert_eq!(outcomes(&plan_passwords(&accounts, false)), ["NeedsRole"; 3]);
}

#[test]
fn names_and_roles_of_admins_are_out_of_reach_and_the_rest_is_not() {
    let accounts = three(required(&[EntraRole::UserAdministrator]));
    let edited = |typed: TypedProfile| {
        let entry = |user| UserEntry { user, asked: EntryAction::Edit(typed.clone()), licenses: Change::default() };
        outcomes(&plan_entries(&accounts, &[entry(BO), entry(CYRIL)]))
    };
    let department = TypedProfile { department: Some("Sales".into()), ..TypedProfile::default() };
    assert_eq!(edited(department), ["Edited", "Edited"]);
    let blocked = TypedProfile { sign_in_allowed: Some(false), ..TypedProfile::default() };
    assert_eq!(edited(blocked), ["NeedsRole", "Edited"]);
    let roles = TypedProfile { roles: Some(BTreeSet::from([AdminRole::Billing])), ..TypedProfile::default() };
    assert_eq!(edited(roles), ["NeedsRole", "NeedsRole"]);
}

#[test]
fn nobody_is_added_with_roles_without_the_role_that_gives_them() {
    let accounts = three(required(&[EntraRole::UserAdministrator]));
    let typed = |roles: &[AdminRole]| TypedProfile {
        display_name: Some("Diego".into()),
        email: Some("diego@fabrikam.example".into()),
        roles: Some(roles.iter().copied().collect()),
        ..TypedProfile::default()
    };
    let added = |roles: &[AdminRole]| {
        let entry = UserEntry { user: DIEGO, asked: EntryAction::Add(typed(roles)), licenses: Change::default() };
        outcomes(&plan_entries(&accounts, &[entry]))
    };
    assert_eq!(added(&[]), ["Added"]);
    assert_eq!(added(&[AdminRole::Helpdesk]), ["NeedsRole"]);
}

//! Offboarding users, taking that back, and cancelling planned deletions.

use super::accounts::*;
use super::carry_out::{OPERATION, to_undo};
use super::fixtures::*;
use crate::console::accounts::AccountsPreview;
use crate::console::operation_kind::OperationKind;
use crate::directory::day::Day;
use crate::ids::UserId;
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::accounts::Accounts;
use crate::rules::failure::Failure;
use crate::rules::offboard::{DayError, DeleteWhen, Offboarding, Revoke};
use crate::rules::outcome::Outcome;
use crate::rules::plan::Plan;
use crate::rules::undo::Done;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// All steps, with this deletion.
fn everything(delete: DeleteWhen) -> Offboarding {
    Offboarding { block: true, revoke: Revoke::All, reset: true, delete }
}

/// Adele has Visio and E3 directly, Bo has Visio directly and E3 through a group.
fn two() -> Accounts {
    let mut snapshot = customer_with(&[direct(VISIO, &[DRAWINGS]), direct(E3, &[])]);
    add_user(&mut snapshot, BO, &[direct(VISIO, &[]), through(SALES, E3, &[])]);
    accounts_of(snapshot)
}

fn planned(accounts: &Accounts, asked: &Offboarding) -> Plan {
    plan_accounts(accounts, &AccountChange::Offboard(asked.clone()))
}

fn words(accounts: &Accounts, plan: &Plan) -> Vec<String> {
    plan.users.iter().map(|planned| planned.words(&accounts.snapshot)).collect()
}

/// The accounts for undoing an offboarding after its plan was applied, and its effects.
fn carried_out(accounts: Accounts, plan: &Plan) -> (Accounts, Vec<Done>) {
    let (after, done) = super::carry_out::carried_out(accounts, plan);
    (to_undo(after, &done), done)
}

#[test]
fn steps_are_done_in_their_order() {
    let accounts = two();
    let plan = planned(&accounts, &everything(DeleteWhen::On(day("2026-12-15"))));
    assert_eq!(
        words(&accounts, &plan),
        [
            "Sign-in: allowed → blocked, − Visio Plan 2, − Microsoft 365 E3, Password reset: a temporary password is \
             needed to sign in, Deletion: none → 15 Dec 2026",
            "Sign-in: allowed → blocked, − Visio Plan 2, Warning: This license comes from the group Sales; change it \
             there., Password reset: a temporary password is needed to sign in, Deletion: none → 15 Dec 2026",
        ]
    );
    assert_eq!((plan.seats[&VISIO].used, plan.seats[&E3].used), (-2, -1));
}

#[test]
fn each_step_says_what_it_does() {
    let accounts = two();
    let asked = everything(DeleteWhen::On(day("2026-12-15")));
    let plan = planned(&accounts, &asked);
    let preview = AccountsPreview::of(&accounts, &plan, &AccountChange::Offboard(asked));
    let steps = preview.steps.unwrap();
    assert_eq!((steps.blocked, steps.reset, steps.deleted), (2, 2, 2));
    assert_eq!(steps.revoked, [("Microsoft 365 E3".to_owned(), 1), ("Visio Plan 2".to_owned(), 2)]);
    assert_eq!(steps.left_to_groups, [("Microsoft 365 E3".to_owned(), 1)]);
}

#[test]
fn a_group_that_keeps_a_license_is_named_once() {
    let accounts = accounts_of(customer_with(&[
        direct(VISIO, &[]),
        through(SALES, VISIO, &[]),
        direct(E3, &[]),
        through(SALES, E3, &[]),
        through(EVERYONE, E3, &[]),
    ]));
    let asked = Offboarding { revoke: Revoke::All, ..Offboarding::default() };
    let plan = planned(&accounts, &asked);
    let both = "Visio Plan 2: direct license removed; still licensed by the group Sales, \
                Microsoft 365 E3: direct license removed; still licensed by the group Sales";
    // Another group that gives the same product is named too.
    let other = "Warning: This license comes from the group Everyone; change it there.";
    assert_eq!(words(&accounts, &plan), [format!("{both}, {other}")]);
    let steps = AccountsPreview::of(&accounts, &plan, &AccountChange::Offboard(asked)).steps.unwrap();
    assert_eq!(steps.revoked, []);
    assert_eq!(steps.left_to_groups, [("Microsoft 365 E3".to_owned(), 1), ("Visio Plan 2".to_owned(), 1)]);
}

#[test]
fn deleting_now_takes_everything_and_frees_the_seats_of_groups_too() {
    let accounts = two();
    let asked = Offboarding { revoke: Revoke::These([VISIO].into()), ..everything(DeleteWhen::Now) };
    let plan = planned(&accounts, &asked);
    assert_eq!((plan.seats[&VISIO].used, plan.seats[&E3].used), (-2, -2));
    assert_eq!(plan.users[0].after.direct, [(VISIO, None), (E3, None)].into());
    assert_eq!(plan.users[1].before.through_groups, [through(SALES, E3, &[])]);
    assert!(words(&accounts, &plan)[1].ends_with(
        "− Microsoft 365 E3 (group Sales), Password reset: a temporary password is needed to sign in, Deleted"
    ));
    let steps = AccountsPreview::of(&accounts, &plan, &AccountChange::Offboard(asked)).steps.unwrap();
    assert_eq!(steps.revoked, [("Visio Plan 2".to_owned(), 2)]);
}

#[test]
fn what_is_not_chosen_stays() {
    let accounts = two();
    let asked = Offboarding { revoke: Revoke::These([E3].into()), ..Offboarding::default() };
    let plan = planned(&accounts, &asked);
    assert_eq!(outcomes(&plan), ["Offboarded", "Unchanged"]);
    assert_eq!(plan.users[0].after.direct, [(E3, None)].into());
    assert_eq!(plan.users[0].after.sign_in_allowed, None);
    assert!(!asked.is_empty() && Offboarding::default().is_empty());
    assert!(Offboarding { revoke: Revoke::These([].into()), ..Offboarding::default() }.is_empty());
}

#[test]
fn nobody_keeps_a_plan_that_needs_a_revoked_one() {
    let mut snapshot = customer_with(&[direct(E3, &[]), direct(PHONE, &[])]);
    add_user(&mut snapshot, BO, &[direct(E3, &[])]);
    let accounts = accounts_of(snapshot);
    let asked = Offboarding { block: true, revoke: Revoke::These([E3].into()), ..Offboarding::default() };
    let plan = planned(&accounts, &asked);
    assert_eq!(outcomes(&plan), ["Dependency", "Offboarded"]);
    assert_eq!(plan.users[0].after, crate::rules::outcome::Touched::default());
    assert_eq!(plan.seats[&E3].used, -1);
    // A deleted user keeps no plan that could need it.
    let plan = planned(&accounts, &Offboarding { delete: DeleteWhen::Now, ..asked });
    assert_eq!(outcomes(&plan), ["Offboarded", "Offboarded"]);
}

#[test]
fn synced_users_can_be_blocked_and_lose_licenses_only() {
    let mut accounts = two();
    accounts.users.get_mut(&ADELE).unwrap().directory_synced = true;
    assert_eq!(outcomes(&planned(&accounts, &everything(DeleteWhen::Never))), ["DirectorySynced", "Offboarded"]);
    let asked = Offboarding { reset: false, ..everything(DeleteWhen::Never) };
    let plan = planned(&accounts, &asked);
    assert_eq!(outcomes(&plan), ["Offboarded", "Offboarded"]);
    let overwritten = |at: usize| plan.users[at].warnings.contains(&Failure::SignInSynced);
    assert!(overwritten(0) && !overwritten(1), "{plan:?}");
    let asked = Offboarding { block: false, ..asked };
    assert!(!planned(&accounts, &asked).users[0].warnings.contains(&Failure::SignInSynced));
}

#[test]
fn the_last_global_admin_stays() {
    let mut accounts = two();
    make_admins(&mut accounts, &[ADELE, BO]);
    for delete in [DeleteWhen::Never, DeleteWhen::Now, DeleteWhen::On(day("2026-12-15"))] {
        assert_eq!(outcomes(&planned(&accounts, &everything(delete))), ["Offboarded", "LastGlobalAdmin"], "{delete:?}");
    }
    let asked = Offboarding { reset: true, ..Offboarding::default() };
    assert_eq!(outcomes(&planned(&accounts, &asked)), ["Offboarded", "Offboarded"]);
}

#[test]
fn who_failed_for_licenses_counts_as_an_admin_still() {
    let mut snapshot = customer_with(&[direct(E3, &[]), direct(PHONE, &[])]);
    add_user(&mut snapshot, BO, &[]);
    let mut accounts = accounts_of(snapshot);
    make_admins(&mut accounts, &[ADELE, BO]);
    let asked = Offboarding { block: true, revoke: Revoke::These([E3].into()), ..Offboarding::default() };
    assert_eq!(outcomes(&planned(&accounts, &asked)), ["Dependency", "Offboarded"]);
}

#[test]
fn a_deletion_is_planned_for_a_day_to_come_within_a_year() {
    let now = day("2026-11-28").start() + 3_600_000;
    let on = |text| Offboarding { delete: DeleteWhen::On(day(text)), ..Offboarding::default() }.check_day(now);
    assert_eq!(on("2026-11-28"), Err(DayError::Past));
    assert_eq!(on("2026-11-29"), Ok(()));
    assert_eq!(on("2027-11-28"), Ok(()));
    assert_eq!(on("2027-11-29"), Err(DayError::TooFar));
    assert_eq!(everything(DeleteWhen::Now).check_day(now), Ok(()));
}

#[test]
fn the_same_day_again_is_no_change_and_another_day_is() {
    let mut accounts = two();
    for account in accounts.users.values_mut() {
        account.deletion = Some(day("2026-12-15"));
    }
    let on = |text| Offboarding { delete: DeleteWhen::On(day(text)), ..Offboarding::default() };
    assert_eq!(outcomes(&planned(&accounts, &on("2026-12-15"))), ["Unchanged", "Unchanged"]);
    let plan = planned(&accounts, &on("2026-12-24"));
    assert_eq!(words(&accounts, &plan)[0], "Deletion: 15 Dec 2026 → 24 Dec 2026");
    // Without a deletion step, a planned deletion stays.
    assert_eq!(planned(&accounts, &everything(DeleteWhen::Never)).users[0].after.deletion, None);
}

#[test]
fn planned_deletions_are_cancelled() {
    let mut accounts = two();
    accounts.users.get_mut(&ADELE).unwrap().deletion = Some(day("2026-12-15"));
    let plan = plan_accounts(&accounts, &AccountChange::CancelDeletion);
    assert_eq!(outcomes(&plan), ["DeletionCancelled", "Unchanged"]);
    assert_eq!(words(&accounts, &plan)[0], "Deletion: 15 Dec 2026 → none");
}

#[test]
fn taking_it_back_gives_back_what_there_was() {
    assert_eq!(OperationKind::Offboard.inverse(), Some(AccountChange::reinstate()));
    for delete in [DeleteWhen::Never, DeleteWhen::Now, DeleteWhen::On(day("2026-12-15"))] {
        let accounts = two();
        let plan = planned(&accounts, &everything(delete));
        let (after, _) = carried_out(accounts.clone(), &plan);
        let back = plan_accounts(&after, &AccountChange::reinstate());
        assert_eq!(outcomes(&back), ["Reinstated", "Reinstated"], "{delete:?}");
        let adele = &back.users[0];
        assert_eq!(adele.after.direct, plan.users[0].before.direct, "{delete:?}");
        assert_eq!(adele.after.sign_in_allowed, Some(true));
        assert_eq!(adele.after.deleted, (delete == DeleteWhen::Now).then_some(false));
        let used = |plan: &Plan, sku| plan.seats.get(&sku).map_or(0, |effect| effect.used);
        // A license from a group went with the account and comes back with it.
        let of_group = i64::from(delete == DeleteWhen::Now);
        assert_eq!((used(&back, VISIO), used(&back, E3)), (2, 1 + of_group), "{delete:?}");
    }
}

#[test]
fn a_license_that_a_group_gives_takes_no_second_seat_when_it_comes_back() {
    let mut snapshot = customer_with(&[direct(E3, &[]), through(SALES, E3, &[])]);
    set_available(&mut snapshot, E3, 0);
    let accounts = accounts_of(snapshot);
    let plan = planned(&accounts, &Offboarding { revoke: Revoke::All, ..Offboarding::default() });
    assert_eq!(plan.seats.get(&E3).map_or(0, |effect| effect.used), 0);
    let (after, _) = carried_out(accounts, &plan);
    let back = plan_accounts(&after, &AccountChange::reinstate());
    assert_eq!(back.users[0].after.direct, [(E3, Some([].into()))].into());
    assert_eq!(back.seats.get(&E3).map_or(0, |effect| effect.used), 0);
}

#[test]
fn what_is_not_there_any_more_is_named() {
    let accounts = two();
    let plan = planned(&accounts, &everything(DeleteWhen::Now));
    let (mut after, _) = carried_out(accounts, &plan);
    set_available(&mut after.snapshot, VISIO, 1);
    let back = plan_accounts(&after, &AccountChange::reinstate());
    assert!(words(&after, &back)[1].starts_with(
        "Restored, Sign-in: blocked → allowed, + Microsoft 365 E3 (group Sales). Not given back: Visio Plan 2 (No"
    ));
    // If nothing at all can be given back, it fails.
    let accounts = two();
    let plan = planned(&accounts, &Offboarding { revoke: Revoke::All, ..Offboarding::default() });
    let (mut after, _) = carried_out(accounts, &plan);
    set_available(&mut after.snapshot, VISIO, 0);
    assert_eq!(outcomes(&plan_accounts(&after, &AccountChange::reinstate())), ["Reinstated", "CountViolation"]);
}

#[test]
fn what_was_changed_since_is_kept() {
    let accounts = two();
    let plan = planned(&accounts, &everything(DeleteWhen::On(day("2026-12-15"))));
    let (mut after, done) = carried_out(accounts, &plan);
    // Another day was planned later, and another person deleted Bo.
    after.users.get_mut(&ADELE).unwrap().deletion = Some(day("2026-12-24"));
    after.users.get_mut(&BO).unwrap().is_deleted = true;
    let back = plan_accounts(&after, &AccountChange::reinstate());
    assert_eq!(outcomes(&back), ["Reinstated", "ChangedSince"]);
    assert_eq!(back.users[0].after.deletion, None);
    // Adele got Visio again with other plans.
    after.snapshot.users.get_mut(&ADELE).unwrap().licenses.push(direct(VISIO, &[SITES]));
    after.note_changed_since(OPERATION, &done);
    let changed: Vec<UserId> = after.changed_since.iter().copied().collect();
    assert_eq!(changed, [ADELE]);
    assert!(matches!(plan_accounts(&after, &AccountChange::reinstate()).users[0].outcome, Outcome::Failed(_)));
}

//! Deleting users, also permanently.

use super::accounts::*;
use super::fixtures::*;
use crate::directory::license::License;
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::outcome::{LicenseInError, Touched};

#[test]
fn all_licenses_go_and_are_remembered() {
    let snapshot = customer_with(&[
        direct(E3, &[APPS]),
        through(SALES, E3, &[]),
        through(SALES, VISIO, &[]),
        in_error(direct(PHONE, &[])),
        in_error(through(EVERYONE, PHONE, &[])),
    ]);
    let accounts = accounts_of(snapshot);
    let plan = plan_accounts(&accounts, &AccountChange::Delete);
    let adele = &plan.users[0];
    assert_eq!(adele.before.direct, [(E3, Some([APPS].into())), (PHONE, None)].into());
    assert_eq!(adele.after.direct, [(E3, None), (PHONE, None)].into());
    let in_error_before = LicenseInError { disabled: [].into(), error: "CountViolation".into() };
    assert_eq!(adele.before.in_error, [(PHONE, in_error_before)].into());
    let groups = [through(SALES, E3, &[]), through(SALES, VISIO, &[]), in_error(through(EVERYONE, PHONE, &[]))];
    assert_eq!(adele.before.through_groups, groups);
    assert_eq!((&adele.after.in_error, &adele.after.through_groups), (&[].into(), &Vec::new()));
    assert_eq!((adele.before.deleted, adele.after.deleted), (Some(false), Some(true)));
    // One seat is freed for each product, however it was held. A license in error has no seat.
    let freed: Vec<_> = plan.seats.iter().map(|(sku, effect)| (*sku, effect.used, effect.available)).collect();
    assert_eq!(freed, [(VISIO, -1, 99), (E3, -1, 99)]);
    let words = adele.words(&accounts.snapshot);
    assert_eq!(
        words,
        "Deleted, − Microsoft 365 E3, − Teams Phone Standard (in error), − Microsoft 365 E3 (group Sales), \
         − Visio Plan 2 (group Sales)"
    );
}

#[test]
fn what_groups_give_enters_what_a_person_saw() {
    let digest = |held: &[License]| plan_accounts(&accounts_of(customer_with(held)), &AccountChange::Delete).digest;
    let seen = digest(&[through(SALES, E3, &[])]);
    assert_ne!(digest(&[through(EVERYONE, E3, &[])]), seen);
    assert_ne!(digest(&[]), seen);
}

#[test]
fn what_was_stored_before_groups_were_remembered_is_read() {
    let stored = r#"{"direct":{"00000000-0000-0000-0000-000000000030":[]},"deleted":false}"#;
    let touched: Touched = serde_json::from_str(stored).unwrap();
    assert_eq!((touched.direct.len(), touched.through_groups.len()), (1, 0));
    assert_eq!(serde_json::to_string(&touched).unwrap(), stored);
}

#[test]
fn what_was_stored_as_pairs_of_product_and_group_is_read() {
    let stored = format!(r#"{{"through_groups":[["{E3}","{SALES}"]],"deleted":false}}"#);
    let touched: Touched = serde_json::from_str(&stored).unwrap();
    assert_eq!(touched.through_groups, [through(SALES, E3, &[])]);
    let mixed = Touched { through_groups: vec![through(SALES, E3, &[APPS]), through(EVERYONE, VISIO, &[])], ..touched };
    let again: Touched = serde_json::from_str(&serde_json::to_string(&mixed).unwrap()).unwrap();
    assert_eq!(again, mixed);
}

#[test]
fn synced_users_and_the_last_global_admin_stay() {
    let mut snapshot = customer();
    [ADELE, BO, CYRIL, DIEGO].into_iter().for_each(|user| add_user(&mut snapshot, user, &[direct(E3, &[])]));
    let mut accounts = accounts_of(snapshot);
    accounts.users.get_mut(&ADELE).unwrap().directory_synced = true;
    accounts.users.get_mut(&BO).unwrap().sign_in_allowed = false;
    make_admins(&mut accounts, &[BO, CYRIL, DIEGO]);
    let plan = plan_accounts(&accounts, &AccountChange::Delete);
    assert_eq!(outcomes(&plan), ["DirectorySynced", "Deleted", "Deleted", "LastGlobalAdmin"]);
    assert_eq!(plan.seats[&E3].used, -2);
}

#[test]
fn the_last_of_all_global_admins_stays_also_when_blocked() {
    let mut accounts = accounts_of(customer_with(&[]));
    accounts.users.get_mut(&ADELE).unwrap().sign_in_allowed = false;
    make_admins(&mut accounts, &[ADELE]);
    assert_eq!(outcomes(&plan_accounts(&accounts, &AccountChange::Delete)), ["LastGlobalAdmin"]);
}

#[test]
fn only_who_is_deleted_can_be_deleted_permanently() {
    let mut snapshot = customer_with(&[]);
    add_user(&mut snapshot, BO, &[]);
    let mut accounts = accounts_of(snapshot);
    accounts.users.get_mut(&BO).unwrap().is_deleted = true;
    accounts.order.push(CYRIL);
    let plan = plan_accounts(&accounts, &AccountChange::DeletePermanently);
    assert_eq!(outcomes(&plan), ["NotDeleted", "Erased", "NotFound"]);
    let again = plan_accounts(&accounts, &AccountChange::Delete);
    assert_eq!(outcomes(&again), ["Deleted", "Unchanged", "NotFound"]);
}

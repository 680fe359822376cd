//! Taking back deletions and offboardings: users get back their former licenses while seats are available.

use super::accounts::*;
use super::carry_out::{OPERATION, carried_out, to_undo};
use super::fixtures::*;
use super::world::{Weather, World, product_id, world};
use crate::console::accounts::AccountsPreview;
use crate::directory::day::Day;
use crate::directory::license::License;
use crate::directory::seats::Seats;
use crate::ids::{OperationId, PlanId, SkuId, UserId};
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::accounts::{Account, Accounts};
use crate::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use crate::rules::outcome::{Outcome, PlannedUser};
use crate::rules::plan::Plan;
use crate::rules::remembered::Remembered;
use crate::rules::restore::{NewUpns, Without};
use crate::rules::undo::Done;
use proptest::prelude::*;
use uuid::Uuid;

fn without(without: Without) -> AccountChange {
    AccountChange::Restore { upns: NewUpns::new(), without }
}

fn words(accounts: &Accounts, planned: &PlannedUser) -> String {
    planned.words(&accounts.snapshot)
}

/// Applies a change, and returns its effects.
fn change(accounts: &Accounts, change: &AccountChange) -> (Accounts, Vec<Done>) {
    carried_out(accounts.clone(), &plan_accounts(accounts, change))
}

fn undone(after: &Accounts, done: &[Done], inverse: &AccountChange) -> (Accounts, Plan) {
    let plan = plan_accounts(&to_undo(after.clone(), done), inverse);
    (carried_out(after.clone(), &plan).0, plan)
}

/// Adele with these licenses, sorted as after a plan. She may sign in.
fn adele(licenses: &[License]) -> Accounts {
    let mut licenses = licenses.to_vec();
    licenses.sort_by_key(|license| (license.sku_id, license.source));
    accounts_of(customer_with(&licenses))
}

fn everything(delete: DeleteWhen) -> AccountChange {
    AccountChange::Offboard(Offboarding { block: true, revoke: Revoke::All, reset: true, delete })
}

/// Adele, offboarded and then deleted by hand.
fn offboarded_and_deleted(licenses: &[License]) -> Accounts {
    let (blocked, offboarding) = change(&adele(licenses), &everything(DeleteWhen::Never));
    let (mut deleted, deletion) = change(&blocked, &AccountChange::Delete);
    let account = deleted.users.get_mut(&ADELE).unwrap();
    account.remembered = Remembered::of(&deletion[0].before, [&offboarding[0].before]);
    account.offboarded_by = Some(OperationId::new(Uuid::from_u128(0x70)));
    deleted
}

#[test]
fn what_groups_gave_comes_back_first_and_direct_licenses_rest_on_it() {
    let held = [through(SALES, E3, &[APPS]), direct(PHONE, &[])];
    let before = adele(&held);
    let (after, done) = change(&before, &AccountChange::Delete);
    let (back, plan) = undone(&after, &done, &AccountChange::restore());
    assert_eq!(words(&after, &plan.users[0]), "Restored, + Teams Phone Standard, + Microsoft 365 E3 (group Sales)");
    assert_eq!(back, before);
    assert_eq!((plan.seats[&E3].used, plan.seats[&PHONE].used), (1, 1));
    let (after, done) = change(&before, &everything(DeleteWhen::Now));
    assert_eq!(undone(&after, &done, &AccountChange::reinstate()).0, before);
}

#[test]
fn a_product_held_twice_takes_one_seat_when_it_comes_back() {
    let before = adele(&[direct(E3, &[]), through(SALES, E3, &[]), through(EVERYONE, E3, &[TEAMS])]);
    let (mut after, done) = change(&before, &AccountChange::Delete);
    set_available(&mut after.snapshot, E3, 1);
    let (back, plan) = undone(&after, &done, &AccountChange::restore());
    assert_eq!(plan.seats[&E3].used, 1);
    assert_eq!(back.snapshot.users, before.snapshot.users);
}

#[test]
fn what_a_group_gave_is_not_given_back_without_a_seat_or_without_the_group() {
    let (after, done) = change(&adele(&[through(SALES, E3, &[])]), &AccountChange::Delete);
    let mut short = after.clone();
    set_available(&mut short.snapshot, E3, 0);
    let plan = undone(&short, &done, &AccountChange::restore()).1;
    let said = "Restored. Not given back: Microsoft 365 E3 (No licenses of Microsoft 365 E3 are left.";
    assert!(words(&short, &plan.users[0]).starts_with(said));
    let mut gone = after;
    gone.snapshot.groups.remove(&SALES);
    let plan = undone(&gone, &done, &AccountChange::restore()).1;
    let said = "Not given back: Microsoft 365 E3 (The group that gave this license no longer exists.";
    assert!(words(&gone, &plan.users[0]).contains(said));
}

#[test]
fn nothing_is_refused_for_what_was_so_before() {
    // No location, a product that can no longer be assigned, exclusive plans, and a plan missing from the product
    // table.
    let unknown: PlanId = plan_id(0x99);
    let mut before = adele(&[direct(E3, &[unknown]), direct(EXCHANGE_1, &[]), direct(CALLING, &[])]);
    before.snapshot.users.get_mut(&ADELE).unwrap().location = None;
    before.snapshot.products.get_mut(&CALLING).unwrap().publisher = Some("Contoso".into());
    let (after, done) = change(&before, &AccountChange::Delete);
    assert_eq!(undone(&after, &done, &AccountChange::restore()).0, before);
    let (after, done) = change(&before, &everything(DeleteWhen::Never));
    assert_eq!(undone(&after, &done, &AccountChange::reinstate()).0, before);
}

#[test]
fn what_excludes_a_license_that_was_given_since_is_refused() {
    let (mut after, done) = change(&adele(&[direct(EXCHANGE_1, &[])]), &AccountChange::Delete);
    // Since then a group gave another license: the current licenses count as well as the earlier ones.
    after.snapshot.users.get_mut(&ADELE).unwrap().licenses = vec![through(SALES, E3, &[])];
    let plan = undone(&after, &done, &AccountChange::restore()).1;
    assert!(words(&after, &plan.users[0]).contains("can't be assigned together."));
}

#[test]
fn restoring_offers_what_the_offboarding_before_took() {
    let held = [direct(E3, &[APPS]), through(SALES, VISIO, &[])];
    let deleted = offboarded_and_deleted(&held);
    let plan = plan_accounts(&deleted, &AccountChange::restore());
    assert_eq!(
        words(&deleted, &plan.users[0]),
        "Restored, Sign-in: blocked → allowed, + Microsoft 365 E3 (Microsoft 365 Apps off), + Visio Plan 2 (group Sales)"
    );
    let preview = AccountsPreview::of(&deleted, &plan, &AccountChange::restore()).given_back;
    assert_eq!((preview.licenses, preview.sign_in, preview.from_sync), (1, 1, 0));
    let (back, done) = change(&deleted, &AccountChange::restore());
    assert_eq!(back.snapshot.users, adele(&held).snapshot.users);
    assert!(back.users[&ADELE].sign_in_allowed);
    // After the undo, the user is as before: blocked, and offboarded.
    let (again, plan) = undone(&back, &done, &AccountChange::Delete);
    assert!(words(&back, &plan.users[0]).starts_with("Deleted, Sign-in: allowed → blocked"));
    assert_eq!(again.users[&ADELE].offboarded_by, deleted.users[&ADELE].offboarded_by);
    let plan = plan_accounts(&again, &AccountChange::restore());
    let restored = carried_out(again, &plan).0;
    assert_eq!(restored.snapshot.users, back.snapshot.users);
    assert!(restored.users[&ADELE].sign_in_allowed);
}

#[test]
fn restoring_offers_what_each_of_two_offboardings_took() {
    // The first blocks and revokes E3. The second revokes Visio, and E3, which was given again with other plans.
    let revoke = |skus: &[SkuId]| Offboarding {
        revoke: Revoke::These(skus.iter().copied().collect()),
        ..Offboarding::default()
    };
    let held = [direct(E3, &[]), direct(VISIO, &[])];
    let first = AccountChange::Offboard(Offboarding { block: true, ..revoke(&[E3]) });
    let (mut between, first) = change(&adele(&held), &first);
    between.users.get_mut(&ADELE).unwrap().offboarded_by = Some(OPERATION);
    between.snapshot.users.get_mut(&ADELE).unwrap().licenses.push(direct(E3, &[APPS]));
    let (after, second) = change(&between, &AccountChange::Offboard(revoke(&[E3, VISIO])));
    assert_eq!((first[0].before.offboarded_by, second[0].before.offboarded_by), (None, Some(OPERATION)));
    let (mut deleted, deletion) = change(&after, &AccountChange::Delete);
    let account = deleted.users.get_mut(&ADELE).unwrap();
    account.remembered = Remembered::of(&deletion[0].before, [&second[0].before, &first[0].before]);
    let plan = plan_accounts(&deleted, &AccountChange::restore());
    assert_eq!(
        words(&deleted, &plan.users[0]),
        "Restored, Sign-in: blocked → allowed, + Visio Plan 2, + Microsoft 365 E3 (Microsoft 365 Apps off)"
    );
}

#[test]
fn an_offboarding_that_takes_nothing_leaves_the_one_before_in_force() {
    let (mut blocked, _) = change(&adele(&[]), &everything(DeleteWhen::Never));
    blocked.users.get_mut(&ADELE).unwrap().offboarded_by = Some(OPERATION);
    let day = DeleteWhen::On("2026-12-15".parse().unwrap());
    let (_, done) = change(&blocked, &everything(day));
    assert_eq!(done[0].before.offboarded_by, None);
}

#[test]
fn licenses_and_sign_in_can_be_left_out() {
    let deleted = offboarded_and_deleted(&[direct(E3, &[])]);
    let said = |asked| {
        let change = without(asked);
        let plan = plan_accounts(&deleted, &change);
        let given_back = AccountsPreview::of(&deleted, &plan, &change).given_back;
        assert_eq!((given_back.licenses, given_back.sign_in), (1, 1), "what could be given back stays offered");
        words(&deleted, &plan.users[0])
    };
    assert_eq!(said(Without { licenses: true, sign_in: false }), "Restored, Sign-in: blocked → allowed");
    assert_eq!(said(Without { licenses: false, sign_in: true }), "Restored, + Microsoft 365 E3");
    assert_eq!(said(Without { licenses: true, sign_in: true }), "Restored");
}

#[test]
fn undoing_a_deletion_does_not_take_back_the_offboarding_before_it() {
    let (blocked, _) = change(&adele(&[direct(E3, &[])]), &everything(DeleteWhen::Never));
    let (mut deleted, deletion) = change(&blocked, &AccountChange::Delete);
    let remembered = Remembered { sign_in_allowed: true, ..Remembered::default() };
    deleted.users.get_mut(&ADELE).unwrap().remembered = remembered;
    assert_eq!(undone(&deleted, &deletion, &AccountChange::restore()).0, blocked);
}

#[test]
fn at_a_domain_that_is_gone_nobody_comes_back() {
    let (mut deleted, done) = change(&adele(&[]), &AccountChange::Delete);
    deleted.domains = ["new.example".to_owned()].into();
    deleted.primary_domain = Some("new.example".into());
    deleted.taken.insert(format!("{ADELE}@new.example"));
    let plan = plan_accounts(&deleted, &AccountChange::restore());
    assert_eq!(outcomes(&plan), ["InvalidUpn"]);
    let why = "fabrikam.example is not a domain of this customer any more. Choose another email.";
    assert_eq!(words(&deleted, &plan.users[0]), why);
    let offers = AccountsPreview::of(&deleted, &plan, &AccountChange::restore()).offers;
    assert_eq!(offers[0].upn, format!("{ADELE}2@new.example"));
    let renamed = |change: AccountChange| change.with_upns([(ADELE, offers[0].upn.clone())].into());
    let plan = plan_accounts(&deleted, &renamed(AccountChange::restore()));
    assert_eq!(words(&deleted, &plan.users[0]), format!("Restored as {}", offers[0].upn));
    // Undoing a deletion or an offboarding also needs another name.
    assert_eq!(outcomes(&undone(&deleted, &done, &AccountChange::restore()).1), ["InvalidUpn"]);
    let (mut gone, done) = change(&adele(&[]), &everything(DeleteWhen::Now));
    (gone.domains, gone.primary_domain) = (deleted.domains.clone(), deleted.primary_domain.clone());
    assert_eq!(outcomes(&undone(&gone, &done, &AccountChange::reinstate()).1), ["InvalidUpn"]);
    let plan = undone(&gone, &done, &renamed(AccountChange::reinstate())).1;
    assert!(words(&gone, &plan.users[0]).starts_with(&format!("Restored as {}, Sign-in", offers[0].upn)));
}

#[test]
fn a_synced_user_comes_back_as_one_who_is_managed_in_the_cloud() {
    // An import no longer had the user; nobody deleted it here.
    let mut gone = adele(&[]);
    let account = Account { directory_synced: true, is_deleted: true, ..gone.users[&ADELE].clone() };
    gone.users.insert(ADELE, account);
    let plan = plan_accounts(&gone, &AccountChange::restore());
    assert_eq!(words(&gone, &plan.users[0]), "Restored, Managed in the cloud, no longer synced");
    assert_eq!(AccountsPreview::of(&gone, &plan, &AccountChange::restore()).given_back.from_sync, 1);
    let (back, done) = change(&gone, &AccountChange::restore());
    assert_eq!(outcomes(&plan_accounts(&back, &AccountChange::Delete)), ["Deleted"]);
    let (again, _) = undone(&back, &done, &AccountChange::Delete);
    assert!(again.users[&ADELE].directory_synced);
}

/// Generated accounts with enough seats of all products; some without location, some blocked.
fn accounts() -> impl Strategy<Value = Accounts> {
    world(Weather::Any).prop_map(|World { mut snapshot, .. }| {
        let holders = |sku: SkuId| snapshot.users.values().filter(|user| user.holds(sku)).count() as i64;
        let consumed: Vec<(SkuId, i64)> = snapshot.products.keys().map(|sku| (*sku, holders(*sku))).collect();
        for (sku, consumed) in consumed {
            let held = snapshot.products.get_mut(&sku).unwrap();
            held.seats = Some(Seats { owned: consumed, consumed, reserved: 0 });
        }
        let mut accounts = accounts_of(snapshot);
        for (at, account) in accounts.users.values_mut().enumerate() {
            account.sign_in_allowed = at % 3 != 0;
        }
        accounts
    })
}

fn offboarding() -> impl Strategy<Value = Offboarding> {
    let revoke = prop_oneof![
        1 => Just(Revoke::Nothing),
        3 => Just(Revoke::All),
        2 => (0..4_usize, 0..4_usize).prop_map(|(one, two)| Revoke::These([product_id(one), product_id(two)].into())),
    ];
    let day: Day = "2026-12-15".parse().unwrap();
    let delete = prop_oneof![Just(DeleteWhen::Never), Just(DeleteWhen::Now), Just(DeleteWhen::On(day))];
    (any::<bool>(), revoke, any::<bool>(), delete).prop_map(|(block, revoke, reset, delete)| Offboarding {
        block,
        revoke,
        reset,
        delete,
    })
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn deleting_and_undoing_it_leaves_everybody_as_before(before in accounts()) {
        let (after, done) = change(&before, &AccountChange::Delete);
        let (back, plan) = undone(&after, &done, &AccountChange::restore());
        prop_assert!(plan.users.iter().all(|planned| matches!(planned.outcome, Outcome::Restored(_))));
        prop_assert_eq!(back, before);
    }

    #[test]
    fn restoring_after_a_deletion_does_the_same(before in accounts()) {
        let (after, _) = change(&before, &AccountChange::Delete);
        prop_assert_eq!(change(&after, &AccountChange::restore()).0, before);
    }

    #[test]
    fn offboarding_and_undoing_it_leaves_everybody_as_before(before in accounts(), asked in offboarding()) {
        let (after, done) = change(&before, &AccountChange::Offboard(asked));
        let (back, plan) = undone(&after, &done, &AccountChange::reinstate());
        prop_assert!(plan.users.iter().all(|planned| planned.outcome.failure().is_none()), "{:?}", plan.users);
        prop_assert_eq!(back, before);
    }

    #[test]
    fn restoring_after_an_offboarding_gives_back_what_both_took(before in accounts(), asked in offboarding()) {
        let asked = Offboarding { delete: DeleteWhen::Never, ..asked };
        let (blocked, offboarding) = change(&before, &AccountChange::Offboard(asked));
        let (mut deleted, deletion) = change(&blocked, &AccountChange::Delete);
        let of = |done: &[Done], user: UserId| done.iter().find(|done| done.user == user).cloned();
        for (id, account) in &mut deleted.users {
            let offboarding = of(&offboarding, *id).map(|done| done.before);
            account.remembered = Remembered::of(&of(&deletion, *id).unwrap().before, &offboarding);
        }
        let (back, _) = change(&deleted, &AccountChange::restore());
        let allowed = |accounts: &Accounts| -> Vec<bool> {
            accounts.users.values().map(|account| account.sign_in_allowed).collect()
        };
        prop_assert_eq!(allowed(&back), allowed(&before));
        for (id, user) in &before.snapshot.users {
            let left = back.snapshot.users[id].licenses.iter().filter(|license| !user.licenses.contains(license));
            prop_assert_eq!(left.count(), 0, "nothing that was not there before");
        }
    }
}

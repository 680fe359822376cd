//! Accounts for tests, and properties of every change of them.

use super::carry_out::carried_out;
use super::world::{PRODUCTS, Weather, World, product_id, world};
use crate::directory::license::License;
use crate::directory::role::AdminRole;
use crate::ids::UserId;
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::accounts::{Account, Accounts};
use crate::rules::outcome::Outcome;
use crate::rules::snapshot::Snapshot;
use proptest::prelude::*;

/// The accounts of all users of a snapshot, in the order of their ids. They may sign in and are not administrators.
pub fn accounts_of(snapshot: Snapshot) -> Accounts {
    let account = Account { sign_in_allowed: true, ..Account::default() };
    Accounts {
        order: snapshot.users.keys().copied().collect(),
        users: snapshot.users.keys().map(|user| (*user, account.clone())).collect(),
        domains: ["fabrikam.example".to_owned()].into(),
        snapshot,
        ..Accounts::default()
    }
}

/// Makes users Global admins.
pub fn make_admins(accounts: &mut Accounts, users: &[UserId]) {
    for user in users {
        let account = accounts.users.get_mut(user).unwrap();
        account.roles.insert(AdminRole::Global.template_id());
        accounts.admins += 1;
        accounts.admins_allowed += i64::from(account.sign_in_allowed);
    }
}

/// The accounts after deleting the users.
pub fn after_deleting(accounts: Accounts) -> Accounts {
    let plan = plan_accounts(&accounts, &AccountChange::Delete);
    carried_out(accounts, &plan).0
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() }
}

fn held(snapshot: &Snapshot, number: usize) -> i64 {
    let sku = product_id(number);
    i64::try_from(snapshot.users.values().filter(|user| user.holds(sku)).count()).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn deleting_frees_exactly_the_seats_that_were_held(World { snapshot, .. } in world(Weather::Any)) {
        let before = accounts_of(snapshot);
        let plan = plan_accounts(&before, &AccountChange::Delete);
        for number in 0..PRODUCTS {
            let used = plan.seats.get(&product_id(number)).map_or(0, |effect| effect.used);
            prop_assert_eq!(-used, held(&before.snapshot, number));
        }
    }

    #[test]
    fn restoring_brings_everybody_back_and_takes_no_seat_that_is_not_there(
        World { snapshot, .. } in world(Weather::Any),
        taken in proptest::collection::vec(0..4_i64, PRODUCTS),
    ) {
        let mut deleted = after_deleting(accounts_of(snapshot));
        for (number, by_others) in taken.into_iter().enumerate() {
            let held = deleted.snapshot.products.get_mut(&product_id(number));
            if let Some(seats) = held.and_then(|held| held.seats.as_mut()) {
                seats.consumed = (seats.consumed + by_others).min(seats.owned.max(seats.consumed));
            }
        }
        let plan = plan_accounts(&deleted, &AccountChange::restore());
        for planned in &plan.users {
            let Outcome::Restored(restored) = &planned.outcome else {
                return Err(TestCaseError::fail(format!("{planned:?}")));
            };
            let account = &deleted.users[&planned.user];
            let given = planned.after.licenses();
            let given_or_left = |license: &License| {
                given.contains(license) || restored.left.iter().any(|(sku, _)| *sku == license.sku_id)
            };
            prop_assert!(account.remembered.licenses().all(given_or_left), "{planned:?}");
            prop_assert_eq!(given.len() + restored.left.len(), account.remembered.licenses().count());
        }
        for (sku, effect) in &plan.seats {
            let available = deleted.snapshot.products[sku].available();
            prop_assert!(effect.used == 0 || effect.used <= available, "{} of {}", effect.used, available);
        }
    }

    #[test]
    fn what_nobody_took_meanwhile_comes_back_whole(World { snapshot, .. } in world(Weather::Fair)) {
        let deleted = after_deleting(accounts_of(snapshot));
        for planned in plan_accounts(&deleted, &AccountChange::restore()).users {
            let Outcome::Restored(restored) = planned.outcome else { panic!("not restored") };
            prop_assert_eq!(restored.left, []);
        }
    }
}

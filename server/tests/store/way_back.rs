//! Undoing deletions and offboardings: users get back what they had.

use super::accounts::*;
use super::engines::each_engine;
use super::fixtures::*;
use super::history::undone;
use super::people::*;
use domain::access::CustomerScope;
use domain::cases::accounts::preview;
use domain::cases::operations::preview_undo;
use domain::console::accounts::Who;
use domain::console::save::{SaveReply, UndoRequest};
use domain::directory::day::Day;
use domain::directory::role::AdminRole;
use domain::directory::user::UserDetail;
use domain::ids::{OperationId, UserId};
use domain::import::customer::{CustomerImport, ImportedDomain};
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use domain::rules::restore::NewUpns;
use domain::store::prelude::*;
use server::store::SqlStore;

const PEOPLE: usize = 120;
const PRODUCTS: [&str; 3] = [E3, VISIO, POWER_BI];

fn another_domain(name: &str) -> ImportedDomain {
    ImportedDomain { name: name.into(), is_default: false, is_initial: false }
}

/// A crowd with licenses of every kind, some with plans switched off, and nobody whose deletion would be refused.
fn crowded(number: u128) -> CustomerImport {
    let mut directory = company(number, &PRODUCTS.map(|part_number| (part_number, 500)));
    directory.groups.push((group(5), "Sales".into()));
    directory.customer.domains.push(another_domain("contoso.com"));
    directory.users = crowd(PEOPLE, &PRODUCTS, group(5));
    for (at, user) in directory.users.iter_mut().enumerate() {
        user.roles.retain(|role| *role != AdminRole::Global.template_id());
        for license in user.licenses.iter_mut().filter(|_| at.is_multiple_of(4)) {
            let part_number = PRODUCTS.into_iter().find(|part_number| sku(part_number) == license.sku_id).unwrap();
            license.disabled = product(part_number).plans.iter().take(2).map(|plan| plan.id).collect();
        }
    }
    directory
}

/// The details of users, and the taken seats.
async fn state(store: &SqlStore, scope: CustomerScope, users: &[UserId]) -> (Vec<Option<UserDetail>>, Vec<i64>) {
    let mut details = Vec::new();
    for user in users {
        details.push(store.user(scope, *user).await.unwrap());
    }
    let sql = "SELECT consumed FROM customer_product WHERE customer_id = $1 ORDER BY sku_id";
    let consumed = sqlx::query_scalar(sql).bind(scope.customer().to_string());
    (details, consumed.fetch_all(store.read_pool()).await.unwrap())
}

fn offboarding(revoke: Revoke, delete: DeleteWhen) -> AccountChange {
    AccountChange::Offboard(Offboarding { block: true, revoke, reset: true, delete })
}

#[tokio::test]
async fn deleting_or_offboarding_a_crowd_and_undoing_it_leaves_everybody_as_before() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let day = Day::of(NOW).unwrap().after(1).unwrap();
        let changes = [
            AccountChange::Delete,
            offboarding(Revoke::All, DeleteWhen::Now),
            offboarding(Revoke::All, DeleteWhen::Never),
            offboarding(Revoke::These([sku(VISIO)].into()), DeleteWhen::On(day)),
        ];
        for (number, asked) in (20..).zip(changes) {
            let directory = crowded(number);
            let scope = customer(&store, &actor, &directory).await;
            let users: Vec<UserId> = directory.users.iter().map(|user| user.id).collect();
            let before = state(&store, scope, &users).await;
            let reply = change(&store, scope, Who::Listed(users.clone()), asked.clone()).await;
            let SaveReply::Saved(operation) = reply else { panic!("{asked:?} not done: {reply:?}") };
            assert_ne!(state(&store, scope, &users).await, before, "{asked:?}");
            undone(&store, scope, operation).await;
            let after = state(&store, scope, &users).await;
            for (before, after) in before.0.iter().zip(&after.0) {
                assert_eq!(after, before, "{asked:?}");
            }
            assert_eq!(after.1, before.1, "{asked:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_offboarding_then_its_day_then_restoring_gives_back_what_both_took() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5), (VISIO, 5)]);
        directory.groups.push((group(5), "Sales".into()));
        directory.users = vec![holding_by(holding(person(1, "Anna"), E3), VISIO, group(5))];
        let scope = customer(&store, &actor, &directory).await;
        let anna = [user_id(1)];
        let before = state(&store, scope, &anna).await;
        let day = Day::of(NOW).unwrap().after(1).unwrap();
        changed(&store, scope, &[1], offboarding(Revoke::All, DeleteWhen::On(day))).await;
        // Choosing another day takes nothing away, and the first offboarding still counts.
        let day = day.after(1).unwrap();
        let later = Offboarding { delete: DeleteWhen::On(day), ..Offboarding::default() };
        changed(&store, scope, &[1], AccountChange::Offboard(later)).await;
        assert_eq!(store.delete_planned_users(day.start(), stamp).await.unwrap(), 1);
        let listed_licenses = async || lost(&deleted_users(&store, scope, "", NOW).await[0]);
        assert_eq!(listed_licenses().await, ["Microsoft 365 E3", "Visio Plan 2 (group Sales)"]);
        let seen = preview(&store, scope, &listed(&[1]), &AccountChange::restore()).await.unwrap().unwrap();
        assert_eq!((seen.given_back.licenses, seen.given_back.sign_in), (1, 1));
        let restoration = changed(&store, scope, &[1], AccountChange::restore()).await;
        assert_eq!(state(&store, scope, &anna).await, before);
        // The restoration is undone, and done again.
        undone(&store, scope, restoration).await;
        assert_eq!(listed_licenses().await, ["Microsoft 365 E3", "Visio Plan 2 (group Sales)"]);
        changed(&store, scope, &[1], AccountChange::restore()).await;
        assert_eq!(state(&store, scope, &anna).await, before);
        // The offboarding no longer counts; the next deletion lists what she has then.
        saved(&store, scope, &anna, revoke(E3)).await;
        changed(&store, scope, &[1], AccountChange::Delete).await;
        assert_eq!(listed_licenses().await, ["Visio Plan 2 (group Sales)"]);
    })
    .await;
}

#[tokio::test]
async fn what_a_group_gave_stays_away_where_the_group_is_gone_or_there_is_no_seat() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 1), (VISIO, 5)]);
        directory.groups = vec![(group(5), "Sales".into()), (group(6), "Staff".into())];
        directory.users =
            vec![holding_by(holding_by(person(1, "Anna"), E3, group(6)), VISIO, group(5)), person(2, "Bo")];
        let scope = customer(&store, &actor, &directory).await;
        let deletion = changed(&store, scope, &[1], AccountChange::Delete).await;
        // The group Sales is gone, and Bo has the one seat of E3.
        directory.groups.remove(0);
        directory.users = vec![holding(person(2, "Bo"), E3)];
        customer(&store, &actor, &directory).await;
        let undo = undone(&store, scope, deletion).await;
        let told = outcomes(&store, scope, undo).await.remove(0).message;
        assert!(told.starts_with("Restored. Not given back: Microsoft 365 E3 ("), "{told}");
        assert!(told.contains("Visio Plan 2 (The group that gave this license no longer exists."), "{told}");
    })
    .await;
}

/// Gil is deleted, and his domain is no longer the customer's. Sue is synced, and removed by an import. Kim has the
/// email that would be offered for Gil first.
async fn with_a_lost_domain(store: &SqlStore) -> (CustomerScope, OperationId) {
    let actor = partner(store, 1).await;
    let mut directory = company(9, &[(E3, 5)]);
    let (mut gil, mut sue, mut kim) = (holding(person(1, "Gil"), E3), person(2, "Sue"), person(3, "Kim"));
    gil.upn = "gil@oldbrand.example".into();
    sue.directory_synced = true;
    kim.upn = "Gil@fabrikam.com".into();
    directory.users = vec![gil, sue, kim.clone()];
    directory.customer.domains.push(another_domain("oldbrand.example"));
    let scope = customer(store, &actor, &directory).await;
    let deletion = changed(store, scope, &[1], AccountChange::Delete).await;
    directory.customer.domains.pop();
    directory.users = vec![kim];
    customer(store, &actor, &directory).await;
    (scope, deletion)
}

#[tokio::test]
async fn at_a_domain_that_is_gone_another_email_is_asked_for() {
    each_engine(async |store| {
        let (scope, deletion) = with_a_lost_domain(&store).await;
        let seen = preview(&store, scope, &listed(&[1]), &AccountChange::restore()).await.unwrap().unwrap();
        assert_eq!((seen.summary.changed, seen.offers[0].upn.as_str()), (0, "gil2@fabrikam.com"));
        let refused = changed(&store, scope, &[1], AccountChange::restore()).await;
        assert_eq!(results(&store, scope, refused).await, [(user_id(1), "InvalidUpn".into())]);
        let told = outcomes(&store, scope, refused).await.remove(0).message;
        assert_eq!(told, "oldbrand.example is not a domain of this customer any more. Choose another email.");
        // Undoing the deletion also offers another email, and accepts it.
        let seen = preview_undo(&store, scope, deletion, &NewUpns::new()).await.unwrap();
        assert_eq!((seen.summary.changed, seen.offers[0].upn.as_str()), (0, "gil2@fabrikam.com"));
        let upns: NewUpns = [(user_id(1), "gil2@fabrikam.com".to_owned())].into();
        let digest = preview_undo(&store, scope, deletion, &upns).await.unwrap().summary.digest;
        let request = UndoRequest { key: new_key(), operation: deletion, upns, digest, reason: None };
        let reply = store.undo(scope, &request, stamp()).await.unwrap();
        let SaveReply::Saved(undo) = reply else { panic!("not undone: {reply:?}") };
        let told = outcomes(&store, scope, undo).await.remove(0).message;
        assert_eq!(told, "Restored as gil2@fabrikam.com, + Microsoft 365 E3");
        assert_eq!(store.user(scope, user_id(1)).await.unwrap().unwrap().user.upn, "gil2@fabrikam.com");
    })
    .await;
}

#[tokio::test]
async fn a_synced_user_comes_back_as_one_who_can_be_deleted_here() {
    each_engine(async |store| {
        let (scope, _) = with_a_lost_domain(&store).await;
        let from_sync = async || {
            let seen = preview(&store, scope, &listed(&[2]), &AccountChange::restore()).await.unwrap().unwrap();
            seen.given_back.from_sync
        };
        assert_eq!(from_sync().await, 1);
        let restoration = changed(&store, scope, &[2], AccountChange::restore()).await;
        assert!(!store.user(scope, user_id(2)).await.unwrap().unwrap().user.directory_synced);
        changed(&store, scope, &[2], AccountChange::Delete).await;
        assert_eq!(from_sync().await, 0);
        changed(&store, scope, &[2], AccountChange::restore()).await;
        undone(&store, scope, restoration).await;
        assert_eq!(from_sync().await, 1, "the restoration that changed it is undone");
    })
    .await;
}

#[tokio::test]
async fn a_license_in_error_is_assigned_or_revoked_and_comes_back() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[(E3, 5), (VISIO, 5)], vec![in_error(holding(person(1, "Anna"), E3), VISIO)]).await;
        let anna = [user_id(1)];
        let before = state(&store, scope, &anna).await;
        for (asked, taken) in [(assign(VISIO), 1), (revoke(VISIO), 0)] {
            let operation = saved(&store, scope, &anna, asked).await;
            let detail = store.user(scope, user_id(1)).await.unwrap().unwrap();
            assert!(detail.licenses.iter().all(|held| held.license.is_held()));
            assert_eq!(seats(&store, scope, VISIO).await.0.consumed, taken);
            undone(&store, scope, operation).await;
            assert_eq!(state(&store, scope, &anna).await, before);
        }
        let deletion = changed(&store, scope, &[1], AccountChange::Delete).await;
        undone(&store, scope, deletion).await;
        assert_eq!(state(&store, scope, &anna).await, before);
    })
    .await;
}

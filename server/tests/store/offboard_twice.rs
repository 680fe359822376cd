//! Users who are offboarded more than once. The licenses that each offboarding took count until it is undone.

use super::accounts::*;
use super::engines::each_engine;
use super::fixtures::*;
use super::history::undone;
use super::people::*;
use domain::access::CustomerScope;
use domain::ids::OperationId;
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use domain::rules::restore::Without;
use domain::store::prelude::*;
use server::store::SqlStore;

/// A customer with Bert, who may sign in and holds E3 and Visio.
async fn bert(store: &SqlStore) -> CustomerScope {
    customer_of(store, &[(E3, 5), (VISIO, 5)], vec![holding(holding(person(2, "Bert"), E3), VISIO)]).await
}

/// Revokes this product, and blocks sign-in if `block`.
async fn offboarded(store: &SqlStore, scope: CustomerScope, product: &str, block: bool) -> OperationId {
    let revoke = Revoke::These([sku(product)].into());
    let asked = Offboarding { block, revoke, ..Offboarding::default() };
    changed(store, scope, &[2], AccountChange::Offboard(asked)).await
}

/// Bert's former licenses in the list of deleted users.
async fn had(store: &SqlStore, scope: CustomerScope) -> Vec<String> {
    lost(&deleted_users(store, scope, "bert", NOW).await[0])
}

/// The number of Bert's licenses, and whether he may sign in.
async fn has(store: &SqlStore, scope: CustomerScope) -> (usize, bool) {
    let bert = store.user(scope, user_id(2)).await.unwrap().unwrap();
    (bert.licenses.len(), bert.user.sign_in_allowed)
}

#[tokio::test]
async fn restoring_offers_what_both_took() {
    each_engine(async |store| {
        let scope = bert(&store).await;
        offboarded(&store, scope, E3, true).await;
        offboarded(&store, scope, VISIO, false).await;
        // Only planning a day takes nothing away, so this offboarding does not count.
        let day = domain::directory::day::Day::of(NOW).unwrap().after(1).unwrap();
        let asked = Offboarding { delete: DeleteWhen::On(day), ..Offboarding::default() };
        changed(&store, scope, &[2], AccountChange::Offboard(asked)).await;
        changed(&store, scope, &[2], AccountChange::Delete).await;
        assert_eq!(had(&store, scope).await, ["Microsoft 365 E3", "Visio Plan 2"]);
        // A restoration without licenses and sign-in, once undone, offers everything again.
        let alone = restore_without(Without { licenses: true, sign_in: true });
        let restoration = changed(&store, scope, &[2], alone).await;
        assert_eq!(has(&store, scope).await, (0, false));
        undone(&store, scope, restoration).await;
        assert_eq!(had(&store, scope).await, ["Microsoft 365 E3", "Visio Plan 2"]);
        changed(&store, scope, &[2], AccountChange::restore()).await;
        assert_eq!(has(&store, scope).await, (2, true));
        // After the restoration no offboarding counts any more.
        saved(&store, scope, &[user_id(2)], revoke(E3)).await;
        changed(&store, scope, &[2], AccountChange::Delete).await;
        assert_eq!(had(&store, scope).await, ["Visio Plan 2"]);
    })
    .await;
}

#[tokio::test]
async fn the_second_one_may_be_the_deletion() {
    each_engine(async |store| {
        let scope = bert(&store).await;
        offboarded(&store, scope, E3, true).await;
        let asked = Offboarding { delete: DeleteWhen::Now, revoke: Revoke::All, ..Offboarding::default() };
        changed(&store, scope, &[2], AccountChange::Offboard(asked)).await;
        assert_eq!(had(&store, scope).await, ["Microsoft 365 E3", "Visio Plan 2"]);
        changed(&store, scope, &[2], AccountChange::restore()).await;
        assert_eq!(has(&store, scope).await, (2, true));
    })
    .await;
}

#[tokio::test]
async fn where_the_second_one_is_taken_back_the_first_holds() {
    each_engine(async |store| {
        let scope = bert(&store).await;
        offboarded(&store, scope, E3, true).await;
        let second = offboarded(&store, scope, VISIO, false).await;
        undone(&store, scope, second).await;
        assert_eq!(has(&store, scope).await, (1, false));
        saved(&store, scope, &[user_id(2)], revoke(VISIO)).await;
        changed(&store, scope, &[2], AccountChange::Delete).await;
        assert_eq!(had(&store, scope).await, ["Microsoft 365 E3"]);
        changed(&store, scope, &[2], AccountChange::restore()).await;
        assert_eq!(has(&store, scope).await, (1, true));
    })
    .await;
}

#[tokio::test]
async fn where_the_first_one_is_taken_back_the_second_holds() {
    each_engine(async |store| {
        let scope = bert(&store).await;
        let first = offboarded(&store, scope, E3, true).await;
        offboarded(&store, scope, VISIO, false).await;
        undone(&store, scope, first).await;
        assert_eq!(has(&store, scope).await, (1, true));
        saved(&store, scope, &[user_id(2)], revoke(E3)).await;
        changed(&store, scope, &[2], AccountChange::Delete).await;
        assert_eq!(had(&store, scope).await, ["Visio Plan 2"]);
        changed(&store, scope, &[2], AccountChange::restore()).await;
        assert_eq!(has(&store, scope).await, (1, true));
    })
    .await;
}

//! Whether trying an operation again could succeed.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::CustomerScope;
use domain::cases::operations::{Retry, preview_retry};
use domain::console::purchase::BuyRequest;
use domain::ids::OperationId;
use domain::store::prelude::*;
use server::store::SqlStore;

async fn retry(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> Retry {
    preview_retry(store, scope, operation).await.unwrap().unwrap()
}

#[tokio::test]
async fn for_want_of_seats_it_waits_for_seats() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 1)]);
        directory.users = vec![person(1, "Anna"), person(2, "Bert")];
        let scope = customer(&store, &actor, &directory).await;
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], assign(E3)).await;
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.counts.changed, shown.counts.failed, shown.counts.unchanged, shown.left_out), (1, 0, 1, 1));
        assert_eq!(retry(&store, scope, operation).await, Retry::SeatsShort(1));
        assert_eq!(store.select_failed(scope, new_selection(), operation, NOW).await.unwrap().count, 1);
        let request = BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 1.try_into().unwrap(), reason: None };
        store.buy(scope, &request, stamp()).await.unwrap();
        assert_eq!(retry(&store, scope, operation).await, Retry::Possible);
        saved(&store, scope, &[user_id(2)], assign(E3)).await;
        assert_eq!(retry(&store, scope, operation).await, Retry::NothingToDo);
        directory.users.truncate(1);
        arrive(&store, &actor, &directory, NOW + 1).await;
        assert_eq!(retry(&store, scope, operation).await, Retry::NobodyLeft);
    })
    .await;
}

#[tokio::test]
async fn what_a_group_gives_fails_again_and_a_missing_location_can_be_set_on_the_way() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 9), (VISIO, 9)]);
        directory.groups = vec![(group(5), "Sales".into())];
        let mut nowhere = person(2, "Bert");
        nowhere.location = None;
        directory.users = vec![holding_by(person(1, "Anna"), E3, group(5)), nowhere, holding(person(3, "Cyril"), E3)];
        let scope = customer(&store, &actor, &directory).await;
        let revoking = saved(&store, scope, &[user_id(1), user_id(3)], revoke(E3)).await;
        let words = "This license comes from the group Sales; change it there.";
        assert_eq!(retry(&store, scope, revoking).await, Retry::StillFails(words.into()));
        let assigning = saved(&store, scope, &[user_id(2), user_id(3)], assign(VISIO)).await;
        assert_eq!(retry(&store, scope, assigning).await, Retry::Possible);
    })
    .await;
}

#[tokio::test]
async fn an_operation_of_another_customer_is_as_if_it_never_was() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 1)]);
        directory.users = vec![person(1, "Anna"), person(2, "Bert")];
        let scope = customer(&store, &actor, &directory).await;
        let foreign = customer(&store, &actor, &company(8, &[(E3, 1)])).await;
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], assign(E3)).await;
        assert_eq!(preview_retry(&store, foreign, operation).await.unwrap(), None);
    })
    .await;
}

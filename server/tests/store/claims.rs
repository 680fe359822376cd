//! Keys of requests: a request is processed once at a time, and a key belongs to one request.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::CustomerScope;
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::{SaveReply, SaveRequest};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::Stamp;
use domain::store::prelude::*;
use server::store::engine::dialect::Dialect;
use server::store::{CLAIMS_KEPT_MS, SqlStore};

async fn small(store: &SqlStore) -> CustomerScope {
    customer_of(store, &[(E3, 1)], vec![person(1, "Anna"), person(2, "Bert")]).await
}

async fn asked(store: &SqlStore, scope: CustomerScope) -> SaveRequest {
    let selection = select(store, scope, &[user_id(1)]).await;
    request(store, scope, selection, assign(E3), ShortagePolicy::EverybodyOrNobody).await
}

/// Makes the request look as if it has been in progress since then.
async fn make_in_flight(store: &SqlStore, since: i64) {
    sqlx::query("UPDATE idempotency_record SET subject_id = NULL, started = $1")
        .bind(since)
        .execute(store.read_pool())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_request_that_is_being_worked_on_says_so() {
    each_engine(async |store| {
        let scope = small(&store).await;
        let request = asked(&store, scope).await;
        let saved = store.save(scope, &request, stamp()).await.unwrap();
        make_in_flight(&store, NOW).await;
        assert_eq!(store.save(scope, &request, stamp()).await.unwrap(), SaveReply::InFlight);
        // The claim is abandoned, so the next attempt finds the saved operation.
        let later = Stamp { now: NOW + 31_000, ..stamp() };
        assert_eq!(store.save(scope, &request, later).await.unwrap(), saved);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_for_one_request_of_any_kind() {
    each_engine(async |store| {
        let scope = small(&store).await;
        let request = asked(&store, scope).await;
        assert!(matches!(store.save(scope, &request, stamp()).await.unwrap(), SaveReply::Saved(_)));
        let purchase = BuyRequest { key: request.key, sku_id: sku(E3), quantity: 2.try_into().unwrap(), reason: None };
        assert_eq!(store.buy(scope, &purchase, stamp()).await.unwrap(), BuyReply::KeyReused);
        let purchase = BuyRequest { key: new_key(), ..purchase };
        let first = store.buy(scope, &purchase, stamp()).await.unwrap();
        assert_eq!(store.buy(scope, &purchase, stamp()).await.unwrap(), first);
        let reused = SaveRequest { key: purchase.key, ..request };
        assert_eq!(store.save(scope, &reused, stamp()).await.unwrap(), SaveReply::KeyReused);
        assert_eq!(seats(&store, scope, E3).await.0.owned, 3);
    })
    .await;
}

#[tokio::test]
async fn a_request_that_wrote_nothing_leaves_its_key_free() {
    each_engine(async |store| {
        let scope = small(&store).await;
        let request = asked(&store, scope).await;
        saved(&store, scope, &[user_id(2)], assign(E3)).await;
        assert!(matches!(store.save(scope, &request, stamp()).await.unwrap(), SaveReply::SeatsShort(_)));
        saved(&store, scope, &[user_id(2)], revoke(E3)).await;
        assert!(matches!(store.save(scope, &request, stamp()).await.unwrap(), SaveReply::Saved(_)));
    })
    .await;
}

#[tokio::test]
async fn a_key_still_does_nothing_twice_when_its_record_is_gone() {
    each_engine(async |store| {
        let scope = small(&store).await;
        let request = asked(&store, scope).await;
        let saved = store.save(scope, &request, stamp()).await.unwrap();
        assert_eq!(store.purge_claims(NOW).await.unwrap(), 0);
        assert_eq!(store.purge_claims(NOW + CLAIMS_KEPT_MS).await.unwrap(), 1);
        assert_eq!(store.save(scope, &request, stamp()).await.unwrap(), saved);
        let other = SaveRequest { policy: ShortagePolicy::InOrder, ..request };
        store.purge_claims(NOW + CLAIMS_KEPT_MS).await.unwrap();
        assert_eq!(store.save(scope, &other, stamp()).await.unwrap(), SaveReply::KeyReused);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_starts_on_sqlite_knows_that_nobody_works_on_anything() {
    each_engine(async |store| {
        let scope = small(&store).await;
        let request = asked(&store, scope).await;
        let saved = store.save(scope, &request, stamp()).await.unwrap();
        make_in_flight(&store, NOW).await;
        store.take_over().await.unwrap();
        let is_alone = store.dialect() == Dialect::Sqlite;
        let expected = if is_alone { saved } else { SaveReply::InFlight };
        assert_eq!(store.save(scope, &request, stamp()).await.unwrap(), expected);
    })
    .await;
}

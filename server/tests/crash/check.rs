//! Checks that must hold once every request is answered and no job runs.

use super::journal::{Asked, Became, Journal};
use super::passwords;
use super::products::sku;
use super::site::{OWNED, USERS, user_id};
use domain::rules::outcome::Touched;
use server::store::SqlStore;
use std::collections::{BTreeMap, BTreeSet};

/// Checks every invariant, and that the database contains exactly what was acknowledged.
pub async fn everything(store: &SqlStore, journal: &Journal) {
    assert_eq!(store.violations().await.unwrap(), []);
    let asked = journal.all().clone();
    operations(store, &asked).await;
    orders(store, &asked).await;
    effects(store).await;
    erasures(store).await;
    passwords::are_kept(store, journal).await;
}

/// Each acknowledged operation is there, for as many users as asked for, and there is no other operation.
async fn operations(store: &SqlStore, asked: &[Asked]) {
    let rows: Vec<(String, String, i64, String)> =
        sqlx::query_as("SELECT idempotency_key, id, user_count, state FROM operation")
            .fetch_all(store.read_pool())
            .await
            .unwrap();
    let mut found: BTreeMap<_, _> = rows.into_iter().map(|(key, id, users, state)| (key, (id, users, state))).collect();
    for asked in asked {
        let Some(Became::Operation(id)) = asked.became else { continue };
        let Some((found, users, state)) = found.remove(&asked.key.to_string()) else {
            panic!("an acknowledged operation is lost: {asked:?}")
        };
        assert_eq!(found, id.to_string(), "another operation stands under the key of {asked:?}");
        assert_eq!(users, asked.number.unwrap_or(users), "{asked:?}");
        assert!(state == "Done" || state == "Cancelled", "{state}: {asked:?}");
    }
    assert!(found.is_empty(), "operations that nobody was told of: {found:?}");
}

/// Each acknowledged order is there, there is no other order, and the ordered seats are owned.
async fn orders(store: &SqlStore, asked: &[Asked]) {
    let rows: Vec<(String, String, String, i64)> =
        sqlx::query_as("SELECT idempotency_key, id, sku_id, quantity FROM purchase_order")
            .fetch_all(store.read_pool())
            .await
            .unwrap();
    let mut owned: BTreeMap<String, i64> = OWNED.iter().map(|(name, seats)| (sku(name).to_string(), *seats)).collect();
    let mut found = BTreeMap::new();
    for (key, id, product, quantity) in rows {
        *owned.entry(product).or_default() += quantity;
        found.insert(key, (id, quantity));
    }
    for asked in asked {
        let Some(Became::Order(id)) = asked.became else { continue };
        let expected = Some((id.to_string(), asked.number.unwrap()));
        assert_eq!(found.remove(&asked.key.to_string()), expected, "an acknowledged order: {asked:?}");
    }
    assert!(found.is_empty(), "orders that nobody was told of: {found:?}");
    let now: Vec<(String, i64)> =
        sqlx::query_as("SELECT sku_id, owned FROM customer_product").fetch_all(store.read_pool()).await.unwrap();
    assert_eq!(now.into_iter().collect::<BTreeMap<_, _>>(), owned, "seats are those of the orders");
}

/// Each outcome had its effect once: all outcomes together add up to the licenses that users hold, and to the live
/// users.
async fn effects(store: &SqlStore) {
    let outcomes: Vec<(String, String, String)> =
        sqlx::query_as("SELECT user_id, before, after FROM operation_user").fetch_all(store.read_pool()).await.unwrap();
    let mut held: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut deleted: BTreeMap<String, i64> = BTreeMap::new();
    for (user, before, after) in outcomes {
        for (touched, by) in [(before, -1), (after, 1)] {
            let touched: Touched = serde_json::from_str(&touched).unwrap();
            if let Some(is_deleted) = touched.deleted {
                *deleted.entry(user.clone()).or_default() += if is_deleted { 0 } else { by };
            }
            for (product, license) in touched.direct {
                *held.entry((user.clone(), product.to_string())).or_default() += if license.is_some() { by } else { 0 };
            }
        }
    }
    let told: BTreeMap<_, _> = held.into_iter().filter(|(_, times)| *times != 0).collect();
    for (user, by) in deleted {
        assert!((0..=1).contains(&by.abs()), "{user} was deleted or restored twice");
        let live: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users WHERE id = $1 AND deleted IS NULL")
            .bind(&user)
            .fetch_one(store.read_pool())
            .await
            .unwrap();
        let was_there = i64::from((1..=USERS).any(|number| user_id(number).to_string() == user));
        assert_eq!(live, was_there + by, "{user} is live exactly where the outcomes say so");
    }
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT user_id, sku_id FROM assignment").fetch_all(store.read_pool()).await.unwrap();
    let now: BTreeSet<_> = rows.into_iter().collect();
    assert!(told.values().all(|times| *times == 1), "licenses were given or taken twice: {told:?}");
    assert_eq!(told.into_keys().collect::<BTreeSet<_>>(), now, "licenses are those that outcomes tell of");
}

/// Permanently deleted users are gone, whatever was asked for later.
async fn erasures(store: &SqlStore) {
    let sql = "SELECT COUNT(*) FROM users WHERE id IN (SELECT user_id FROM operation_user WHERE outcome = 'Erased')";
    let there: i64 = sqlx::query_scalar(sql).fetch_one(store.read_pool()).await.unwrap();
    assert_eq!(there, 0, "users who were deleted permanently are back");
}

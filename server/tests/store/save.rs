//! The writes of a save: licenses, seats, outcomes, and counters of users.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::console::operation::OperationCounts;
use domain::directory::license::{License, Source};
use domain::directory::seats::Seats;
use domain::ids::OperationId;
use domain::rules::change::{Change, LicenseChange, LocationChange, PlansChange, ProductChange, Switch};
use domain::rules::outcome::Touched;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::collections::{BTreeMap, BTreeSet};

/// The stored state of a user before and after an operation.
async fn before_and_after(store: &SqlStore, operation: OperationId, user: u128) -> (Touched, Touched) {
    let sql = "SELECT before, after FROM operation_user WHERE operation_id = $1 AND user_id = $2";
    let (before, after): (String, String) = sqlx::query_as(sql)
        .bind(operation.to_string())
        .bind(user_id(user).to_string())
        .fetch_one(store.read_pool())
        .await
        .unwrap();
    (serde_json::from_str(&before).unwrap(), serde_json::from_str(&after).unwrap())
}

fn direct(part_number: &str, disabled: Option<BTreeSet<domain::ids::PlanId>>) -> Touched {
    Touched { direct: BTreeMap::from([(sku(part_number), disabled)]), ..Touched::default() }
}

#[tokio::test]
async fn assigning_takes_seats_and_keeps_before_and_after() {
    each_engine(async |store| {
        let scope = customer_of(
            &store,
            &[(E3, 3)],
            vec![person(1, "Anna"), person(2, "Bert"), holding(person(3, "Cyril"), E3)],
        )
        .await;
        let everybody = [user_id(1), user_id(2), user_id(3)];
        let operation = saved(&store, scope, &everybody, assign(E3)).await;
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 3, consumed: 3, reserved: 0 }, 0));
        let found = store.operation(scope, operation).await.unwrap().unwrap();
        let expected = OperationCounts {
            users: 3,
            changed: 2,
            failed: 0,
            unchanged: 1,
            assigned: 2,
            revoked: 0,
            direct_removed: 0,
        };
        assert_eq!((found.counts, found.change, found.actor.as_str()), (expected, assign(E3), "Person 1"));
        assert_eq!(
            found.available.iter().map(|(product, left)| (product.sku_id, *left)).collect::<Vec<_>>(),
            [(sku(E3), 0)]
        );
        let rows = outcomes(&store, scope, operation).await;
        let told: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.outcome.as_str())).collect();
        assert_eq!(told, [("Anna", "Assigned"), ("Bert", "Assigned"), ("Cyril", "Unchanged")]);
        assert!(rows.iter().all(|row| row.licenses_now.len() == 1 && row.code.is_none()));
        let touched = before_and_after(&store, operation, 1).await;
        assert_eq!(touched, (direct(E3, None), direct(E3, Some(BTreeSet::new()))));
        assert_eq!(before_and_after(&store, operation, 3).await, (Touched::default(), Touched::default()));
    })
    .await;
}

#[tokio::test]
async fn service_plans_are_switched_and_stay_as_they_were_for_others() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[(VISIO, 5)], vec![holding(person(1, "Anna"), VISIO), person(2, "Bert")]).await;
        let plan = product(VISIO).plans.iter().find(|plan| !plan.name.contains("FOUNDATION")).unwrap().id;
        let off = PlansChange::Each(BTreeMap::from([(plan, Switch::Off)]));
        let asked = ProductChange { license: LicenseChange::Leave, plans: off };
        let change = Change { products: BTreeMap::from([(sku(VISIO), asked)]), location: None };
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], change).await;
        let touched = before_and_after(&store, operation, 1).await;
        assert_eq!(touched, (direct(VISIO, Some(BTreeSet::new())), direct(VISIO, Some(BTreeSet::from([plan])))));
        let detail = store.user(scope, user_id(1)).await.unwrap().unwrap();
        assert_eq!(detail.licenses[0].license.disabled, BTreeSet::from([plan]));
        assert_eq!(store.user(scope, user_id(2)).await.unwrap().unwrap().licenses, []);
        assert_eq!(seats(&store, scope, VISIO).await.0.consumed, 1);
    })
    .await;
}

#[tokio::test]
async fn a_location_is_written_with_what_it_was() {
    each_engine(async |store| {
        let mut users = vec![person(1, "Anna"), person(2, "Bert")];
        users[1].location = None;
        let scope = customer_of(&store, &[(E3, 5)], users).await;
        let slovakia = "SK".parse().ok();
        let change = Change { location: slovakia.map(LocationChange::OnlyWithout), ..assign(E3) };
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], change).await;
        let location = async |user| store.user(scope, user_id(user)).await.unwrap().unwrap().user.location;
        assert_eq!((location(1).await, location(2).await), ("US".parse().ok(), slovakia));
        let (before, after) = before_and_after(&store, operation, 2).await;
        assert_eq!((before.location.unwrap().country, after.location.unwrap().country), (None, slovakia));
        assert_eq!(before_and_after(&store, operation, 1).await.0.location, None);
        // The change that an undo makes: no location again.
        let change = Change { location: Some(LocationChange::Exactly(None)), ..Change::default() };
        saved(&store, scope, &[user_id(2)], change).await;
        assert_eq!(location(2).await, None);
    })
    .await;
}

#[tokio::test]
async fn revoking_an_over_assigned_product_pays_off_what_is_over() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[(E3, 2)], (1..=4).map(|number| holding(person(number, "Anna"), E3)).collect()).await;
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 2, consumed: 4, reserved: 0 }, 2));
        saved(&store, scope, &[user_id(1)], revoke(E3)).await;
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 2, consumed: 3, reserved: 0 }, 1));
        saved(&store, scope, &[user_id(2), user_id(3)], revoke(E3)).await;
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 2, consumed: 1, reserved: 0 }, 0));
    })
    .await;
}

#[tokio::test]
async fn a_swap_moves_one_seat_each_way() {
    each_engine(async |store| {
        let scope = customer_of(
            &store,
            &[(E3, 2), (E5, 1)],
            vec![holding(person(1, "Anna"), E3), holding(person(2, "Bert"), E3)],
        )
        .await;
        let swap = licenses(&[(E3, LicenseChange::Revoke), (E5, LicenseChange::Assign)]);
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], swap).await;
        // All of a change or none: a user who gets no E5 keeps E3.
        let rows = outcomes(&store, scope, operation).await;
        let told: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.outcome.as_str())).collect();
        assert_eq!(told, [("Anna", "Assigned"), ("Bert", "LeftOut")]);
        assert_eq!(rows[0].licenses_now[0].sku_id, sku(E5));
        assert_eq!(rows[1].licenses_now[0].sku_id, sku(E3));
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        assert_eq!(seats(&store, scope, E5).await.0.consumed, 1);
    })
    .await;
}

#[tokio::test]
async fn a_license_held_through_a_group_keeps_its_seat() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5)]);
        directory.groups.push((group(5), "All staff".into()));
        directory.users =
            vec![holding_by(person(1, "Anna"), E3, group(5)), holding_by(holding(person(2, "Bert"), E3), E3, group(5))];
        let scope = customer(&store, &actor, &directory).await;
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], revoke(E3)).await;
        let rows = outcomes(&store, scope, operation).await;
        let told: Vec<_> = rows.iter().map(|row| (row.outcome.as_str(), row.code.as_deref())).collect();
        assert_eq!(told, [("Failed", Some("InheritedFromGroup")), ("DirectRemoved", None)]);
        assert!(rows[0].message.contains("All staff"), "{}", rows[0].message);
        let left = store.user(scope, user_id(2)).await.unwrap().unwrap().licenses;
        let left: Vec<License> = left.into_iter().map(|named| named.license).collect();
        assert_eq!(left, [held(E3, Source::Group(group(5)))]);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 2);
    })
    .await;
}

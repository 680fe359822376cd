//! Buying seats, and confirming orders of Imported customers.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::console::purchase::{BuyReply, BuyRequest, Order, OrderState};
use domain::directory::seats::Seats;
use domain::ids::OrderId;
use domain::store::prelude::*;
use uuid::Uuid;

pub fn buy(part_number: &str, quantity: i64) -> BuyRequest {
    BuyRequest { key: new_key(), sku_id: sku(part_number), quantity: quantity.try_into().unwrap(), reason: None }
}

fn ordered(reply: BuyReply) -> Order {
    if let BuyReply::Ordered(order) = reply { order } else { panic!("not ordered: {reply:?}") }
}

#[tokio::test]
async fn a_local_customer_has_bought_seats_at_once() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[(E3, 1)], (1..=3).map(|number| holding(person(number, "Anna"), E3)).collect()).await;
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 1, consumed: 3, reserved: 0 }, 2));
        // New seats first reduce what is over-assigned.
        let order = ordered(store.buy(scope, &buy(E3, 1), stamp()).await.unwrap());
        assert_eq!((order.state, order.quantity, order.actor.as_str()), (OrderState::Confirmed, 1, "Person 1"));
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 2, consumed: 3, reserved: 0 }, 1));
        store.buy(scope, &buy(E3, 4), stamp()).await.unwrap();
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 6, consumed: 3, reserved: 0 }, 0));
        assert_eq!(store.open_orders(scope).await.unwrap(), []);
        // Confirming again adds no seats.
        let again = store.confirm_order(scope, order.id, stamp()).await.unwrap();
        assert_eq!((again, seats(&store, scope, E3).await.0.owned), (Some(order), 6));
    })
    .await;
}

#[tokio::test]
async fn an_imported_customers_order_counts_once_it_is_confirmed() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let directory = company(9, &[(E3, 1)]);
        let scope = customer(&store, &actor, &directory).await;
        arrive_imported(&store, &actor, &directory, NOW).await;
        let first = ordered(store.buy(scope, &buy(E3, 2), stamp()).await.unwrap());
        let second = ordered(store.buy(scope, &buy(E3, 5), stamp()).await.unwrap());
        assert_eq!((first.state, seats(&store, scope, E3).await.0.owned), (OrderState::Recorded, 1));
        assert_eq!(store.open_orders(scope).await.unwrap(), [first.clone(), second.clone()]);
        for _ in 0..2 {
            let confirmed = store.confirm_order(scope, first.id, stamp()).await.unwrap().unwrap();
            assert_eq!(confirmed, Order { state: OrderState::Confirmed, ..first.clone() });
        }
        assert_eq!(seats(&store, scope, E3).await.0.owned, 3);
        assert_eq!(store.open_orders(scope).await.unwrap(), [second]);
        let unknown = OrderId::new(Uuid::from_u128(77));
        assert_eq!(store.confirm_order(scope, unknown, stamp()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_buys_once_and_another_purchase_under_it_is_refused() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &company(9, &[(E3, 1), (VISIO, 1)])).await;
        let request = buy(E3, 2);
        let first = ordered(store.buy(scope, &request, stamp()).await.unwrap());
        assert_eq!(ordered(store.buy(scope, &request, stamp()).await.unwrap()), first);
        for other in [
            BuyRequest { quantity: 3.try_into().unwrap(), ..request.clone() },
            BuyRequest { sku_id: sku(VISIO), ..request },
        ] {
            assert_eq!(store.buy(scope, &other, stamp()).await.unwrap(), BuyReply::KeyReused);
        }
        assert_eq!(seats(&store, scope, E3).await.0.owned, 3);
        assert_eq!(seats(&store, scope, VISIO).await.0.owned, 1);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM activity WHERE actor_id IS NOT NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn only_more_of_what_is_owned_can_be_bought() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 1), (VISIO, 1)]);
        directory.products[1].subscriptions.clear();
        directory.users = vec![holding(person(1, "Anna"), VISIO)];
        let scope = customer(&store, &actor, &directory).await;
        for part_number in [VISIO, E5] {
            assert_eq!(store.buy(scope, &buy(part_number, 1), stamp()).await.unwrap(), BuyReply::NotOwned);
        }
        assert_eq!(number(&store, "SELECT COUNT(*) FROM purchase_order").await, 0);
    })
    .await;
}

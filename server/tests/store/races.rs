//! Concurrent requests. With any interleaving, no seat is given twice, no request is done twice and no activity row is
//! lost.

use super::engines::{all_engines, another_server, each_engine};
use super::fixtures::*;
use super::people::*;
use super::storm::from_environment;
use domain::access::CustomerScope;
use domain::console::activity::Caller;
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::{SaveReply, SaveRequest};
use domain::directory::seats::Seats;
use domain::rules::change::LicenseChange;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::Stamp;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Barrier;

/// Sends all requests at the same time. Repeats those that are still in progress.
async fn save_at_once(store: &SqlStore, scope: CustomerScope, requests: Vec<SaveRequest>) -> Vec<SaveReply> {
    let send = |request: SaveRequest| {
        let store = store.clone();
        tokio::spawn(async move {
            loop {
                match store.save(scope, &request, stamp()).await.unwrap() {
                    SaveReply::InFlight => tokio::task::yield_now().await,
                    reply => return reply,
                }
            }
        })
    };
    let sent: Vec<_> = requests.into_iter().map(send).collect();
    let mut replies = Vec::new();
    for reply in sent {
        replies.push(reply.await.unwrap());
    }
    replies
}

fn count(replies: &[SaveReply], kind: fn(&SaveReply) -> bool) -> usize {
    replies.iter().filter(|reply| kind(reply)).count()
}

const SAVED: fn(&SaveReply) -> bool = |reply| matches!(reply, SaveReply::Saved(_));

async fn unlicensed(store: &SqlStore, users: u128, seats: i64) -> CustomerScope {
    customer_of(store, &[(E3, seats), (E5, 10)], (1..=users).map(|number| person(number, "Anna")).collect()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_seats_go_to_five_of_twenty() {
    each_engine(async |store| {
        for policy in [ShortagePolicy::EverybodyOrNobody, ShortagePolicy::InOrder] {
            let number = if policy == ShortagePolicy::InOrder { 2 } else { 1 };
            let actor = partner(&store, number).await;
            let mut directory = company(number + 10, &[(E3, 5)]);
            directory.users = (1..=20).map(|number| person(number, "Anna")).collect();
            let scope = customer(&store, &actor, &directory).await;
            let mut requests = Vec::new();
            for user in 1..=20 {
                let selection = select(&store, scope, &[user_id(user)]).await;
                requests.push(request(&store, scope, selection, assign(E3), policy).await);
            }
            let replies = save_at_once(&store, scope, requests).await;
            assert_eq!(count(&replies, SAVED), 5, "{replies:?}");
            let refused = count(&replies, |reply| match reply {
                SaveReply::SeatsShort(now) | SaveReply::Stale(now) => {
                    now.changed == 0 && now.failed + now.left_out == 1
                }
                _ => false,
            });
            assert_eq!(refused, 15, "{replies:?}");
            assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 5, consumed: 5, reserved: 0 }, 0));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_sent_ten_times_at_once_is_done_once() {
    each_engine(async |store| {
        let scope = unlicensed(&store, 1, 10).await;
        let selection = select(&store, scope, &[user_id(1)]).await;
        let request = request(&store, scope, selection, assign(E3), ShortagePolicy::EverybodyOrNobody).await;
        let replies = save_at_once(&store, scope, vec![request; 10]).await;
        assert!(matches!(replies[0], SaveReply::Saved(_)) && replies.iter().all(|reply| *reply == replies[0]));
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation").await, 1);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM activity WHERE actor_id IS NOT NULL").await, 1);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_purchase_sent_ten_times_at_once_is_made_once() {
    each_engine(async |store| {
        let scope = unlicensed(&store, 1, 10).await;
        let request = BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 3.try_into().unwrap(), reason: None };
        let send = |_| {
            let (store, request) = (store.clone(), request.clone());
            tokio::spawn(async move {
                loop {
                    match store.buy(scope, &request, stamp()).await.unwrap() {
                        BuyReply::InFlight => tokio::task::yield_now().await,
                        reply => return reply,
                    }
                }
            })
        };
        let mut orders = BTreeSet::new();
        for reply in (0..10).map(send).collect::<Vec<_>>() {
            let BuyReply::Ordered(order) = reply.await.unwrap() else { panic!("not ordered") };
            orders.insert(order.id);
        }
        assert_eq!(orders.len(), 1);
        assert_eq!(seats(&store, scope, E3).await.0.owned, 13);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn buying_while_saving_loses_no_seat() {
    each_engine(async |store| {
        let scope = unlicensed(&store, 20, 10).await;
        let mut requests = Vec::new();
        for user in 1..=20 {
            let selection = select(&store, scope, &[user_id(user)]).await;
            let policy = ShortagePolicy::EverybodyOrNobody;
            requests.push(request(&store, scope, selection, assign(E3), policy).await);
        }
        let buy = |_| {
            let store = store.clone();
            let request = BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 1.try_into().unwrap(), reason: None };
            tokio::spawn(async move { store.buy(scope, &request, stamp()).await.unwrap() })
        };
        let bought: Vec<_> = (0..5).map(buy).collect();
        let replies = save_at_once(&store, scope, requests).await;
        for reply in bought {
            assert!(matches!(reply.await.unwrap(), BuyReply::Ordered(_)));
        }
        let (seats, over) = seats(&store, scope, E3).await;
        let given = count(&replies, SAVED) as i64;
        assert_eq!((seats.owned, seats.consumed, over), (15, given, 0));
        assert!((10..=15).contains(&given), "{given} of 15 seats were given");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn contrary_changes_of_one_user_leave_one_of_them() {
    each_engine(async |store| {
        let scope = unlicensed(&store, 1, 10).await;
        saved(&store, scope, &[user_id(1)], assign(E3)).await;
        let mut requests = Vec::new();
        for at in 0..10 {
            let selection = select(&store, scope, &[user_id(1)]).await;
            let swap = licenses(&[(E3, LicenseChange::Revoke), (E5, LicenseChange::Assign)]);
            let change = if at % 2 == 0 { swap } else { revoke(E3) };
            requests.push(request(&store, scope, selection, change, ShortagePolicy::InOrder).await);
        }
        let replies = save_at_once(&store, scope, requests).await;
        // The first succeeds. For the others the result would differ from their preview.
        assert_eq!(count(&replies, SAVED), 1, "{replies:?}");
        assert_eq!(count(&replies, |reply| matches!(reply, SaveReply::Stale(_))), 9, "{replies:?}");
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 0);
    })
    .await;
}

/// The same request under a new key.
fn again(request: &SaveRequest) -> SaveRequest {
    SaveRequest { key: new_key(), ..request.clone() }
}

/// `TENANTRY_RACE_ROUNDS` sets the number of rounds.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_seat_goes_to_one_of_two_in_every_round() {
    let rounds = from_environment("TENANTRY_RACE_ROUNDS", 500);
    all_engines(async |store| {
        let scope = unlicensed(&store, 2, 1).await;
        let servers = [store.clone(), another_server(&store).await];
        let policy = ShortagePolicy::EverybodyOrNobody;
        let mut asked = Vec::new();
        for user in 1..=2 {
            let selection = select(&store, scope, &[user_id(user)]).await;
            let taking = request(&store, scope, selection, assign(E3), policy).await;
            saved(&store, scope, &[user_id(user)], assign(E3)).await;
            let giving_back = request(&store, scope, selection, revoke(E3), policy).await;
            saved(&store, scope, &[user_id(user)], revoke(E3)).await;
            asked.push((taking, giving_back));
        }
        let (start, mut won) = (Arc::new(Barrier::new(2)), [0; 2]);
        let begun = Instant::now();
        for round in 0..rounds {
            let race = |at: usize| {
                let (store, request, start) = (servers[at].clone(), again(&asked[at].0), start.clone());
                tokio::spawn(async move {
                    start.wait().await;
                    store.save(scope, &request, stamp()).await.unwrap()
                })
            };
            let (first, second) = tokio::join!(race(0), race(1));
            let replies = [first.unwrap(), second.unwrap()];
            let winner = replies.iter().position(SAVED).expect("nobody got the seat");
            assert!(matches!(replies[1 - winner], SaveReply::SeatsShort(_)), "round {round}: {replies:?}");
            assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 1, consumed: 1, reserved: 0 }, 0));
            let back = servers[1 - winner].save(scope, &again(&asked[winner].1), stamp()).await.unwrap();
            assert!(matches!(back, SaveReply::Saved(_)), "round {round}: {back:?}");
            won[winner] += 1;
        }
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation").await, 4 + 2 * rounds as i64);
        println!("{:?}: {rounds} rounds in {:?}, won by {won:?}", store.dialect(), begun.elapsed());
    })
    .await;
}

/// Users and their licenses are read in two steps; nobody may come or go in between.
#[tokio::test]
async fn a_selection_that_is_being_changed_is_waited_for() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 5)], (1..=2).map(|number| person(number, "Anna")).collect()).await;
        let selection = select(&store, scope, &[user_id(1)]).await;
        let asked = request(&store, scope, selection, assign(E3), ShortagePolicy::EverybodyOrNobody).await;
        let begin = if store.dialect() == Dialect::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" };
        let mut changing = store.read_pool().begin_with(begin).await.unwrap();
        sqlx::query("UPDATE selection SET touched = touched + 1").execute(&mut *changing).await.unwrap();
        let add = "INSERT INTO selection_user (selection_id, user_id) SELECT id, $1 FROM selection";
        sqlx::query(add).bind(user_id(2).to_string()).execute(&mut *changing).await.unwrap();
        let saving = tokio::spawn({
            let store = store.clone();
            async move { store.save(scope, &asked, stamp()).await.unwrap() }
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!saving.is_finished(), "it did not wait");
        changing.commit().await.unwrap();
        let reply = saving.await.unwrap();
        assert!(matches!(reply, SaveReply::Stale(_)), "{reply:?}");
    })
    .await;
}

#[tokio::test]
async fn many_savers_at_once_make_one_unbroken_chain() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 40)], (1..=24).map(|number| person(number, "Anna")).collect()).await;
        let caller = Caller { request: None, address: "192.0.2.1".parse().ok() };
        let savers: Vec<_> = (1..=24)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    let selection = select(&store, scope, &[user_id(number)]).await;
                    let asked = request(&store, scope, selection, assign(E3), Default::default()).await;
                    store.save(scope, &asked, Stamp { caller, ..stamp() }).await.unwrap()
                })
            })
            .collect();
        for saver in savers {
            saver.await.unwrap();
        }
        let audited = store.audit(Some(scope.customer())).await.unwrap();
        assert_eq!((audited[0].found.last, &audited[0].found.flaws), (25, &Vec::new()));
    })
    .await;
}

//! The activity log: which actions leave a row, how rows are found, and who sees them.

use super::engines::each_engine;
use super::fixtures::*;
use super::history::preview_undo;
use super::people::*;
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope};
use domain::cases::activity::report;
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, ActivityRow, Caller, Details, OldNew, Performer};
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::{SaveReply, UndoRequest};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{OperationId, OrderId};
use domain::store::Stamp;
use domain::store::prelude::*;
use server::store::SqlStore;
use uuid::Uuid;

/// A customer with every action that leaves a row: import, save, undo, order, confirmation.
pub struct Busy {
    pub actor: Actor,
    pub scope: CustomerScope,
    pub operation: OperationId,
    pub undo: OperationId,
    pub order: OrderId,
}

/// Writes five rows in this order. The first save gives Visio to one user and fails for another.
pub async fn busy(store: &SqlStore, number: u128) -> Busy {
    let actor = partner(store, number).await;
    let mut directory = company(number + 100, &[(VISIO, 1)]);
    directory.users = vec![person(number * 1_000, "Anna"), person(number * 1_000 + 1, "Bert")];
    directory.users[1].location = None;
    arrive_imported(store, &actor, &directory, NOW).await;
    let scope = domain::cases::scope::open(store, &actor, Permission::SeeUsers, directory.customer.id, 0)
        .await
        .unwrap()
        .scope()
        .unwrap();
    let users: Vec<_> = directory.users.iter().map(|user| user.id).collect();
    let operation = saved(store, scope, &users, assign(VISIO)).await;
    let digest = preview_undo(store, scope, operation).await.unwrap().digest;
    let request = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
    let SaveReply::Saved(undo) = store.undo(scope, &request, stamp()).await.unwrap() else { panic!("not undone") };
    let request = BuyRequest { key: new_key(), sku_id: sku(VISIO), quantity: 4.try_into().unwrap(), reason: None };
    let BuyReply::Ordered(order) = store.buy(scope, &request, stamp()).await.unwrap() else { panic!("not ordered") };
    for _ in 0..2 {
        store.confirm_order(scope, order.id, stamp()).await.unwrap().unwrap();
    }
    Busy { actor, scope, operation, undo, order: order.id }
}

async fn rows(store: &SqlStore, scope: CustomerScope, query: &ActivityQuery) -> Vec<ActivityRow> {
    store.activity(scope, query).await.unwrap().rows
}

#[tokio::test]
async fn each_thing_done_leaves_one_row_that_says_what_changed() {
    each_engine(async |store| {
        let Busy { actor, scope, operation, undo, order } = busy(&store, 1).await;
        let found = rows(&store, scope, &ActivityQuery::default()).await;
        let told: Vec<_> = found.iter().map(|row| (row.sequence, row.action, row.subject)).collect();
        assert_eq!(
            told,
            [
                (5, Action::PurchaseConfirmed, order.uuid()),
                (4, Action::LicensesBought, order.uuid()),
                (3, Action::ChangeUndone, undo.uuid()),
                (2, Action::LicensesUpdated, operation.uuid()),
                (1, Action::CustomerImported, scope.customer().uuid()),
            ]
        );
        let [confirmed, ordered, undone, saved, imported] = &found[..] else { panic!("{found:?}") };
        let owned = |row: &ActivityRow| match &row.details {
            Details::Seats { owned, quantity: 4, .. } => *owned,
            other => panic!("{other:?}"),
        };
        assert_eq!(owned(ordered), Some(OldNew { old: 1, new: 1 }), "not before it is confirmed");
        assert_eq!(owned(confirmed), Some(OldNew { old: 1, new: 5 }));
        let licenses = |row: &ActivityRow| match &row.details {
            Details::Licenses { counts, products, undoes } => (counts.failed, products[0].used, *undoes),
            other => panic!("{other:?}"),
        };
        assert_eq!(licenses(saved), (1, Some(OldNew { old: 0, new: 1 }), None));
        assert_eq!(licenses(undone), (0, Some(OldNew { old: 1, new: 0 }), Some(operation)));
        assert_eq!(imported.details, Details::Import { added: 2, updated: 0, removed: 0 });
        assert_eq!((imported.performer, imported.name.as_deref()), (Performer::CommandLine, None));
        assert_eq!((saved.performer, saved.name.as_deref()), (Performer::Person(actor.id), Some("Person 1")));
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_leaves_nothing() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let arrival = imported(&actor, NOW);
        store.write_directory(arrival, &company(9, &[(E3, 1)]), std::iter::empty(), true).await.unwrap();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM activity").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_row_says_by_which_request_and_from_where() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &company(9, &[(E3, 1)])).await;
        let caller = Caller { request: Some(Uuid::from_u128(7)), address: "2001:db8::1".parse().ok() };
        let request = BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 1.try_into().unwrap(), reason: None };
        store.buy(scope, &request, Stamp { caller, ..stamp() }).await.unwrap();
        let bought = &rows(&store, scope, &ActivityQuery::default()).await[0];
        assert_eq!((bought.request, bought.address.as_deref()), (caller.request, Some("2001:db8::1")));
    })
    .await;
}

#[tokio::test]
async fn rows_are_found_by_action_person_time_word_and_id() {
    each_engine(async |store| {
        let Busy { actor, scope, operation, order, .. } = busy(&store, 1).await;
        let found = async |query: ActivityQuery| -> Vec<i64> {
            rows(&store, scope, &query).await.iter().map(|row| row.sequence).collect()
        };
        let all = ActivityQuery::default;
        assert_eq!(found(ActivityQuery { action: Some(Action::ChangeUndone), ..all() }).await, [3]);
        assert_eq!(found(ActivityQuery { performer: Some(Performer::CommandLine), ..all() }).await, [1]);
        assert_eq!(found(ActivityQuery { performer: Some(Performer::Person(actor.id)), ..all() }).await, [5, 4, 3, 2]);
        assert_eq!(found(ActivityQuery { from: Some(NOW), until: Some(NOW + 1), ..all() }).await, [5, 4, 3, 2, 1]);
        assert_eq!(found(ActivityQuery { until: Some(NOW), ..all() }).await, Vec::<i64>::new());
        assert_eq!(found(ActivityQuery { from: Some(NOW + 1), ..all() }).await, Vec::<i64>::new());
        let search = |search: &str| ActivityQuery { search: search.into(), ..ActivityQuery::default() };
        assert_eq!(found(search("visi plan")).await, [5, 4, 3, 2]);
        assert_eq!(found(search("visio fabrikam")).await, Vec::<i64>::new());
        assert_eq!(found(search(&operation.to_string())).await, [2]);
        assert_eq!(found(search(&order.to_string())).await, [5, 4]);
        assert_eq!(found(search(&user_id(1_001).to_string())).await, [2], "the user who failed");
        assert_eq!(found(search(&user_id(1_000).to_string())).await, [3, 2]);
        let of_all = |search: &str| ActivityQuery { search: search.into(), ..ActivityQuery::default() };
        let found = store.partner_activity(&actor, &of_all("visio fabrikam"), NOW).await.unwrap().rows;
        assert_eq!(found.len(), 4, "over all customers their names count too");
    })
    .await;
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &company(9, &[(E3, 1)])).await;
        for _ in 0..29 {
            let request = BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 1.try_into().unwrap(), reason: None };
            store.buy(scope, &request, stamp()).await.unwrap();
        }
        let at = async |place| {
            let query = ActivityQuery { place, size: PageSize::try_from(25).unwrap(), ..ActivityQuery::default() };
            let one = store.activity(scope, &query).await.unwrap();
            assert_eq!(store.partner_activity(&actor, &query, NOW).await.unwrap(), one);
            let numbers: Vec<_> = one.rows.iter().map(|row| row.sequence).collect();
            (numbers, one.has_previous, one.has_next, one.rows.last().map(|row| row.id), one.rows[0].id)
        };
        let (first, .., last_shown, _) = at(Cursor::First).await;
        assert_eq!(first, (6..=30).rev().collect::<Vec<_>>());
        let (second, previous, next, _, first_shown) = at(Cursor::After(last_shown.unwrap())).await;
        assert_eq!((second, previous, next), ((1..=5).rev().collect(), true, false));
        let (back, previous, next, ..) = at(Cursor::Before(first_shown)).await;
        assert_eq!((back, previous, next), (first, false, true));
        let whole = report(&store, scope, (None, None), 2_000).await.unwrap();
        assert_eq!(whole.rows.iter().map(|row| row.sequence).collect::<Vec<_>>(), (1..=30).collect::<Vec<_>>());
        let found = &whole.verification;
        assert_eq!((found.first, found.last, found.holds(), whole.has_more), (1, 30, true, false));
        assert_eq!(found.head, whole.rows[29].hash);
        let some = report(&store, scope, (None, None), 10).await.unwrap();
        assert_eq!((some.rows.len(), some.verification.last, some.has_more), (10, 10, true));
        let none = report(&store, scope, (Some(NOW + 1), None), 10).await.unwrap();
        assert_eq!((none.rows.len(), none.verification.holds(), none.has_more), (0, true, false));
    })
    .await;
}

#[tokio::test]
async fn another_partner_sees_nothing() {
    each_engine(async |store| {
        let (ours, theirs) = (busy(&store, 1).await, busy(&store, 2).await);
        let all = store.partner_activity(&ours.actor, &ActivityQuery::default(), NOW).await.unwrap().rows;
        assert!(all.len() == 5 && all.iter().all(|row| row.customer == ours.scope.customer()));
        for search in [theirs.operation.to_string(), theirs.scope.customer().to_string()] {
            let query = ActivityQuery { search, ..ActivityQuery::default() };
            assert_eq!(store.partner_activity(&ours.actor, &query, NOW).await.unwrap().rows, []);
            assert_eq!(store.activity(ours.scope, &query).await.unwrap().rows, []);
        }
        let people = store.people(&ours.actor, NOW).await.unwrap();
        assert_eq!(people.iter().map(|person| person.id).collect::<Vec<_>>(), [ours.actor.id]);
    })
    .await;
}

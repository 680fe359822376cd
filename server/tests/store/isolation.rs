//! Two partners with one customer each: foreign rows count as missing in every method.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::denied::Denied;
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope, Decision, decide};
use domain::cases::scope;
use domain::console::errors::ErrorsOf;
use domain::console::operation::OutcomeTab;
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::SaveReply;
use domain::directory::filter::UserFilter;
use domain::directory::page::{Count, Cursor, PageSize};
use domain::ids::{OperationId, OrderId, SelectionId};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::prelude::*;
use domain::store::{SelectionSnapshot, UserQuery};
use server::store::SqlStore;
use std::collections::BTreeSet;

/// One side: a partner's customer with a user, a selection, a failed operation, and an open order.
struct Side {
    scope: CustomerScope,
    user: domain::ids::UserId,
    selection: SelectionId,
    operation: OperationId,
    order: OrderId,
}

async fn side(store: &SqlStore, number: u128, product: &str) -> Side {
    let actor = partner(store, number).await;
    let mut directory = company(number + 100, &[(product, 1)]);
    let (one, mut two) = (person(number * 1_000, "Anna"), person(number * 1_000 + 1, "Bert"));
    two.location = None;
    directory.users = vec![one.clone(), two.clone()];
    arrive_imported(store, &actor, &directory, NOW).await;
    let scope =
        scope::open(store, &actor, Permission::SeeUsers, directory.customer.id, 0).await.unwrap().scope().unwrap();
    let operation = saved(store, scope, &[one.id, two.id], assign(product)).await;
    let selection = select(store, scope, &[one.id, two.id]).await;
    let request = BuyRequest { key: new_key(), sku_id: sku(product), quantity: 1.try_into().unwrap(), reason: None };
    let BuyReply::Ordered(order) = store.buy(scope, &request, stamp()).await.unwrap() else { panic!("not ordered") };
    Side { scope, user: one.id, selection, operation, order: order.id }
}

#[tokio::test]
async fn a_scope_is_made_for_ones_own_customer_only() {
    each_engine(async |store| {
        let (actor, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let directory = company(9, &[]);
        customer(&store, &actor, &directory).await;
        let id = directory.customer.id;
        let see = Permission::SeeUsers;
        assert!(scope::open(&store, &actor, see, id, 0).await.unwrap().scope().is_some());
        assert_eq!(scope::open(&store, &stranger, see, id, 0).await.unwrap(), Decision::Missing);
        let missing = company(10, &[]).customer.id;
        assert_eq!(scope::open(&store, &stranger, see, missing, 0).await.unwrap(), Decision::Missing);
        assert_eq!(
            decide(&stranger, see, id, store.customer_access(&stranger, id, 0).await.unwrap()),
            Decision::Missing
        );
        let nobody = Actor { roles: BTreeSet::new(), ..actor };
        let denied = Decision::Denied(Denied::Role(see));
        assert_eq!(scope::open(&store, &nobody, see, id, 0).await.unwrap(), denied);
    })
    .await;
}

#[tokio::test]
async fn foreign_users_operations_and_orders_are_missing() {
    each_engine(async |store| {
        let (ours, theirs) = (side(&store, 1, E3).await, side(&store, 2, VISIO).await);
        let (scope, size) = (ours.scope, PageSize::default());
        assert_eq!(store.user(scope, theirs.user).await.unwrap(), None);
        assert_eq!(store.user_changes(scope, theirs.user).await.unwrap(), []);
        assert_eq!(store.operation(scope, theirs.operation).await.unwrap(), None);
        for tab in [OutcomeTab::All, OutcomeTab::Successful, OutcomeTab::Errors] {
            let page = store.outcomes(scope, theirs.operation, tab, Cursor::First, size).await.unwrap();
            assert_eq!(page.rows, []);
        }
        let changes = store.changes(scope, Cursor::First, size).await.unwrap().rows;
        let ids: Vec<_> = changes.iter().map(|row| row.id().uuid()).collect();
        assert_eq!(ids, [ours.order.uuid(), ours.operation.uuid()]);
        let failed = user_id(2_001);
        assert_eq!(store.dismiss_errors(scope, &ErrorsOf::User(failed), stamp()).await.unwrap(), 0);
        assert_eq!(store.user(theirs.scope, failed).await.unwrap().unwrap().errors.len(), 1);
        let orders = store.open_orders(scope).await.unwrap();
        assert_eq!(orders.iter().map(|order| order.id).collect::<Vec<_>>(), [ours.order]);
        assert_eq!(store.confirm_order(scope, theirs.order, stamp()).await.unwrap(), None);
        assert_eq!(seats(&store, theirs.scope, VISIO).await.0.owned, 1);
        let foreign_product =
            BuyRequest { key: new_key(), sku_id: sku(VISIO), quantity: 1.try_into().unwrap(), reason: None };
        assert_eq!(store.buy(scope, &foreign_product, stamp()).await.unwrap(), BuyReply::NotOwned);
        let products = store.filter_choices(scope).await.unwrap().products;
        assert_eq!(products.iter().map(|product| product.sku_id).collect::<Vec<_>>(), [sku(E3)]);
        // A foreign user as cursor is ignored in our list.
        let query = UserQuery { place: Cursor::After(theirs.user), ..UserQuery::default() };
        let rows = store.users(scope, &query).await.unwrap().rows;
        assert!(rows.len() == 2 && rows.iter().all(|row| row.id != theirs.user));
        // Each partner sees only its own customers.
        let actor = store.partner_user(scope.actor()).await.unwrap().unwrap().actor;
        let listed = store.customers(&actor, &Default::default()).await.unwrap().rows;
        assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [scope.customer()]);
    })
    .await;
}

#[tokio::test]
async fn a_foreign_selection_is_empty_and_stays_as_it_is() {
    each_engine(async |store| {
        let (ours, theirs) = (side(&store, 1, E3).await, side(&store, 2, VISIO).await);
        let (scope, foreign) = (ours.scope, theirs.selection);
        assert_eq!(store.selection_count(scope, foreign).await.unwrap(), 0);
        assert_eq!(store.selected_among(scope, foreign, &[theirs.user]).await.unwrap(), []);
        let SelectionSnapshot { snapshot, order } = store.snapshot(scope, foreign).await.unwrap();
        assert!(order.is_empty() && snapshot.users.is_empty() && snapshot.groups.is_empty());
        assert!(snapshot.products.keys().all(|product| *product == sku(E3)));
        let within = UserQuery { within: Some(foreign), ..UserQuery::default() };
        assert_eq!(store.users(scope, &within).await.unwrap().rows, []);
        assert_eq!(store.count_users(scope, &within).await.unwrap(), Count::Exact(0));
        assert_eq!(store.holders(scope, foreign, sku(VISIO), Cursor::First).await.unwrap().rows, []);
        let asked = request(&store, scope, foreign, assign(E3), ShortagePolicy::InOrder).await;
        assert_eq!(store.save(scope, &asked, stamp()).await.unwrap(), SaveReply::NobodySelected);
        // The same id is another selection for us, as it would be if nobody used it.
        let fresh = store.select_failed(scope, new_selection(), ours.operation, NOW).await.unwrap();
        assert_eq!(store.select_failed(scope, foreign, ours.operation, NOW).await.unwrap(), fresh);
        assert_eq!((fresh.count, store.selection_count(scope, foreign).await.unwrap()), (1, 1));
        // Foreign users, and failed users of a foreign operation, can't be selected.
        assert_eq!(click(&store, scope, ours.selection, &[theirs.user], &[]).await.count, 2);
        let reply = store.select_failed(scope, new_selection(), theirs.operation, NOW).await.unwrap();
        assert_eq!(reply.count, 0);
        let members = store.snapshot(theirs.scope, foreign).await.unwrap().order;
        assert_eq!(members.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_same_user_id_at_two_customers_means_two_users() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut scopes = Vec::new();
        for number in [11, 12] {
            let mut directory = company(number, &[(E3, 1)]);
            directory.users = vec![person(1, &format!("Anna of {number}"))];
            scopes.push(customer(&store, &actor, &directory).await);
        }
        saved(&store, scopes[0], &[user_id(1)], assign(E3)).await;
        let licenses = async |scope| store.user(scope, user_id(1)).await.unwrap().unwrap().licenses.len();
        assert_eq!((licenses(scopes[0]).await, licenses(scopes[1]).await), (1, 0));
        assert_eq!(store.user_changes(scopes[1], user_id(1)).await.unwrap(), []);
        assert_eq!(seats(&store, scopes[1], E3).await.0.consumed, 0);
        let filter = UserFilter { any_of: vec![sku(E3)], ..UserFilter::default() };
        let query = UserQuery { filter, ..UserQuery::default() };
        assert_eq!(store.count_users(scopes[1], &query).await.unwrap(), Count::Exact(0));
        let search = UserFilter { search: "11".into(), ..UserFilter::default() };
        let query = UserQuery { filter: search, ..UserQuery::default() };
        assert_eq!(store.count_users(scopes[1], &query).await.unwrap(), Count::Exact(0));
    })
    .await;
}

//! The list of users: its orders and pages, compared with a sorted list in memory.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::CustomerScope;
use domain::directory::filter::{LocationFilter, ReadyFilter, UserFilter};
use domain::directory::page::{Count, Cursor, Page, PageSize, Sort, SortBy};
use domain::directory::user::{UserRow, UserType};
use domain::ids::UserId;
use domain::import::customer::ImportedUser;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;

/// The ids of users in a list's order, as plain Rust sorts them.
pub fn sorted(users: &[&ImportedUser], sort: Sort) -> Vec<UserId> {
    let mut keyed: Vec<(Vec<String>, String, UserId)> = users
        .iter()
        .map(|user| {
            let (name, email) = (user.display_name.to_lowercase(), user.upn.to_lowercase());
            let location = user.location.map_or(String::new(), |country| country.to_string());
            let keys = match sort.by {
                SortBy::Name => vec![name],
                SortBy::Email => vec![email],
                SortBy::Location => vec![location, name],
            };
            (keys, user.id.to_string(), user.id)
        })
        .collect();
    keyed.sort();
    if sort.descending {
        keyed.reverse();
    }
    keyed.into_iter().map(|(_, _, id)| id).collect()
}

pub fn ids(page: &Page<UserRow>) -> Vec<UserId> {
    page.rows.iter().map(|row| row.id).collect()
}

/// Walks all pages from the first with Next.
pub async fn walk(store: &SqlStore, scope: CustomerScope, mut query: UserQuery) -> Vec<UserId> {
    let mut all = Vec::new();
    query.place = Cursor::First;
    loop {
        let page = store.users(scope, &query).await.unwrap();
        assert_eq!(page.has_previous, query.place != Cursor::First);
        all.extend(ids(&page));
        if !page.has_next {
            return all;
        }
        assert_eq!(page.rows.len(), query.size.get());
        query.place = Cursor::After(*all.last().unwrap());
    }
}

/// Walks all pages from the last with Previous. Returns the rows in the list's order.
async fn walk_back(store: &SqlStore, scope: CustomerScope, mut query: UserQuery) -> Vec<UserId> {
    let mut all: Vec<UserId> = Vec::new();
    query.place = Cursor::Last;
    loop {
        let page = store.users(scope, &query).await.unwrap();
        assert_eq!(page.has_next, query.place != Cursor::Last);
        all.splice(0..0, ids(&page));
        if !page.has_previous {
            return all;
        }
        query.place = Cursor::Before(all[0]);
    }
}

pub fn every_sort() -> Vec<Sort> {
    let both = |by| [false, true].map(|descending| Sort { by, descending });
    [SortBy::Name, SortBy::Email, SortBy::Location].into_iter().flat_map(both).collect()
}

#[tokio::test]
async fn every_order_visits_every_user_once_in_both_directions() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 200)]);
        directory.groups.push((group(5), "All staff".into()));
        directory.users = crowd(130, &[E3], group(5));
        let scope = customer(&store, &actor, &directory).await;
        let everybody: Vec<&ImportedUser> = directory.users.iter().collect();
        for sort in every_sort() {
            let query = UserQuery { sort, size: PageSize::try_from(25).unwrap(), ..UserQuery::default() };
            let expected = sorted(&everybody, sort);
            assert_eq!(walk(&store, scope, query.clone()).await, expected, "{sort:?}");
            assert_eq!(walk_back(&store, scope, query.clone()).await, expected, "{sort:?} backwards");
            assert_eq!(store.count_users(scope, &query).await.unwrap(), Count::Exact(130));
        }
    })
    .await;
}

#[tokio::test]
async fn a_row_shows_what_the_directory_says() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5), (VISIO, 5)]);
        directory.groups.push((group(5), "All staff".into()));
        // A product held twice appears once. A license in error is not held.
        let mut anna = holding_by(holding(person(1, "Anna Kováčová"), VISIO), VISIO, group(5));
        anna = in_error(anna, E3);
        anna.user_type = UserType::Guest;
        anna.sign_in_allowed = false;
        anna.location = None;
        directory.users = vec![anna];
        let scope = customer(&store, &actor, &directory).await;
        let page = store.users(scope, &UserQuery::default()).await.unwrap();
        let row = &page.rows[0];
        assert_eq!((row.display_name.as_str(), row.upn.as_str()), ("Anna Kováčová", "User1@fabrikam.com"));
        assert_eq!((row.location, row.sign_in_allowed, row.user_type), (None, false, UserType::Guest));
        let products: Vec<_> = row.products.iter().map(|product| product.sku_id).collect();
        assert_eq!((products, row.has_errors), (vec![sku(VISIO)], true));
        assert!(!page.has_next && !page.has_previous);
    })
    .await;
}

#[tokio::test]
async fn a_cursor_survives_its_users_deletion_and_an_unknown_one_leads_to_the_first_page() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[]);
        directory.users = (1..=60).map(|number| person(number, &format!("Anna {number:03}"))).collect();
        let scope = customer(&store, &actor, &directory).await;
        let size = PageSize::try_from(25).unwrap();
        let first = store.users(scope, &UserQuery { size, ..UserQuery::default() }).await.unwrap();
        assert_eq!(ids(&first), (1..=25).map(user_id).collect::<Vec<_>>());
        directory.users.retain(|user| user.id != user_id(25));
        arrive(&store, &actor, &directory, NOW + 1).await;
        let after = |id| UserQuery { size, place: Cursor::After(id), ..UserQuery::default() };
        let second = store.users(scope, &after(user_id(25))).await.unwrap();
        assert_eq!(ids(&second), (26..=50).map(user_id).collect::<Vec<_>>());
        let unknown = store.users(scope, &after(user_id(999))).await.unwrap();
        assert_eq!(ids(&unknown), (1..=24).chain([26]).map(user_id).collect::<Vec<_>>());
        assert!(!unknown.has_previous && unknown.has_next);
    })
    .await;
}

#[tokio::test]
async fn counts_of_a_filter_stop_behind_ten_thousand_and_that_of_all_users_is_exact() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[]);
        directory.users = (1..=10_001).map(|number| person(number, "Anna")).collect();
        directory.users[0].location = None;
        let unlicensed = UserFilter { ready: ReadyFilter::Unlicensed, ..UserFilter::default() };
        let unlicensed = UserQuery { filter: unlicensed, ..UserQuery::default() };
        let scope = customer(&store, &actor, &directory).await;
        assert_eq!(store.count_users(scope, &UserQuery::default()).await.unwrap(), Count::Exact(10_001));
        assert_eq!(store.count_users(scope, &unlicensed).await.unwrap(), Count::More);
        let location = "US".parse().ok().map(LocationFilter::Is);
        let located = UserQuery { filter: UserFilter { location, ..UserFilter::default() }, ..UserQuery::default() };
        assert_eq!(store.count_users(scope, &located).await.unwrap(), Count::Exact(10_000));
        let last = store.users(scope, &UserQuery { place: Cursor::Last, ..UserQuery::default() }).await.unwrap();
        assert_eq!(ids(&last), (9_952..=10_001).map(user_id).collect::<Vec<_>>());
    })
    .await;
}

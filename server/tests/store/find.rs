//! Finding customers and users across all customers of a partner.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::Actor;
use domain::directory::customer::{CustomerSort, CustomerSortBy};
use domain::directory::found::FOUND_MAX;
use domain::directory::page::{Count, Cursor};
use domain::store::CustomerQuery;
use domain::store::prelude::*;
use server::store::SqlStore;

async fn users(store: &SqlStore, actor: &Actor, text: &str) -> Vec<String> {
    store.find(actor, text, NOW).await.unwrap().users.into_iter().map(|user| user.name).collect()
}

#[tokio::test]
async fn a_user_is_found_without_knowing_the_customer() {
    each_engine(async |store| {
        let (actor, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let mut first = company(1, &[]);
        first.users = vec![person(1, "Lidia Holloway"), person(2, "Lidia Stone")];
        let mut second = company(2, &[]);
        second.users = vec![person(3, "Lidia Holloway"), person(4, "Bert Holloway")];
        let mut foreign = company(3, &[]);
        foreign.users = vec![person(5, "Lidia Holloway")];
        for directory in [&first, &second] {
            customer(&store, &actor, directory).await;
        }
        customer(&store, &stranger, &foreign).await;

        assert_eq!(users(&store, &actor, "lidia holl").await, ["Lidia Holloway", "Lidia Holloway"]);
        assert_eq!(users(&store, &actor, "HOLLOWAY").await, ["Bert Holloway", "Lidia Holloway", "Lidia Holloway"]);
        assert_eq!(users(&store, &stranger, "holloway").await, ["Lidia Holloway"], "of one's own customers only");
        let found = store.find(&actor, "lidia holloway", NOW).await.unwrap();
        let customers: Vec<_> = found.users.iter().map(|user| user.customer).collect();
        assert_eq!(customers, [first.customer.id, second.customer.id]);

        // An exact address comes first. An id finds its user.
        let upn = second.users[0].upn.to_string();
        let by_address = store.find(&actor, &upn, NOW).await.unwrap().users;
        assert_eq!(by_address[0].upn, upn);
        let by_id = store.find(&actor, &user_id(4).to_string(), NOW).await.unwrap();
        assert_eq!(by_id.users.len(), 1);
        assert_eq!(by_id.users[0].name, "Bert Holloway");
        assert!(store.find(&stranger, &user_id(4).to_string(), NOW).await.unwrap().users.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_shown_is_bounded_and_text_without_words_finds_nothing() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(1, &[]);
        directory.users = (0..40).map(|at| person(10 + at, &format!("Anna Annabel {at:02}"))).collect();
        customer(&store, &actor, &directory).await;
        assert_eq!(users(&store, &actor, "anna").await.len(), FOUND_MAX);
        for text in ["", "   ", "-", "@", "anna nobody"] {
            let found = store.find(&actor, text, NOW).await.unwrap();
            assert!(found.users.is_empty() && found.customers.is_empty(), "{text:?}");
        }
        let found = store.find(&actor, "fabrikam", NOW).await.unwrap();
        assert_eq!(found.customers[0].id, directory.customer.id, "customers are found too");
    })
    .await;
}

#[tokio::test]
async fn customers_sort_by_every_column_over_pages() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        for at in 0..30_u128 {
            let mut directory = company(100 + at, &[(E3, 1)]);
            directory.users =
                (0..at % 4).map(|user| holding(person(1_000 * (at + 1) + user, "Anna"), E3)).take(1).collect();
            customer(&store, &actor, &directory).await;
        }
        for by in CustomerSortBy::ALL {
            for descending in [false, true] {
                let sort = CustomerSort { by, descending };
                let page = async |place| {
                    let query = CustomerQuery { sort, place, size: 25.try_into().unwrap(), ..CustomerQuery::default() };
                    store.customers(&actor, &query).await.unwrap()
                };
                let first = page(Cursor::First).await;
                let second = page(Cursor::After(first.rows[24].id)).await;
                assert_eq!((first.rows.len(), second.rows.len(), second.has_next), (25, 5, false), "{sort:?}");
                let back = page(Cursor::Before(second.rows[0].id)).await;
                assert_eq!(back.rows, first.rows, "{sort:?}");
                let value = |row: &domain::directory::customer::CustomerRow| match by {
                    CustomerSortBy::Name => row.name.to_lowercase(),
                    CustomerSortBy::Domain => row.primary_domain.clone(),
                    CustomerSortBy::Users => format!("{:09}", row.users),
                    CustomerSortBy::Licenses => format!("{:09}", row.licenses_used),
                    CustomerSortBy::Shortages => format!("{:09}", row.none_left),
                    CustomerSortBy::Errors => {
                        format!("{:09}", if let Count::Exact(errors) = row.with_errors { errors } else { 99_999 })
                    }
                };
                let values: Vec<_> = first.rows.iter().chain(&second.rows).map(value).collect();
                let mut sorted = values.clone();
                sorted.sort();
                if descending {
                    sorted.reverse();
                }
                assert_eq!(values, sorted, "{sort:?}");
            }
        }
        let shortages = CustomerSort { by: CustomerSortBy::Shortages, descending: true };
        let query = CustomerQuery { sort: shortages, ..CustomerQuery::default() };
        let row = &store.customers(&actor, &query).await.unwrap().rows[0];
        assert_eq!((row.none_left, row.over_assigned, row.with_errors), (1, 0, Count::Exact(0)));
    })
    .await;
}

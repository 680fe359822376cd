//! The list of customers: order, search, and who sees which.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::Actor;
use domain::directory::customer::CustomerSource;
use domain::directory::page::{Cursor, PageSize};
use domain::ids::CustomerId;
use domain::import::customer::{CustomerImport, ImportedDomain};
use domain::store::CustomerQuery;
use domain::store::prelude::*;
use server::store::SqlStore;

fn named(number: u128, name: &str, domain: &str) -> CustomerImport {
    let mut directory = company(number, &[]);
    directory.customer.name = name.into();
    directory.customer.domains = vec![ImportedDomain { name: domain.into(), is_default: true, is_initial: true }];
    directory
}

async fn found(store: &SqlStore, actor: &Actor, search: &str) -> Vec<String> {
    let query = CustomerQuery { search: search.into(), ..CustomerQuery::default() };
    store.customers(actor, &query).await.unwrap().rows.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn a_row_sums_up_the_customer() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5), (VISIO, 2)]);
        directory.users = vec![holding(person(1, "Anna"), E3), holding(holding(person(2, "Bert"), E3), VISIO)];
        let scope = customer(&store, &actor, &directory).await;
        let page = store.customers(&actor, &CustomerQuery::default()).await.unwrap();
        let row = &page.rows[0];
        assert_eq!((row.id, row.name.as_str()), (directory.customer.id, "Fabrikam 9, Inc."));
        assert_eq!((row.primary_domain.as_str(), row.relationship.as_str()), ("fabrikam.com", "Reseller"));
        assert_eq!((row.source, row.users, row.licenses_used, row.licenses_owned), (CustomerSource::Local, 2, 3, 7));
        let customer = store.customer(scope).await.unwrap();
        assert_eq!(customer.domains, ["fabrikam.com", "fabrikam.onmicrosoft.com"]);
        assert_eq!((customer.primary_domain.as_str(), customer.country), ("fabrikam.com", "US".parse().ok()));
    })
    .await;
}

#[tokio::test]
async fn pages_go_forwards_and_backwards() {
    each_engine(async |store| {
        let (actor, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        // Names that differ only in case. Customers of another partner are sorted between ours.
        let mut ours: Vec<(String, CustomerId)> = Vec::new();
        for at in 0..60_u128 {
            let name = format!("{} {:02}", ["Contoso", "contoso", "Čierny"][at as usize % 3], at / 2);
            let directory = named(1_000 + at * 7 % 60, &name, "contoso.com");
            ours.push((name.to_lowercase(), directory.customer.id));
            customer(&store, &actor, &directory).await;
            customer(&store, &stranger, &named(5_000 + at, &name, "contoso.com")).await;
        }
        ours.sort();
        let expected: Vec<CustomerId> = ours.into_iter().map(|(_, id)| id).collect();
        let size = PageSize::try_from(25).unwrap();
        let page = async |place| {
            let page = store.customers(&actor, &CustomerQuery { place, size, ..Default::default() }).await.unwrap();
            let ids: Vec<CustomerId> = page.rows.iter().map(|row| row.id).collect();
            (ids, page.has_previous, page.has_next)
        };
        assert_eq!(page(Cursor::First).await, (expected[..25].to_vec(), false, true));
        assert_eq!(page(Cursor::After(expected[24])).await, (expected[25..50].to_vec(), true, true));
        assert_eq!(page(Cursor::After(expected[49])).await, (expected[50..].to_vec(), true, false));
        assert_eq!(page(Cursor::Last).await, (expected[35..].to_vec(), true, false));
        assert_eq!(page(Cursor::Before(expected[35])).await, (expected[10..35].to_vec(), true, true));
        assert_eq!(page(Cursor::Before(expected[10])).await, (expected[..10].to_vec(), false, true));
        // A foreign customer as cursor is ignored in our list.
        let foreign = company(5_000, &[]).customer.id;
        assert_eq!(page(Cursor::After(foreign)).await, (expected[..25].to_vec(), false, true));
    })
    .await;
}

#[tokio::test]
async fn customers_are_found_by_name_domain_and_id() {
    each_engine(async |store| {
        let (actor, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        customer(&store, &actor, &named(1, "Fabrikam, Inc.", "fabrikam.com")).await;
        customer(&store, &actor, &named(2, "Škoda Vývoj", "skoda.example")).await;
        customer(&store, &actor, &named(3, "东京研究所", "tokyo.example")).await;
        customer(&store, &actor, &named(5, "Łódź O’Connor Straße", "lodz.example")).await;
        customer(&store, &stranger, &named(4, "Fabrikam Foreign", "fabrikam.example")).await;
        assert_eq!(found(&store, &actor, "FABRI").await, ["Fabrikam, Inc."]);
        assert_eq!(found(&store, &actor, "fab inc").await, ["Fabrikam, Inc."]);
        assert_eq!(found(&store, &actor, "skoda.exam").await, ["Škoda Vývoj"]);
        assert_eq!(found(&store, &actor, "vyvoj").await, ["Škoda Vývoj"]);
        for typed in ["lodz", "oconnor", "O'Connor", "connor", "strasse"] {
            assert_eq!(found(&store, &actor, typed).await, ["Łódź O’Connor Straße"], "{typed}");
        }
        assert_eq!(found(&store, &actor, "研究").await, ["东京研究所"]);
        assert_eq!(found(&store, &actor, "abri").await, Vec::<String>::new());
        assert_eq!(found(&store, &actor, "%' OR '1'='1").await, Vec::<String>::new());
        let (own, foreign) = (company(1, &[]).customer.id.to_string(), company(4, &[]).customer.id.to_string());
        assert_eq!(found(&store, &actor, &own.to_uppercase()).await, ["Fabrikam, Inc."]);
        assert_eq!(found(&store, &actor, &foreign).await, Vec::<String>::new());
        assert_eq!(found(&store, &stranger, "").await, ["Fabrikam Foreign"]);
        // After renaming, the customer is found by its new name only.
        arrive(&store, &actor, &named(1, "Contoso", "contoso.com"), NOW + 1).await;
        assert_eq!((found(&store, &actor, "fabri").await.len(), found(&store, &actor, "conto").await.len()), (0, 1));
    })
    .await;
}

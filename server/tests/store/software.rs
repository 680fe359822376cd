//! Software that was bought: downloads, product keys, and how purchases were made.

use super::engines::{databases, each_engine};
use super::fixtures::*;
use super::history::{IMPORTED, LOCAL};
use super::upgrade::leave_at_version_4;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, ActivityRow, Details};
use domain::directory::password::Secret;
use domain::directory::product::Channel;
use domain::directory::software::{Download, DownloadLink};
use domain::ids::SubscriptionId;
use domain::import::customer::{CustomerImport, ImportedSoftware};
use domain::store::prelude::*;
use server::store::SqlStore;
use sqlx::{AnyConnection, Connection, Executor};
use uuid::Uuid;

/// Two files and these keys for the first purchase of a directory.
pub fn of(directory: &CustomerImport, keys: Vec<Secret>) -> ImportedSoftware {
    let file = |name: &str, version: Option<&str>| Download {
        name: name.into(),
        version: version.map(str::to_owned),
        language: Some("Slovak".into()),
        architecture: None,
        file_type: Some("ISO".into()),
        link: DownloadLink::parse("https://example.com/setup.iso").unwrap(),
    };
    let downloads = vec![file("Setup", Some("2026")), file("Apps", None)];
    ImportedSoftware { subscription: directory.products[0].subscriptions[0].id, downloads, keys }
}

fn secrets(keys: &[&str]) -> Vec<Secret> {
    keys.iter().map(|key| Secret::shown((*key).to_owned())).collect()
}

/// Customer 9 with two products, of which the first is software with two keys.
fn with_keys(keys: &[&str]) -> CustomerImport {
    let mut directory = company(9, &[(VISIO, 2), (POWER_BI, 3)]);
    directory.products[0].subscriptions[0].channel = Channel::Software;
    directory.products[1].subscriptions[0].channel = Channel::Unknown;
    directory.software = vec![of(&directory, secrets(keys))];
    directory
}

pub async fn shown(store: &SqlStore, scope: CustomerScope, purchase: SubscriptionId) -> Vec<String> {
    let keys = store.show_product_keys(scope, purchase, stamp()).await.unwrap();
    keys.iter().map(|key| key.reveal().to_owned()).collect()
}

/// The activity rows about shown keys, newest first.
async fn noted(store: &SqlStore, scope: CustomerScope) -> Vec<ActivityRow> {
    let query = ActivityQuery { action: Some(Action::ProductKeysShown), ..ActivityQuery::default() };
    store.activity(scope, &query).await.unwrap().rows
}

#[tokio::test]
async fn a_purchase_has_its_downloads_in_their_order() {
    each_engine(async |store| {
        let store = &store;
        let actor = partner(store, 1).await;
        let directory = with_keys(&["XXXXX", "YYYYY"]);
        let scope = customer(store, &actor, &directory).await;
        let purchases = store.purchases(scope).await.unwrap();
        let of = |directory: &CustomerImport, at: usize| {
            let id = directory.products[at].subscriptions[0].id;
            purchases.iter().find(|one| one.id == id).unwrap().clone()
        };
        let visio = of(&directory, 0);
        assert_eq!(visio.downloads, directory.software[0].downloads);
        assert_eq!((visio.channel, visio.keys), (Channel::Software, 2));
        let power_bi = of(&directory, 1);
        assert_eq!((power_bi.channel, power_bi.downloads.len(), power_bi.keys), (Channel::Unknown, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn keys_are_stored_sealed_and_showing_them_is_noted() {
    each_engine(async |store| {
        let store = &store;
        let actor = partner(store, 1).await;
        let directory = with_keys(&["XXXXX", "YYYYY"]);
        let scope = customer(store, &actor, &directory).await;
        let [visio, power_bi] = [0, 1].map(|at| directory.products[at].subscriptions[0].id);
        assert_eq!(number(store, "SELECT COUNT(*) FROM product_key WHERE sealed LIKE '%XXXXX%'").await, 0);
        assert_eq!(shown(store, scope, visio).await, ["XXXXX", "YYYYY"]);
        let rows = noted(store, scope).await;
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!(row.subject, visio.uuid());
        let Details::ProductKeys { product, keys } = &row.details else { panic!("{row:?}") };
        assert_eq!((product.sku_id, *keys), (sku(VISIO), 2));

        let nowhere = SubscriptionId::new(Uuid::from_u128(404));
        assert!(shown(store, scope, power_bi).await.is_empty());
        assert!(shown(store, scope, nowhere).await.is_empty());
        let other = customer(store, &actor, &company(10, &[(VISIO, 1)])).await;
        assert!(shown(store, other, visio).await.is_empty(), "another customer has no such purchase");
        assert_eq!((noted(store, scope).await.len(), noted(store, other).await.len()), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn another_import_replaces_files_and_keys() {
    each_engine(async |store| {
        let store = &store;
        let actor = partner(store, 1).await;
        let mut directory = with_keys(&["XXXXX", "YYYYY"]);
        let scope = customer(store, &actor, &directory).await;
        let visio = directory.products[0].subscriptions[0].id;
        directory.software = vec![of(&directory, secrets(&["CCCCC"]))];
        directory.software[0].downloads.truncate(1);
        arrive(store, &actor, &directory, NOW + 1).await;
        assert_eq!(shown(store, scope, visio).await, ["CCCCC"]);
        let purchases = store.purchases(scope).await.unwrap();
        assert_eq!(purchases.iter().map(|one| one.downloads.len()).sum::<usize>(), 1);
        directory.software.clear();
        arrive(store, &actor, &directory, NOW + 2).await;
        assert!(shown(store, scope, visio).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_an_earlier_version_guessed_of_imported_purchases_is_unknown() {
    for database in databases().await {
        let url = database.url();
        leave_at_version_4(&url).await;
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        connection.execute("UPDATE subscription SET channel = 'csp'").await.unwrap();
        connection.close().await.unwrap();
        let store = crate::support::stores::open(&url).await;
        let channels = async |number: u128, channel: &str| {
            let customer = Uuid::from_u128(number);
            let sql =
                format!("SELECT COUNT(*) FROM subscription WHERE customer_id = '{customer}' AND channel = '{channel}'");
            super::fixtures::number(&store, &sql).await
        };
        assert!(channels(LOCAL, "csp").await > 0);
        assert_eq!((channels(LOCAL, "unknown").await, channels(IMPORTED, "csp").await), (0, 0));
        assert!(channels(IMPORTED, "unknown").await > 0);
        store.close().await;
    }
}

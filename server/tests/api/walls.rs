//! Requests about one customer run behind its wall, on PostgreSQL.

#[path = "../store/database.rs"]
#[allow(dead_code, reason = "the databases of SQLite are those of the site")]
mod database;

use super::portal::petra;
use super::site::{Browser, Site};
use database::Database;
use domain::access::portal::PortalRole;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};

/// Without a wall nothing of a customer is seen while these are there.
const ONLY_BEHIND_A_WALL: &str = "DO $$ DECLARE one text; BEGIN FOREACH one IN ARRAY ARRAY['users', 'activity', 'customer_product'] LOOP \
    EXECUTE format('CREATE POLICY spy ON %I AS RESTRICTIVE FOR SELECT \
    USING (length(current_setting(''tenantry.customer'', true)) > 0)', one); END LOOP; END $$";

#[tokio::test]
async fn a_request_about_one_customer_is_behind_its_wall() {
    let Some(database) = Database::postgres().await else { return };
    let site = Site::open_on(&database.url()).await;
    let mut browser = Browser::signed_in(&site).await;
    let mut portal = petra(&site, PortalRole::GlobalAdmin).await;
    let mut spy = PgConnection::connect(&database.url()).await.unwrap();
    spy.execute(ONLY_BEHIND_A_WALL).await.unwrap();
    let seen: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(&mut spy).await.unwrap();
    assert_eq!(seen, 0, "the policies are there");

    let query = json!({ "filter": {}, "within": null, "sort": { "by": "Name", "descending": false }, "place": "First",
        "size": 50 });
    let list = json!({ "customer": site.customer, "query": query, "selection": null });
    for browser in [&mut browser, &mut portal] {
        let users = browser.call("users/list", &list).await.json();
        assert!(!users["page"]["rows"].as_array().unwrap().is_empty(), "{users}");
    }
    let products = portal.call("products/list", json!({ "customer": site.customer })).await.json();
    assert!(products.to_string().contains("sku_id"), "{products}");
    let page = portal.get("/portal/users").await.body;
    assert!(page.contains("Vance"), "{page}");
    let file = browser.get(&format!("/customers/{}/users/export.csv", site.customer)).await.body;
    assert!(file.lines().count() > 1, "{file}");
    // A search looks at all customers, so it is behind none.
    let found = browser.call("search/find", json!({ "text": "Adele" })).await;
    assert!(found.body.contains("\"users\":[]"), "{}", found.body);
    site.store.close().await;
}

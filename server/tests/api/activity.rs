//! The activity log: who sees it, what it records about a request, and its files.

use super::products::{product, sku};
use super::site::{Browser, Reply, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::access::permission::Permission;
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::ids::IdempotencyKey;
use domain::store::Stamp;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::time::stamp;
use uuid::Uuid;

fn everything() -> Value {
    json!({ "action": null, "performer": null, "from": null, "until": null, "search": "", "place": "First", "size": 50 })
}

pub async fn buy(browser: &mut Browser<'_>) -> Reply {
    let request = json!({ "key": Uuid::new_v4(), "sku_id": sku("VISIOCLIENT"), "quantity": 3 });
    let customer = browser.site.customer;
    browser.call("purchases/buy", json!({ "customer": customer, "request": request })).await
}

/// Buys for the other partner's customer, so that there is a row that must not be seen.
async fn buy_elsewhere(site: &Site) {
    let stranger = site.store.partner_user_secret("Stranger").await.unwrap().unwrap().actor;
    let scope = domain::cases::scope::open(&site.store, &stranger, Permission::SeeUsers, site.foreign, 0)
        .await
        .unwrap()
        .scope()
        .unwrap();
    let stamp = Stamp { now: 1, ..stamp() };
    let key = IdempotencyKey::new(Uuid::new_v4());
    let request = BuyRequest { key, sku_id: sku("VISIOCLIENT"), quantity: 1.try_into().unwrap(), reason: None };
    let reply = site.store.buy(scope, &request, stamp).await.unwrap();
    assert!(matches!(reply, BuyReply::Ordered(_)), "{reply:?}");
}

fn actions(reply: &Reply) -> Vec<(String, String)> {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let rows = reply.json()["rows"].as_array().unwrap().clone();
    rows.iter().map(|row| (text(row, "action"), text(row, "customer_name"))).collect()
}

#[tokio::test]
async fn a_row_has_the_id_of_its_request() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let bought = buy(&mut browser).await;
    let id: Uuid = bought.header("x-request-id").parse().unwrap();
    let arguments = json!({ "customer": site.customer, "query": everything() });
    let row = browser.call("activity/list", arguments).await.json()["rows"][0].clone();
    assert_eq!((&row["action"], &row["name"], &row["request"]), (&json!("LicensesBought"), &json!("Anna"), &json!(id)));
}

#[tokio::test]
async fn a_strange_request_id_is_replaced() {
    let site = Site::open().await;
    let send = async |id: &str| {
        let request = Request::get("/healthz").header("x-request-id", id).body(Body::empty()).unwrap();
        site.send(request).await.header("x-request-id").to_owned()
    };
    let own = Uuid::new_v4().to_string();
    assert_eq!(send(&own).await, own);
    assert!(send("anything at all").await.parse::<Uuid>().is_ok());
}

#[tokio::test]
async fn everybody_sees_their_own_partners_customers_only() {
    let site = Site::open().await;
    buy_elsewhere(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    buy(&mut browser).await;
    let all = browser.call("activity/all", json!({ "query": everything() })).await;
    let ours = |action: &str| (action.to_owned(), "Fabrikam 11".to_owned());
    assert_eq!(actions(&all), [ours("LicensesBought"), ours("CustomerImported")]);
    let people = browser.call("activity/people", "{}").await.json();
    assert_eq!(people.as_array().unwrap().iter().map(|one| one["name"].clone()).collect::<Vec<_>>(), ["Anna"]);
    let file = browser.get("/activity/export.csv").await;
    assert!(file.body.lines().count() == 3 && !file.body.contains("Fabrikam 12"), "{}", file.body);
}

#[tokio::test]
async fn nobody_signed_in_gets_anything() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    for (function, arguments) in [("activity/all", json!({ "query": everything() })), ("activity/people", json!({}))] {
        let reply = browser.call(function, arguments).await;
        assert_eq!((reply.status, reply.json()), (StatusCode::UNAUTHORIZED, json!("SignedOut")), "{function}");
    }
    let customer = site.customer;
    let (own, report) = (format!("/customers/{customer}/activity"), format!("/customers/{customer}/activity/report"));
    for path in
        ["/activity", "/activity/export.csv", &own, &report, &format!("{own}/export.csv"), &format!("{report}.csv")]
    {
        let reply = browser.get(path).await;
        assert!(reply.leads_to().starts_with("/sign-in?next="), "{path}");
    }
}

/// A line as in files for Excel.
fn tabs(line: &str) -> String {
    line.replace("\",\"", "\"\t\"").replace("\",", "\"\t")
}

#[tokio::test]
async fn the_log_is_exported_as_it_is_filtered() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    buy(&mut browser).await;
    let path = format!("/customers/{}/activity/export.csv", site.customer);
    let file = browser.get(&path).await;
    assert_eq!(file.file_name(), "Fabrikam 11 activity");
    let lines: Vec<&str> = file.body.split_terminator("\r\n").collect();
    let header = &tabs(
        r#""Date-Time (UTC)","Customer","No.","Action","Performed by","Target","What changed","Reason or ticket","Request","Address","Hash""#,
    );
    assert_eq!((lines.len(), lines[0]), (3, header.as_str()));
    let visio = product("VISIOCLIENT").name;
    let bought = tabs(&format!(r#""Fabrikam 11","2","Licenses bought","Anna","{visio}","{visio}: 2 → 5 seats","#));
    assert!(lines[1].contains(&bought), "{}", lines[1]);
    let imported = r#""1 Jan 1970 00:00:00","Fabrikam 11","1","Customer imported","Command line","Users and licenses","3 users added, 0 updated, 0 removed","","","","#;
    assert!(lines[2].starts_with(&tabs(imported)), "{}", lines[2]);
    let file = browser.get(&format!("{path}?action=customer-imported&to=1970-01-01")).await;
    assert_eq!(file.body.lines().count(), 2, "{}", file.body);
    let file = browser.get(&format!("{path}?search=nothing")).await;
    assert_eq!(file.body.lines().count(), 1, "{}", file.body);
}

#[tokio::test]
async fn a_report_ends_with_its_verification() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    buy(&mut browser).await;
    let path = format!("/customers/{}/activity/report.csv", site.customer);
    let file = browser.get(&path).await;
    assert_eq!(file.file_name(), "Fabrikam 11 activity report");
    let lines: Vec<&str> = file.body.split_terminator("\r\n").collect();
    assert_eq!(lines[..2], [tabs(r#""Activity report","Fabrikam 11""#), r#""The whole log""#.to_owned()]);
    assert!(lines[3].contains("Customer imported") && lines[4].contains("Licenses bought"), "oldest first");
    assert!(lines[5].starts_with("\"Verification\"\t\"Rows 1 to 2 verified: "), "{}", lines[5]);
    assert!(lines[6].starts_with("\"Verification\"\t\"Hash of row 2: "), "{}", lines[6]);
    let arguments = json!({ "customer": site.customer, "from": 1, "until": null });
    let report = browser.call("activity/report", arguments).await.json();
    assert_eq!((&report["verification"]["flaws"], &report["has_more"]), (&json!([]), &json!(false)));
    let file = browser.get(&format!("{path}?from=2999-01-01")).await;
    assert!(file.body.ends_with("\"Verification\"\t\"No activity in this period.\"\r\n"), "{}", file.body);
}

#[tokio::test]
async fn a_foreign_log_is_a_missing_one() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    for end in ["export.csv", "report.csv"] {
        let mut answers = Vec::new();
        for customer in [site.foreign.to_string(), Uuid::from_u128(99).to_string(), "fabrikam".into()] {
            let reply = browser.get(&format!("/customers/{customer}/activity/{end}")).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{customer} {end}");
            answers.push(reply.body);
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]));
    }
}

#[tokio::test]
async fn the_pages_are_rendered_on_the_server() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    buy(&mut browser).await;
    let customer = site.customer;
    let log = browser.get(&format!("/customers/{customer}/activity?action=licenses-bought")).await.body;
    assert!(log.contains("2 → 5 seats") && !log.contains("3 users added"), "{log}");
    let person = "value=\"00000000-0000-0000-0000-000000000001\">Anna";
    assert!(log.contains(person) && log.contains("value=\"command-line\">Command line"), "{log}");
    let all = browser.get("/activity").await.body;
    assert!(all.contains("3 users added") && all.contains("Fabrikam 11") && !all.contains("Fabrikam 12"), "{all}");
    let report = browser.get(&format!("/customers/{customer}/activity/report?from=1970-01-01")).await.body;
    assert!(report.contains("Rows 1 to 2 verified") && report.contains("From 1 Jan 1970 00:00:00 UTC"), "{report}");
}

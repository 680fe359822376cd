//! A directory full of texts that look like markup or scripts: every page shows them as text only.

use super::licensing::{request, saved, select};
use super::markup::{Piece, pieces};
use super::products::{owned, product};
use super::site::{Browser, Site};
use super::support::users::{self, user_id};
use super::support::{arrivals, customers};
use axum::http::StatusCode;
use domain::directory::license::{License, Source};
use domain::directory::product::Product;
use domain::ids::{CustomerId, GroupId, PartnerId, PlanId, SkuId};
use domain::import::customer::{ImportedDomain, ImportedUser};
use serde_json::json;
use server::store::import::customer::Arrival;
use uuid::Uuid;

/// A text that ends any context (attribute, title, script, comment) and then adds its own element.
fn hostile(whose: &str) -> String {
    format!("{whose} \" onsneaked=\"1' --></title></textarea></script><!--<script><sneaked>&lt;")
}

/// A product unknown to the catalogue, with hostile texts.
fn bad_product() -> Product {
    let mut bad = product("VISIOCLIENT");
    (bad.sku_id, bad.part_number, bad.name) = (SkuId::new(Uuid::from_u128(80)), hostile("part"), hostile("product"));
    for (number, plan) in (81..).zip(&mut bad.plans) {
        (plan.id, plan.name) = (PlanId::new(Uuid::from_u128(number)), hostile("PLAN"));
        plan.friendly_name = hostile("plan");
    }
    bad
}

fn user(number: u128, licenses: Vec<License>) -> ImportedUser {
    ImportedUser {
        upn: format!("user{number}\"<sneaked>@fabrikam.com"),
        mail: Some(hostile("mail")),
        mail_nickname: Some(hostile("nickname")),
        first_name: Some(hostile("first")),
        last_name: Some(hostile("last")),
        location: "SK".parse().ok(),
        department: Some(hostile("department")),
        job_title: Some(hostile("title")),
        licenses,
        addresses: vec![hostile("address")],
        ..users::user(number, &hostile(&format!("user{number}")))
    }
}

/// Gives the site's partner a customer with hostile texts only.
async fn customer(site: &Site) -> CustomerId {
    let (bad, group) = (bad_product(), GroupId::new(Uuid::from_u128(5)));
    let sku_id = bad.sku_id;
    let license = |source| License { sku_id, source, disabled: Default::default(), error: None };
    let domain = |name: &str, is_default| ImportedDomain { name: name.into(), is_default, is_initial: is_default };
    let id = CustomerId::new(Uuid::from_u128(70));
    let mut directory = customers::empty(id, &hostile("customer"));
    directory.customer.domains = vec![domain("fabrikam.com", true), domain("\"<sneaked>.example", false)];
    directory.products = vec![owned(bad, 5), owned(product("VISIOCLIENT"), 5)];
    directory.groups = vec![(group, hostile("group"))];
    directory.users = vec![
        user(1, vec![license(Source::Direct), license(Source::Group(group))]),
        user(2, Vec::new()),
        user(3, vec![license(Source::Direct)]),
    ];
    let partner = PartnerId::new(Uuid::from_u128(1));
    let arrival = Arrival { imported: true, ..arrivals::local(partner, 1) };
    customers::write(&site.store, arrival, &directory).await;
    id
}

/// Deletes a user, with a hostile reason.
async fn delete(browser: &mut Browser<'_>, number: u128) {
    let (customer, who) = (browser.site.customer, json!({ "Listed": [user_id(number)] }));
    let seen = browser.call("accounts/preview", json!({ "customer": customer, "who": who, "change": "Delete" })).await;
    let digest = seen.json()["Ok"]["summary"]["digest"].clone();
    let request = json!({ "key": Uuid::new_v4(), "who": who, "change": "Delete", "digest": digest,
        "reason": hostile("reason") });
    let reply = browser.call("accounts/change", json!({ "customer": customer, "request": request })).await;
    assert!(reply.json()["Saved"].is_string(), "{}", reply.body);
}

/// Resets a user's password and returns the token of the one-time link.
async fn link(browser: &mut Browser<'_>, number: u128) -> String {
    let (customer, who) = (browser.site.customer, json!({ "Listed": [user_id(number)] }));
    let seen = browser.call("accounts/preview", json!({ "customer": customer, "who": who, "change": "Reset" })).await;
    let digest = seen.json()["Ok"]["summary"]["digest"].clone();
    let request = json!({ "key": Uuid::new_v4(), "who": who, "change": "Reset", "digest": digest });
    let reply = browser.call("accounts/change", json!({ "customer": customer, "request": request })).await.json();
    let create = json!({ "customer": customer, "operation": reply["Saved"], "how": "Links" });
    let handed = browser.call("passwords/create", create).await.json();
    handed["handed"][0]["secret"].as_str().unwrap_or_else(|| panic!("{handed}")).to_owned()
}

async fn save_template(browser: &mut Browser<'_>) {
    let name = "t\" onsneaked=\"1' --></script><!--<script><sneaked>";
    let template = json!({ "id": Uuid::from_u128(9), "name": name, "domain": "fabrikam.com", "mailbox": "First",
        "location": null, "department": &hostile("of")[..60], "licenses": {} });
    let arguments = json!({ "customer": browser.site.customer, "template": template });
    let reply = browser.call("templates/save", arguments).await;
    assert_eq!(reply.json(), "Saved", "{}", reply.body);
}

/// Asserts that a page is complete, and that everything from the directory is text in it.
fn assert_only_text(path: &str, page: &str) {
    let pieces = pieces(page);
    for piece in &pieces {
        match piece {
            Piece::Tag { name, attributes } => {
                assert!(!name.contains("sneaked"), "{path}: an element of a directory's in {page}");
                let strange = attributes.iter().find(|attribute| attribute.contains("sneaked"));
                assert_eq!(strange, None, "{path}: an attribute of a directory's in {page}");
            }
            // These would make the browser see the end of the script elsewhere.
            Piece::Script(text) => {
                assert!(!text.contains("<!--") && !text.contains("</"), "{path}: {text}");
            }
            Piece::Text(_) => {}
        }
    }
    let count =
        |wanted: &str| pieces.iter().filter(|piece| matches!(piece, Piece::Tag { name, .. } if name == wanted)).count();
    for element in ["html", "/html", "head", "/head", "title", "/title", "body", "/body"] {
        assert_eq!(count(element), 1, "{path}: {element}");
    }
}

#[tokio::test]
async fn no_page_takes_text_of_a_directory_for_more_than_text() {
    let mut site = Site::open().await;
    site.customer = customer(&site).await;
    let (c, first) = (site.customer, user_id(1));
    let mut browser = Browser::signed_in(&site).await;
    let selection = Uuid::from_u128(5);
    save_template(&mut browser).await;
    select(&mut browser, selection, &[1, 2]).await;
    let save = request(&mut browser, selection, "Assign").await;
    let operation = saved(&mut browser, &save).await;
    let token = link(&mut browser, 2).await;
    delete(&mut browser, 3).await;
    let (typed, word) = ("%22%20onsneaked=%221%3C/title%3E%3C/script%3E%3C!--%3Csneaked%3E", "user1");
    let mut bare = Vec::new();
    for (path, shows) in [
        ("/customers".to_owned(), "customer"),
        (format!("/customers?search={typed}"), ""),
        (format!("/customers/{c}/users"), word),
        (format!("/customers/{c}/users?search={typed}&department={typed}&title={typed}&domain={typed}"), ""),
        (format!("/customers/{c}/users?user={first}&selection={selection}"), "customer"),
        (format!("/customers/{c}/selected?selection={selection}"), word),
        (format!("/customers/{c}/licenses?selection={selection}"), "product"),
        (format!("/customers/{c}/add-user"), "customer"),
        (format!("/customers/{c}/add-user?from={first}&step={typed}"), word),
        (format!("/customers/{c}/users/{first}/edit"), "customer"),
        (format!("/customers/{c}/edit-users?selection={selection}"), "customer"),
        (format!("/customers/{c}/offboard?selection={selection}"), word),
        (format!("/customers/{c}/deleted"), "user3"),
        (format!("/customers/{c}/deleted?search={typed}"), ""),
        (format!("/customers/{c}/upload"), "customer"),
        (format!("/customers/{c}/changes"), "customer"),
        (format!("/customers/{c}/changes/{operation}"), "user2"),
        (format!("/customers/{c}/changes/{operation}?tab=successful"), "user2"),
        (format!("/customers/{c}/activity"), "reason"),
        (format!("/customers/{c}/activity?search={typed}"), ""),
        (format!("/customers/{c}/activity/report"), "reason"),
        ("/activity".to_owned(), "customer"),
        (format!("/sign-in?next=/{typed}&error={typed}"), ""),
        (format!("/setup/{}?error={typed}", typed.replace('/', "%2F")), ""),
        (format!("/password/{token}"), "customer"),
        (format!("/nowhere/{typed}"), ""),
    ] {
        let page = browser.get(&path).await;
        let expected = if path.starts_with("/nowhere") { StatusCode::NOT_FOUND } else { StatusCode::OK };
        assert_eq!(page.status, expected, "{path}: {}", page.body);
        assert_only_text(&path, &page.body);
        let shown = format!("{shows} \" onsneaked");
        let shown = pieces(&page.body).iter().any(|piece| piece.text().contains(&shown));
        if !shows.is_empty() && !shown {
            bare.push(format!("{path}: {shows}"));
        }
    }
    assert_eq!(bare, [""; 0], "pages that show nothing of it, so that they prove nothing");
}

#[tokio::test]
async fn a_customers_name_is_the_title_as_it_is() {
    let mut site = Site::open().await;
    site.customer = customer(&site).await;
    let page = Browser::signed_in(&site).await.get(&format!("/customers/{}/users", site.customer)).await;
    let title = page.body.split("<title>").nth(1).and_then(|behind| behind.split("</title>").next()).unwrap();
    let escaped = hostile("customer").replace('&', "&amp;").replace('<', "&lt;");
    assert_eq!(title, format!("{escaped} | Users and licenses"));
}

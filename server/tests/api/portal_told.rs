//! Words for people of a portal: nothing of the partner, and nothing that only the partner can do.

use super::activity::buy;
use super::anna::NAME;
use super::portal::{change, petra, restoring};
use super::site::{Browser, Site};
use super::support::users::user_id;
use domain::access::entra_role::EntraRole;
use domain::access::portal_role::PortalRole;
use domain::access::relationship::DAY_MS;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn the_partners_people_and_reasons_are_not_told() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let who = json!({ "Listed": [user_id(1)] });
    let preview = json!({ "customer": site.customer, "who": who, "change": "Block" });
    let digest = anna.call("accounts/preview", preview).await.json()["Ok"]["summary"]["digest"].clone();
    let request =
        json!({ "key": Uuid::from_u128(6), "who": who, "change": "Block", "digest": digest, "reason": "TICKET-77" });
    let saved = anna.call("accounts/change", json!({ "customer": site.customer, "request": request })).await.json();
    let seen = json!({ "customer": site.customer, "operation": saved["Saved"] });
    assert_eq!(anna.call("operations/get", &seen).await.json()["reason"], json!("TICKET-77"));

    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    let operation = petra.call("operations/get", &seen).await;
    assert_eq!(operation.json()["actor"], json!("Your partner"));
    let activity = petra.call("portal/activity", json!({ "place": "First", "size": 50 })).await;
    assert_eq!(activity.json()["rows"][0]["by"], json!("YourPartner"));
    let user = petra.call("users/get", json!({ "customer": site.customer, "user": user_id(1) })).await;
    assert_eq!(user.json()["changes"][0]["actor"], json!("Your partner"));
    for reply in [operation, activity, user] {
        for said in [NAME, "TICKET-77"] {
            assert!(!reply.body.contains(said), "{said}: {}", reply.body);
        }
    }
}

#[tokio::test]
async fn a_purchase_is_not_told_under_the_id_of_the_partners_order() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let order = buy(&mut anna).await.json()["Ordered"]["id"].as_str().unwrap().to_owned();
    let list = json!({ "customer": site.customer });
    let ids = |reply: Value| {
        let purchases = reply["purchases"].as_array().unwrap().clone();
        purchases.iter().map(|one| one["purchase"]["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let ours = ids(anna.call("products/list", &list).await.json());
    assert!(ours.contains(&order), "{ours:?}");
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    let told = petra.call("products/list", &list).await;
    assert!(!told.body.contains(&order), "{}", told.body);
    let theirs = ids(told.json());
    assert_eq!(theirs.len(), ours.len());
    assert!(theirs.iter().all(|id| !ours.contains(id)), "{theirs:?}");
    assert_eq!(ids(petra.call("products/list", &list).await.json()), theirs, "it stays");
}

#[tokio::test]
async fn the_partners_refusals_do_not_speak_to_the_customers_people() {
    let site = Site::open().await;
    super::authority::relationship(&site, &[EntraRole::UserAdministrator], server::time::now() - DAY_MS).await;
    super::authority::make_admin(&site, 2).await;
    let outcomes = |operation: &Value| {
        json!({ "customer": site.customer, "id": operation, "operation": operation, "tab": "All", "place": "First",
            "size": 50 })
    };
    let mut anna = Browser::signed_in(&site).await;
    let operation = change(&mut anna, &site, &[1, 2], &json!("Block")).await["Saved"].clone();
    let seen = anna.call("operations/outcomes", outcomes(&operation)).await.body;
    assert!(seen.contains("Your admin relationships with this customer don't allow"), "{seen}");

    let mut petra = petra(&site, PortalRole::UserManagementAdmin).await;
    let user = json!({ "customer": site.customer, "user": user_id(2) });
    for (function, arguments) in [("operations/outcomes", outcomes(&operation)), ("users/get", user)] {
        let reply = petra.call(function, arguments).await;
        assert!(!reply.body.contains("relationships"), "{function}: {}", reply.body);
        assert!(reply.body.contains("did not have the permission"), "{function}: {}", reply.body);
    }

    // Both users are deleted, and one of them is beyond Petra's reach.
    let no_admins = sqlx::query("DELETE FROM user_role").execute(site.store.read_pool()).await;
    assert_eq!(no_admins.unwrap().rows_affected(), 1);
    assert!(change(&mut anna, &site, &[1, 2], &json!("Delete")).await["Saved"].is_string());
    super::authority::make_admin(&site, 2).await;
    let who = json!({ "Listed": [user_id(1), user_id(2)] });
    let preview = json!({ "customer": site.customer, "who": who, "change": restoring() });
    let previewed = petra.call("accounts/preview", preview).await.body;
    assert!(previewed.contains("Your role doesn't allow"), "{previewed}");
    let own = change(&mut petra, &site, &[1, 2], &restoring()).await["Saved"].clone();
    let seen = petra.call("operations/outcomes", outcomes(&own)).await.body;
    assert!(seen.contains("did not have the permission"), "{seen}");
    for told in [previewed, seen] {
        assert!(!told.contains("relationships"), "{told}");
    }
}

#[tokio::test]
async fn nobody_in_a_portal_is_told_to_buy() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    let visio = super::products::sku("VISIOCLIENT").to_string();
    for (browser, number, told) in [(&mut anna, 1, "Buy more, or"), (&mut petra, 2, "Ask your partner for more, or")] {
        let selection = Uuid::from_u128(number);
        super::licensing::select(browser, selection, &[1, 2, 3]).await;
        let change = json!({ "products": { visio.as_str(): { "license": "Assign" } } });
        let asked = json!({ "customer": site.customer, "selection": selection, "change": change, "in_order": [] });
        let previewed = browser.call("licenses/preview", asked).await;
        assert!(previewed.body.contains(told), "{}", previewed.body);
        let request = json!({ "key": Uuid::new_v4(), "selection": selection, "change": change,
            "policy": "EverybodyOrNobody", "digest": previewed.json()["digest"] });
        let save = json!({ "customer": site.customer, "request": request });
        let short = browser.call("licenses/save", save).await.body;
        assert!(short.contains("SeatsShort") && short.contains(told), "{short}");
    }
}

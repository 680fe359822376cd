//! Nobody takes their own access in the directory of an own organization, nor that of the last who manages people, and whose
//! access is lost begins anew.

use super::anna::{NAME, PERSON};
use super::site::{Browser, Site};
use super::support::users::user_id;
use super::tenants::{TENANT, add, id, with_tenants};
use serde_json::{Value, json};
use uuid::Uuid;

/// Anna is no manager any more.
async fn without_anna(anna: &mut Browser<'_>) {
    let form = json!({ "name": NAME, "sign_in_name": NAME, "roles": ["HelpdeskAgent"] });
    let edited = anna.call("people/change", json!({ "person": PERSON, "change": { "Edit": form } })).await.json();
    assert!(edited["Done"].is_object(), "{edited}");
}

/// Changes the accounts of users of a tenant: the reply, and the reasons of the preview.
async fn change(by: &mut Browser<'_>, tenant: u128, users: &[u128], change: Value, key: u128) -> (Value, Value) {
    let who = json!({ "Listed": users.iter().map(|number| user_id(*number)).collect::<Vec<_>>() });
    let preview = json!({ "customer": id(tenant), "who": who, "change": change });
    let summary = by.call("accounts/preview", preview).await.json()["Ok"]["summary"].clone();
    let request = json!({ "key": Uuid::from_u128(key), "who": who, "change": change, "digest": summary["digest"] });
    let reply = by.call("accounts/change", json!({ "customer": id(tenant), "request": request })).await.json();
    (reply, summary["failures"].clone())
}

async fn is_signed_in(browser: &mut Browser<'_>) -> bool {
    browser.call("session/who", "{}").await.json() != Value::Null
}

#[tokio::test]
async fn nobody_blocks_or_deletes_themselves_in_the_directory() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    let mut ben = add(&mut anna, TENANT, 2, "ben", "AccountAdmin").await;
    without_anna(&mut anna).await;
    let offboard = json!({ "Offboard": { "block": true, "revoke": "Nothing", "reset": false, "delete": "Never" } });
    for (key, asked) in [(1, json!("Block")), (2, json!("Delete")), (3, offboard)] {
        let (_, failures) = change(&mut dora, TENANT, &[1], asked.clone(), key).await;
        assert_eq!(failures, json!({ "Yourself": 1 }), "{asked}");
        assert!(is_signed_in(&mut dora).await, "{asked}");
    }
    let entry = json!({ "user": user_id(1), "asked": { "Edit": { "sign_in_allowed": false } } });
    let entries = json!({ "Each": [entry] });
    let preview = json!({ "customer": id(TENANT), "entries": entries });
    let preview = dora.call("entries/preview", preview).await.json()["Ok"]["summary"].clone();
    assert_eq!(preview["failures"], json!({ "Yourself": 1 }));
    let request = json!({ "key": Uuid::from_u128(4), "kind": "Edit", "entries": entries, "digest": preview["digest"] });
    dora.call("entries/save", json!({ "customer": id(TENANT), "request": request })).await;
    assert!(is_signed_in(&mut dora).await);

    // Of both, the other goes.
    let (saved, failures) = change(&mut dora, TENANT, &[1, 2], json!("Block"), 5).await;
    assert!(saved["Saved"].is_string(), "{saved}");
    assert_eq!(failures, json!({ "Yourself": 1 }));
    assert!(is_signed_in(&mut dora).await && !is_signed_in(&mut ben).await);
}

#[tokio::test]
async fn of_two_who_block_each_other_at_once_in_their_directory_one_stays() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    let mut ben = add(&mut anna, TENANT, 2, "ben", "GlobalAdmin").await;
    without_anna(&mut anna).await;
    let both = tokio::join!(
        change(&mut dora, TENANT, &[2], json!("Block"), 1),
        change(&mut ben, TENANT, &[1], json!("Block"), 2)
    );
    let left = [is_signed_in(&mut dora).await, is_signed_in(&mut ben).await];
    assert_eq!(left.iter().filter(|is_left| **is_left).count(), 1, "{both:?}");
}

#[tokio::test]
async fn a_person_does_not_delete_the_own_user() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let mut dora = add(&mut anna, TENANT, 1, "dora", "GlobalAdmin").await;
    add(&mut anna, TENANT, 2, "ben", "HelpdeskAgent").await;
    without_anna(&mut anna).await;
    let people = dora.call("people/list", "{}").await.json();
    let person = |name: &str| {
        let people = people["people"].as_array().unwrap();
        people.iter().find(|one| one["name"] == name).unwrap()["id"].clone()
    };
    let delete = |name: &str| json!({ "person": person(name), "here_too": false });
    assert_eq!(dora.call("people/delete-user", delete("dora")).await.json(), json!({ "Refused": "Yourself" }));
    assert!(dora.call("people/delete-user", delete("ben")).await.json()["Done"].is_object());
}

#[tokio::test]
async fn a_session_stays_over_when_the_user_is_allowed_or_restored_again() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let ways =
        [("Block", json!("Block"), json!("Allow")), ("Delete", json!("Delete"), json!({ "Restore": { "upns": {} } }))];
    for (at, (name, take, give)) in ways.into_iter().enumerate() {
        let number = u128::try_from(at).unwrap() + 1;
        let mut person = add(&mut anna, TENANT, number, name, "AccountAdmin").await;
        let invited = json!({ "form": { "people": [{ "name": "x", "sign_in_name": format!("by {name}") }],
            "roles": ["SalesAgent"], "tenant": id(TENANT) } });
        let invited = person.call("people/invite", invited).await.json();
        assert!(invited["Made"].is_object(), "{invited}");
        let (taken, _) = change(&mut anna, TENANT, &[number], take, number * 10).await;
        assert!(taken["Saved"].is_string(), "{taken}");
        assert!(!is_signed_in(&mut person).await, "{name}");
        let (given, _) = change(&mut anna, TENANT, &[number], give, number * 10 + 1).await;
        assert!(given["Saved"].is_string(), "{given}");
        assert!(!is_signed_in(&mut person).await, "{name}: the session stays over");
        assert_eq!(person.sign_in(name, super::tenants::PASSWORD).await.leads_to(), "/customers");
        let people = anna.call("people/list", "{}").await.json();
        assert_eq!(people["invitations"], json!([]), "{name}: what such a person invited is withdrawn");
    }
}

#[tokio::test]
async fn what_is_refused_at_an_own_organization_is_told_with_its_rights() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    let rights = async |by: &mut Browser<'_>, customer: Value| {
        by.call("customers/get", json!({ "customer": customer })).await.json()[1].clone()
    };
    let own = rights(&mut anna, json!(id(TENANT))).await;
    assert_eq!(own["own_organization"], json!(true));
    assert!(own["withheld"].as_array().unwrap().contains(&json!("BuyLicenses")), "{own}");
    let buy = json!({ "customer": id(TENANT), "request": { "key": Uuid::from_u128(1), "sku_id": Uuid::from_u128(1),
        "quantity": 1 } });
    assert_eq!(anna.call("purchases/buy", buy).await.json(), json!({ "Denied": "OwnOrganization" }));
    let customer = rights(&mut anna, json!(site.customer)).await;
    assert_eq!((&customer["own_organization"], &customer["withheld"]), (&json!(false), &json!([])));
}

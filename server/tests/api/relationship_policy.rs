//! Choosing under Account settings where admin relationships are needed.

use super::access::{change_anna, with_ben, with_roles};
use super::second_factor::kinds;
use super::site::{Browser, Site};
use super::support::users::user_id;
use axum::http::StatusCode;
use domain::access::entra_role::EntraRole;
use domain::access::role::PartnerRole;
use domain::console::security::SecurityEventKind;
use serde_json::{Value, json};

async fn view(browser: &mut Browser<'_>) -> Value {
    browser.call("partner-account/relationships", "{}").await.json()
}

async fn set(browser: &mut Browser<'_>, policy: &str) -> Value {
    browser.call("partner-account/set-relationships", json!({ "policy": policy })).await.json()
}

#[tokio::test]
async fn the_choice_holds_from_the_next_request_on_and_is_noted() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let user = json!({ "customer": site.customer, "user": user_id(1) });
    let seen = async |anna: &mut Browser<'_>| anna.call("users/get", &user).await.status;
    let before = view(&mut anna).await;
    assert_eq!((&before["policy"], &before["why_not"]), (&json!("WhereRecorded"), &Value::Null));
    assert_eq!(before["counts"], json!({ "customers": 1, "recorded": 0, "granted": 0 }));
    assert_eq!(seen(&mut anna).await, StatusCode::OK);

    let required = set(&mut anna, "Required").await;
    assert_eq!(required["Done"]["policy"], json!("Required"), "{required}");
    assert_eq!(seen(&mut anna).await, StatusCode::FORBIDDEN);
    let file = anna.get(&format!("/customers/{}/users/export.csv", site.customer)).await;
    assert_eq!(file.status, StatusCode::FORBIDDEN);
    super::authority::relationship(&site, &[EntraRole::DirectoryReaders], server::time::now()).await;
    assert_eq!(seen(&mut anna).await, StatusCode::OK, "a relationship lets her");
    assert_eq!(view(&mut anna).await["counts"], json!({ "customers": 1, "recorded": 1, "granted": 1 }));

    assert_eq!(set(&mut anna, "Advised").await["Done"]["policy"], json!("Advised"), "nobody is locked out of this");
    let events = anna.call("security/events", json!({ "place": "First", "size": 50 })).await.json();
    let rows = events["rows"].as_array().unwrap();
    let changed: Vec<_> = rows.iter().filter(|row| row["kind"] == "SettingChanged").collect();
    assert_eq!(changed.len(), 2, "{events}");
    assert_eq!(changed[0]["done_to"], json!("Admin relationships: required → advised"));
}

#[tokio::test]
async fn who_is_no_global_admin_sees_it_and_is_refused() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::AccountAdmin])).await;
    let mut anna = Browser::signed_in(&site).await;
    assert_eq!(view(&mut anna).await["why_not"], json!("OnlyGlobalAdmin"));
    assert_eq!(set(&mut anna, "Advised").await, json!({ "Refused": "OnlyGlobalAdmin" }));
    assert_eq!(view(&mut anna).await["policy"], json!("WhereRecorded"));
    assert!(kinds(&site).await.contains(&SecurityEventKind::ActionRefused));
    // People who do not manage the account see nothing of it.
    change_anna(&site, &ben, with_roles(&[PartnerRole::SalesAgent])).await;
    let mut anna = Browser::signed_in(&site).await;
    assert_eq!(view(&mut anna).await, json!({ "Denied": { "Role": "ManageAccount" } }));
}

//! Sessions that are ended while a request is under way that gives them another id.

use super::anna::{NAME, PASSWORD};
use super::second_factor::{code, with_second_factor};
use super::site::{Browser, Site};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

/// Has all sessions end at the moment when something else is written.
async fn end_when(site: &Site, written: &str) {
    let trigger = format!("CREATE TRIGGER ends AFTER {written} BEGIN DELETE FROM session; END");
    sqlx::query(AssertSqlSafe(trigger)).execute(site.store.read_pool()).await.unwrap();
}

async fn who(browser: &mut Browser<'_>) -> Value {
    browser.call("session/who", "{}").await.json()
}

#[tokio::test]
async fn a_proof_brings_no_session_back() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    end_when(&site, "INSERT ON security_event WHEN NEW.event = 'Identity confirmed'").await;
    let typed = json!({ "password": PASSWORD, "code": null });
    let reply = browser.call("session/prove", json!({ "typed": typed })).await.json();
    assert_eq!(reply, json!("SignedOut"));
    assert_eq!(who(&mut browser).await, Value::Null);
}

#[tokio::test]
async fn a_new_password_brings_no_session_back() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    end_when(&site, "UPDATE OF password_hash ON partner_user").await;
    let form = format!("current={}&password=four+quiet+words+here", PASSWORD.replace(' ', "+"));
    let reply = browser.post("/account/password", &form).await;
    assert!(reply.leads_to().starts_with("/sign-in"), "{}", reply.leads_to());
    assert_eq!(who(&mut browser).await, Value::Null);
}

#[tokio::test]
async fn a_session_that_was_ended_changes_no_password() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    // The attempt is counted after the session was looked up, and before the password is changed.
    end_when(&site, "INSERT ON sign_in_throttle").await;
    let form = format!("current={}&password=four+quiet+words+here", PASSWORD.replace(' ', "+"));
    let reply = browser.post("/account/password", &form).await;
    assert!(reply.leads_to().starts_with("/sign-in"), "{}", reply.leads_to());
    assert_eq!(Browser::of(&site).sign_in(NAME, PASSWORD).await.leads_to(), "/customers", "it is the password still");
}

#[tokio::test]
async fn a_code_brings_no_session_back() {
    let (site, _) = with_second_factor().await;
    let mut browser = Browser::of(&site);
    assert!(browser.sign_in(NAME, PASSWORD).await.leads_to().starts_with("/sign-in/code"));
    end_when(&site, "INSERT ON known_device").await;
    let reply = browser.post("/sign-in/code", &format!("code={}", code(0))).await;
    assert_eq!(reply.leads_to(), "/sign-in?error=late&next=/customers");
    assert_eq!(who(&mut browser).await, Value::Null);
}

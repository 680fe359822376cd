//! A provider's answers besides a token: its discovery document, its keys, and the user info endpoint.

use super::oidc::{BEN_NAME, FAILED, PROVIDER, STRANGER, reason, sign_in, with_provider};
use super::site::Browser;
use serde_json::{Value, json};

#[tokio::test]
async fn a_document_that_names_another_issuer_is_not_taken() {
    let (site, fake) = with_provider().await;
    fake.name_itself("https://evil.example");
    let mut browser = Browser::of(&site);
    let reply = browser.get(&format!("/sign-in/provider/{PROVIDER}?next=/customers")).await;
    assert_eq!(reply.leads_to(), FAILED);
    assert_eq!(reason(&site).await, "Contoso: provider can't be asked");
    let mut anna = Browser::signed_in(&site).await;
    let checked = anna.call("providers/check", json!({ "provider": PROVIDER })).await.json();
    assert_eq!(checked, json!("OtherIssuer"));
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_fetched_once() {
    let (site, fake) = with_provider().await;
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
    assert_eq!(fake.keys_fetched(), 1);
    fake.rotate();
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
    assert_eq!(fake.keys_fetched(), 2);
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
    assert_eq!(fake.keys_fetched(), 2);
}

#[tokio::test]
async fn what_the_token_leaves_out_is_asked_at_the_user_info_endpoint() {
    let (site, fake) = with_provider().await;
    let without_address = |claims: &mut Value| {
        let claims = claims.as_object_mut().unwrap();
        claims.remove("email");
        claims.remove("email_verified");
    };
    fake.say_user_info(json!({ "sub": "somebody-else", "email": BEN_NAME, "email_verified": true }));
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, without_address).await, FAILED);
    assert_eq!(reason(&site).await, "Contoso: user info refused");
    fake.say_user_info(json!({ "sub": "ben-1", "email": BEN_NAME, "email_verified": false }));
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, without_address).await, STRANGER);
    fake.say_user_info(json!({ "sub": "ben-1", "email": BEN_NAME, "email_verified": true }));
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, without_address).await, "/customers");
}

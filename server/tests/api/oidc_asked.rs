//! When a provider last asked a person: what a session by a provider proves, and proving it there again.

use super::fake_provider::{FakeProvider, Sent, Signed};
use super::oidc::{BEN, BEN_NAME, PROVIDER, anna, event, has_event, reason, sign_in, who, with_provider};
use super::site::{Browser, Site};
use domain::access::second_factor::{Seed, TypedCode};
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::SessionId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const NOT_CONFIRMED: &str = "/account?identity=not-confirmed";

/// Ben, whose first sign-in links his account, in a browser of his own.
async fn ben<'a>(site: &'a Site, fake: &FakeProvider, asked_ago: Option<i64>) -> Browser<'a> {
    let mut browser = Browser::of(site);
    let led = sign_in(&mut browser, fake, |claims| match asked_ago {
        Some(ago) => claims["auth_time"] = json!(server::time::now() / 1000 - ago),
        None => drop(claims.as_object_mut().unwrap().remove("auth_time")),
    });
    assert_eq!(led.await, "/customers");
    assert_eq!(who(&mut browser).await, BEN_NAME);
    browser
}

/// Whether something sensitive asks for a proof.
async fn is_asked(browser: &mut Browser<'_>) -> bool {
    browser.call("second-factor/begin", "{}").await.body.contains("ProofNeeded")
}

/// Goes to the provider to prove it, and comes back with a token for which these claims were changed.
async fn prove(browser: &mut Browser<'_>, fake: &FakeProvider, change: impl FnOnce(&mut Value)) -> String {
    let sent = Sent::of(browser.get("/account/confirm?next=/people").await.leads_to());
    assert_eq!((sent.get("max_age"), sent.get("prompt")), ("0", "login"));
    let mut claims = fake.claims(&sent, "ben-1", BEN_NAME);
    change(&mut claims);
    let code = fake.code(&sent, claims, Signed::Rightly);
    let callback = format!("/sign-in/provider/{PROVIDER}/callback?code={code}&state={}", sent.get("state"));
    browser.get(&callback).await.leads_to().to_owned()
}

#[tokio::test]
async fn a_session_is_proven_since_the_provider_asked() {
    let (site, fake) = with_provider().await;
    let sent = Sent::of(Browser::of(&site).get(&format!("/sign-in/provider/{PROVIDER}")).await.leads_to());
    assert_eq!((sent.get("max_age"), sent.get("prompt")), ("43200", ""), "no older than a session can be");
    assert!(!is_asked(&mut ben(&site, &fake, Some(5)).await).await);
    assert!(is_asked(&mut ben(&site, &fake, Some(11 * 60)).await).await, "it asked eleven minutes ago");
    assert!(is_asked(&mut ben(&site, &fake, Some(3 * 24 * 60 * 60)).await).await, "it asked days ago");
    assert!(is_asked(&mut ben(&site, &fake, None).await).await, "it could have said when, and did not");
}

#[tokio::test]
async fn who_signed_in_long_ago_proves_it_at_the_provider() {
    let (site, fake) = with_provider().await;
    let mut browser = ben(&site, &fake, Some(60 * 60)).await;
    assert!(is_asked(&mut browser).await);
    let old = |claims: &mut Value| claims["auth_time"] = json!(server::time::now() / 1000 - 120);
    assert_eq!(prove(&mut browser, &fake, old).await, NOT_CONFIRMED, "somebody took the question out of the address");
    assert_eq!(reason(&site).await, "Contoso: signed in there before, and not asked again");
    let untold = |claims: &mut Value| drop(claims.as_object_mut().unwrap().remove("auth_time"));
    assert_eq!(prove(&mut browser, &fake, untold).await, NOT_CONFIRMED);
    assert!(is_asked(&mut browser).await);
    assert_eq!(prove(&mut browser, &fake, |_| ()).await, "/people");
    assert_eq!(who(&mut browser).await, BEN_NAME);
    assert!(!is_asked(&mut browser).await);
}

#[tokio::test]
async fn somebody_elses_account_proves_nothing() {
    let (site, fake) = with_provider().await;
    let mut browser = ben(&site, &fake, Some(60 * 60)).await;
    let anna = anna(&site).await;
    let mut hers = Browser::signed_in(&site).await;
    let sent = Sent::of(hers.get(&format!("/account/provider/{PROVIDER}")).await.leads_to());
    let code = fake.code(&sent, fake.claims(&sent, "anna-1", "anna@partner.example"), Signed::Rightly);
    let callback = format!("/sign-in/provider/{PROVIDER}/callback?code={code}&state={}", sent.get("state"));
    assert_eq!(hers.get(&callback).await.leads_to(), "/account?identity=linked");
    assert_eq!(prove(&mut browser, &fake, |claims| claims["sub"] = json!("anna-1")).await, NOT_CONFIRMED);
    assert_eq!(who(&mut browser).await, BEN_NAME, "and signs nobody else in");
    assert!(is_asked(&mut browser).await);
    // A person who has a password and no account there goes nowhere; nor does one who is not signed in.
    assert_eq!(Browser::of(&site).get("/account/confirm?next=/people").await.leads_to(), NOT_CONFIRMED);
    // Anna has one, and can prove it there as well.
    assert!(hers.get("/account/confirm?next=/people").await.leads_to().starts_with(&fake.issuer()));
    assert_eq!(anna.portal, None);
}

/// Turns Ben's second factor on, and returns its seed and the step of the code that was used.
async fn with_second_factor(site: &Site) -> (Seed, i64) {
    let ben = site.store.partner_user(BEN).await.unwrap().unwrap().actor;
    let seed = Seed::from_bytes(b"12345678901234567890").unwrap();
    let at = server::time::now();
    site.store.begin_second_factor(&ben, &seed, at).await.unwrap().unwrap();
    let step = at.div_euclid(server::totp::STEP_MS);
    let typed = TypedCode::App(server::totp::code_at(&seed, step - 1));
    let on = SecurityEvent { at, ..event(&ben) };
    site.store.confirm_second_factor(&ben, &typed, &[], SessionId::new(Uuid::nil()), &on).await.unwrap().unwrap();
    (seed, step)
}

#[tokio::test]
async fn a_code_is_no_proof_without_the_provider() {
    let (site, fake) = with_provider().await;
    drop(ben(&site, &fake, Some(5)).await);
    let (seed, step) = with_second_factor(&site).await;
    let mut browser = Browser::of(&site);
    let long_ago = |claims: &mut Value| claims["auth_time"] = json!(server::time::now() / 1000 - 60 * 60);
    assert_eq!(sign_in(&mut browser, &fake, long_ago).await, "/sign-in/code?next=/customers");
    let code = format!("code={:06}&next=/customers", server::totp::code_at(&seed, step));
    assert_eq!(browser.post("/sign-in/code", &code).await.leads_to(), "/customers");
    assert!(browser.call("second-factor/begin", "{}").await.body.contains("ProofNeeded"));
}

/// A person who was invited and has no password turns the second factor off with the provider and a code.
#[tokio::test]
async fn who_has_no_password_turns_the_second_factor_off_with_the_provider_and_a_code() {
    let (site, fake) = with_provider().await;
    drop(ben(&site, &fake, Some(5)).await);
    let (seed, step) = with_second_factor(&site).await;
    // Only the provider knows Ben from now on.
    let gone = "UPDATE partner_user SET password_hash = 'none:x' WHERE id = $1";
    sqlx::query(gone).bind(BEN.to_string()).execute(site.store.read_pool()).await.unwrap();
    let strong = |ago: i64| {
        move |claims: &mut Value| {
            claims["amr"] = json!(["mfa"]);
            claims["auth_time"] = json!(server::time::now() / 1000 - ago);
        }
    };
    let form = format!("code={:06}", server::totp::code_at(&seed, step));
    let mut browser = Browser::of(&site);
    assert_eq!(sign_in(&mut browser, &fake, strong(60 * 60)).await, "/customers");
    let shown = browser.get("/account").await.body;
    assert!(shown.contains("/account/confirm?next=/account") && !shown.contains("off-password"), "{shown}");
    let off = "/account/second-factor/off";
    assert_eq!(browser.post(off, &form).await.leads_to(), "/account?second-factor=proof");
    let mut browser = Browser::of(&site);
    assert_eq!(sign_in(&mut browser, &fake, strong(5)).await, "/customers");
    assert_eq!(browser.post(off, "code=000000").await.leads_to(), "/account?second-factor=wrong");
    assert_eq!(browser.post(off, &form).await.leads_to(), "/account?second-factor=off");
    assert!(has_event(&site, SecurityEventKind::SecondFactorOff).await);
}

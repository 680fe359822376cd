//! Signing in with an identity provider, and the attacks on it.

use super::anna::{HASH, PERSON};
use super::fake_provider::{CLIENT_ID, CLIENT_SECRET, FakeProvider, Sent, Signed};
use super::site::{Browser, Reply, Site};
use super::support::people::{add_person, new_person};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::access::Actor;
use domain::access::identity_provider::{ProviderForm, ProviderSettings};
use domain::access::person::PersonChange;
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind, SecurityEventRow};
use domain::directory::password::Secret;
use domain::ids::{IdentityProviderId, PartnerUserId};
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::http::transport::Transport;
use server::security::event as new_event;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

pub const PROVIDER: IdentityProviderId = IdentityProviderId::new(Uuid::from_u128(70));
pub const BEN: PartnerUserId = PartnerUserId::new(Uuid::from_u128(40));
pub const BEN_NAME: &str = "ben@partner.example";
pub const FAILED: &str = "/sign-in?error=provider-failed&next=/customers";
pub const STRANGER: &str = "/sign-in?error=provider-stranger&next=/customers";
const LATE: &str = "/sign-in?error=provider-late&next=/customers";

pub fn event(actor: &Actor) -> SecurityEvent {
    new_event(SecurityEventKind::ProviderEdited, server::time::now(), Caller::default()).by(actor.partner, actor.id)
}

pub fn settings(fake: &FakeProvider) -> ProviderSettings {
    ProviderSettings {
        name: "Contoso".into(),
        issuer: fake.issuer(),
        client_id: CLIENT_ID.into(),
        scopes: ["email".to_owned()].into(),
        domains: ["partner.example".to_owned()].into(),
        second_factor: ["mfa".to_owned()].into(),
        enabled: true,
        ..ProviderSettings::default()
    }
}

pub async fn anna(site: &Site) -> Actor {
    site.store.partner_user(PERSON).await.unwrap().unwrap().actor
}

pub async fn save(site: &Site, settings: ProviderSettings) {
    let anna = anna(site).await;
    let form = ProviderForm { settings, secret: Some(Secret::shown(CLIENT_SECRET.into())) };
    site.store.save_identity_provider(&anna, PROVIDER, &form, &event(&anna)).await.unwrap().unwrap();
}

/// A site with Ben, whose sign-in name is an address, and a provider.
pub async fn with_provider() -> (Site, FakeProvider) {
    let mut site = Site::open().await;
    site.transport = Transport::Loopback;
    site.origin = Some("http://127.0.0.1:3000".into());
    site.serve(site.store.clone(), server::time::now);
    let partner = anna(&site).await.partner;
    add_person(&site.store, partner, &new_person(BEN.uuid(), BEN_NAME, &HASH, 1)).await;
    let fake = FakeProvider::begin().await;
    save(&site, settings(&fake)).await;
    (site, fake)
}

/// Sends a browser to the provider.
pub async fn go(browser: &mut Browser<'_>) -> Sent {
    let reply = browser.get(&format!("/sign-in/provider/{PROVIDER}?next=/customers")).await;
    Sent::of(reply.leads_to())
}

pub async fn come_back(browser: &mut Browser<'_>, sent: &Sent, code: &str) -> Reply {
    browser.get(&callback(sent, code)).await
}

fn callback(sent: &Sent, code: &str) -> String {
    format!("/sign-in/provider/{PROVIDER}/callback?code={code}&state={}", sent.get("state"))
}

/// Goes to the provider and comes back with a token for which these claims were changed.
pub async fn sign_in(browser: &mut Browser<'_>, fake: &FakeProvider, change: impl FnOnce(&mut Value)) -> String {
    let sent = go(browser).await;
    let mut claims = fake.claims(&sent, "ben-1", BEN_NAME);
    change(&mut claims);
    let code = fake.code(&sent, claims, Signed::Rightly);
    come_back(browser, &sent, &code).await.leads_to().to_owned()
}

pub async fn who(browser: &mut Browser<'_>) -> Value {
    browser.call("session/who", "{}").await.json()["actor"]["sign_in_name"].clone()
}

async fn events(site: &Site) -> Vec<SecurityEventRow> {
    let anna = anna(site).await;
    site.store.security_events(&anna, Default::default(), Default::default()).await.unwrap().rows
}

/// The reason of the latest refusal.
pub async fn reason(site: &Site) -> String {
    let rows = events(site).await;
    let refused = rows.into_iter().find(|row| row.kind == SecurityEventKind::ProviderSignInRefused);
    refused.and_then(|row| row.done_to).unwrap_or_default()
}

pub async fn has_event(site: &Site, kind: SecurityEventKind) -> bool {
    events(site).await.iter().any(|row| row.kind == kind)
}

#[tokio::test]
async fn a_person_is_found_by_a_verified_address_once_and_then_by_the_account_alone() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::of(&site);
    let page = browser.get("/sign-in?next=/activity").await;
    assert!(page.body.contains(&format!("/sign-in/provider/{PROVIDER}?next=/activity")), "{}", page.body);
    assert!(page.body.contains("Sign in with") && !page.body.contains("<script"), "{}", page.body);
    let sent = go(&mut browser).await;
    assert_eq!(sent.get("redirect_uri"), format!("http://127.0.0.1:3000/sign-in/provider/{PROVIDER}/callback"));
    assert_eq!((sent.get("response_type"), sent.get("code_challenge_method")), ("code", "S256"));
    assert_eq!((sent.get("client_id"), sent.get("scope")), (CLIENT_ID, "openid email"));
    assert!(sent.get("state").len() > 20 && sent.get("nonce").len() > 20);
    let before = browser.cookie.clone();
    let code = fake.code(&sent, fake.claims(&sent, "ben-1", BEN_NAME), Signed::Rightly);
    assert_eq!(come_back(&mut browser, &sent, &code).await.leads_to(), "/customers");
    assert_eq!(who(&mut browser).await, BEN_NAME);
    assert_ne!(browser.cookie, before, "the session has another id");
    assert_eq!(who(&mut Browser::with_cookie(&site, before)).await, Value::Null);
    for kind in [SecurityEventKind::IdentityLinked, SecurityEventKind::SignedInByProvider] {
        assert!(has_event(&site, kind).await, "{kind:?}");
    }
    // The address is never the key afterwards.
    let mut moved = Browser::of(&site);
    let led = sign_in(&mut moved, &fake, |claims| claims["email"] = json!("other@elsewhere.example")).await;
    assert_eq!((led.as_str(), who(&mut moved).await), ("/customers", json!(BEN_NAME)));
    let mut successor = Browser::of(&site);
    assert_eq!(sign_in(&mut successor, &fake, |claims| claims["sub"] = json!("ben-2")).await, STRANGER);
    assert_eq!(reason(&site).await, "Contoso: another account is linked");
    assert_eq!(fake.documents_fetched(), 1, "the discovery document is kept");
}

/// A change of a token's claims.
type Change = fn(&mut Value);

#[tokio::test]
async fn each_bad_token_is_refused_with_its_reason() {
    let (site, fake) = with_provider().await;
    let claims: [(Change, &str); 11] = [
        (|claims| claims["nonce"] = json!("of another sign-in"), "wrong nonce"),
        (|claims| drop(claims.as_object_mut().unwrap().remove("nonce")), "wrong nonce"),
        (|claims| claims["iss"] = json!("https://evil.example"), "wrong issuer"),
        (|claims| claims["aud"] = json!("another-client"), "wrong audience"),
        (|claims| claims["aud"] = json!([CLIENT_ID, "another-client"]), "wrong audience"),
        (|claims| claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 120), "expired token"),
        (|claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 3600), "expired token"),
        (|claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 3600), "expired token"),
        (|claims| claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 3600), "expired token"),
        (|claims| claims["sub"] = json!(""), "token unreadable"),
        (|claims| claims["sub"] = json!("x".repeat(256)), "token unreadable"),
    ];
    for (change, why) in claims {
        let mut browser = Browser::of(&site);
        assert_eq!(sign_in(&mut browser, &fake, change).await, FAILED, "{why}");
        assert_eq!(reason(&site).await, format!("Contoso: {why}"));
        assert_eq!(who(&mut browser).await, Value::Null, "{why}");
    }
    for (signed, why) in [
        (Signed::Changed, "wrong signature"),
        (Signed::ByAnotherKey, "wrong signature"),
        (Signed::ByUnknownKey, "unknown key"),
        (Signed::WithSecret, "signature algorithm not accepted"),
        (Signed::NotAtAll, "signature algorithm not accepted"),
        (Signed::NoToken, "no ID token"),
    ] {
        let mut browser = Browser::of(&site);
        let sent = go(&mut browser).await;
        let code = fake.code(&sent, fake.claims(&sent, "ben-1", BEN_NAME), signed);
        assert_eq!(come_back(&mut browser, &sent, &code).await.leads_to(), FAILED, "{why}");
        assert_eq!(reason(&site).await, format!("Contoso: {why}"));
        assert_eq!(who(&mut browser).await, Value::Null, "{why}");
    }
    assert!(fake.keys_fetched() <= 3, "keys are not fetched again and again: {}", fake.keys_fetched());
    assert!(!has_event(&site, SecurityEventKind::IdentityLinked).await);
}

#[tokio::test]
async fn codes_and_states_are_good_once_and_in_their_browser() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::of(&site);
    let sent = go(&mut browser).await;
    let code = fake.code(&sent, fake.claims(&sent, "ben-1", BEN_NAME), Signed::Rightly);
    // Another browser, another state, no state: nothing of it uses up the visit.
    let without_cookies = come_back(&mut Browser::of(&site), &sent, &code).await;
    assert_eq!(without_cookies.leads_to(), "/sign-in?error=cookie&next=/customers");
    let mut other = Browser::of(&site);
    let other_sent = go(&mut other).await;
    assert_eq!(come_back(&mut other, &sent, &code).await.leads_to(), LATE);
    assert_eq!(come_back(&mut browser, &other_sent, &code).await.leads_to(), LATE);
    let path = format!("/sign-in/provider/{PROVIDER}/callback?code={code}");
    assert_eq!(browser.get(&path).await.leads_to(), LATE);
    assert!(has_event(&site, SecurityEventKind::ProviderReturnRefused).await);
    let copy = browser.cookie.clone();
    assert_eq!(come_back(&mut browser, &sent, &code).await.leads_to(), "/customers");
    // The same address again, in the same browser and in a copy of it.
    assert_eq!(come_back(&mut browser, &sent, &code).await.leads_to(), LATE);
    assert_eq!(come_back(&mut Browser::with_cookie(&site, copy), &sent, &code).await.leads_to(), LATE);
    // A code that was used, with a state of its own.
    assert_eq!(come_back(&mut other, &other_sent, &code).await.leads_to(), FAILED);
    assert_eq!(reason(&site).await, "Contoso: code refused");
    // The code of another sign-in: the proof of who was sent does not fit.
    let (mut victim, mut attacker) = (Browser::of(&site), Browser::of(&site));
    let (victims, attackers) = (go(&mut victim).await, go(&mut attacker).await);
    let stolen = fake.code(&victims, fake.claims(&victims, "ben-1", BEN_NAME), Signed::Rightly);
    assert_eq!(come_back(&mut attacker, &attackers, &stolen).await.leads_to(), FAILED);
    assert_eq!(reason(&site).await, "Contoso: code refused");
}

#[tokio::test]
async fn another_site_sends_nobody_to_a_provider() {
    let (site, _fake) = with_provider().await;
    let path = format!("/sign-in/provider/{PROVIDER}?next=/activity");
    for (from, is_sent) in [("cross-site", false), ("same-site", false), ("same-origin", true), ("none", true)] {
        let request = Request::get(&path).header("sec-fetch-site", from);
        let reply = site.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.leads_to().contains("/authorize?"), is_sent, "{from}");
        assert_eq!(reply.leads_to() == "/sign-in?next=/activity", !is_sent, "{from}");
    }
}

#[tokio::test]
async fn of_two_who_come_back_at_once_one_is_signed_in() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::of(&site);
    let sent = go(&mut browser).await;
    let codes: Vec<String> =
        (0..4).map(|_| fake.code(&sent, fake.claims(&sent, "ben-1", BEN_NAME), Signed::Rightly)).collect();
    let mut copies: Vec<Browser<'_>> =
        codes.iter().map(|_| Browser::with_cookie(&site, browser.cookie.clone())).collect();
    let [one, two, three, four] = copies.as_mut_slice() else { panic!("four") };
    let replies = tokio::join!(
        come_back(one, &sent, &codes[0]),
        come_back(two, &sent, &codes[1]),
        come_back(three, &sent, &codes[2]),
        come_back(four, &sent, &codes[3]),
    );
    let led = [&replies.0, &replies.1, &replies.2, &replies.3].map(|reply| reply.leads_to().to_owned());
    assert_eq!(led.iter().filter(|led| *led == "/customers").count(), 1, "{led:?}");
}

#[tokio::test]
async fn an_answer_of_another_issuer_and_a_declined_one_sign_nobody_in() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::of(&site);
    let sent = go(&mut browser).await;
    let code = fake.code(&sent, fake.claims(&sent, "ben-1", BEN_NAME), Signed::Rightly);
    let path = format!("{}&iss=https://evil.example", callback(&sent, &code));
    assert_eq!(browser.get(&path).await.leads_to(), FAILED);
    assert_eq!(reason(&site).await, "Contoso: answer of another issuer");
    let sent = go(&mut browser).await;
    let path = format!("/sign-in/provider/{PROVIDER}/callback?error=access_denied&state={}", sent.get("state"));
    assert_eq!(browser.get(&path).await.leads_to(), "/sign-in?error=provider-declined&next=/customers");
    assert_eq!(reason(&site).await, "Contoso: declined");
    let page = browser.get("/sign-in?error=provider-declined&next=/customers").await;
    assert!(page.body.contains("The identity provider did not sign you in."), "{}", page.body);
}

#[tokio::test]
async fn who_signs_in_with_a_provider_waits_for_no_page() {
    let (site, fake) = with_provider().await;
    let pool = site.store.read_pool();
    let mut taken = Vec::new();
    while taken.len() < pool.options().get_max_connections() as usize {
        taken.push(pool.acquire().await.unwrap());
    }
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
    drop(taken);
}

#[tokio::test]
async fn whom_the_provider_knows_and_nobody_here_is_told_one_text() {
    let (site, fake) = with_provider().await;
    let changes: [(Change, &str); 6] = [
        (|claims| claims["email_verified"] = json!(false), "e-mail address not verified"),
        (|claims| drop(claims.as_object_mut().unwrap().remove("email_verified")), "e-mail address not verified"),
        (|claims| claims["email"] = json!("ben@elsewhere.example"), "domain not allowed"),
        (|claims| claims["email"] = json!("nobody@partner.example"), "nobody has this e-mail address"),
        (|claims| claims["email"] = json!("not an address"), "no e-mail address"),
        (|claims| claims["xms_edov"] = json!(true), "another account is linked"),
    ];
    for (at, (change, why)) in changes.into_iter().enumerate() {
        if at == 5 {
            assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
        }
        let mut browser = Browser::of(&site);
        let led = sign_in(&mut browser, &fake, |claims| {
            claims["sub"] = json!(format!("stranger-{at}"));
            change(claims);
        });
        assert_eq!(led.await, STRANGER, "{why}");
        assert_eq!(reason(&site).await, format!("Contoso: {why}"));
        assert_eq!(who(&mut browser).await, Value::Null, "{why}");
    }
    // Blocked people stay out, linked or not.
    let anna = anna(&site).await;
    let blocked = SecurityEvent { kind: SecurityEventKind::PersonBlocked, ..event(&anna) };
    site.store.change_person(&anna, BEN, &PersonChange::Block, &blocked).await.unwrap().unwrap();
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, STRANGER);
    assert_eq!(reason(&site).await, "Contoso: person blocked");
    // A person who was removed is unknown, also by the account.
    site.store.change_person(&anna, BEN, &PersonChange::Remove, &event(&anna)).await.unwrap().unwrap();
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, STRANGER);
    assert_eq!(reason(&site).await, "Contoso: nobody has this e-mail address");
}

static NOW: AtomicI64 = AtomicI64::new(0);

fn now() -> i64 {
    NOW.load(Ordering::Relaxed)
}

#[tokio::test]
async fn a_visit_is_good_for_ten_minutes() {
    let (mut site, fake) = with_provider().await;
    let start = server::time::now();
    NOW.store(start, Ordering::Relaxed);
    site.serve(site.store.clone(), now);
    for (after, led) in [(10 * 60 * 1000 - 1, "/customers"), (10 * 60 * 1000, LATE)] {
        NOW.store(start, Ordering::Relaxed);
        let mut browser = Browser::of(&site);
        let sent = go(&mut browser).await;
        let mut claims = fake.claims(&sent, "ben-1", BEN_NAME);
        claims["exp"] = json!(start / 1000 + 3600);
        let code = fake.code(&sent, claims, Signed::Rightly);
        NOW.store(start + after, Ordering::Relaxed);
        assert_eq!(come_back(&mut browser, &sent, &code).await.leads_to(), led, "{after}");
    }
}

#[tokio::test]
async fn a_provider_is_asked_at_listed_hosts_only() {
    let (mut site, fake) = with_provider().await;
    let issuer = fake.issuer();
    let own = issuer.strip_prefix("http://").unwrap().trim_end_matches('/');
    for (listed, problem, led) in [("id.example", json!("NotListed"), FAILED), (own, Value::Null, "/customers")] {
        site.provider_hosts = [listed.parse().unwrap()].into_iter().collect();
        site.serve(site.store.clone(), server::time::now);
        let checked = Browser::signed_in(&site).await.call("providers/check", json!({ "provider": PROVIDER })).await;
        assert_eq!(checked.json(), problem, "{listed}");
        let mut ben = Browser::of(&site);
        let reply = ben.get(&format!("/sign-in/provider/{PROVIDER}?next=/customers")).await;
        if led == FAILED {
            assert_eq!(reply.leads_to(), FAILED, "{listed}");
        } else {
            assert_eq!(sign_in(&mut ben, &fake, |_| ()).await, led, "{listed}");
        }
    }
}

#[tokio::test]
async fn a_second_factor_is_asked_for_unless_the_provider_stands_for_one() {
    let (site, fake) = with_provider().await;
    let anna = anna(&site).await;
    let required = domain::access::second_factor::RequiredRoles([PartnerRole::GlobalAdmin].into());
    site.store.require_second_factor(&anna, &required, &event(&anna)).await.unwrap();
    let mut plain = Browser::of(&site);
    assert_eq!(sign_in(&mut plain, &fake, |claims| claims["amr"] = json!(["pwd"])).await, "/customers");
    assert_eq!(plain.get("/customers").await.leads_to(), "/sign-in/second-factor?next=/customers");
    let mut strong = Browser::of(&site);
    assert_eq!(sign_in(&mut strong, &fake, |claims| claims["amr"] = json!(["pwd", "mfa"])).await, "/customers");
    assert_eq!(strong.get("/customers").await.status, StatusCode::OK);
    let mut by_context = Browser::of(&site);
    assert_eq!(sign_in(&mut by_context, &fake, |claims| claims["acr"] = json!("mfa")).await, "/customers");
    assert_eq!(by_context.get("/customers").await.status, StatusCode::OK);
    // A person who has one here is asked for its code.
    let ben = site.store.partner_user(BEN).await.unwrap().unwrap().actor;
    let seed = domain::access::second_factor::Seed::from_bytes(b"12345678901234567890").unwrap();
    let at = server::time::now();
    site.store.begin_second_factor(&ben, &seed, at).await.unwrap().unwrap();
    let step = at.div_euclid(server::totp::STEP_MS);
    let typed = domain::access::second_factor::TypedCode::App(server::totp::code_at(&seed, step));
    let no_session = domain::ids::SessionId::new(Uuid::nil());
    let on = SecurityEvent { at, ..event(&ben) };
    site.store.confirm_second_factor(&ben, &typed, &[], no_session, &on).await.unwrap().unwrap();
    let mut asked = Browser::of(&site);
    assert_eq!(sign_in(&mut asked, &fake, |_| ()).await, "/sign-in/code?next=/customers");
    assert_eq!(who(&mut asked).await, Value::Null);
    let code = format!("code={:06}&next=/customers", server::totp::code_at(&seed, step + 1));
    assert_eq!(asked.post("/sign-in/code", &code).await.leads_to(), "/customers");
    assert_eq!(who(&mut asked).await, BEN_NAME);
    let mut strong = Browser::of(&site);
    assert_eq!(sign_in(&mut strong, &fake, |claims| claims["amr"] = json!(["mfa"])).await, "/customers");
}

//! Setting up a second factor, turning it off, and everything that is refused to people who must set one up.

use super::anna::{HASH, NAME, PASSWORD};
use super::second_factor::{anna, expect_no_function, expect_signed_out, kinds, require};
use super::site::{Browser, Site};
use super::support::people::{add_person, new_person};
use axum::http::StatusCode;
use domain::access::role::PartnerRole;
use domain::access::second_factor::Seed;
use domain::console::security::SecurityEventKind;
use serde_json::{Value, json};
use server::store::NewPartnerUser;
use server::totp::{STEP_MS, code_at};
use uuid::Uuid;

#[tokio::test]
async fn it_is_set_up_confirmed_and_turned_off() {
    let site = Site::open().await;
    let mut elsewhere = Browser::signed_in(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    let get = json!({});
    let view = browser.call("second-factor/get", &get).await.json();
    assert_eq!(
        view,
        json!({ "factor": { "is_on": false, "is_required": false, "recovery_codes": 0 }, "has_password": true, "roles": [] })
    );
    let begun = browser.call("second-factor/begin", &get).await.json()["Ok"].clone();
    assert!(begun["picture"]["path"].as_str().unwrap().starts_with("M0 0h1v1h-1z"), "{begun}");
    let key = begun["key"].as_str().unwrap().to_owned();
    let shown = browser.get("/account").await;
    assert!(!shown.body.contains(&key), "a page has no seed in it");
    let seed = seed_of(&key);
    let code = |steps: i64| format!("{:06}", code_at(&seed, server::time::now().div_euclid(STEP_MS) + steps));
    let confirm = json!({ "code": code(-1) });
    assert_eq!(
        browser.call("second-factor/confirm", json!({ "code": "x" })).await.json(),
        json!({ "Err": "NotACode" })
    );
    let wrong = browser.call("second-factor/confirm", json!({ "code": "AAAA-AAAA-AAAA-AAAA" })).await;
    assert_eq!(wrong.json(), json!({ "Err": "WrongCode" }));
    let codes = browser.call("second-factor/confirm", &confirm).await.json()["Ok"].clone();
    assert_eq!(codes.as_array().unwrap().len(), 10);
    // A session that began with the password alone is over.
    expect_signed_out(&mut elsewhere).await;
    assert_eq!(browser.call("second-factor/confirm", &confirm).await.json(), json!({ "Err": "AlreadyOn" }));
    assert_eq!(browser.call("second-factor/get", &get).await.json()["factor"]["is_on"], true);
    let renewed = browser.call("second-factor/renew", json!({ "code": codes[0] })).await.json();
    assert_eq!(renewed["Ok"].as_array().unwrap().len(), 10);

    let off = async |browser: &mut Browser<'_>, password: &str, code: &str| {
        let form = format!("password={}&code={code}", password.replace(' ', "+"));
        browser.post("/account/second-factor/off", &form).await.leads_to().to_owned()
    };
    let wrong = "/account?second-factor=wrong";
    assert_eq!(off(&mut browser, "wrong password 1", &code(0)).await, wrong);
    assert_eq!(off(&mut browser, PASSWORD, codes[1].as_str().unwrap()).await, wrong, "an earlier recovery code");
    require(&site, &[PartnerRole::GlobalAdmin]).await;
    assert_eq!(off(&mut browser, PASSWORD, &code(0)).await, "/account?second-factor=required");
    require(&site, &[]).await;
    assert_eq!(off(&mut browser, PASSWORD, &code(0)).await, "/account?second-factor=off");
    let page = browser.get("/account?second-factor=off").await;
    assert!(page.body.contains("Your second factor is off."), "{}", page.body);
    assert_eq!(Browser::of(&site).sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    let kinds = kinds(&site).await;
    for kind in [SecurityEventKind::SecondFactorOn, SecurityEventKind::SecondFactorOff, SecurityEventKind::CodeRefused]
    {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

/// The seed from the characters that are typed into an app.
pub fn seed_of(typed: &str) -> Seed {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let values = typed.chars().filter_map(|character| ALPHABET.find(character));
    let bits: Vec<usize> = values.flat_map(|value| (0..5).rev().map(move |bit| value >> bit & 1)).collect();
    let byte = |bits: &[usize]| u8::try_from(bits.iter().fold(0, |byte, bit| byte << 1 | bit)).unwrap();
    Seed::from_bytes(&bits.chunks_exact(8).map(byte).collect::<Vec<_>>()).unwrap()
}

#[tokio::test]
async fn whose_role_needs_one_sets_it_up_before_anything_else() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let roles = json!({ "roles": ["AdminAgent"] });
    assert_eq!(browser.call("second-factor/require", roles).await.status, StatusCode::OK);
    let to_set_up = "/sign-in/second-factor?next=/customers";
    assert_eq!(browser.get("/customers").await.leads_to(), to_set_up, "from the next request on");
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    for path in ["/customers", "/people", "/account", "/activity", "/activity/export.csv"] {
        assert_eq!(browser.get(path).await.leads_to(), format!("/sign-in/second-factor?next={path}"));
    }
    expect_no_function(&mut browser).await;
    assert_eq!(browser.call("session/who", "{}").await.json(), Value::Null);
    let page = browser.get(to_set_up).await;
    assert!(page.body.contains("Set up your second factor"), "{}", page.body);
    let key = browser.call("second-factor/begin", "{}").await.json()["Ok"]["key"].as_str().unwrap().to_owned();
    let code = code_at(&seed_of(&key), server::time::now().div_euclid(STEP_MS));
    let confirmed = browser.call("second-factor/confirm", json!({ "code": format!("{code:06}") })).await.json();
    assert_eq!(confirmed["Ok"].as_array().unwrap().len(), 10, "{confirmed}");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    assert_eq!(browser.get(to_set_up).await.leads_to(), "/account");
    // Roles that others have concern others.
    let mut stranger = Browser::of(&site);
    assert_eq!(stranger.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
    assert_eq!(stranger.get("/customers").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_reset_link_opens_nothing_but_the_set_up_to_whom_needs_one() {
    let site = Site::open().await;
    let anna = anna(&site).await;
    let ben = add_person(&site.store, anna.partner, &new_person(Uuid::from_u128(40), "Ben", &HASH, 1)).await;
    let mut admin = Browser::signed_in(&site).await;
    let made = admin.call("people/reset", json!({ "person": ben.id })).await.json();
    let link = made["Made"]["link"]["path"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    require(&site, &[PartnerRole::AdminAgent]).await;
    let mut browser = Browser::of(&site);
    assert_eq!(browser.post(&link, "password=four+quiet+words+here").await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.leads_to(), "/sign-in/second-factor?next=/customers");
    expect_no_function(&mut browser).await;
}

#[tokio::test]
async fn roles_through_groups_need_a_second_factor_too() {
    let site = Site::open().await;
    let anna = anna(&site).await;
    let ben =
        NewPartnerUser { roles: [PartnerRole::SalesAgent].into(), ..new_person(Uuid::from_u128(40), "Ben", &HASH, 1) };
    let ben = add_person(&site.store, anna.partner, &ben).await;
    require(&site, &[PartnerRole::HelpdeskAgent]).await;
    let mut browser = Browser::of(&site);
    assert_eq!(browser.sign_in("Ben", PASSWORD).await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    let mut admin = Browser::signed_in(&site).await;
    let form = json!({ "name": "Support", "roles": ["HelpdeskAgent"], "members": [ben.id] });
    let added = admin.call("groups/add", json!({ "form": form })).await.json();
    assert!(added["Done"].is_object(), "{added}");
    assert_eq!(browser.get("/customers").await.leads_to(), "/sign-in/second-factor?next=/customers");
    expect_no_function(&mut browser).await;
}

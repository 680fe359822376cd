//! Every way to be signed in makes the browser a known one, so that strangers do not hinder its person there.

use super::anna::PASSWORD;
use super::my_account::with_ben;
use super::oidc;
use super::portal;
use super::site::{Browser, Site};
use domain::access::portal_role::PortalRole;
use serde_json::json;
use server::store::people::sessions::token_hash;

const CHOSEN: &str = "password=four+quiet+words+here";

/// Whether strangers who use the attempts of a name up leave its person's own.
async fn assert_known(person: &mut Browser<'_>, name: &str, password: &str, way: &str) {
    assert!(person.device.is_some(), "{way}: the browser keeps nothing");
    let mut stranger = Browser::of(person.site);
    for _ in 0..11 {
        stranger.sign_in(name, "wrong password 1").await;
    }
    let typed = json!({ "typed": { "password": password, "code": null } });
    assert_eq!(person.call("session/prove", typed).await.json(), json!({ "Ok": null }), "{way}");
}

#[tokio::test]
async fn links_make_the_browser_known() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let form = json!({ "people": [{ "name": "Cleo", "sign_in_name": "cleo" }], "roles": ["HelpdeskAgent"] });
    let invited = anna.call("people/invite", json!({ "form": form })).await.json();
    let mut cleo = Browser::of(&site);
    cleo.post(invited["Made"]["links"][0]["path"].as_str().unwrap(), CHOSEN).await;
    assert_known(&mut cleo, "cleo", "four quiet words here", "an invitation").await;

    let ben = with_ben(&site).await;
    let made = anna.call("people/reset", json!({ "person": ben.id })).await.json();
    let mut browser = Browser::of(&site);
    browser.post(made["Made"]["link"]["path"].as_str().unwrap(), CHOSEN).await;
    assert_known(&mut browser, "Ben", "four quiet words here", "a reset link").await;

    let empty = Site::empty().await;
    empty.store.add_setup_link(&token_hash("token"), server::time::now() + 3_600_000).await.unwrap();
    let mut first = Browser::of(&empty);
    first.post("/setup/token", "name=Anna&sign_in_name=anna&password=correct+horse+battery").await;
    assert_known(&mut first, "anna", "correct horse battery", "the set-up link").await;
}

#[tokio::test]
async fn a_first_password_makes_the_browser_known() {
    let site = Site::open().await;
    let mut petra = portal::petra(&site, PortalRole::GlobalAdmin).await;
    assert_known(&mut petra, portal::PETRA, portal::CHOSEN, "a portal").await;
}

#[tokio::test]
async fn a_provider_makes_the_browser_known() {
    let (site, fake) = oidc::with_provider().await;
    let mut ben = Browser::of(&site);
    assert_eq!(oidc::sign_in(&mut ben, &fake, |_| ()).await, "/customers");
    assert_known(&mut ben, oidc::BEN_NAME, PASSWORD, "a provider").await;
}

#[tokio::test]
async fn a_browser_that_is_known_keeps_its_token_and_another_persons_is_not_taken_over() {
    let site = Site::open().await;
    let anna = Browser::signed_in(&site).await;
    let ben = with_ben(&site).await;
    let mut admin = Browser::signed_in(&site).await;
    let mut link = async || {
        let made = admin.call("people/reset", json!({ "person": ben.id })).await.json();
        made["Made"]["link"]["path"].as_str().unwrap().to_owned()
    };
    let mut shared = Browser { device: anna.device.clone(), ..Browser::of(&site) };
    shared.post(&link().await, CHOSEN).await;
    assert!(shared.device.is_some() && shared.device != anna.device);
    let before = shared.device.clone();
    shared.post(&link().await, "password=five+quiet+words+are+here").await;
    assert_eq!(shared.device, before);
}

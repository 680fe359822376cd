//! Two identity providers of the partner at once.

use super::anna::HASH;
use super::fake_provider::{CLIENT_SECRET, FakeProvider, Sent, Signed};
use super::oidc::{BEN, BEN_NAME, PROVIDER, STRANGER, anna, event, save, settings, sign_in, who, with_provider};
use super::site::{Browser, Site};
use super::support::people::{add_person, new_person};
use domain::access::identity_provider::{ProviderForm, ProviderRefused, ProviderSettings};
use domain::directory::password::Secret;
use domain::ids::IdentityProviderId;
use domain::store::prelude::*;
use serde_json::Value;
use uuid::Uuid;

const OTHER: IdentityProviderId = IdentityProviderId::new(Uuid::from_u128(71));
const CLEO_NAME: &str = "cleo@other.example";

async fn save_other(site: &Site, settings: ProviderSettings) -> Result<(), ProviderRefused> {
    let anna = anna(site).await;
    let form = ProviderForm { settings, secret: Some(Secret::shown(CLIENT_SECRET.into())) };
    site.store.save_identity_provider(&anna, OTHER, &form, &event(&anna)).await.unwrap()
}

/// The settings of the other provider, for people with addresses of this domain.
fn other_settings(other: &FakeProvider, domain: &str) -> ProviderSettings {
    ProviderSettings { name: "Fourth Coffee".into(), domains: [domain.to_owned()].into(), ..settings(other) }
}

/// Goes to the other provider and comes back with a token for this account and address.
async fn sign_in_at_other(browser: &mut Browser<'_>, other: &FakeProvider, subject: &str, email: &str) -> String {
    let reply = browser.get(&format!("/sign-in/provider/{OTHER}?next=/customers")).await;
    let sent = Sent::of(reply.leads_to());
    let code = other.code(&sent, other.claims(&sent, subject, email), Signed::Rightly);
    let state = sent.get("state");
    let callback = format!("/sign-in/provider/{OTHER}/callback?code={code}&state={state}");
    browser.get(&callback).await.leads_to().to_owned()
}

/// A site with Ben at one provider and Cleo at the other.
async fn with_two() -> (Site, FakeProvider, FakeProvider) {
    let (site, fake) = with_provider().await;
    let other = FakeProvider::begin().await;
    let partner = anna(&site).await.partner;
    add_person(&site.store, partner, &new_person(Uuid::from_u128(41), CLEO_NAME, &HASH, 1)).await;
    save_other(&site, other_settings(&other, "other.example")).await.unwrap();
    (site, fake, other)
}

#[tokio::test]
async fn each_signs_in_the_people_of_its_own_domains() {
    let (site, fake, other) = with_two().await;
    let page = Browser::of(&site).get("/sign-in?next=/customers").await;
    for provider in [PROVIDER, OTHER] {
        assert!(page.body.contains(&format!("/sign-in/provider/{provider}?next=/customers")), "{}", page.body);
    }
    let (mut ben, mut cleo) = (Browser::of(&site), Browser::of(&site));
    assert_eq!(sign_in(&mut ben, &fake, |_| ()).await, "/customers");
    assert_eq!(sign_in_at_other(&mut cleo, &other, "cleo-1", CLEO_NAME).await, "/customers");
    assert_eq!((who(&mut ben).await, who(&mut cleo).await), (BEN_NAME.into(), CLEO_NAME.into()));

    // The address of somebody else's domain, and an account with the same name at the other provider.
    for (subject, email) in [("ben-2", BEN_NAME), ("ben-1", BEN_NAME)] {
        let mut browser = Browser::of(&site);
        assert_eq!(sign_in_at_other(&mut browser, &other, subject, email).await, STRANGER);
        assert_eq!(who(&mut browser).await, Value::Null);
    }
    let refused = save_other(&site, other_settings(&other, "partner.example")).await;
    assert!(matches!(refused, Err(ProviderRefused::DomainTaken { .. })), "{refused:?}");
}

#[tokio::test]
async fn somebody_with_an_account_at_one_is_not_found_by_the_address_at_the_other() {
    let (site, fake, other) = with_two().await;
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
    // The domain of Ben's address goes to the other provider; his account stays at the first.
    save(&site, ProviderSettings { domains: ["elsewhere.example".to_owned()].into(), ..settings(&fake) }).await;
    save_other(&site, other_settings(&other, "partner.example")).await.unwrap();
    assert_eq!(sign_in_at_other(&mut Browser::of(&site), &other, "ben-2", BEN_NAME).await, STRANGER);
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");

    // Without the first provider the other one finds him.
    let anna = anna(&site).await;
    site.store.remove_identity_provider(&anna, PROVIDER, &event(&anna)).await.unwrap().unwrap();
    let mut ben = Browser::of(&site);
    assert_eq!(sign_in_at_other(&mut ben, &other, "ben-2", BEN_NAME).await, "/customers");
    assert_eq!(who(&mut ben).await, BEN_NAME);
    assert!(site.store.partner_user(BEN).await.unwrap().is_some());
}

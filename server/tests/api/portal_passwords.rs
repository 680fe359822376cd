//! Temporary passwords of people of a portal stand as long as their maker could give them.

use super::access::{change_anna, with_ben, with_roles};
use super::portal::{PETRA, petras_id, with_petra};
use super::site::{Browser, Site};
use domain::access::person::PersonChange;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use serde_json::{Value, json};

const REFUSED: &str = "/sign-in?error=wrong&next=/customers";

/// Where somebody who types Petra's temporary password is led.
async fn leads(site: &Site, temporary: &str) -> String {
    Browser::of(site).sign_in(PETRA, temporary).await.leads_to().to_owned()
}

#[tokio::test]
async fn a_temporary_password_of_who_was_blocked_meanwhile_signs_nobody_in() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let temporary = with_petra(&site, PortalRole::LicenseAdmin).await;
    let mut signed_in = Browser::of(&site);
    signed_in.sign_in(PETRA, &temporary).await;
    assert_eq!(signed_in.get("/portal").await.leads_to(), "/portal/password");
    change_anna(&site, &ben, PersonChange::Block).await;
    assert_eq!(leads(&site, &temporary).await, REFUSED);
    // Who is signed in with it already chooses no password either.
    let form = format!("current={temporary}&password=a+password+of+her+own");
    assert_eq!(signed_in.post("/portal/password", &form).await.leads_to(), "/sign-in?next=/portal");
    assert_eq!(signed_in.get("/portal").await.leads_to(), "/sign-in?next=/portal");
}

#[tokio::test]
async fn a_temporary_password_of_who_may_not_give_it_any_more_signs_nobody_in() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let temporary = with_petra(&site, PortalRole::LicenseAdmin).await;
    // An Account admin manages people, but may not assign licenses, and so gives nobody a role that does.
    for roles in [&[PartnerRole::AccountAdmin][..], &[PartnerRole::AdminAgent], &[PartnerRole::SalesAgent]] {
        change_anna(&site, &ben, with_roles(roles)).await;
        assert_eq!(leads(&site, &temporary).await, REFUSED, "{roles:?}");
    }
    change_anna(&site, &ben, with_roles(&[PartnerRole::AccountAdmin])).await;
    let void = async |browser: &mut Browser<'_>| {
        browser.call("portal/manage", json!({ "customer": site.customer })).await.json()["void"].clone()
    };
    let mut anna = Browser::signed_in(&site).await;
    assert_eq!(void(&mut anna).await, json!([petras_id(&site).await]), "and who manages the portal sees why");

    change_anna(&site, &ben, with_roles(&[PartnerRole::GlobalAdmin])).await;
    assert_eq!(void(&mut anna).await, json!([]));
    assert_eq!(leads(&site, &temporary).await, "/portal");
}

#[tokio::test]
async fn a_password_that_the_person_chose_is_nobody_elses_matter() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut petra = super::portal::petra(&site, PortalRole::LicenseAdmin).await;
    change_anna(&site, &ben, PersonChange::Block).await;
    assert_eq!(petra.call("session/who", "{}").await.json()["actor"]["name"], json!("Petra"));
    assert_ne!(petra.call("portal/home", "{}").await.json(), Value::Null);
    assert_eq!(leads(&site, super::portal::CHOSEN).await, "/portal");
}

//! The account of a portal person at the customer's identity provider: linked, unlinked, confirmed, and gone with the provider.

use super::fake_provider::Sent;
use super::oidc::{PROVIDER, who, with_provider};
use super::oidc_portal::{OfCustomer, of_fabrikam, with_both};
use super::portal::{CHOSEN, PETRA, petra, petras_id};
use super::site::Browser;
use domain::access::identity_provider::ProviderSettings;
use domain::access::portal_role::PortalRole;
use serde_json::{Value, json};

#[tokio::test]
async fn the_session_ends_with_the_provider() {
    let (site, _, own, _) = with_both().await;
    let mut petra = Browser::of(&site);
    own.sign_in(&mut petra, |_| ()).await;
    own.change(&site, ProviderSettings { enabled: false, ..of_fabrikam(&own.fake) }).await;
    assert_eq!(who(&mut petra).await, Value::Null);
    let off = Browser::of(&site).get(&format!("/sign-in/provider/{}?next=/portal", own.id)).await;
    assert_eq!(off.leads_to(), "/sign-in?error=provider-failed&next=/portal");
    own.change(&site, of_fabrikam(&own.fake)).await;
    own.sign_in(&mut petra, |_| ()).await;
    assert_eq!(who(&mut petra).await, PETRA);
    let removed = json!({ "customer": site.customer, "provider": own.id });
    let done = Browser::signed_in(&site).await.call("portal/remove-provider", removed).await.json();
    assert_eq!(done["Done"]["providers"], json!([]), "{done}");
    assert_eq!(who(&mut petra).await, Value::Null);
}

#[tokio::test]
async fn an_account_is_linked_unlinked_and_confirmed_on_the_own_page_of_the_portal() {
    let (site, of_partner) = with_provider().await;
    let mut petra = petra(&site, PortalRole::LicenseAdmin).await;
    let own = OfCustomer::set_up(&site, site.customer).await;
    let all = petra.call("account/identities", "{}").await.json();
    assert_eq!(all.as_array().map(Vec::len), Some(1), "the partner's provider is not told: {all}");
    assert_eq!((&all[0]["provider"]["name"], &all[0]["linked"]), (&json!("Fabrikam"), &Value::Null));
    let of_the_partner = petra.get(&format!("/account/provider/{PROVIDER}")).await;
    assert_eq!(of_the_partner.leads_to(), "/portal/account?identity=provider-failed");
    let link = format!("/account/provider/{}", own.id);
    let sent = Sent::of(petra.get(&link).await.leads_to());
    let claims = own.fake.claims(&sent, "p-7", "someone@fabrikam.com");
    assert_eq!(own.come_back(&mut petra, &sent, claims).await, "/portal/account?identity=linked");
    let mut by_provider = Browser::of(&site);
    let led = own.sign_in(&mut by_provider, |claims| claims["sub"] = json!("p-7")).await;
    assert_eq!((led.as_str(), who(&mut by_provider).await), ("/portal", json!(PETRA)));
    assert_eq!(Browser::of(&site).sign_in(PETRA, CHOSEN).await.leads_to(), "/portal", "the password stays");

    // It is proven anew there, as by people of the partner.
    let sent = Sent::of(by_provider.get("/account/confirm?next=/portal/account").await.leads_to());
    assert_eq!((sent.get("max_age"), sent.get("prompt")), ("0", "login"));
    let claims = own.fake.claims(&sent, "somebody", PETRA);
    assert_eq!(own.come_back(&mut by_provider, &sent, claims).await, "/portal/account?identity=not-confirmed");
    let sent = Sent::of(by_provider.get("/account/confirm?next=/portal/account").await.leads_to());
    let claims = own.fake.claims(&sent, "p-7", PETRA);
    assert_eq!(own.come_back(&mut by_provider, &sent, claims).await, "/portal/account");

    let unlinked = petra.call("account/unlink", json!({ "provider": own.id })).await.json();
    assert_eq!(unlinked["Done"][0]["linked"], Value::Null, "{unlinked}");
    assert_eq!(who(&mut by_provider).await, Value::Null, "the session that it began is over");
    // People of the partner link nothing at the provider of a customer.
    let mut anna = Browser::signed_in(&site).await;
    assert_eq!(anna.get(&link).await.leads_to(), "/account?identity=provider-failed");
    let listed = anna.call("account/identities", "{}").await.json();
    assert_eq!((listed.as_array().map(Vec::len), &listed[0]["provider"]["name"]), (Some(1), &json!("Contoso")));
    assert_eq!(
        of_partner.issuer(),
        anna.call("providers/list", "{}").await.json()["providers"][0]["provider"]["settings"]["issuer"]
    );
}

#[tokio::test]
async fn who_has_no_password_keeps_the_only_way_in_and_gets_a_new_one_from_the_partner() {
    let (site, _, own, _) = with_both().await;
    let mut petra = Browser::of(&site);
    own.sign_in(&mut petra, |_| ()).await;
    let refused = petra.call("account/unlink", json!({ "provider": own.id })).await.json();
    assert_eq!(refused, json!({ "Refused": "OnlyWayIn" }));
    let reset = json!({ "customer": site.customer, "person": petras_id(&site).await });
    let made = Browser::signed_in(&site).await.call("portal/reset", reset).await.json();
    assert_eq!(who(&mut petra).await, Value::Null);
    let temporary = made["Made"]["password"].as_str().unwrap();
    assert_eq!(Browser::of(&site).sign_in(PETRA, temporary).await.leads_to(), "/portal");
    // Another account can be linked then.
    let led = own.sign_in(&mut petra, |claims| claims["sub"] = json!("petra-2")).await;
    assert_eq!((led.as_str(), who(&mut petra).await), ("/portal", json!(PETRA)));
}

//! Identity providers of customers: they sign in people of the portal, and nobody else.

use super::access::{change_anna, with_ben, with_roles};
use super::anna::{NAME, PASSWORD};
use super::fake_provider::{CLIENT_ID, CLIENT_SECRET, FakeProvider, Sent, Signed};
use super::oidc::{self, BEN_NAME, PROVIDER, anna, reason, settings, who, with_provider};
use super::portal::{PETRA, petras_id, switch_as, with_petra};
use super::site::{Browser, Site};
use super::support::{arrivals, customers};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::access::identity_provider::ProviderSettings;
use domain::access::person::PersonChange;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::console::security::SecurityEventKind;
use domain::ids::CustomerId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// The subject of Petra at the fake provider.
const SUBJECT: &str = "petra-1";

/// A provider of a customer, with its id.
pub struct OfCustomer {
    pub fake: FakeProvider,
    customer: CustomerId,
    pub id: String,
}

pub fn of_fabrikam(fake: &FakeProvider) -> ProviderSettings {
    ProviderSettings { name: "Fabrikam".into(), domains: ["fabrikam.com".to_owned()].into(), ..settings(fake) }
}

async fn save(site: &Site, customer: CustomerId, provider: Option<&str>, settings: ProviderSettings) -> Value {
    let form = json!({ "settings": settings, "secret": CLIENT_SECRET });
    let saved = json!({ "customer": customer, "provider": provider, "form": form });
    Browser::signed_in(site).await.call("portal/save-provider", saved).await.json()
}

impl OfCustomer {
    /// Sets one up as Anna.
    pub async fn set_up(site: &Site, customer: CustomerId) -> Self {
        let fake = FakeProvider::begin().await;
        let done = save(site, customer, None, of_fabrikam(&fake)).await;
        let id = done["Done"]["providers"][0]["provider"]["id"].as_str().unwrap_or_else(|| panic!("{done}")).to_owned();
        Self { fake, customer, id }
    }

    pub async fn change(&self, site: &Site, settings: ProviderSettings) {
        let done = save(site, self.customer, Some(&self.id), settings).await;
        assert!(done["Done"].is_object(), "{done}");
    }

    fn refused(&self, error: &str) -> String {
        format!("/sign-in?provider={}&next=/portal&error={error}", self.id)
    }

    fn stranger(&self) -> String {
        self.refused("provider-stranger")
    }

    async fn go(&self, browser: &mut Browser<'_>) -> Sent {
        let path = format!("/sign-in/provider/{}?next=/portal", self.id);
        Sent::of(browser.get(&path).await.leads_to())
    }

    pub async fn come_back(&self, browser: &mut Browser<'_>, sent: &Sent, claims: Value) -> String {
        let code = self.fake.code(sent, claims, Signed::Rightly);
        let callback = format!("/sign-in/provider/{}/callback?code={code}&state={}", self.id, sent.get("state"));
        browser.get(&callback).await.leads_to().to_owned()
    }

    /// Goes there and comes back as Petra, with a token for which these claims were changed.
    pub async fn sign_in(&self, browser: &mut Browser<'_>, change: impl FnOnce(&mut Value)) -> String {
        let sent = self.go(browser).await;
        let mut claims = self.fake.claims(&sent, SUBJECT, PETRA);
        change(&mut claims);
        self.come_back(browser, &sent, claims).await
    }
}

/// A site with a provider of the partner and one of the customer, whose portal has Petra with a temporary password.
pub async fn with_both() -> (Site, FakeProvider, OfCustomer, String) {
    let (site, of_partner) = with_provider().await;
    let temporary = with_petra(&site, PortalRole::GlobalAdmin).await;
    let own = OfCustomer::set_up(&site, site.customer).await;
    (site, of_partner, own, temporary)
}

#[tokio::test]
async fn a_portal_person_is_found_by_a_verified_address_and_needs_no_temporary_password() {
    let (site, _, own, temporary) = with_both().await;
    let mut petra = Browser::of(&site);
    assert_eq!(own.sign_in(&mut petra, |_| ()).await, "/portal");
    assert_eq!(who(&mut petra).await, PETRA);
    assert_eq!(petra.get("/portal").await.status, StatusCode::OK, "nothing is to be replaced first");
    assert_eq!(petra.get("/customers").await.status, StatusCode::NOT_FOUND);
    assert_eq!(petra.call("session/who", "{}").await.json()["has_password"], json!(false));
    let used_up = Browser::of(&site).sign_in(PETRA, &temporary).await;
    assert_eq!(used_up.leads_to(), "/sign-in?error=wrong&next=/customers");
    // The address is never the key afterwards, nor does it matter any more.
    let mut other = Browser::of(&site);
    let moved = own.sign_in(&mut other, |claims| claims["email"] = json!("other@elsewhere.example")).await;
    assert_eq!(moved, "/portal");
    let successor = own.sign_in(&mut Browser::of(&site), |claims| claims["sub"] = json!("petra-2")).await;
    assert_eq!(successor, own.stranger());
    assert_eq!(reason(&site).await, "Fabrikam: another account is linked");
    let anna = anna(&site).await;
    let rows = site.store.security_events(&anna, Default::default(), Default::default()).await.unwrap().rows;
    for kind in [
        SecurityEventKind::ProviderAdded,
        SecurityEventKind::IdentityLinked,
        SecurityEventKind::SignedInByProvider,
        SecurityEventKind::ProviderSignInRefused,
    ] {
        let row = rows.iter().find(|row| row.kind == kind).unwrap_or_else(|| panic!("no {kind:?}"));
        assert_eq!(row.customer, Some(site.customer), "{kind:?}");
    }
}

#[tokio::test]
async fn who_is_in_the_middle_of_replacing_a_temporary_password_can_sign_in_with_the_provider() {
    let (site, _, own, temporary) = with_both().await;
    let mut petra = Browser::of(&site);
    petra.sign_in(PETRA, &temporary).await;
    assert_eq!(petra.get("/portal").await.leads_to(), "/portal/password");
    assert_eq!(own.sign_in(&mut petra, |_| ()).await, "/portal");
    assert_eq!(petra.get("/portal").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_provider_signs_in_nobody_of_another_owner() {
    let (site, of_partner, own, _) = with_both().await;
    // People of the partner, by the provider of a customer whose domains would allow it.
    let all = ["fabrikam.com", "partner.example"].map(str::to_owned).into();
    own.change(&site, ProviderSettings { domains: all, ..of_fabrikam(&own.fake) }).await;
    let mut ben = Browser::of(&site);
    let led = own.sign_in(&mut ben, |claims| {
        claims["sub"] = json!("ben-1");
        claims["email"] = json!(BEN_NAME);
    });
    assert_eq!((led.await, who(&mut ben).await), (own.stranger(), Value::Null));
    assert_eq!(reason(&site).await, "Fabrikam: nobody has this e-mail address");
    // The same subject at the provider of the partner is somebody else.
    assert_eq!(oidc::sign_in(&mut ben, &of_partner, |_| ()).await, "/customers");
    let mut other = Browser::of(&site);
    let led = own.sign_in(&mut other, |claims| {
        claims["sub"] = json!("ben-1");
        claims["email"] = json!(BEN_NAME);
    });
    assert_eq!(led.await, own.stranger());

    // Petra, by the provider of the partner.
    oidc::save(&site, ProviderSettings { domains: ["fabrikam.com".to_owned()].into(), ..settings(&of_partner) }).await;
    let mut petra = Browser::of(&site);
    let led = oidc::sign_in(&mut petra, &of_partner, |claims| {
        claims["sub"] = json!(SUBJECT);
        claims["email"] = json!(PETRA);
    });
    assert_eq!((led.await.as_str(), who(&mut petra).await), (oidc::STRANGER, Value::Null));
    assert_eq!(reason(&site).await, "Contoso: nobody has this e-mail address");

    // Petra, by the provider of another customer of the same partner.
    let partner = anna(&site).await.partner;
    let neighbour = CustomerId::new(Uuid::from_u128(13));
    customers::write(&site.store, arrivals::local(partner, 1), &customers::empty(neighbour, "Neighbour")).await;
    switch_of(&site, neighbour).await;
    let theirs = OfCustomer::set_up(&site, neighbour).await;
    assert_eq!(theirs.sign_in(&mut petra, |_| ()).await, theirs.stranger());
    assert_eq!(who(&mut petra).await, Value::Null);
    assert_eq!(own.sign_in(&mut petra, |_| ()).await, "/portal");
    assert_eq!(theirs.sign_in(&mut Browser::of(&site), |_| ()).await, theirs.stranger(), "nor by the same subject");
}

async fn switch_of(site: &Site, customer: CustomerId) {
    let on = json!({ "customer": customer, "on": true });
    let reply = Browser::signed_in(site).await.call("portal/switch", on).await.json();
    assert_eq!(reply["Done"]["portal"]["is_on"], json!(true), "{reply}");
}

#[tokio::test]
async fn addresses_that_are_not_verified_or_not_allowed_find_nobody() {
    let (site, _, own, _) = with_both().await;
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 3] = [
        (|claims| claims["email_verified"] = json!(false), "e-mail address not verified"),
        (|claims| claims["email"] = json!("petra@fabrikam.example"), "domain not allowed"),
        (|claims| claims["email"] = json!("nobody@fabrikam.com"), "nobody has this e-mail address"),
    ];
    for (change, why) in cases {
        let mut browser = Browser::of(&site);
        assert_eq!(own.sign_in(&mut browser, change).await, own.stranger(), "{why}");
        assert_eq!(reason(&site).await, format!("Fabrikam: {why}"));
        assert_eq!(who(&mut browser).await, Value::Null, "{why}");
    }
    own.change(&site, ProviderSettings { domains: [].into(), ..of_fabrikam(&own.fake) }).await;
    assert_eq!(own.sign_in(&mut Browser::of(&site), |_| ()).await, own.stranger());
    assert_eq!(reason(&site).await, "Fabrikam: no account is linked");
}

#[tokio::test]
async fn nobody_gets_in_where_the_password_would_not_let_them_in() {
    let (site, _, own, _) = with_both().await;
    let mut petra = Browser::of(&site);
    assert_eq!(own.sign_in(&mut petra, |_| ()).await, "/portal");
    let id = petras_id(&site).await;
    let mut anna = Browser::signed_in(&site).await;
    let mut change = async |change: &str| {
        let arguments = json!({ "customer": site.customer, "person": id, "change": change });
        let reply = anna.call("portal/change", arguments).await.json();
        assert!(reply["Done"].is_object(), "{reply}");
    };
    let led = async || own.sign_in(&mut Browser::of(&site), |_| ()).await;
    change("Block").await;
    assert_eq!((led().await, who(&mut petra).await), (own.stranger(), Value::Null));
    change("Allow").await;
    assert_eq!(led().await, "/portal");
    switch_as(&mut Browser::signed_in(&site).await, &site, false).await;
    assert_eq!(led().await, own.stranger());
    switch_as(&mut Browser::signed_in(&site).await, &site, true).await;
    assert_eq!(led().await, "/portal");
    change("Remove").await;
    assert_eq!(led().await, own.stranger());
}

#[tokio::test]
async fn who_was_added_by_somebody_who_lost_the_right_is_not_let_in() {
    let (site, _, own, _) = with_both().await;
    // Ben of the provider's tests may have other roles by now than somebody who changes Anna needs.
    let admin = with_admin(&site).await;
    change_anna(&site, &admin, with_roles(&[PartnerRole::SalesAgent])).await;
    assert_eq!(own.sign_in(&mut Browser::of(&site), |_| ()).await, own.stranger());
    assert_eq!(reason_seen_by(&site, &admin).await, "Fabrikam: added by somebody who can't give the role any more");
    change_anna(&site, &admin, with_roles(&[PartnerRole::GlobalAdmin])).await;
    let mut petra = Browser::of(&site);
    assert_eq!(own.sign_in(&mut petra, |_| ()).await, "/portal");
    // From then on the account is Petra's.
    change_anna(&site, &admin, PersonChange::Block).await;
    assert_eq!(own.sign_in(&mut Browser::of(&site), |_| ()).await, "/portal");
}

async fn with_admin(site: &Site) -> domain::access::Actor {
    let ben = site.store.partner_user_secret(BEN_NAME).await.unwrap().unwrap().actor;
    if ben.roles.contains(&PartnerRole::GlobalAdmin) { ben } else { with_ben(site).await }
}

async fn reason_seen_by(site: &Site, actor: &domain::access::Actor) -> String {
    let rows = site.store.security_events(actor, Default::default(), Default::default()).await.unwrap().rows;
    let refused = rows.into_iter().find(|row| row.kind == SecurityEventKind::ProviderSignInRefused);
    refused.and_then(|row| row.done_to).unwrap_or_default()
}

#[tokio::test]
async fn a_role_that_needs_a_second_factor_needs_it_here_unless_the_provider_stands_for_one() {
    let (site, _, own, _) = with_both().await;
    let roles = json!({ "customer": site.customer, "roles": ["GlobalAdmin"] });
    let done = Browser::signed_in(&site).await.call("portal/require-second-factor", roles).await.json();
    assert!(done["Done"].is_object(), "{done}");
    let mut plain = Browser::of(&site);
    assert_eq!(own.sign_in(&mut plain, |claims| claims["amr"] = json!(["pwd"])).await, "/portal");
    assert_eq!(plain.get("/portal").await.leads_to(), "/sign-in/second-factor?next=/portal");
    assert_eq!(plain.call("portal/home", "{}").await.json(), json!("SignedOut"));
    for (claim, value) in [("amr", json!(["pwd", "mfa"])), ("acr", json!("mfa"))] {
        let mut strong = Browser::of(&site);
        assert_eq!(own.sign_in(&mut strong, |claims| claims[claim] = value).await, "/portal", "{claim}");
        assert_eq!(strong.get("/portal").await.status, StatusCode::OK, "{claim}");
    }
    // It is set up like that of who comes with a password, and asked for then.
    let begun = plain.call("second-factor/begin", "{}").await.json();
    let seed = super::second_factor_set_up::seed_of(begun["Ok"]["key"].as_str().unwrap());
    let step = server::time::now().div_euclid(server::totp::STEP_MS);
    let code = |step| format!("{:06}", server::totp::code_at(&seed, step));
    let confirmed = plain.call("second-factor/confirm", json!({ "code": code(step) })).await.json();
    assert!(confirmed["Ok"].is_array(), "{confirmed}");
    assert_eq!(plain.get("/portal").await.status, StatusCode::OK);
    let mut asked = Browser::of(&site);
    assert_eq!(own.sign_in(&mut asked, |claims| claims["amr"] = json!(["pwd"])).await, "/sign-in/code?next=/portal");
    assert_eq!(who(&mut asked).await, Value::Null);
    // Somebody else of the customer finds its provider again, and is not told of it elsewhere.
    let somebody_else = format!("href=\"/sign-in?provider={}&amp;next=/portal\"", own.id);
    let shown = asked.get("/sign-in/code?next=/portal").await.body;
    assert!(shown.contains(&somebody_else), "{shown}");
    let typed = format!("code={}&next=/portal", code(step + 1));
    assert_eq!(asked.post("/sign-in/code", &typed).await.leads_to(), "/portal");
}

#[tokio::test]
async fn the_sign_in_page_shows_a_customers_provider_to_who_comes_with_its_address_alone() {
    let (site, _, own, _) = with_both().await;
    let page = async |path: String| Browser::of(&site).get(&path).await.body;
    let plain = page("/sign-in".to_owned()).await;
    assert!(plain.contains("Contoso") && !plain.contains("Fabrikam"), "{plain}");
    let shown = page(format!("/sign-in?provider={}", own.id)).await;
    assert!(shown.contains("Fabrikam") && !shown.contains("Contoso"), "{shown}");
    assert!(shown.contains(&format!("/sign-in/provider/{}", own.id)) && shown.contains("name=\"password\""), "{shown}");
    let told = page(own.stranger()).await;
    assert!(told.contains("your company&#x27;s portal") || told.contains("your company's portal"), "{told}");
    for nothing in [PROVIDER.to_string(), Uuid::from_u128(99).to_string(), "x".to_owned()] {
        assert_eq!(page(format!("/sign-in?provider={nothing}")).await, plain, "{nothing}");
    }
    // Another site leads to that page, because no session begins without a click.
    let request = Request::get(format!("/sign-in/provider/{}?next=/portal", own.id));
    let request = request.header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    let led = site.send(request).await.leads_to().to_owned();
    assert_eq!(led, format!("/sign-in?provider={}&next=/portal", own.id));
    switch_as(&mut Browser::signed_in(&site).await, &site, false).await;
    assert_eq!(page(format!("/sign-in?provider={}", own.id)).await, plain, "the portal is off");
}

#[tokio::test]
async fn the_sign_in_page_keeps_the_provider_of_a_customer_after_a_wrong_password_and_after_signing_out() {
    let (site, _, own, temporary) = with_both().await;
    let shown = Browser::of(&site).get(&format!("/sign-in?provider={}", own.id)).await.body;
    let hidden = format!("name=\"provider\" value=\"{}\"", own.id);
    assert!(shown.contains(&hidden), "{shown}");
    let post = async |browser: &mut Browser<'_>, password: &str, rest: &str| {
        let form = format!("sign_in_name={PETRA}&password={}&next=/portal{rest}", password.replace(' ', "+"));
        browser.post("/sign-in", &form).await.leads_to().to_owned()
    };
    let (mut petra, from) = (Browser::of(&site), format!("&provider={}", own.id));
    assert_eq!(post(&mut petra, "wrong", &from).await, own.refused("wrong"));
    assert_eq!(post(&mut petra, "wrong", "").await, "/sign-in?error=wrong&next=/portal");
    assert_eq!(post(&mut petra, "wrong", "&provider=//evil.example").await, "/sign-in?error=wrong&next=/portal");
    assert_eq!(post(&mut petra, &temporary, &from).await, "/portal");
    let entrance = format!("/sign-in?provider={}", own.id);
    assert_eq!(petra.post("/sign-out", "").await.leads_to(), entrance);

    // The same for who signed in with the provider. Another person of the same browser came from elsewhere.
    assert_eq!(own.sign_in(&mut petra, |_| ()).await, "/portal");
    assert_eq!(petra.post("/sign-out", "").await.leads_to(), entrance);
    let mut anna = Browser::signed_in(&site).await;
    assert_eq!(anna.post("/sign-out", "").await.leads_to(), "/sign-in");
}

#[tokio::test]
async fn an_invitation_of_the_partner_is_not_accepted_with_a_customers_provider() {
    let (site, _, own, _) = with_both().await;
    let mut anna = Browser::signed_in(&site).await;
    let form = json!({ "people": [{ "name": "Cleo", "sign_in_name": "cleo" }], "roles": ["HelpdeskAgent"] });
    let invited = anna.call("people/invite", json!({ "form": form })).await.json();
    let path = invited["Made"]["links"][0]["path"].as_str().unwrap().to_owned();
    let mut cleo = Browser::of(&site);
    assert!(!cleo.get(&path).await.body.contains(&own.id));
    let led = cleo.get(&format!("{path}/provider/{}", own.id)).await;
    assert_eq!(led.leads_to(), format!("{path}?error=provider-failed"));
}

#[tokio::test]
async fn who_can_give_every_role_sets_it_up_and_nobody_else() {
    let (site, of_partner, own, _) = with_both().await;
    let mut browser = Browser::signed_in(&site).await;
    let listed = browser.call("portal/providers", json!({ "customer": site.customer })).await;
    assert!(!listed.body.contains(CLIENT_SECRET), "{}", listed.body);
    let shown = listed.json()["providers"][0].clone();
    assert_eq!(shown["entrance"], json!(format!("http://127.0.0.1:3000/sign-in?provider={}", own.id)));
    let redirect = format!("http://127.0.0.1:3000/sign-in/provider/{}/callback", own.id);
    assert_eq!(shown["redirect_uri"], json!(redirect));
    let check = json!({ "customer": site.customer, "provider": own.id });
    assert_eq!(browser.call("portal/check-provider", &check).await.json(), Value::Null);
    // Neither owner reaches the other's.
    let partners = browser.call("providers/list", "{}").await.json();
    assert_eq!(partners["providers"].as_array().map(Vec::len), Some(1), "{partners}");
    let form = json!({ "settings": of_fabrikam(&own.fake), "secret": "taken" });
    let taken = browser.call("providers/save", json!({ "provider": own.id, "form": form })).await.json();
    assert_eq!(taken, json!({ "Refused": "Gone" }));
    let removed = browser.call("providers/remove", json!({ "provider": own.id })).await.json();
    assert_eq!(removed, json!({ "Refused": "Gone" }));
    let saved = json!({ "customer": site.customer, "provider": PROVIDER, "form": form });
    assert_eq!(browser.call("portal/save-provider", saved).await.json(), json!({ "Refused": "Gone" }));
    let removed = json!({ "customer": site.customer, "provider": PROVIDER });
    assert_eq!(browser.call("portal/remove-provider", removed).await.json(), json!({ "Refused": "Gone" }));
    // Names are unique among those of one owner.
    own.change(&site, ProviderSettings { name: "Contoso".into(), ..of_fabrikam(&own.fake) }).await;
    let fake = FakeProvider::begin().await;
    let again = ProviderSettings { name: "contoso".into(), client_id: CLIENT_ID.into(), ..settings(&fake) };
    assert_eq!(save(&site, site.customer, None, again).await, json!({ "Refused": "Taken" }));
    let grouped = ProviderSettings { group_claim: "groups".into(), ..of_fabrikam(&own.fake) };
    assert_eq!(save(&site, site.customer, Some(&own.id), grouped).await, json!({ "Refused": "GroupsInPortal" }));

    let admin = with_admin(&site).await;
    change_anna(&site, &admin, with_roles(&[PartnerRole::AccountAdmin])).await;
    let mut anna = Browser::of(&site);
    assert_eq!(anna.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    let view = anna.call("portal/providers", json!({ "customer": site.customer })).await.json();
    assert_eq!(view["why_not"], json!("NotEveryRole"));
    let form = json!({ "settings": of_fabrikam(&of_partner), "secret": "mine" });
    let saved = json!({ "customer": site.customer, "provider": own.id, "form": form });
    assert_eq!(anna.call("portal/save-provider", saved).await.json(), json!({ "Refused": "NotEveryRole" }));
    // Keeping people out gives nobody anything.
    let removed = json!({ "customer": site.customer, "provider": own.id });
    assert!(anna.call("portal/remove-provider", removed).await.json()["Done"].is_object());
}

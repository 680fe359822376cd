//! Accounts at identity providers: groups, linking, invitations, signing in without passwords, and the settings.

use super::anna::{HASH, NAME, PASSWORD};
use super::fake_provider::{CLIENT_SECRET, Sent, Signed};
use super::oidc::*;
use super::portal::{self, CHOSEN, PETRA, petra};
use super::site::Browser;
use super::support::people::{add_person, new_person};
use axum::body::Body;
use axum::http::{Request, header};
use domain::access::group::{GroupChange, GroupForm};
use domain::access::identity_provider::{LocalPasswords, ProviderRefused, ProviderSettings};
use domain::access::person::PersonChange;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::ids::PartnerGroupId;
use domain::store::ResetLink;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::http::transport::Transport;
use server::security::event as new_event;
use uuid::Uuid;

#[tokio::test]
async fn mapped_groups_follow_the_provider_at_each_sign_in() {
    let (site, fake) = with_provider().await;
    let anna = anna(&site).await;
    let group = |number| PartnerGroupId::new(Uuid::from_u128(number));
    for (number, name) in [(1, "Sales"), (2, "Support"), (3, "Own")] {
        let members = if number == 1 { [].into() } else { [BEN].into() };
        let form = GroupForm { name: name.into(), members, ..GroupForm::default() };
        site.store.change_group(&anna, group(number), &GroupChange::Add(form), &event(&anna)).await.unwrap().unwrap();
    }
    let groups = [("sales".to_owned(), group(1)), ("support".to_owned(), group(2))].into();
    save(&site, ProviderSettings { group_claim: "groups".into(), groups, ..settings(&fake) }).await;
    let members = async || {
        let groups = site.store.groups(&anna).await.unwrap();
        groups.into_iter().filter(|group| group.members.contains(&BEN)).map(|group| group.name).collect::<Vec<_>>()
    };
    let with = async |groups: Value| {
        assert_eq!(sign_in(&mut Browser::of(&site), &fake, |claims| claims["groups"] = groups).await, "/customers");
    };
    with(json!(["sales", "Global admin", "unknown"])).await;
    assert_eq!(members().await, ["Own", "Sales"]);
    assert!(has_event(&site, SecurityEventKind::GroupsSynchronized).await);
    with(json!(["support"])).await;
    assert_eq!(members().await, ["Own", "Support"]);
    let overage = |claims: &mut Value| claims["_claim_names"] = json!({ "groups": "src1" });
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, overage).await, "/customers");
    assert_eq!(members().await, ["Own", "Support"], "too many to name");
    with(json!([])).await;
    assert_eq!(members().await, ["Own"]);
    // A group that is deleted is given by no provider any more.
    site.store.change_group(&anna, group(1), &GroupChange::Delete, &event(&anna)).await.unwrap().unwrap();
    with(json!(["sales"])).await;
}

#[tokio::test]
async fn an_account_is_linked_and_unlinked_by_its_person() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::signed_in(&site).await;
    let link = format!("/account/provider/{PROVIDER}");
    // Another site can't begin it.
    let cookie = format!("tenantry={}", browser.cookie.clone().unwrap());
    for site_header in ["cross-site", "same-site", "none"] {
        let request = Request::get(&link).header("sec-fetch-site", site_header).header(header::COOKIE, &cookie);
        let reply = site.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.leads_to(), "/account?identity=broken", "{site_header}");
    }
    let sent = Sent::of(browser.get(&link).await.leads_to());
    let claims = fake.claims(&sent, "anna-1", "anna@partner.example");
    let code = fake.code(&sent, claims, Signed::Rightly);
    // Somebody else who is signed in by then can't come back for it.
    assert_eq!(come_back(&mut browser, &sent, &code).await.leads_to(), "/account?identity=linked");
    // Going and coming back do not make the session longer.
    let expires: i64 =
        sqlx::query_scalar("SELECT MAX(expires) FROM session").fetch_one(site.store.read_pool()).await.unwrap();
    assert!(expires <= server::time::now() + 12 * 60 * 60 * 1000, "{expires}");
    let own = browser.call("account/identities", "{}").await.json();
    assert!(own[0]["linked"].is_i64(), "{own}");
    let mut by_provider = Browser::of(&site);
    assert_eq!(sign_in(&mut by_provider, &fake, |claims| claims["sub"] = json!("anna-1")).await, "/customers");
    assert_eq!(who(&mut by_provider).await, NAME);
    // The same account can't be that of two.
    let mut ben = Browser::of(&site);
    assert_eq!(ben.sign_in(BEN_NAME, PASSWORD).await.leads_to(), "/customers");
    let sent = Sent::of(ben.get(&link).await.leads_to());
    let code = fake.code(&sent, fake.claims(&sent, "anna-1", "anna@partner.example"), Signed::Rightly);
    assert_eq!(come_back(&mut ben, &sent, &code).await.leads_to(), "/account?identity=provider-stranger");
    assert_eq!(reason(&site).await, "Contoso: account of somebody else");
    // One outside of the domains can't be linked.
    let sent = Sent::of(ben.get(&link).await.leads_to());
    let code = fake.code(&sent, fake.claims(&sent, "ben-9", "ben@gmail.example"), Signed::Rightly);
    assert_eq!(come_back(&mut ben, &sent, &code).await.leads_to(), "/account?identity=provider-stranger");
    let unlinked = browser.call("account/unlink", json!({ "provider": PROVIDER })).await.json();
    assert_eq!(unlinked["Done"][0]["linked"], Value::Null, "{unlinked}");
    let again = browser.call("account/unlink", json!({ "provider": PROVIDER })).await.json();
    assert_eq!(again, json!({ "Refused": "NotLinked" }));
    let mut nobody = Browser::of(&site);
    let led = sign_in(&mut nobody, &fake, |claims| {
        claims["sub"] = json!("anna-1");
        claims["email"] = json!("anna@partner.example");
    });
    assert_eq!(led.await, STRANGER);
    assert!(has_event(&site, SecurityEventKind::IdentityUnlinked).await);
}

#[tokio::test]
async fn a_visit_that_was_begun_by_somebody_else_links_nothing() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::signed_in(&site).await;
    let sent = Sent::of(browser.get(&format!("/account/provider/{PROVIDER}")).await.leads_to());
    let code = fake.code(&sent, fake.claims(&sent, "anna-1", "anna@partner.example"), Signed::Rightly);
    // Ben signs in in the same browser meanwhile.
    assert_eq!(browser.sign_in(BEN_NAME, PASSWORD).await.leads_to(), "/customers");
    assert_eq!(come_back(&mut browser, &sent, &code).await.leads_to(), "/account?identity=provider-late");
    assert!(!has_event(&site, SecurityEventKind::IdentityLinked).await);
}

/// Invites Cleo, and returns the path of the invitation.
async fn invite(browser: &mut Browser<'_>) -> String {
    let form = json!({ "people": [{ "name": "Cleo", "sign_in_name": "cleo" }], "roles": ["HelpdeskAgent"] });
    let invited = browser.call("people/invite", json!({ "form": form })).await.json();
    invited["Made"]["links"][0]["path"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_invitation_is_accepted_with_a_provider_once() {
    let (site, fake) = with_provider().await;
    let mut anna = Browser::signed_in(&site).await;
    let path = invite(&mut anna).await;
    let accept = format!("{path}/provider/{PROVIDER}");
    let mut cleo = Browser::of(&site);
    let page = cleo.get(&path).await;
    assert!(page.body.contains(&accept), "{}", page.body);
    let reply = cleo.get(&accept).await;
    assert_eq!(reply.header("referrer-policy"), "no-referrer");
    let sent = Sent::of(reply.leads_to());
    let second = {
        let mut other = Browser::of(&site);
        let sent = Sent::of(other.get(&accept).await.leads_to());
        (other, sent)
    };
    // An account outside of the domains is refused, and the invitation stays.
    let code = fake.code(&sent, fake.claims(&sent, "cleo-1", "cleo@gmail.example"), Signed::Rightly);
    assert_eq!(come_back(&mut cleo, &sent, &code).await.leads_to(), STRANGER);
    let sent = Sent::of(cleo.get(&accept).await.leads_to());
    let code = fake.code(&sent, fake.claims(&sent, "cleo-1", "other@partner.example"), Signed::Rightly);
    assert_eq!(come_back(&mut cleo, &sent, &code).await.leads_to(), "/customers");
    assert_eq!(who(&mut cleo).await, "cleo");
    let (mut other, sent) = second;
    let code = fake.code(&sent, fake.claims(&sent, "cleo-2", "more@partner.example"), Signed::Rightly);
    assert_eq!(come_back(&mut other, &sent, &code).await.leads_to(), STRANGER, "it was used up");
    assert_eq!(reason(&site).await, "Contoso: invitation not valid");
    // My account says so in place of the form for another password.
    for (browser, has_password) in [(&mut cleo, false), (&mut anna, true)] {
        assert_eq!(browser.call("session/who", "{}").await.json()["has_password"], json!(has_password));
        let account = browser.get("/account").await.body;
        assert_eq!(account.contains("name=\"current\""), has_password, "{account}");
        assert_eq!(account.contains("You have no password."), !has_password, "{account}");
    }
    // Cleo has no password, so this is the only way in.
    assert_eq!(Browser::of(&site).sign_in("cleo", PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    let unlink = cleo.call("account/unlink", json!({ "provider": PROVIDER })).await.json();
    assert_eq!(unlink, json!({ "Refused": "OnlyWayIn" }));
}

#[tokio::test]
async fn passwords_can_be_switched_off_and_nobody_is_locked_out() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::signed_in(&site).await;
    let off = json!({ "choice": "Off" });
    let refused = browser.call("providers/passwords", &off).await.json();
    assert_eq!(refused, json!({ "Refused": "NoLinkedManager" }));
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
    assert_eq!(browser.call("providers/passwords", &off).await.json()["Done"]["passwords"], "Off");
    let page = Browser::of(&site).get("/sign-in").await;
    // The other partner of this database still takes passwords.
    assert!(page.body.contains("name=\"password\""), "{}", page.body);
    assert_eq!(Browser::of(&site).sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    let reset = browser.call("people/reset", json!({ "person": BEN })).await.json();
    assert_eq!(reset, json!({ "Refused": "PasswordsOff" }));
    let path = invite(&mut browser).await;
    let page = Browser::of(&site).get(&path).await;
    assert!(page.body.contains("Accept with") && !page.body.contains("name=\"password\""), "{}", page.body);
    let accepted = Browser::of(&site).post(&path, "password=correct+donkey+battery").await;
    assert_eq!(accepted.leads_to(), format!("{path}?error=link"));
    // The last way in stays.
    let anna = anna(&site).await;
    let removed = browser.call("providers/remove", json!({ "provider": PROVIDER })).await.json();
    assert_eq!(removed, json!({ "Refused": "LastWayIn" }));
    let blocked = site.store.change_person(&anna, BEN, &PersonChange::Block, &event(&anna)).await.unwrap();
    assert!(blocked.is_err(), "Ben is the only one who manages people and can sign in");
    site.store.switch_passwords_on(anna.partner, &event(&anna)).await.unwrap();
    assert_eq!(Browser::of(&site).sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    assert_eq!(site.store.local_passwords(&anna).await.unwrap(), LocalPasswords::On);
}

#[tokio::test]
async fn people_of_a_portal_keep_their_passwords_while_those_of_the_partner_lose_them() {
    let (site, fake) = with_provider().await;
    assert!(!site.store.sign_in_ways().await.unwrap().has_portals);
    let mut petra = petra(&site, PortalRole::GlobalAdmin).await;
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
    let mut browser = Browser::signed_in(&site).await;
    let off = browser.call("providers/passwords", json!({ "choice": "Off" })).await.json();
    assert_eq!(off["Done"]["passwords"], "Off", "{off}");

    assert_eq!(Browser::of(&site).sign_in(NAME, PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    assert_eq!(Browser::of(&site).sign_in(PETRA, CHOSEN).await.leads_to(), "/portal");
    let proof = json!({ "typed": { "password": CHOSEN, "code": null } });
    assert_eq!(petra.call("session/prove", proof).await.json(), json!({ "Ok": null }));
    let proof = json!({ "typed": { "password": PASSWORD, "code": null } });
    assert_eq!(browser.call("session/prove", proof).await.json(), json!({ "Err": "PasswordsOff" }));
    // So do links to new passwords.
    for (name, is_taken) in [(PETRA, true), (BEN_NAME, false)] {
        let now = server::time::now();
        let link = ResetLink { token_hash: format!("of {name}"), created: now, expires: now + 60_000 };
        let asked = new_event(SecurityEventKind::ResetRequested, now, Caller::default());
        let made = site.store.make_mailed_reset_link(name, &link, asked).await.unwrap();
        assert_eq!(made.is_some(), is_taken, "{name}");
        let opened = site.store.open_reset_link(&link.token_hash, now).await.unwrap();
        assert_eq!(opened.is_some(), is_taken, "{name}");
    }
    // The sign-in page has the form for them, while there is a portal.
    assert!(site.store.sign_in_ways().await.unwrap().has_portals);
    portal::switch_as(&mut browser, &site, false).await;
    assert!(!site.store.sign_in_ways().await.unwrap().has_portals);
}

#[tokio::test]
async fn a_manager_unlinks_the_account_of_somebody_who_keeps_another_way_in() {
    let (site, fake) = with_provider().await;
    let mut anna = Browser::signed_in(&site).await;
    let unlink = json!({ "person": BEN, "change": { "Unlink": PROVIDER } });
    assert_eq!(anna.call("people/change", &unlink).await.json(), json!({ "Refused": "NotLinked" }));
    let mut ben = Browser::of(&site);
    assert_eq!(sign_in(&mut ben, &fake, |_| ()).await, "/customers");
    let people = anna.call("people/list", "{}").await.json();
    let of_ben =
        |people: &Value| people["people"].as_array().unwrap().iter().find(|one| one["id"] == json!(BEN)).cloned();
    let linked = of_ben(&people).unwrap()["linked"].clone();
    assert_eq!(linked, json!([{ "provider": { "id": PROVIDER, "name": "Contoso" }, "enabled": true }]));

    let unlinked = anna.call("people/change", &unlink).await.json();
    assert_eq!(of_ben(&unlinked["Done"]).unwrap()["linked"], json!([]), "{unlinked}");
    assert_eq!(who(&mut ben).await, Value::Null, "the session was begun with the account");
    let by = super::oidc::anna(&site).await;
    let events = site.store.security_events(&by, Default::default(), Default::default());
    let event = events.await.unwrap().rows.into_iter().find(|row| row.kind == SecurityEventKind::IdentityUnlinked);
    assert_eq!(event.unwrap().done_to, Some(format!("Contoso: {BEN_NAME}")));
    assert_eq!(Browser::of(&site).sign_in(BEN_NAME, PASSWORD).await.leads_to(), "/customers");

    // Without passwords it is the only way in.
    assert_eq!(sign_in(&mut Browser::of(&site), &fake, |_| ()).await, "/customers");
    anna.call("providers/passwords", json!({ "choice": "Off" })).await;
    assert_eq!(anna.call("people/change", &unlink).await.json(), json!({ "Refused": "OnlyWayIn" }));
}

#[tokio::test]
async fn the_settings_show_no_secret_and_a_check_says_what_is_wrong() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::signed_in(&site).await;
    let shown = browser.call("providers/list", "{}").await;
    assert!(shown.body.contains("Contoso") && !shown.body.contains(CLIENT_SECRET), "{}", shown.body);
    let page = browser.get("/people?view=sign-in").await;
    assert!(page.body.contains("Contoso") && !page.body.contains(CLIENT_SECRET));
    let check = json!({ "provider": PROVIDER });
    assert_eq!(browser.call("providers/check", &check).await.json(), Value::Null);
    fake.move_away();
    let moved = browser.call("providers/check", &check).await.json();
    assert_eq!(moved, json!({ "Status": 303 }), "nothing is followed");
    let elsewhere = ProviderSettings { issuer: "http://127.0.0.1:9".into(), ..settings(&fake) };
    save(&site, elsewhere).await;
    assert_eq!(browser.call("providers/check", &check).await.json(), json!("Unreachable"));
}

#[tokio::test]
async fn plain_http_is_asked_only_where_tenantry_itself_is_served_so() {
    let (mut site, _fake) = with_provider().await;
    site.transport = Transport::Tls;
    site.serve(site.store.clone(), server::time::now);
    let mut browser = Browser::of(&site);
    let reply = browser.get(&format!("/sign-in/provider/{PROVIDER}?next=/customers")).await;
    assert_eq!(reply.leads_to(), FAILED);
    assert_eq!(reason(&site).await, "Contoso: provider can't be asked");
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/customers");
    let checked = browser.call("providers/check", json!({ "provider": PROVIDER })).await.json();
    assert_eq!(checked, json!("NotHttps"));
}

#[tokio::test]
async fn a_provider_that_is_disabled_or_of_nobody_leads_nowhere() {
    let (site, fake) = with_provider().await;
    let mut browser = Browser::of(&site);
    let sent = go(&mut browser).await;
    let code = fake.code(&sent, fake.claims(&sent, "ben-1", BEN_NAME), Signed::Rightly);
    save(&site, ProviderSettings { enabled: false, ..settings(&fake) }).await;
    assert_eq!(come_back(&mut browser, &sent, &code).await.leads_to(), STRANGER, "disabled meanwhile");
    for id in [PROVIDER.to_string(), Uuid::from_u128(71).to_string(), "x".into()] {
        let reply = browser.get(&format!("/sign-in/provider/{id}?next=/customers")).await;
        assert_eq!(reply.leads_to(), FAILED, "{id}");
    }
    let page = browser.get("/sign-in").await;
    assert!(!page.body.contains("/sign-in/provider/"), "no link without a provider");
}

#[tokio::test]
async fn a_session_by_a_provider_is_over_when_it_signs_the_person_in_no_more() {
    let (site, fake) = with_provider().await;
    let (mut by_provider, mut by_password) = (Browser::of(&site), Browser::of(&site));
    assert_eq!(sign_in(&mut by_provider, &fake, |_| ()).await, "/customers");
    assert_eq!(by_password.sign_in(BEN_NAME, PASSWORD).await.leads_to(), "/customers");
    assert_eq!(who(&mut by_provider).await, BEN_NAME);
    save(&site, ProviderSettings { enabled: false, ..settings(&fake) }).await;
    assert_eq!(who(&mut by_provider).await, Value::Null, "disabled");
    assert_eq!(who(&mut by_password).await, BEN_NAME);
    save(&site, settings(&fake)).await;
    let mut again = Browser::of(&site);
    assert_eq!(sign_in(&mut again, &fake, |_| ()).await, "/customers");
    let unlinked = by_password.call("account/unlink", json!({ "provider": PROVIDER })).await.json();
    assert_eq!(unlinked["Done"][0]["linked"], Value::Null, "{unlinked}");
    assert_eq!(who(&mut again).await, Value::Null, "unlinked");
    assert_eq!(who(&mut by_password).await, BEN_NAME);
}

#[tokio::test]
async fn only_a_global_admin_changes_providers_and_strangers_see_none() {
    let (site, fake) = with_provider().await;
    let anna = anna(&site).await;
    let cleo = server::store::NewPartnerUser {
        roles: [PartnerRole::AccountAdmin].into(),
        ..new_person(Uuid::from_u128(41), "Cleo", &HASH, 1)
    };
    add_person(&site.store, anna.partner, &cleo).await;
    let mut browser = Browser::of(&site);
    assert_eq!(browser.sign_in("Cleo", PASSWORD).await.leads_to(), "/customers");
    let listed = browser.call("providers/list", "{}").await.json();
    assert_eq!(listed["why_not"], "OnlyGlobalAdmin");
    let form = json!({ "settings": settings(&fake), "secret": "another" });
    let refused = json!({ "Refused": "OnlyGlobalAdmin" });
    for (function, arguments) in [
        ("providers/save", json!({ "provider": PROVIDER, "form": form })),
        ("providers/remove", json!({ "provider": PROVIDER })),
        ("providers/passwords", json!({ "choice": "Off" })),
    ] {
        assert_eq!(browser.call(function, arguments).await.json(), refused, "{function}");
    }
    assert!(has_event(&site, SecurityEventKind::ActionRefused).await);
    let mut stranger = Browser::of(&site);
    assert_eq!(stranger.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
    assert_eq!(stranger.call("providers/list", "{}").await.json()["providers"], json!([]));
    let gone = stranger.call("providers/save", json!({ "provider": PROVIDER, "form": form })).await.json();
    assert_eq!(gone, json!({ "Refused": "Gone" }));
    assert_eq!(stranger.call("account/identities", "{}").await.json(), json!([]));
    let linked = stranger.get(&format!("/account/provider/{PROVIDER}")).await;
    assert_eq!(linked.leads_to(), "/account?identity=provider-failed");
    let own = ProviderRefused::OnlyGlobalAdmin.to_string();
    assert!(own.contains("anyone who controls an identity provider"));
}

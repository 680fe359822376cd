//! Forgotten passwords: links that people who manage people make, and links by e-mail.

use super::anna::{NAME, PASSWORD, PERSON};
use super::my_account::{anna, kinds, with_ben};
use super::site::{Browser, Site};
use app::services::{LinkLetter, LinkPost};
use axum::http::StatusCode;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security::event;
use server::store::people::throttle::RESET_ATTEMPTS;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

const FORM: &str = "password=four+quiet+words+here";

async fn make(browser: &mut Browser<'_>, person: impl serde::Serialize) -> Value {
    browser.call("people/reset", json!({ "person": person })).await.json()
}

fn path(made: &Value) -> String {
    made["Made"]["link"]["path"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

#[tokio::test]
async fn a_link_gives_a_new_password_once_and_ends_all_sessions() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut admin = Browser::signed_in(&site).await;
    let mut of_ben = Browser::of(&site);
    of_ben.sign_in("Ben", PASSWORD).await;
    let first = path(&make(&mut admin, ben.id).await);
    let link = path(&make(&mut admin, ben.id).await);
    let mut somebody = Browser::of(&site);
    let gone = somebody.get(&first).await;
    assert_eq!(gone.status, StatusCode::GONE, "a new link voids the one before");
    let page = somebody.get(&link).await;
    assert!(page.status == StatusCode::OK && page.body.contains("value=\"Ben\""), "{}", page.body);
    assert!(!page.body.contains("<script"), "the page has no script");
    assert_eq!(of_ben.get("/customers").await.status, StatusCode::OK, "nothing is used up yet");
    assert_eq!(somebody.post(&link, "password=password1234").await.leads_to(), format!("{link}?error=password-common"));
    assert!(somebody.get(&format!("{link}?error=password-common")).await.body.contains("easily guessed"));
    assert_eq!(somebody.post(&link, FORM).await.leads_to(), "/customers");
    assert_eq!(somebody.call("session/who", "{}").await.json()["actor"]["name"], "Ben");
    assert_eq!(of_ben.get("/customers").await.leads_to(), "/sign-in?next=/customers");
    assert_eq!(Browser::of(&site).sign_in("Ben", PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    assert_eq!(Browser::of(&site).post(&link, FORM).await.leads_to(), link);
    let kinds = kinds(&site).await;
    for kind in
        [SecurityEventKind::ResetLinkCreated, SecurityEventKind::PasswordChanged, SecurityEventKind::ResetRefused]
    {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

#[tokio::test]
async fn a_link_follows_the_rank_of_who_made_it() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut admin = Browser::signed_in(&site).await;
    assert_eq!(make(&mut admin, PERSON).await, json!({ "Refused": "OwnPassword" }));
    assert_eq!(make(&mut admin, Uuid::from_u128(99)).await, json!({ "Refused": "Gone" }));
    let link = path(&make(&mut admin, ben.id).await);
    let changed = async |by: &domain::access::Actor, person, change| {
        let event = event(SecurityEventKind::PersonEdited, server::time::now(), Caller::default());
        let event = event.by(by.partner, by.id);
        site.store.change_person(by, person, &change, &event).await.unwrap().unwrap();
    };
    let roles = |roles: &[PartnerRole]| {
        let (name, sign_in_name) = (NAME.to_owned(), NAME.to_owned());
        PersonChange::Edit(PersonForm { name, sign_in_name, roles: roles.iter().copied().collect(), custom: None })
    };
    // Anna could not make it any more, because Ben is a Global admin.
    changed(&ben, PERSON, roles(&[PartnerRole::AccountAdmin])).await;
    assert_eq!(Browser::of(&site).get(&link).await.status, StatusCode::GONE);
    assert_eq!(Browser::of(&site).post(&link, FORM).await.leads_to(), link);
    assert_eq!(make(&mut admin, ben.id).await, json!({ "Refused": "OnlyGlobalAdmin" }));
    let sessions = admin.call("people/sessions", json!({ "person": ben.id })).await.json();
    assert_eq!(sessions, json!({ "Refused": "OnlyGlobalAdmin" }));
    let end = admin.call("people/end-sessions", json!({ "person": ben.id, "session": null })).await.json();
    assert_eq!(end, json!({ "Refused": "OnlyGlobalAdmin" }));
    changed(&ben, PERSON, roles(&PartnerRole::FIRST)).await;
    let link = path(&make(&mut admin, ben.id).await);
    changed(&anna(&site).await, ben.id, PersonChange::Block).await;
    assert_eq!(make(&mut admin, ben.id).await, json!({ "Refused": "Blocked" }));
    changed(&anna(&site).await, ben.id, PersonChange::Allow).await;
    assert_eq!(Browser::of(&site).get(&link).await.status, StatusCode::GONE, "blocking voids the link for good");
}

/// Keeps what is to be mailed.
#[derive(Default)]
struct Outbox(Mutex<Vec<(String, String, String)>>);

impl LinkPost for Outbox {
    fn post(&self, letters: Vec<LinkLetter>) {
        let mut all = self.0.lock().unwrap();
        all.extend(letters.into_iter().map(|letter| {
            let text = letter.about.text(&format!("https://c.example{}", letter.path), letter.expires);
            (letter.to, letter.path, text)
        }));
    }
}

impl Outbox {
    /// The recipient and path of the first letter, once there is one.
    async fn first(&self) -> (String, String) {
        for _ in 0..200 {
            if let Some((to, path, text)) = self.0.lock().unwrap().first().cloned() {
                assert!(text.contains(&format!("https://c.example{path}")), "{text}");
                return (to, path);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nothing was mailed");
    }
}

async fn with_mail() -> (Site, Arc<Outbox>) {
    let mut site = Site::open().await;
    let outbox = Arc::new(Outbox::default());
    site.serve_with(site.store.clone(), server::time::now, Some(outbox.clone()));
    (site, outbox)
}

#[tokio::test]
async fn an_invitation_is_mailed_and_the_answer_to_a_forgotten_password_is_the_same_for_every_name() {
    let (site, outbox) = with_mail().await;
    let mut admin = Browser::signed_in(&site).await;
    let cleo = json!({ "name": "Cleo", "sign_in_name": "cleo@partner.example" });
    let form = json!({ "people": [cleo], "roles": ["HelpdeskAgent"] });
    let invited = admin.call("people/invite", json!({ "form": form })).await.json();
    let made = &invited["Made"]["links"][0];
    let invitation = made["path"].as_str().unwrap();
    assert_eq!(made["mailed"], true);
    let (to, link) = outbox.first().await;
    assert_eq!((to.as_str(), link.as_str()), ("cleo@partner.example", invitation));
    assert_eq!(Browser::of(&site).post(invitation, FORM).await.leads_to(), "/customers");
    outbox.0.lock().unwrap().clear();

    let mut cleo = Browser::of(&site);
    assert!(cleo.get("/forgot-password").await.body.contains("name=\"sign_in_name\""));
    for name in ["nobody@partner.example", NAME, "cleo%40partner.example", &"x".repeat(300)] {
        let reply = cleo.post("/forgot-password", &format!("sign_in_name={name}")).await;
        assert_eq!(reply.leads_to(), "/forgot-password?sent=1", "{name}");
    }
    let (to, link) = outbox.first().await;
    assert_eq!(to, "cleo@partner.example");
    assert_eq!(outbox.0.lock().unwrap().len(), 1, "only an address of somebody gets mail");
    assert_eq!(cleo.post(&link, "password=correct+donkey+battery").await.leads_to(), "/customers");
    assert_eq!(cleo.call("session/who", "{}").await.json()["actor"]["name"], "Cleo");
    assert!(kinds(&site).await.contains(&SecurityEventKind::ResetRequested));
}

#[tokio::test]
async fn asking_for_links_is_throttled_for_known_and_unknown_names_alike() {
    let (site, _) = with_mail().await;
    let mut browser = Browser::of(&site);
    for name in [NAME, "nobody"] {
        for _ in 0..RESET_ATTEMPTS {
            let reply = browser.post("/forgot-password", &format!("sign_in_name={name}")).await;
            assert_eq!(reply.leads_to(), "/forgot-password?sent=1");
        }
        let reply = browser.post("/forgot-password", &format!("sign_in_name={name}")).await;
        assert_eq!(reply.leads_to(), "/forgot-password?error=too-many");
    }
    assert_eq!(browser.sign_in(NAME, PASSWORD).await.leads_to(), "/customers", "signing in is counted apart");
}

#[tokio::test]
async fn without_a_mail_server_the_page_says_whom_to_ask() {
    let site = Site::open().await;
    let mut browser = Browser::of(&site);
    let page = browser.get("/forgot-password").await;
    assert!(page.body.contains("Ask a Global admin") && !page.body.contains("<form"), "{}", page.body);
    assert_eq!(browser.post("/forgot-password", "sign_in_name=x").await.leads_to(), "/forgot-password");
    assert!(browser.get("/sign-in").await.body.contains("href=\"/forgot-password\""));
}

//! A customer with one object of each kind, made the way people make them.

use super::super::anna::PASSWORD;
use super::super::site::{Browser, Site};
use super::NOW;
use super::ids::Kind;
use super::side::Side;
use domain::access::Actor;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::ids::UserId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security;
use server::store::people::security_log::KEPT_MS;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The role User Administrator.
pub const USER_ADMINISTRATOR: &str = "fe930be7-5e62-47db-91af-98c3a49a38b1";

/// The objects of a customer.
#[derive(Debug, Clone, Default)]
pub struct Objects {
    /// An id of something that is there.
    pub there: BTreeMap<Kind, Uuid>,
    /// Ids of what was there and is no more. Nothing removes an operation, an order, a relationship or a row of an
    /// activity log but the deletion of their customer, and the key of a request stays with what it did.
    pub removed: BTreeMap<Kind, Vec<Uuid>>,
    /// Tokens of links that are void, by the path that they belong to.
    pub void: BTreeMap<&'static str, String>,
}

/// The side that is being made.
pub struct Making<'a, 'b> {
    pub side: Side,
    pub browser: &'a mut Browser<'b>,
    pub next: u128,
}

impl Making<'_, '_> {
    pub fn fresh(&mut self) -> Uuid {
        self.next += 0x100;
        Uuid::from_u128(self.next)
    }

    pub fn name(&self, of: &str) -> String {
        format!("{} {of}", self.side.word)
    }

    pub async fn call(&mut self, function: &str, arguments: Value) -> Value {
        let reply = self.browser.call(function, &arguments).await;
        assert!(reply.status.is_success(), "{function} {arguments}: {}", reply.body);
        reply.json()
    }

    /// Changes an account, and returns the operation.
    pub async fn accounts(&mut self, user: UserId, change: &Value) -> Uuid {
        let (customer, who) = (self.side.customer(), json!({ "Listed": [user] }));
        let preview = json!({ "customer": customer, "who": who, "change": change });
        let digest = self.call("accounts/preview", preview).await["Ok"]["summary"]["digest"].clone();
        let request = json!({ "key": self.fresh(), "who": who, "change": change, "digest": digest });
        let saved = self.call("accounts/change", json!({ "customer": customer, "request": request })).await;
        id(&saved["Saved"])
    }

    /// Selects two users.
    pub async fn select(&mut self) -> Uuid {
        let (customer, selection, side) = (self.side.customer(), self.fresh(), self.side);
        let clicks = json!({ "Clicks": { "add": [side.user(1), side.user(2)], "remove": [] } });
        let arguments = json!({ "customer": customer, "selection": selection, "change": clicks });
        assert_eq!(self.call("selection/change", arguments).await["count"], 2);
        selection
    }

    /// A security event that is older than any that is kept.
    pub(super) async fn old_event(&mut self, site: &Site, owner: &Actor) -> Uuid {
        let at = *NOW - 2 * KEPT_MS + i64::try_from(self.side.number).unwrap();
        let event = security::event(SecurityEventKind::SignedIn, at, Caller::default());
        site.store.note_security(&event.by(owner.partner, owner.id)).await;
        let events = self.call("security/events", json!({ "place": "Last", "size": 50 })).await;
        let rows = events["rows"].as_array().unwrap_or_else(|| panic!("{events}"));
        id(&rows.iter().find(|row| row["at"] == at).unwrap_or_else(|| panic!("{at} is not in {events}"))["id"])
    }

    /// Makes links to a password twice, and returns the token of the first, which is void.
    pub(super) async fn link_to_password(&mut self, operation: Uuid) -> String {
        let arguments = json!({ "customer": self.side.customer(), "operation": operation, "how": "Links" });
        let first = self.call("passwords/create", arguments.clone()).await;
        self.call("passwords/create", arguments).await;
        text(&first["handed"][0]["secret"])
    }

    /// Adds a user, and returns the key and the operation.
    pub async fn add_user(&mut self) -> (Uuid, Uuid) {
        let customer = self.side.customer();
        let email = format!("{}.added@fabrikam.com", self.side.word);
        let profile = json!({ "display_name": self.name("added"), "email": email, "location": "SK" });
        let entries = json!({ "Each": [{ "user": self.fresh(), "asked": { "Add": profile } }] });
        let preview = json!({ "customer": customer, "entries": entries });
        let digest = self.call("entries/preview", preview).await["Ok"]["summary"]["digest"].clone();
        let key = self.fresh();
        let request = json!({ "key": key, "kind": "Add", "entries": entries, "digest": digest });
        let saved = self.call("entries/save", json!({ "customer": customer, "request": request })).await;
        (key, id(&saved["Saved"]))
    }

    /// Saves a template, and deletes it unless it is kept.
    pub async fn template(&mut self, kept: bool) -> Uuid {
        let (customer, template) = (self.side.customer(), self.fresh());
        let name = self.name(if kept { "template" } else { "short-lived template" });
        let body = json!({ "id": template, "name": name, "domain": "fabrikam.com", "mailbox": "First", "location": null,
            "department": "", "licenses": {} });
        assert_eq!(self.call("templates/save", json!({ "customer": customer, "template": body })).await, "Saved");
        if !kept {
            self.call("templates/delete", json!({ "customer": customer, "template": template })).await;
        }
        template
    }

    /// A person, a group, an invitation and a session, of each also one that was removed.
    pub(super) async fn people(
        &mut self,
        there: &mut BTreeMap<Kind, Uuid>,
        removed: &mut BTreeMap<Kind, Vec<Uuid>>,
        void: &mut BTreeMap<&'static str, String>,
    ) {
        let mut made_twice = Vec::new();
        for _ in 0..2 {
            let number = self.fresh();
            let invited = json!({ "name": self.name("invited"), "sign_in_name": number });
            let form = json!({ "people": [invited], "roles": ["SalesAgent"] });
            let made = self.call("people/invite", json!({ "form": form })).await["Made"].take();
            let invited = named(&made["people"]["invitations"], "sign_in_name", &number.to_string());
            let invitation = id(&invited["id"]);
            let token = token(&made["links"][0]["path"]);
            void.insert("/invitation/{token}/provider/{provider}", token.clone());
            void.insert("/invitation/{token}", token);

            let group = json!({ "name": self.name(&number.to_string()), "roles": [], "members": [] });
            let done = self.call("groups/add", json!({ "form": group })).await["Done"].take();
            let group = id(&named(&done["groups"], "name", &self.name(&number.to_string()))["id"]);
            made_twice.push((invitation, group));
        }
        let [(invitation, group), (withdrawn, deleted)] = made_twice[..] else { panic!("{made_twice:?}") };
        there.extend([(Kind::Invitation, invitation), (Kind::Group, group)]);
        self.call("people/withdraw", json!({ "invitation": withdrawn })).await;
        self.call("groups/delete", json!({ "group": deleted })).await;
        removed.extend([(Kind::Invitation, vec![withdrawn]), (Kind::Group, vec![deleted])]);

        let person = self.accept().await;
        there.extend([(Kind::Person, person), (Kind::Performer, person)]);
        let first = self.call("people/reset", json!({ "person": person })).await["Made"].take();
        self.call("people/reset", json!({ "person": person })).await;
        void.insert("/reset/{token}", token(&first["link"]["path"]));
        let gone = self.accept().await;
        self.call("people/change", json!({ "person": gone, "change": "Remove" })).await;
        removed.insert(Kind::Person, vec![gone]);

        let sessions = self.sessions().await;
        there.insert(Kind::Session, sessions[0]);
        let who = self.call("session/who", json!({})).await;
        let mut elsewhere = Browser::of(self.browser.site);
        let reply = elsewhere.sign_in(&text(&who["actor"]["name"]), PASSWORD).await;
        assert_eq!(reply.leads_to(), "/customers");
        let ended = self.sessions().await.into_iter().find(|session| !sessions.contains(session)).unwrap();
        self.call("account/end-sessions", json!({ "session": ended })).await;
        assert_eq!(self.sessions().await, sessions);
        removed.insert(Kind::Session, vec![ended]);
    }

    /// The sessions of who makes the side.
    async fn sessions(&mut self) -> Vec<Uuid> {
        let sessions = self.call("account/sessions", json!({})).await;
        sessions["sessions"].as_array().unwrap().iter().map(|session| id(&session["id"])).collect()
    }

    /// Invites a person who accepts.
    async fn accept(&mut self) -> Uuid {
        let number = self.fresh();
        let invited = json!({ "name": self.name("person"), "sign_in_name": number });
        let form = json!({ "people": [invited], "roles": ["SalesAgent"] });
        let made = self.call("people/invite", json!({ "form": form })).await["Made"].take();
        let path = text(&made["links"][0]["path"]);
        let accepted = Browser::of(self.browser.site).post(&path, "password=correct+donkey+battery").await;
        assert_eq!(accepted.leads_to(), "/customers");
        let people = self.call("people/list", json!({})).await;
        id(&named(&people["people"], "sign_in_name", &number.to_string())["id"])
    }

    /// Two people of the portal, one of them removed, and two identity providers likewise.
    pub(super) async fn portal(&mut self, there: &mut BTreeMap<Kind, Uuid>, removed: &mut BTreeMap<Kind, Vec<Uuid>>) {
        let customer = self.side.customer();
        self.call("portal/switch", json!({ "customer": customer, "on": true })).await;
        let (mut people, mut providers) = (Vec::new(), Vec::new());
        for _ in 0..2 {
            let number = self.fresh().to_string();
            let form = json!({ "name": self.name("portal"), "sign_in_name": number, "role": "GlobalAdmin" });
            let made = self.call("portal/add", json!({ "customer": customer, "form": form })).await["Made"].take();
            let person = named(&made["view"]["portal"]["people"], "sign_in_name", &number);
            people.push(id(&person["id"]));
            providers.push(self.portal_provider(&number).await);
        }
        there.insert(Kind::PortalPerson, people[0]);
        self.call("portal/change", json!({ "customer": customer, "person": people[1], "change": "Remove" })).await;
        removed.insert(Kind::PortalPerson, vec![people[1]]);
        there.insert(Kind::PortalProvider, providers[0]);
        self.call("portal/remove-provider", json!({ "customer": customer, "provider": providers[1] })).await;
        removed.insert(Kind::PortalProvider, vec![providers[1]]);
    }

    async fn portal_provider(&mut self, number: &str) -> Uuid {
        let name = self.name(number);
        let settings = json!({ "name": name, "issuer": "https://login.example.com", "client_id": "tenantry", "scopes": [],
            "domains": [], "second_factor": [], "group_claim": "", "groups": {}, "enabled": true });
        let form = json!({ "settings": settings, "secret": "a-secret" });
        let saved = json!({ "customer": self.side.customer(), "provider": null, "form": form });
        let done = self.call("portal/save-provider", saved).await;
        let all = done["Done"]["providers"].as_array().unwrap_or_else(|| panic!("{done}"));
        let provider = all.iter().map(|one| &one["provider"]).find(|one| one["settings"]["name"] == *name).unwrap();
        id(&provider["id"])
    }

    /// An application with a key, and an identity provider.
    pub(super) async fn ways_in(&mut self) -> (Uuid, Uuid, Uuid) {
        let number = self.fresh().to_string();
        let name = self.name(&number);
        let form = json!({ "form": { "name": name, "roles": ["SalesAgent"] }, "application_id": null });
        let done = self.call("applications/add", form).await["Done"].take();
        let application = id(&named(&done["applications"], "name", &name)["id"]);
        let key = json!({ "description": name, "months": 6 });
        let made = self.call("applications/make-key", json!({ "application": application, "form": key })).await;
        assert!(made["Made"].is_object(), "{made}");
        let key = named(&made["Made"]["people"]["applications"], "name", &name)["keys"][0]["id"].clone();
        let settings = json!({ "name": name, "issuer": "https://login.example.com", "client_id": "tenantry", "scopes": [],
            "domains": [], "second_factor": [], "group_claim": "", "groups": {}, "enabled": true });
        let form = json!({ "provider": null, "form": { "settings": settings, "secret": "a-secret" } });
        let done = self.call("providers/save", form).await;
        let all = done["Done"]["providers"].as_array().unwrap_or_else(|| panic!("{done}"));
        let provider = all.iter().map(|one| &one["provider"]).find(|one| one["settings"]["name"] == *name).unwrap();
        (application, id(&key), id(&provider["id"]))
    }

    /// A key that was revoked, of an application that lives on.
    pub(super) async fn revoked_key(&mut self, application: Uuid) -> Uuid {
        let form = json!({ "description": self.name("revoked"), "months": 6 });
        let made = self.call("applications/make-key", json!({ "application": application, "form": form })).await;
        let of = named(&made["Made"]["people"]["applications"], "id", &application.to_string());
        let key = id(&named(&of["keys"], "description", &self.name("revoked"))["id"]);
        let revoke = json!({ "application": application, "change": { "Revoke": key } });
        assert!(self.call("applications/change", revoke).await["Done"].is_object());
        key
    }

    /// An admin relationship in force, with a group that has its role, and the void token of its first link.
    pub(super) async fn relationship(
        &mut self,
        there: &mut BTreeMap<Kind, Uuid>,
        removed: &mut BTreeMap<Kind, Vec<Uuid>>,
        void: &mut BTreeMap<&'static str, String>,
    ) {
        let customer = self.side.customer();
        let form = json!({ "name": self.name("relationship"), "days": 30, "roles": ["UserAdministrator"],
            "auto_extend": false });
        let asked = self.call("relationships/request", json!({ "customer": customer, "form": form })).await;
        let relationship = id(&asked["Asked"]["relationships"]["relationships"][0]["id"]);
        there.insert(Kind::Relationship, relationship);
        void.insert("/relationship/{token}", token(&asked["Asked"]["path"]));
        let ask = json!({ "customer": customer, "relationship": relationship });
        let again = self.call("relationships/ask", ask).await;
        let path = text(&again["Asked"]["path"]);
        let approved = Browser::of(self.browser.site).post(&path, "answer=approve").await;
        assert!(approved.status.is_success(), "{}", approved.body);
        let change = |change: Value| json!({ "customer": customer, "relationship": relationship, "change": change });
        let assign = json!({ "Assign": { "group": there[&Kind::Group], "roles": [USER_ADMINISTRATOR] } });
        let assignment = |done: &Value| id(&done["Done"]["relationships"][0]["assignments"][0]["id"]);
        let before = assignment(&self.call("relationships/change", change(assign.clone())).await);
        self.call("relationships/change", change(json!({ "Unassign": before }))).await;
        let now = assignment(&self.call("relationships/change", change(assign)).await);
        assert_ne!(before, now);
        removed.insert(Kind::Assignment, vec![before]);
        there.insert(Kind::Assignment, now);
    }
}

/// The one of a list whose field says this.
pub fn named<'a>(list: &'a Value, field: &str, text: &str) -> &'a Value {
    let all = list.as_array().unwrap_or_else(|| panic!("{list}"));
    all.iter().find(|one| one[field] == text).unwrap_or_else(|| panic!("no {text} in {list}"))
}

pub fn token(path: &Value) -> String {
    text(path).rsplit('/').next().unwrap().to_owned()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

pub fn id(value: &Value) -> Uuid {
    text(value).parse().unwrap()
}

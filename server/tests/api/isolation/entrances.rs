//! Ways in of callers who are made once for all tests of a site: sessions of a portal's people, and keys.

use super::super::site::{Browser, Site};
use super::actors::{Caller, Missing};
use super::visitor::Visitor;
use domain::access::permission::Permission;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The tag of our customer.
pub const OWN_TAG: &str = "Own";
/// The tag of the other customer.
pub const SIBLING_TAG: &str = "Sibling";

/// A way in.
#[derive(Clone)]
enum Entrance {
    Session(String),
    Key(String),
}

/// The ways in of callers.
#[derive(Clone)]
pub struct Entrances(BTreeMap<Caller, Entrance>);

/// All that custom permissions for single customers can allow.
pub fn every_custom_permission() -> impl Iterator<Item = Permission> {
    Permission::ALL.into_iter().filter(|one| one.can_be_custom() && !one.is_for_all_customers())
}

impl Entrances {
    /// Makes people of the customer's portal, and applications with keys, in the browser of somebody who may.
    pub async fn make(site: &Site, anna: &mut Browser<'_>, customer: Uuid) -> Self {
        let mut all = BTreeMap::new();
        for role in PortalRole::ALL {
            let name = format!("{role:?}@fabrikam.com");
            let cookie = portal_session(site, anna, (customer, &name, role), true).await;
            all.insert(Caller::Portal(role), Entrance::Session(cookie));
        }
        let waiting = (customer, "Waiting@fabrikam.com", PortalRole::GlobalAdmin);
        let cookie = portal_session(site, anna, waiting, false).await;
        all.insert(Caller::HalfWay(Missing::Password), Entrance::Session(cookie));
        let first = application(anna, json!(PartnerRole::FIRST)).await;
        let mut applications = vec![(Caller::FirstApplication, first)];
        for role in PartnerRole::ALL {
            applications.push((Caller::Application(role), application(anna, json!([role])).await));
        }
        applications.push((Caller::CustomApplication, custom_application(anna, customer).await));
        for (caller, id) in applications {
            let key = key(anna, &id).await;
            use_first(site, &key).await;
            all.insert(caller, Entrance::Key(key));
        }
        Self(all)
    }

    /// Adds somebody with a session.
    pub fn let_in(&mut self, caller: Caller, cookie: String) {
        self.0.insert(caller, Entrance::Session(cookie));
    }

    /// Adds an application with a key.
    pub fn let_in_by_key(&mut self, caller: Caller, key: String) {
        self.0.insert(caller, Entrance::Key(key));
    }

    /// The caller, who was made here.
    pub fn enter<'a>(&self, caller: Caller, site: &'a Site) -> Visitor<'a> {
        match &self.0[&caller] {
            Entrance::Session(cookie) => Visitor::Person(Browser::with_cookie(site, Some(cookie.clone()))),
            Entrance::Key(key) => Visitor::Program { site, key: key.clone() },
        }
    }
}

/// Uses a key for the first time, and waits until that is noted, for which nobody else waits.
pub async fn use_first(site: &Site, key: &str) {
    let noted = async || -> i64 {
        let query = sqlx::query_scalar("SELECT COUNT(*) FROM application_key WHERE last_used IS NOT NULL");
        query.fetch_one(site.store.read_pool()).await.unwrap()
    };
    let before = noted().await;
    let mut program = Visitor::Program { site, key: key.to_owned() };
    assert_eq!(program.call("session/who", "{}").await.status, 200);
    let until = Instant::now() + Duration::from_secs(20);
    while noted().await == before {
        assert!(Instant::now() < until, "the use of a key was not noted");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn call(anna: &mut Browser<'_>, function: &str, arguments: Value) -> Value {
    let reply = anna.call(function, &arguments).await;
    assert!(reply.status.is_success(), "{function} {arguments}: {}", reply.body);
    reply.json()
}

/// The session of a new person of the portal, who has replaced the temporary password or not.
async fn portal_session(
    site: &Site,
    anna: &mut Browser<'_>,
    (customer, name, role): (Uuid, &str, PortalRole),
    replaces: bool,
) -> String {
    let form = json!({ "name": format!("Own {role}"), "sign_in_name": name, "role": role });
    let added = call(anna, "portal/add", json!({ "customer": customer, "form": form })).await;
    let temporary = added["Made"]["password"].as_str().unwrap_or_else(|| panic!("not added: {added}"));
    let mut person = Browser::of(site);
    assert_eq!(person.sign_in(name, temporary).await.leads_to(), "/portal");
    if replaces {
        let form = format!("current={temporary}&password=a+password+of+their+own");
        assert_eq!(person.post("/portal/password", &form).await.leads_to(), "/portal");
    }
    person.cookie.unwrap()
}

/// A new application with these roles.
async fn application(anna: &mut Browser<'_>, roles: Value) -> Value {
    let name = format!("Program {roles}");
    let form = json!({ "name": name, "roles": roles });
    let added = call(anna, "applications/add", json!({ "form": form, "application_id": null })).await;
    let all = added["Done"]["applications"].as_array().unwrap_or_else(|| panic!("not added: {added}"));
    all.iter().find(|one| one["name"] == *name).unwrap()["id"].clone()
}

/// A new application that may do everything at one customer, through a group, and nothing by roles.
async fn custom_application(anna: &mut Browser<'_>, customer: Uuid) -> Value {
    let id = application(anna, json!(["SalesAgent", "BillingAdmin"])).await;
    let permissions: Vec<Permission> = every_custom_permission().collect();
    let custom = json!({ "permissions": permissions, "customers": { "Chosen": [customer] } });
    let group = json!({ "name": "Programs", "roles": [], "custom": custom, "members": [id] });
    let added = call(anna, "groups/add", json!({ "form": group })).await;
    assert!(added["Done"].is_object(), "{added}");
    let edit = json!({ "Edit": { "name": "Program of one customer", "roles": [] } });
    let edited = call(anna, "applications/change", json!({ "application": id, "change": edit })).await;
    assert!(edited["Done"].is_object(), "{edited}");
    id
}

pub async fn key(anna: &mut Browser<'_>, application: &Value) -> String {
    let form = json!({ "description": "Isolation", "months": 6 });
    let made = call(anna, "applications/make-key", json!({ "application": application, "form": form })).await;
    made["Made"]["key"].as_str().unwrap_or_else(|| panic!("no key: {made}")).to_owned()
}

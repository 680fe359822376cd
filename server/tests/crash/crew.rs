//! The crew at the customer: people of the partner with different roles, an application, and a person of the portal. An admin
//! relationship is in force, so that who has no role by it is denied.

use super::anna::{HASH, NAME, PASSWORD, PERSON};
use super::console::Console;
use super::journal::Kind;
use super::support::people::{add_person, new_person};
use domain::access::Actor;
use domain::access::role::PartnerRole;
use domain::ids::CustomerId;
use serde_json::{Value, json};
use server::store::{NewPartnerUser, SqlStore};
use std::collections::BTreeMap;
use uuid::Uuid;

const PETRA: &str = "petra@fabrikam.com";
const PETRAS_PASSWORD: &str = "a password of her own";

/// Somebody who sends requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// A person of the partner with this role.
    Person(PartnerRole),
    /// An application with the role Admin agent.
    Application,
    /// A person of the portal with the role User management admin.
    Portal,
}

const ADMIN_AGENT: Caller = Caller::Person(PartnerRole::AdminAgent);
/// A person whose role allows most of it, and who has no role by the relationship.
const HELPDESK_AGENT: Caller = Caller::Person(PartnerRole::HelpdeskAgent);
const USER_MANAGEMENT_ADMIN: Caller = Caller::Person(PartnerRole::UserManagementAdmin);
/// A person whose role allows nothing that is done here.
const BILLING_ADMIN: Caller = Caller::Person(PartnerRole::BillingAdmin);

impl Caller {
    /// All, those who may do more more often.
    pub const ALL: [Self; 12] = [
        ADMIN_AGENT,
        ADMIN_AGENT,
        ADMIN_AGENT,
        HELPDESK_AGENT,
        USER_MANAGEMENT_ADMIN,
        USER_MANAGEMENT_ADMIN,
        USER_MANAGEMENT_ADMIN,
        Self::Application,
        Self::Application,
        Self::Portal,
        Self::Portal,
        BILLING_ADMIN,
    ];

    /// Whether the caller may do this with these arguments. Other things are always denied.
    pub fn may(self, kind: Kind, arguments: &Value) -> bool {
        match self {
            ADMIN_AGENT | Self::Application => true,
            USER_MANAGEMENT_ADMIN => kind != Kind::Buy,
            Self::Portal => kind == Kind::Save || arguments.pointer("/request/change/Restore").is_some(),
            Self::Person(_) => false,
        }
    }
}

/// The role User Administrator of the customer's directory.
const USER_ADMINISTRATOR: &str = "fe930be7-5e62-47db-91af-98c3a49a38b1";

/// The people of the partner besides Anna, with their roles.
const PEOPLE: [(PartnerRole, &str); 4] = [
    (PartnerRole::AdminAgent, "Ada"),
    (PartnerRole::HelpdeskAgent, "Hugo"),
    (PartnerRole::UserManagementAdmin, "Uma"),
    (PartnerRole::BillingAdmin, "Bill"),
];

/// Adds Anna's colleagues. All have her password.
pub async fn add_colleagues(store: &SqlStore, anna: &Actor) {
    for (role, name) in PEOPLE {
        let person = new_person(id_of(role), name, &HASH, 1);
        add_person(store, anna.partner, &NewPartnerUser { roles: [role].into(), ..person }).await;
    }
}

/// The id of the person with this role.
fn id_of(role: PartnerRole) -> Uuid {
    Uuid::from_u128(50 + role as u128)
}

/// Everybody, come in.
pub struct Crew {
    /// Anna, who may do everything and looks after the others.
    pub anna: Console,
    consoles: BTreeMap<Caller, Console>,
}

impl Crew {
    /// Signs everybody in for the first time. The application, the person of the portal and the relationship are made for that.
    pub fn gather(port: u16, customer: CustomerId) -> Self {
        let anna = Console::sign_in(port, NAME, PASSWORD);
        let (application, key) = application(&anna);
        invite_petra(&anna, customer);
        relate(&anna, customer, &application);
        let mut crew = Self { anna, consoles: BTreeMap::new() };
        crew.consoles.insert(Caller::Application, Console::with_key(port, &key));
        crew.sign_in_again(port);
        crew
    }

    /// Signs all people in again, because handing out passwords needs a proof of who it is that is not old.
    pub fn sign_in_again(&mut self, port: u16) {
        self.anna = Console::sign_in(port, NAME, PASSWORD);
        for (role, name) in PEOPLE {
            self.consoles.insert(Caller::Person(role), Console::sign_in(port, name, PASSWORD));
        }
        let petra = Console::sign_in_to(port, PETRA, PETRAS_PASSWORD, "/portal");
        self.consoles.insert(Caller::Portal, petra);
    }

    /// A caller at a program.
    pub fn console(&self, caller: Caller, port: u16) -> Console {
        self.consoles[&caller].at(port)
    }
}

fn call(anna: &Console, function: &str, arguments: Value) -> Value {
    anna.call(function, &arguments).expect("an answer").value()
}

/// A new application, and a key of it.
fn application(anna: &Console) -> (Value, String) {
    let form = json!({ "name": "Nightly sync", "roles": ["AdminAgent"] });
    let added = call(anna, "applications/add", json!({ "form": form, "application_id": null }));
    let form = json!({ "description": "Server room", "months": 6 });
    let application = added["Done"]["applications"][0]["id"].clone();
    let made = call(anna, "applications/make-key", json!({ "application": application, "form": form }));
    let key = made["Made"]["key"].as_str().unwrap_or_else(|| panic!("no key: {added} {made}"));
    (application, key.to_owned())
}

/// Has the customer approve a relationship that makes a group User Administrator there.
fn relate(anna: &Console, customer: CustomerId, application: &Value) {
    let people = [PartnerRole::AdminAgent, PartnerRole::UserManagementAdmin].map(|role| json!(id_of(role)));
    let members: Vec<Value> = people.into_iter().chain([json!(PERSON), application.clone()]).collect();
    let form = json!({ "name": "Technicians", "roles": [], "custom": null, "members": members });
    let added = call(anna, "groups/add", json!({ "form": form }));
    let group = &added["Done"]["groups"][0]["id"];
    let form = json!({ "name": "Care", "days": 365, "roles": ["UserAdministrator"], "auto_extend": false });
    let asked = call(anna, "relationships/request", json!({ "customer": customer, "form": form }));
    let relationship = &asked["Asked"]["relationships"]["relationships"][0]["id"];
    let path = asked["Asked"]["path"].as_str().unwrap_or_else(|| panic!("no link: {asked}"));
    assert_eq!(Console::stranger(anna.port).post(path, "answer=approve").status, 200);
    let assign = json!({ "Assign": { "group": group, "roles": [USER_ADMINISTRATOR] } });
    let change = json!({ "customer": customer, "relationship": relationship, "change": assign });
    let done = call(anna, "relationships/change", change);
    assert!(done["Done"].is_object(), "not assigned: {added} {done}");
}

/// Adds Petra to the portal, who replaces the temporary password.
fn invite_petra(anna: &Console, customer: CustomerId) {
    call(anna, "portal/switch", json!({ "customer": customer, "on": true }));
    let form = json!({ "name": "Petra", "sign_in_name": PETRA, "role": "UserManagementAdmin" });
    let added = call(anna, "portal/add", json!({ "customer": customer, "form": form }));
    let temporary = added["Made"]["password"].as_str().unwrap_or_else(|| panic!("not added: {added}"));
    let petra = Console::sign_in_to(anna.port, PETRA, temporary, "/portal");
    let form = format!("current={temporary}&password={}", PETRAS_PASSWORD.replace(' ', "+"));
    assert_eq!(petra.post("/portal/password", &form).header("location"), Some("/portal"));
}

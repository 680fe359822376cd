//! Admin relationships in the program: what a server does about them by itself, and the commands about them.

use super::anna::PERSON;
use super::mail_server::MailServer;
use super::prepared::{CUSTOMER, prepare};
use super::program::{Folder, Server, failure};
use super::support::people::{add_person, new_person};
use super::support::stores;
use domain::access::Actor;
use domain::access::CustomerScope;
use domain::access::entra_role::EntraRole;
use domain::access::permission::Permission;
use domain::access::relationship::{DAY_MS, Relationship};
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::relationship_request::{ApprovalLink, CustomerAnswer};
use domain::access::relationship_rules::RelationshipForm;
use domain::access::role::PartnerRole;
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::ids::RelationshipId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security;
use server::store::{NewPartnerUser, SqlStore};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Time limit for the work at the start, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// Somebody who manages relationships and has an address. Anna's sign-in name is none.
const MANAGER: &str = "mia@partner.example";
/// Somebody with an address who manages none.
const SELLER: &str = "sam@partner.example";

async fn anna_and_scope(store: &SqlStore) -> (Actor, CustomerScope) {
    let anna = store.partner_user(PERSON).await.unwrap().unwrap().actor;
    let scope = scope::open(store, &anna, Permission::SeeCustomers, CUSTOMER, 0).await.unwrap().scope().unwrap();
    (anna, scope)
}

/// A relationship that was approved so many days ago.
async fn approved(store: &SqlStore, name: &str, days: i64, days_ago: i64, auto_extend: bool) {
    let (anna, scope) = anna_and_scope(store).await;
    let at = server::time::now() - days_ago * DAY_MS;
    let event = |kind| security::event(kind, at, Caller::default());
    let form =
        RelationshipForm { name: name.to_owned(), days, roles: [EntraRole::DirectoryReaders].into(), auto_extend };
    let link = ApprovalLink { token_hash: name.to_owned(), expires: at + DAY_MS };
    let requested = event(SecurityEventKind::RelationshipRequested).by(anna.partner, anna.id);
    let id = RelationshipId::new(Uuid::new_v4());
    store.request_relationship(scope, id, &form, &link, &requested).await.unwrap().unwrap();
    let approved = event(SecurityEventKind::RelationshipApproved);
    assert!(store.answer_request(name, CustomerAnswer::Approve, &approved).await.unwrap().is_some());
}

async fn listed(store: &SqlStore) -> Vec<Relationship> {
    let (anna, scope) = anna_and_scope(store).await;
    store.relationships(&anna, scope, server::time::now()).await.unwrap().relationships
}

async fn ends_of(store: &SqlStore, name: &str) -> i64 {
    listed(store).await.into_iter().find(|one| one.name == name).unwrap().ends.unwrap()
}

/// Waits until something is so, for a while.
async fn wait_for(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !is_so().await {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_starts_reminds_of_ends_and_writes_down_what_went_on() {
    let folder = Folder::new();
    let url = folder.database_url();
    prepare(&url).await;
    let store = stores::open(&url).await;
    let (anna, _) = anna_and_scope(&store).await;
    let person = |number: u128, name: &str, role: PartnerRole| NewPartnerUser {
        roles: [role].into(),
        ..new_person(Uuid::from_u128(number), name, "no hash", 1)
    };
    add_person(&store, anna.partner, &person(40, MANAGER, PartnerRole::AdminAgent)).await;
    add_person(&store, anna.partner, &person(41, SELLER, PartnerRole::SalesAgent)).await;
    approved(&store, "Ends soon", 30, 25, false).await;
    approved(&store, "In a month", 30, 1, false).await;
    approved(&store, "Today", 30, 29, false).await;
    approved(&store, "Over", 30, 30, false).await;
    approved(&store, "Ends later", 365, 25, false).await;
    approved(&store, "Went on", 30, 31, true).await;
    let went_on = ends_of(&store, "Went on").await;
    assert!(went_on < server::time::now());

    let (mail, smtp) = MailServer::start().await;
    let public = "http://127.0.0.1:3000";
    let flags = ["--smtp-url", &smtp, "--mail-from", "Tenantry <console@partner.example>", "--public-url", public];
    let server = Server::start_with(folder, &flags);
    wait_for("not every reminder was sent", async || mail.letters().len() == 4).await;
    wait_for("the new end was not written down", async || ends_of(&store, "Went on").await != went_on).await;
    assert_eq!(ends_of(&store, "Went on").await, went_on + 180 * DAY_MS);

    // Each is claimed before it is sent, so nothing is left to send.
    assert_eq!(store.claim_reminders(server::time::now()).await.unwrap(), []);
    let letters = mail.letters();
    let about = |name: &str| letters.iter().find(|letter| letter.text.contains(name)).unwrap();
    for (name, subject) in [
        ("In a month", "An admin relationship ends in 29 days"),
        ("Ends soon", "An admin relationship ends in 5 days"),
        ("Today", "An admin relationship ends in 1 day"),
        ("Over", "An admin relationship has ended"),
    ] {
        let letter = about(name);
        assert_eq!(letter.to, [MANAGER]);
        assert!(letter.text.contains(&format!("Subject: {subject}")), "{}", letter.text);
        assert!(letter.text.contains("Fabrikam"), "{}", letter.text);
    }
    let letter = about("Ends soon");
    let soon = listed(&store).await.into_iter().find(|one| one.name == "Ends soon").unwrap();
    let address = format!("{public}{}", app::paths::relationship(CUSTOMER, soon.id));
    assert!(letter.text.contains(&address), "{}", letter.text);
    let rows = store.security_events(&anna, Default::default(), Default::default()).await.unwrap().rows;
    let extended: Vec<_> = rows.iter().filter(|row| row.kind == SecurityEventKind::RelationshipExtended).collect();
    assert_eq!(extended.len(), 1);
    assert_eq!((extended[0].done_to.as_deref(), extended[0].customer), (Some("Went on"), Some(CUSTOMER)));
    store.close().await;
    drop(server);
}

/// Runs a command that must succeed, and returns what it printed.
fn printed(folder: &Folder, command: &[&str]) -> String {
    let output = folder.program(command, &folder.database_url()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// An answer of Microsoft Graph with a relationship of this customer and one of a customer who is unknown here.
fn from_graph(status: &str) -> Value {
    let one = |id: u128, name: &str, customer: Uuid| {
        json!({
            "id": Uuid::from_u128(id),
            "displayName": name,
            "duration": "P365D",
            "customer": { "tenantId": customer, "displayName": "A customer" },
            "accessDetails": { "unifiedRoles": [{ "roleDefinitionId": "88d8e3e3-8f55-4a1e-953a-9b9898b8876b" }] },
            "status": status,
            "autoExtendDuration": "PT0S",
            "createdDateTime": "2026-01-01T00:00:00Z",
            "activatedDateTime": "2026-01-01T00:00:00Z",
            "endDateTime": "2027-01-01T00:00:00Z",
        })
    };
    json!({ "value": [one(71, "Day shift", CUSTOMER.uuid()), one(72, "Elsewhere", Uuid::from_u128(99))] })
}

#[tokio::test]
async fn relationships_are_imported_from_a_file_once_and_updated_after() {
    let folder = Folder::new();
    prepare(&folder.database_url()).await;
    let file = folder.path().join("relationships.json");
    let command = ["import-relationships", "--file", file.to_str().unwrap()];
    let import = |more: &[&str]| printed(&folder, &[&command, more].concat());
    std::fs::write(&file, from_graph("active").to_string()).unwrap();

    let tried = import(&["--dry-run"]);
    assert!(tried.contains("Admin relationships: 1 added, 0 updated, 0 unchanged."), "{tried}");
    assert!(tried.contains("so their groups stay as recorded"), "{tried}");
    assert!(tried.contains("Nothing was changed (--dry-run)."), "{tried}");
    let store = stores::open(&folder.database_url()).await;
    assert_eq!(listed(&store).await, []);

    let first = import(&[]);
    assert!(first.contains("1 added, 0 updated, 0 unchanged."), "{first}");
    assert!(first.contains("Left out, because the customer is not known here (1):\n  Elsewhere"), "{first}");
    let names: Vec<String> = listed(&store).await.into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Day shift"]);
    assert!(import(&[]).contains("0 added, 0 updated, 1 unchanged."));
    std::fs::write(&file, from_graph("terminated").to_string()).unwrap();
    assert!(import(&[]).contains("0 added, 1 updated, 0 unchanged."));

    std::fs::write(&file, "{\"value\": 1}").unwrap();
    let refused = failure(folder.program(&command, &folder.database_url()));
    assert!(refused.contains("relationships.json") && refused.contains("Nothing was changed."), "{refused}");
    store.close().await;
}

#[tokio::test]
async fn the_groups_of_a_relationship_are_imported_from_a_file_of_their_own() {
    let folder = Folder::new();
    prepare(&folder.database_url()).await;
    let [relationships, assignments] = ["relationships.json", "assignments.json"].map(|name| folder.path().join(name));
    std::fs::write(&relationships, from_graph("active").to_string()).unwrap();
    let group = |role: &str| {
        json!({ "value": [{
            "id": Uuid::from_u128(80),
            "status": "active",
            "accessContainer": { "accessContainerId": Uuid::from_u128(81), "accessContainerType": "securityGroup" },
            "accessDetails": { "unifiedRoles": [{ "roleDefinitionId": role }] },
        }] })
    };
    const DIRECTORY_READERS: &str = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
    std::fs::write(&assignments, group(DIRECTORY_READERS).to_string()).unwrap();
    let of = |id: u128| {
        let (file, id) = (assignments.display().to_string(), Uuid::from_u128(id).to_string());
        ["import-relationships", "--assignments", &file, "--of", &id].map(str::to_owned)
    };
    let run = |id: u128, more: &[&str]| {
        let command = of(id);
        let command: Vec<&str> = command.iter().map(String::as_str).chain(more.iter().copied()).collect();
        folder.program(&command, &folder.database_url())
    };
    let said = |id: u128, more: &[&str]| {
        let output = run(id, more).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(failure(run(71, &[])).contains("no relationship with this id was imported"), "it is not known yet");
    let imported = printed(&folder, &["import-relationships", "--file", relationships.to_str().unwrap()]);
    assert!(imported.contains("1 added"), "{imported}");

    let tried = said(71, &["--dry-run"]);
    assert!(tried.contains("0 added, 1 updated, 0 unchanged.") && tried.contains("(--dry-run)"), "{tried}");
    let store = stores::open(&folder.database_url()).await;
    assert!(listed(&store).await[0].assignments.is_empty());
    let done = said(71, &[]);
    assert!(done.contains("Groups added, without roles of their own (1)"), "{done}");
    let [one] = &listed(&store).await[0].assignments[..] else { panic!("no assignment") };
    assert_eq!(one.group.uuid(), Uuid::from_u128(81));
    assert!(said(71, &[]).contains("0 added, 0 updated, 1 unchanged."));
    let log = printed(&folder, &["security-log"]);
    assert!(
        log.lines().any(|line| line.contains("Admin relationships imported") && line.contains("Day shift")),
        "{log}"
    );

    // Roles that the customer never granted are not recorded.
    std::fs::write(&assignments, group("62e90394-69f5-4237-9190-012177145e10").to_string()).unwrap();
    let refused = failure(run(71, &[]));
    assert!(
        refused.contains("roles that the relationship Day shift doesn't have")
            && refused.contains("Nothing was changed.")
    );
    // Without any group, nobody has the relationship's roles any more.
    std::fs::write(&assignments, json!({ "value": [] }).to_string()).unwrap();
    assert!(said(71, &[]).contains("1 updated"));
    assert!(listed(&store).await[0].assignments.is_empty());
    store.close().await;
    let alone = ["import-relationships", "--assignments", "a.json"];
    let alone = folder.program(&alone, &folder.database_url()).output().unwrap();
    assert!(!alone.status.success() && String::from_utf8_lossy(&alone.stderr).contains("--of"));
}

#[tokio::test]
async fn the_policy_about_relationships_is_shown_and_set() {
    let folder = Folder::new();
    let without_partner = folder.program(&["admin-relationships"], &folder.database_url());
    assert!(failure(without_partner).contains("There is no partner yet."));
    prepare(&folder.database_url()).await;
    assert_eq!(printed(&folder, &["admin-relationships"]), "Admin relationships: where-recorded\n");
    for policy in RelationshipPolicy::ALL {
        let words = format!("Admin relationships: {policy}\n");
        assert_eq!(printed(&folder, &["admin-relationships", policy.as_str()]), words);
        assert_eq!(printed(&folder, &["admin-relationships"]), words);
    }
    let unknown = folder.program(&["admin-relationships", "never"], &folder.database_url()).output().unwrap();
    assert!(!unknown.status.success());
    assert_eq!(printed(&folder, &["admin-relationships"]), "Admin relationships: required\n");
    // Each change is noted, newest first; asking for what holds already changes nothing.
    assert_eq!(printed(&folder, &["admin-relationships", "required"]), "Admin relationships: required\n");
    let log = printed(&folder, &["security-log"]);
    let changes: Vec<&str> = log.lines().filter(|line| line.contains("\"Setting changed\"")).collect();
    assert_eq!(changes.len(), 2, "{log}");
    assert!(changes[0].contains("\"The command line, Admin relationships: advised → required\""), "{log}");
    assert!(changes[1].contains("\"The command line, Admin relationships: where-recorded → advised\""), "{log}");
}

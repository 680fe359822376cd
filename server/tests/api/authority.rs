//! Decisions of admin relationships: at a customer, user by user, and over time.

use super::anna::PERSON;
use super::choices::choose;
use super::functions::calls;
use super::site::{Browser, Site};
use super::support::users::user_id;
use axum::http::StatusCode;
use domain::access::Actor;
use domain::access::entra_role::EntraRole;
use domain::access::group::{GroupChange, GroupForm};
use domain::access::permission::Permission;
use domain::access::relationship::DAY_MS;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::relationship_request::{ApprovalLink, CustomerAnswer};
use domain::access::relationship_rules::{AssignmentForm, RelationshipChange, RelationshipForm};
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::{AccessAssignmentId, PartnerGroupId, RelationshipId};
use domain::store::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

pub(super) const GROUP: PartnerGroupId = PartnerGroupId::new(Uuid::from_u128(70));
pub(super) const RELATIONSHIP: RelationshipId = RelationshipId::new(Uuid::from_u128(71));

async fn anna(site: &Site) -> Actor {
    site.store.partner_user(PERSON).await.unwrap().unwrap().actor
}

fn event(actor: &Actor, kind: SecurityEventKind, at: i64) -> SecurityEvent {
    server::security::event(kind, at, Caller::default()).by(actor.partner, actor.id)
}

/// Brings a relationship of 10 days in force, from `began` on, whose roles a group with Anna has.
pub(super) async fn relationship(site: &Site, roles: &[EntraRole], began: i64) {
    let anna = anna(site).await;
    let form = GroupForm { name: "Support".into(), members: [anna.id].into(), ..GroupForm::default() };
    let added = event(&anna, SecurityEventKind::GroupCreated, began);
    site.store.change_group(&anna, GROUP, &GroupChange::Add(form), &added).await.unwrap().unwrap();
    let see = Permission::SeeCustomers;
    let scope = domain::cases::scope::open(&site.store, &anna, see, site.customer, began).await.unwrap();
    let scope = scope.scope().unwrap();
    let form = RelationshipForm {
        name: "Support".into(),
        days: 10,
        roles: roles.iter().copied().collect(),
        auto_extend: false,
    };
    let link = ApprovalLink { token_hash: "token".into(), expires: began + DAY_MS };
    let requested = event(&anna, SecurityEventKind::RelationshipRequested, began);
    site.store.request_relationship(scope, RELATIONSHIP, &form, &link, &requested).await.unwrap().unwrap();
    let approved = event(&anna, SecurityEventKind::RelationshipApproved, began);
    assert!(site.store.answer_request("token", CustomerAnswer::Approve, &approved).await.unwrap().is_some());
    let assign = AssignmentForm { group: GROUP, roles: roles.iter().map(|role| (*role).into()).collect() };
    let fresh = AccessAssignmentId::new(Uuid::new_v4());
    let assigned = event(&anna, SecurityEventKind::GroupAssigned, began);
    let change = RelationshipChange::Assign(assign);
    site.store.change_relationship(&anna, scope, RELATIONSHIP, &change, fresh, &assigned).await.unwrap().unwrap();
}

pub(super) async fn require(site: &Site, policy: RelationshipPolicy) {
    let partner = anna(site).await.partner;
    choose(&site.store, partner, policy).await;
}

/// Makes a user of the customer a Global Administrator.
pub(super) async fn make_admin(site: &Site, number: u128) {
    let sql = "INSERT INTO user_role (customer_id, user_id, role_id) VALUES ($1, $2, $3)";
    let (admin, role) = (user_id(number), EntraRole::GlobalAdministrator.template_id());
    let query = sqlx::query(sql).bind(site.customer.to_string()).bind(admin.to_string()).bind(role.to_string());
    query.execute(site.store.read_pool()).await.unwrap();
}

/// Why each function was refused for want of an admin relationship.
async fn refused(site: &Site) -> Vec<(&'static str, String)> {
    let mut browser = Browser::signed_in(site).await;
    let mut refused = Vec::new();
    for (function, arguments) in calls(&site.customer.to_string()) {
        let reply = browser.call(function, arguments).await;
        if reply.status == StatusCode::FORBIDDEN {
            let permission = reply.json()["Denied"]["Relationship"].as_str().unwrap_or("no relationship").to_owned();
            refused.push((function, permission));
        }
    }
    refused
}

#[tokio::test]
async fn a_required_relationship_that_is_missing_leaves_only_what_is_not_about_users() {
    let site = Site::open().await;
    assert_eq!(refused(&site).await, [], "nobody is locked out by upgrading");
    require(&site, RelationshipPolicy::Required).await;
    let refused = refused(&site).await;
    assert!(refused.iter().all(|(_, permission)| permission != "no relationship"), "{refused:?}");
    let all: BTreeSet<&str> = calls("x").into_iter().map(|(function, _)| function).collect();
    let functions: BTreeSet<&str> = refused.iter().map(|(function, _)| *function).collect();
    let left: Vec<&str> = all.difference(&functions).copied().collect();
    assert_eq!(
        left,
        [
            "customers/contents",
            "customers/delete",
            "customers/get",
            // A role is only given there by who may do all of it: see `portal.rs`.
            "portal/add",
            "portal/change",
            "portal/check-provider",
            "portal/manage",
            "portal/providers",
            "portal/remove-provider",
            "portal/require-second-factor",
            "portal/reset",
            "portal/save-provider",
            "portal/switch",
            "purchases/buy",
            "purchases/confirm",
            "relationships/ask",
            "relationships/change",
            "relationships/of-customer",
            "relationships/request",
            "relationships/reseller",
            "tags/set",
        ]
    );
    let mut browser = Browser::signed_in(&site).await;
    let file = browser.get(&format!("/customers/{}/users/export.csv", site.customer)).await;
    assert_eq!(file.status, StatusCode::FORBIDDEN);
    let found = browser.call("search/find", json!({ "text": "fabrikam" })).await.json();
    assert_eq!(found["users"], json!([]), "users of this customer are not found either");
}

#[tokio::test]
async fn where_no_relationship_was_ever_recorded_a_warning_says_so_and_refuses_nothing() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let customer = browser.call("customers/get", json!({ "customer": site.customer })).await;
    assert_eq!(customer.json()[1]["authority"], json!({ "Advised": [] }), "what the link beside the name shows");
    let who = json!({ "Listed": [user_id(1)] });
    let preview = json!({ "customer": site.customer, "who": who, "change": "Block" });
    let summary = browser.call("accounts/preview", preview).await.json()["Ok"]["summary"].clone();
    assert_eq!((&summary["changed"], &summary["warned"]), (&json!(1), &json!(1)), "{summary}");
    let warning = summary["warnings"][0]["first"][0]["words"].as_str().unwrap().to_owned();
    assert!(warning.ends_with("A Global admin or Admin agent can request it under Admin relationships."), "{warning}");
}

#[tokio::test]
async fn the_log_and_the_search_of_all_customers_show_none_whose_users_may_not_be_seen() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let all = |search: &str| {
        json!({ "query": { "action": null, "performer": null, "from": null, "until": null, "search": search,
            "place": "First", "size": 50 } })
    };
    let texts = ["".to_owned(), "fabrikam".to_owned(), site.customer.to_string()];
    for text in &texts {
        let rows = browser.call("activity/all", all(text)).await.json();
        assert_ne!(rows["rows"], json!([]), "{text}");
    }
    require(&site, RelationshipPolicy::Required).await;
    for text in &texts {
        let rows = browser.call("activity/all", all(text)).await.json();
        assert_eq!((&rows["rows"], &rows["has_next"]), (&json!([]), &json!(false)), "{text}");
    }
    let file = browser.get("/activity/export.csv").await;
    assert!(file.status == StatusCode::OK && !file.body.contains("Fabrikam"), "{}", file.body);
    relationship(&site, &[EntraRole::DirectoryReaders], server::time::now() - DAY_MS).await;
    for text in &texts {
        let rows = browser.call("activity/all", all(text)).await.json();
        assert_ne!(rows["rows"], json!([]), "{text}");
    }
}

#[tokio::test]
async fn roles_at_the_customer_allow_what_they_allow_and_end_with_the_relationship() {
    let site = Site::open().await;
    let now = server::time::now();
    relationship(&site, &[EntraRole::LicenseAdministrator], now - DAY_MS).await;
    let refused_now: BTreeSet<String> = refused(&site).await.into_iter().map(|(_, permission)| permission).collect();
    assert_eq!(refused_now.into_iter().collect::<Vec<_>>(), ["BlockUsers", "EditUsers"]);
    let anna = anna(&site).await;
    let end = event(&anna, SecurityEventKind::RelationshipTerminated, now);
    let see = Permission::SeeCustomers;
    let scope = domain::cases::scope::open(&site.store, &anna, see, site.customer, now).await.unwrap().scope().unwrap();
    let fresh = AccessAssignmentId::new(Uuid::new_v4());
    let ended = site.store.change_relationship(&anna, scope, RELATIONSHIP, &RelationshipChange::Terminate, fresh, &end);
    ended.await.unwrap().unwrap();
    let permissions: BTreeSet<String> = refused(&site).await.into_iter().map(|(_, permission)| permission).collect();
    assert!(permissions.contains("SeeUsers") && permissions.contains("ManageLicenses"), "{permissions:?}");
    require(&site, RelationshipPolicy::Advised).await;
    assert_eq!(refused(&site).await, [], "advice refuses nothing");
}

#[tokio::test]
async fn a_privileged_role_administrator_changes_roles_and_edits_nothing_else() {
    let site = Site::open().await;
    relationship(&site, &[EntraRole::PrivilegedRoleAdministrator], server::time::now() - DAY_MS).await;
    let mut anna = Browser::signed_in(&site).await;
    let entries = |asked: Value| json!({ "Each": [{ "user": user_id(2), "asked": asked }] });
    let preview = |entries: &Value| json!({ "customer": site.customer, "entries": entries });
    let roles = entries(json!({ "Edit": { "roles": ["UserManagement"] } }));
    let previewed = anna.call("entries/preview", preview(&roles)).await.json();
    let summary = &previewed["Ok"]["summary"];
    assert_eq!((&summary["changed"], &summary["failed"]), (&json!(1), &json!(0)), "{previewed}");
    let request = json!({ "key": Uuid::new_v4(), "kind": "Edit", "entries": roles, "digest": summary["digest"] });
    let saved = anna.call("entries/save", json!({ "customer": site.customer, "request": request })).await.json();
    assert!(saved["Saved"].is_string(), "{saved}");
    let refused = json!({ "Denied": { "Relationship": "EditUsers" } });
    let licenses = json!({ "products": { Uuid::nil().to_string(): { "license": "Assign" } } });
    for other in [
        entries(json!({ "Edit": { "roles": [], "department": "Sales" } })),
        entries(json!({ "Edit": { "department": "Sales" } })),
        json!({ "Each": [{ "user": user_id(2), "asked": { "Edit": { "roles": [] } }, "licenses": licenses }] }),
    ] {
        assert_eq!(anna.call("entries/preview", preview(&other)).await.json(), refused, "{other}");
    }
}

#[tokio::test]
async fn an_expired_relationship_allows_nothing() {
    let site = Site::open().await;
    relationship(&site, &[EntraRole::GlobalAdministrator], server::time::now() - 11 * DAY_MS).await;
    let permissions: BTreeSet<String> = refused(&site).await.into_iter().map(|(_, permission)| permission).collect();
    assert!(permissions.contains("SeeUsers"), "{permissions:?}");
}

#[tokio::test]
async fn an_admin_of_the_customer_is_out_of_reach_and_the_preview_says_so() {
    let site = Site::open().await;
    relationship(&site, &[EntraRole::UserAdministrator], server::time::now() - DAY_MS).await;
    let admin = user_id(2);
    make_admin(&site, 2).await;
    let mut browser = Browser::signed_in(&site).await;
    let who = json!({ "Listed": [user_id(1), admin] });
    let preview = json!({ "customer": site.customer, "who": who, "change": "Reset" });
    let summary = browser.call("accounts/preview", preview).await.json()["Ok"]["summary"].clone();
    let reasons = summary["reasons"].as_array().unwrap();
    assert_eq!(reasons.len(), 1, "{summary}");
    assert_eq!((&reasons[0]["code"], &reasons[0]["users"]), (&json!("NeedsRole"), &json!(1)));
    let request = json!({ "key": Uuid::from_u128(6), "who": who, "change": "Reset", "digest": summary["digest"] });
    let saved = browser.call("accounts/change", json!({ "customer": site.customer, "request": request })).await.json();
    let operation = saved["Saved"].as_str().unwrap_or_else(|| panic!("not saved: {saved}")).to_owned();
    let create = json!({ "customer": site.customer, "operation": operation, "how": "Passwords" });
    let made = browser.call("passwords/create", create).await.json();
    assert_eq!(made["handed"].as_array().map(Vec::len), Some(1), "{made}");
}

#[tokio::test]
async fn nothing_is_bought_without_a_reseller_relationship() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let remove = json!({ "customer": site.customer, "change": "Remove" });
    assert!(browser.call("relationships/reseller", remove).await.json()["Done"].is_object());
    let calls = calls(&site.customer.to_string());
    let (_, buy) = calls.iter().find(|(function, _)| *function == "purchases/buy").unwrap();
    let reply = browser.call("purchases/buy", buy).await;
    assert_eq!((reply.status, reply.json()), (StatusCode::FORBIDDEN, json!({ "Denied": "Reseller" })));
    assert!(reply.body.contains("Reseller"), "{}", reply.body);
}

#[tokio::test]
async fn nothing_is_bought_before_verification_and_agreement() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let change = |change: Value| json!({ "change": change });
    let calls = calls(&site.customer.to_string());
    let (_, buy) = calls.iter().find(|(function, _)| *function == "purchases/buy").unwrap();
    for (undone, again, gap) in [
        (json!({ "Verification": "Pending" }), json!({ "Verification": "Authorized" }), "Verification"),
        (json!("WithdrawAgreement"), json!("AcceptAgreement"), "Agreement"),
    ] {
        assert_eq!(browser.call("partner-account/change", change(undone)).await.status, StatusCode::OK);
        let reply = browser.call("purchases/buy", buy).await;
        assert_eq!((reply.status, reply.json()), (StatusCode::FORBIDDEN, json!({ "Denied": { "Account": gap } })));
        let account = browser.call("partner-account/change", change(again)).await.json();
        assert_eq!(browser.call("partner-account/get", json!({})).await.json(), account);
    }
    let account = browser.call("partner-account/get", json!({})).await.json();
    assert_eq!((&account["agreement"]["by"], &account["verification"]), (&json!("Anna"), &json!("Authorized")));
    assert_eq!(browser.call("purchases/buy", buy).await.status, StatusCode::OK);
    let events = browser.call("security/events", json!({ "place": "First", "size": 50 })).await.body;
    for kind in ["VerificationRecorded", "AgreementAccepted", "AgreementWithdrawn"] {
        assert!(events.contains(kind), "{kind} is not in {events}");
    }
}

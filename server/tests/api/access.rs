//! Roles: who may call which function.

use super::anna::{HASH, NAME, PERSON};
use super::functions::calls;
use super::site::{Browser, Site};
use super::support::people::{add_person, new_person};
use axum::http::StatusCode;
use domain::access::Actor;
use domain::access::permission::Permission;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::ids::PartnerUserId;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::security::event;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(super) const BEN: PartnerUserId = PartnerUserId::new(Uuid::from_u128(40));

/// Every server function and what it needs. `None` is for everybody, signed in or not.
pub(super) fn needed() -> BTreeMap<&'static str, Option<Permission>> {
    use Permission::{
        BlockUsers, BuyLicenses, DeleteCustomers, EditUsers, ManageAccount, ManageLicenses, ManagePeople,
        ManageRelationships, SeeCustomers, SeeSecurity, SeeUsers,
    };
    let table: [(Option<Permission>, &[&str]); 12] = [
        // Of these, the functions about one's own account need a session: see `my_account.rs`.
        (
            None,
            &[
                "session/who",
                "session/prove",
                "operations/running",
                "people/invitation",
                "account/sessions",
                "account/end-sessions",
                "account/identities",
                "account/unlink",
                "portal/home",
                "portal/activity",
            ],
        ),
        (
            Some(SeeCustomers),
            &[
                "customers/list",
                "customers/get",
                "relationships/of-customer",
                "relationships/of-all",
                "tags/list",
                // One's own second factor.
                "second-factor/get",
                "second-factor/begin",
                "second-factor/confirm",
                "second-factor/renew",
            ],
        ),
        (
            Some(SeeUsers),
            &[
                "search/find",
                "users/list",
                "users/count",
                "users/get",
                "users/filter-choices",
                "selection/change",
                "selection/failed",
                "licenses/holders",
                "templates/list",
                "accounts/deleted",
                "accounts/count-deleted",
                "purchases/open",
                "operations/get",
                "operations/outcomes",
                "operations/changes",
                "operations/retry-preview",
                // These also need what the operation needed.
                "operations/cancel",
                "operations/undo-preview",
                "operations/undo",
                "passwords/create",
                "activity/list",
                "activity/refusals",
                "activity/all",
                "activity/people",
                "activity/report",
                "products/list",
            ],
        ),
        (
            Some(ManageLicenses),
            &["licenses/view", "licenses/preview", "licenses/save", "users/dismiss-errors", "products/show-keys"],
        ),
        // Their permission depends on the change. It blocks in the calls below.
        (Some(BlockUsers), &["accounts/preview", "accounts/change"]),
        (
            Some(EditUsers),
            &[
                "entries/form",
                "entries/upn-holders",
                "entries/preview",
                "entries/save",
                "templates/save",
                "templates/delete",
                "upload/decode",
            ],
        ),
        (Some(BuyLicenses), &["purchases/buy", "purchases/confirm"]),
        (
            Some(ManageRelationships),
            &["relationships/request", "relationships/ask", "relationships/change", "relationships/reseller"],
        ),
        (
            Some(ManagePeople),
            &[
                "tags/set",
                "people/list",
                "people/change",
                "people/invite",
                "people/renew",
                "people/withdraw",
                "people/create",
                "people/delete-user",
                "people/reset",
                "people/sessions",
                "people/end-sessions",
                "second-factor/require",
                "groups/directory",
                "groups/add",
                "groups/edit",
                "groups/delete",
                "applications/add",
                "applications/change",
                "applications/make-key",
                "providers/list",
                "providers/save",
                "providers/remove",
                "providers/check",
                "providers/passwords",
                "portal/manage",
                "portal/switch",
                "portal/add",
                "portal/change",
                "portal/reset",
                "portal/require-second-factor",
                "portal/providers",
                "portal/save-provider",
                "portal/remove-provider",
                "portal/check-provider",
            ],
        ),
        (
            Some(ManageAccount),
            &[
                "partner-account/get",
                "partner-account/change",
                "partner-account/relationships",
                "partner-account/set-relationships",
                "tenants/list",
                "tenants/change",
            ],
        ),
        (Some(SeeSecurity), &["security/events"]),
        (Some(DeleteCustomers), &["customers/contents", "customers/delete"]),
    ];
    table.into_iter().flat_map(|(needs, functions)| functions.iter().map(move |function| (*function, needs))).collect()
}

/// Valid arguments of every function.
pub(super) fn all_calls(customer: &str) -> BTreeMap<&'static str, Value> {
    let id = Uuid::from_u128(77).to_string();
    let activity = json!({ "action": null, "performer": null, "from": null, "until": null, "search": "",
        "place": "First", "size": 50 });
    let group = json!({ "name": "", "roles": [], "members": [] });
    let settings = json!({ "name": "", "issuer": "", "client_id": "", "scopes": [], "domains": [], "second_factor": [],
        "group_claim": "", "groups": {}, "enabled": false });
    let provider = json!({ "settings": settings, "secret": null });
    let new_person = json!({ "key": id, "tenant": id, "user": id, "profile": {}, "roles": [] });
    let others = [
        (
            "relationships/of-all",
            json!({ "query": { "filter": "All", "descending": false, "place": "First", "size": 25 } }),
        ),
        ("tags/list", json!({})),
        ("session/who", json!({})),
        ("session/prove", json!({ "typed": { "password": "not the password", "code": null } })),
        ("operations/running", json!({})),
        ("operations/cancel", json!({ "customer": customer, "operation": id })),
        ("operations/retry-preview", json!({ "customer": customer, "operation": id })),
        ("customers/list", json!({ "query": { "search": "", "place": "First", "size": 25 } })),
        ("search/find", json!({ "text": "a" })),
        ("activity/all", json!({ "query": activity })),
        ("activity/people", json!({})),
        ("security/events", json!({ "place": "First", "size": 50 })),
        ("upload/decode", json!({ "customer": customer, "bytes": "a", "chosen": null })),
        ("people/list", json!({})),
        ("people/change", json!({ "person": id, "change": "Block" })),
        ("people/invite", json!({ "form": { "people": [{ "name": "", "sign_in_name": "" }], "roles": [] } })),
        ("people/renew", json!({ "invitation": id })),
        ("people/withdraw", json!({ "invitation": id })),
        ("people/create", json!({ "request": new_person })),
        ("people/delete-user", json!({ "person": id, "here_too": true })),
        ("people/invitation", json!({ "token": "none" })),
        ("people/reset", json!({ "person": id })),
        ("people/sessions", json!({ "person": id })),
        ("people/end-sessions", json!({ "person": id, "session": null })),
        ("account/sessions", json!({})),
        ("account/end-sessions", json!({ "session": id })),
        ("second-factor/get", json!({})),
        ("second-factor/begin", json!({})),
        ("second-factor/confirm", json!({ "code": "" })),
        ("second-factor/renew", json!({ "code": "" })),
        ("second-factor/require", json!({ "roles": [] })),
        ("partner-account/get", json!({})),
        ("partner-account/change", json!({ "change": "AcceptAgreement" })),
        ("partner-account/relationships", json!({})),
        ("partner-account/set-relationships", json!({ "policy": "Advised" })),
        ("tenants/list", json!({})),
        ("tenants/change", json!({ "tenant": id, "change": "Associate" })),
        ("portal/home", json!({})),
        ("portal/activity", json!({ "place": "First", "size": 50 })),
        ("groups/directory", json!({ "tenant": id, "search": "" })),
        ("groups/add", json!({ "form": group })),
        ("groups/edit", json!({ "group": id, "form": group })),
        ("groups/delete", json!({ "group": id })),
        ("applications/add", json!({ "form": { "name": "", "roles": [] }, "application_id": null })),
        ("applications/change", json!({ "application": id, "change": "Block" })),
        ("applications/make-key", json!({ "application": id, "form": { "description": "", "months": 6 } })),
        ("providers/list", json!({})),
        ("providers/save", json!({ "provider": id, "form": provider })),
        ("providers/remove", json!({ "provider": id })),
        ("providers/check", json!({ "provider": id })),
        ("providers/passwords", json!({ "choice": "On" })),
        ("account/identities", json!({})),
        ("account/unlink", json!({ "provider": id })),
    ];
    calls(customer).into_iter().chain(others).collect()
}

/// A site with Ben, a second Global admin, who changes Anna.
pub(super) async fn with_ben(site: &Site) -> Actor {
    let partner = site.store.partner_user(PERSON).await.unwrap().unwrap().actor.partner;
    add_person(&site.store, partner, &new_person(BEN.uuid(), "Ben", &HASH, 1)).await
}

pub(super) async fn change_anna(site: &Site, ben: &Actor, change: PersonChange) {
    let now = server::time::now();
    let event = event(SecurityEventKind::PersonEdited, now, Caller::default()).by(ben.partner, ben.id);
    site.store.change_person(ben, PERSON, &change, &event).await.unwrap().unwrap();
}

pub(super) fn with_roles(roles: &[PartnerRole]) -> PersonChange {
    let (name, sign_in_name) = (NAME.to_owned(), NAME.to_owned());
    PersonChange::Edit(PersonForm { name, sign_in_name, roles: roles.iter().copied().collect(), custom: None })
}

#[tokio::test]
async fn the_table_names_every_function() {
    let functions: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.trim_start_matches("/api/").to_owned())
        .collect();
    let named: BTreeSet<String> = needed().keys().map(|function| (*function).to_owned()).collect();
    let words = "`needed` and `all_calls` of this file name every server function: add a new one to both";
    assert_eq!(functions, named, "{words}");
    let called: BTreeSet<String> = all_calls("x").keys().map(|function| (*function).to_owned()).collect();
    assert_eq!(functions, called, "{words}");
}

#[tokio::test]
async fn each_role_calls_what_it_may_and_nothing_else() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    let needed = needed();
    for role in PartnerRole::ALL {
        change_anna(&site, &ben, with_roles(&[role])).await;
        for (function, arguments) in all_calls(&site.customer.to_string()) {
            let reply = browser.call(function, arguments).await;
            let denied = needed[function].filter(|needs| !needs.roles().contains(&role));
            match denied {
                Some(permission) => {
                    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{role}: {function}");
                    assert_eq!(reply.json(), json!({ "Denied": { "Role": permission } }), "{role}: {function}");
                }
                None => assert_ne!(reply.status, StatusCode::FORBIDDEN, "{role}: {function}: {}", reply.body),
            }
        }
        let sees_users = Permission::SeeUsers.roles().contains(&role);
        let at = |rest: &str| format!("/customers/{}/{rest}", site.customer);
        for file in [
            at("users/export.csv"),
            at("upload/template.csv"),
            at("activity/export.csv"),
            at("activity/report.csv"),
            "/activity/export.csv".to_owned(),
        ] {
            let reply = browser.get(&file).await;
            assert_eq!(reply.status == StatusCode::FORBIDDEN, !sees_users, "{role}: {file}: {}", reply.status);
        }
        let foreign = browser.call("users/list", &calls(&site.foreign.to_string())[1].1).await;
        assert_eq!(foreign.json(), json!("Missing"), "{role}: a foreign customer is missing, not refused");
    }
}

#[tokio::test]
async fn an_operation_is_undone_and_previewed_by_those_who_could_do_it() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    let who = json!({ "Listed": [super::support::users::user_id(1)] });
    let preview = json!({ "customer": site.customer, "who": who, "change": "Block" });
    let digest = browser.call("accounts/preview", preview).await.json()["Ok"]["summary"]["digest"].clone();
    let request = json!({ "key": Uuid::from_u128(6), "who": who, "change": "Block", "digest": digest });
    let change = json!({ "customer": site.customer, "request": request });
    let saved = browser.call("accounts/change", change).await.json();
    let operation = saved["Saved"].as_str().unwrap_or_else(|| panic!("not saved: {saved}")).to_owned();
    change_anna(&site, &ben, with_roles(&[PartnerRole::SalesAgent])).await;
    let denied = json!({ "Denied": { "Role": "BlockUsers" } });
    let undo = json!({ "key": Uuid::from_u128(7), "operation": operation, "digest": "x" });
    for (function, arguments) in [
        ("operations/cancel", json!({ "customer": site.customer, "operation": operation })),
        ("operations/undo-preview", json!({ "customer": site.customer, "operation": operation, "upns": {} })),
        ("operations/undo", json!({ "customer": site.customer, "request": undo })),
    ] {
        assert_eq!(browser.call(function, arguments).await.json(), denied, "{function}");
    }
    let seen = json!({ "customer": site.customer, "operation": operation });
    assert_eq!(browser.call("operations/get", seen).await.status, StatusCode::OK);
}

#[tokio::test]
async fn refusals_are_security_events() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let mut browser = Browser::signed_in(&site).await;
    change_anna(&site, &ben, with_roles(&[PartnerRole::SalesAgent])).await;
    browser.call("people/list", "{}").await;
    let rows = site.store.security_events(&ben, Default::default(), Default::default()).await.unwrap().rows;
    let refused = rows.iter().find(|row| row.kind == SecurityEventKind::ActionRefused).unwrap();
    assert_eq!(refused.person.as_ref().map(|(name, _)| name.as_str()), Some(NAME));
    assert_eq!(refused.refused.as_deref(), Some("managing your organization's people (people/list)"));
    let edited = rows.iter().find(|row| row.kind == SecurityEventKind::PersonEdited).unwrap();
    assert_eq!(edited.done_to.as_deref(), Some(NAME));
    // The customer is named, if it is one of the partner's.
    let block = json!({ "customer": site.customer, "who": { "Listed": [] }, "change": "Block" });
    assert_eq!(browser.call("accounts/preview", block).await.status, StatusCode::FORBIDDEN);
    let latest = site.store.security_events(&ben, Default::default(), Default::default()).await.unwrap().rows.remove(0);
    assert_eq!(latest.refused.as_deref(), Some("changing sign-in (accounts/preview)"));
    assert_eq!((latest.customer, latest.customer_name.as_deref()), (Some(site.customer), Some("Fabrikam 11")));
    // Each function that is refused is an event, the same one again is counted.
    let form = json!({ "description": "x", "months": 1 });
    let arguments = json!({ "application": Uuid::from_u128(1), "form": form });
    browser.call("applications/make-key", arguments).await;
    browser.call("people/list", "{}").await;
    browser.get("/activity/export.csv").await;
    let rows = site.store.security_events(&ben, Default::default(), Default::default()).await.unwrap().rows;
    let refused = rows.iter().filter(|row| row.kind == SecurityEventKind::ActionRefused);
    let refused: Vec<_> = refused.map(|row| (row.refused.as_deref().unwrap(), row.again)).collect();
    let people = "managing your organization's people";
    assert!(refused.contains(&(&format!("{people} (applications/make-key)"), 0)), "{refused:?}");
    assert!(refused.contains(&(&format!("{people} (people/list)"), 1)), "{refused:?}");
}

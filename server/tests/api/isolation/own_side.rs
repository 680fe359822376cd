//! Our own side is there, for everybody who may see it. Without these tests the others would pass on a site that finds nothing.

use super::actors::{Caller, Covered, Sight};
use super::answer::Statements;
use super::entrances::every_custom_permission;
use super::ids::{Kind, places, with_placeholders};
use super::visitor::Visitor;
use super::{World, call};
use crate::access::{all_calls, needed};
use axum::http::StatusCode;
use domain::access::permission::Permission;
use domain::access::role::PartnerRole;
use domain::console::bought::id_in_portal;
use domain::ids::{CustomerId, SubscriptionId};
use serde_json::{Value, json};
use server::http::portal::FUNCTIONS;

/// Every function that reads, with what its answer about our side says.
const READING: [(&str, &str); 53] = [
    ("session/who", "Anna"),
    ("operations/running", ""),
    ("people/invitation", ""),
    ("account/sessions", "sessions"),
    ("account/identities", ""),
    ("customers/list", "Own company"),
    ("customers/get", "Own company"),
    ("customers/contents", "Own company"),
    ("relationships/of-customer", "Own relationship"),
    ("relationships/of-all", "Own relationship"),
    ("tags/list", "Own"),
    ("second-factor/get", "is_on"),
    ("search/find", "Own"),
    ("users/list", "Own user 1"),
    ("users/count", ""),
    ("users/get", "Own user 1"),
    ("users/filter-choices", ""),
    ("licenses/holders", ""),
    ("templates/list", "Own template"),
    ("accounts/deleted", "Own user 3"),
    ("accounts/count-deleted", "1"),
    ("purchases/open", ""),
    ("operations/get", "Block"),
    ("operations/outcomes", "Own user 1"),
    ("operations/changes", "Block"),
    ("operations/retry-preview", ""),
    ("operations/undo-preview", ""),
    ("activity/list", "rows"),
    ("activity/all", "Own company"),
    ("activity/people", "Anna"),
    ("activity/refusals", "rows"),
    ("activity/report", ""),
    ("products/list", "Visio"),
    ("products/show-keys", "Own-KEY"),
    ("licenses/view", "Own user 1"),
    ("licenses/preview", "unchanged"),
    ("accounts/preview", "summary"),
    ("entries/form", ""),
    ("entries/upn-holders", ""),
    ("entries/preview", ""),
    ("upload/decode", ""),
    ("people/list", "Own person"),
    ("people/sessions", ""),
    ("groups/directory", "groups"),
    ("providers/list", "Own"),
    ("portal/manage", "Own portal"),
    ("portal/providers", "Own"),
    ("partner-account/get", ""),
    ("partner-account/relationships", ""),
    ("tenants/list", ""),
    ("security/events", "rows"),
    // For people of a portal.
    ("portal/home", ""),
    ("portal/activity", ""),
];

/// All other functions.
const CHANGING: [&str; 55] = [
    "account/end-sessions",
    "account/unlink",
    "accounts/change",
    "applications/add",
    "applications/change",
    "applications/make-key",
    "customers/delete",
    "entries/save",
    "groups/add",
    "groups/delete",
    "groups/edit",
    "licenses/save",
    "operations/cancel",
    "operations/undo",
    "partner-account/change",
    "partner-account/set-relationships",
    "passwords/create",
    "people/change",
    "people/create",
    "people/delete-user",
    "people/end-sessions",
    "people/invite",
    "people/renew",
    "people/reset",
    "people/withdraw",
    "portal/add",
    "portal/change",
    "portal/check-provider",
    "portal/remove-provider",
    "portal/require-second-factor",
    "portal/reset",
    "portal/save-provider",
    "portal/switch",
    "providers/check",
    "providers/passwords",
    "providers/remove",
    "providers/save",
    "purchases/buy",
    "purchases/confirm",
    "relationships/ask",
    "relationships/change",
    "relationships/request",
    "relationships/reseller",
    "second-factor/begin",
    "second-factor/confirm",
    "second-factor/renew",
    "second-factor/require",
    "selection/change",
    "selection/failed",
    "session/prove",
    "tags/set",
    "templates/delete",
    "templates/save",
    "tenants/change",
    "users/dismiss-errors",
];

/// The matters that a key reaches.
const BY_KEY: [&str; 15] = [
    "accounts",
    "activity",
    "customers",
    "entries",
    "licenses",
    "operations",
    "products",
    "purchases",
    "relationships",
    "search",
    "security",
    "session",
    "templates",
    "upload",
    "users",
];

/// The permission that a function needs; to undo, the one of the operation.
fn needs(function: &str) -> Option<Permission> {
    if function == "operations/undo-preview" { Some(Permission::BlockUsers) } else { needed()[function] }
}

/// Whether a caller may call a function about our side.
fn may(caller: Caller, function: &str) -> bool {
    let needs = needs(function);
    let in_portal = ["portal/home", "portal/activity"].contains(&function);
    let by_key = BY_KEY.iter().any(|matter| function.split('/').next() == Some(matter));
    let by_custom =
        || needs.is_none_or(|one| one == Permission::SeeCustomers || every_custom_permission().any(|all| all == one));
    match caller {
        Caller::SignedOut => ["session/who", "operations/running", "people/invitation"].contains(&function),
        Caller::First => !in_portal,
        // The directory of a tenant is for who manages its people: here that is who manages everybody.
        Caller::Role(role) if function == "groups/directory" => role == PartnerRole::GlobalAdmin,
        Caller::Role(role) => !in_portal && needs.is_none_or(|one| one.roles().contains(&role)),
        Caller::Custom(_) => !in_portal && by_custom(),
        // The call blocks a user, which no page of a portal offers.
        Caller::Portal(_) if function == "accounts/preview" => false,
        Caller::Portal(role) => {
            let may = |one: Permission| one.entra_roles().is_none() || role.may(one).is_ok();
            FUNCTIONS.contains(&function) && needs.is_none_or(may)
        }
        Caller::FirstApplication => by_key,
        Caller::Application(role) => by_key && needs.is_none_or(|one| one.roles().contains(&role)),
        Caller::CustomApplication => by_key && by_custom(),
        Caller::OfTenant(_) | Caller::HalfWay(_) => false,
    }
}

/// The arguments of a function with ids of our side, as the caller knows them.
fn own_arguments(world: &World, caller: Caller, function: &str, arguments: Value) -> Value {
    let mut own = with_placeholders(function, "", arguments);
    for (place, kind) in places(&own.clone()) {
        let id = world.own.there[&kind];
        let is_renamed = caller.sight() == Sight::Portal && kind == Kind::Purchase;
        let customer = CustomerId::new(world.own.there[&Kind::Customer]);
        let known = if is_renamed { id_in_portal(customer, SubscriptionId::new(id)).uuid() } else { id };
        *own.pointer_mut(&place).unwrap() = json!(known);
    }
    own
}

#[tokio::test]
async fn people_with_the_right_to_read_something_of_our_side_find_it() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let mut all: Vec<&str> = READING.iter().map(|(function, _)| *function).chain(CHANGING).collect();
    all.sort_unstable();
    let named: Vec<&str> = needed().into_keys().collect();
    assert_eq!(all, named, "name a new function in `READING` or `CHANGING` (server/tests/api/isolation/own_side.rs)");
    see_pages(&world).await;
    let arguments = all_calls("{Customer}");
    for caller in Caller::all() {
        let mut visitor = caller.enter(&world).await;
        for (function, says) in READING {
            let own = own_arguments(&world, caller, function, arguments[function].clone());
            let answer = call(&world, &mut visitor, function, &own, "").await;
            let what = format!("{caller:?} {function} {own}: {} {}", answer.status, answer.body);
            assert_eq!(answer.status == StatusCode::OK, may(caller, function), "{what}");
            if caller == Caller::First && may(caller, function) {
                assert!(answer.body.contains(says), "{what}");
                let finds = !answer.statements.is_empty();
                assert!(finds, "no statement was noted: {what}");
            }
        }
    }
}

/// Looks at pages and files of our side.
async fn see_pages(world: &World) {
    let customer = world.own.there[&Kind::Customer];
    for caller in Caller::strongest().into_iter().chain([Caller::Custom(Covered::ByTag), Caller::CustomApplication]) {
        let mut visitor = caller.enter(world).await;
        let in_portal = caller.sight() == Sight::Portal;
        for (function, field, kind) in
            [("operations/get", "operation", Kind::EntriesOperation), ("purchases/confirm", "order", Kind::Order)]
        {
            let is_open = !in_portal || FUNCTIONS.contains(&function);
            let arguments = json!({ "customer": customer, field: world.own.there[&kind] });
            let answer = call(world, &mut visitor, function, &arguments, "").await;
            let expected = if is_open { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status, expected, "{caller:?} {function}: {}", answer.body);
        }
        let page = if in_portal { format!("/portal/{customer}/users") } else { format!("/customers/{customer}/users") };
        let is_program = matches!(visitor, Visitor::Program { .. });
        let page = if is_program { format!("{page}/export.csv?columns=name") } else { page };
        let shown = visitor.get(&page).await;
        assert!(shown.body.contains("Own user 1"), "{caller:?} {page}: {} {}", shown.status, shown.body);
        world.statements.take();
    }
}

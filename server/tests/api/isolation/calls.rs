//! The calls: every function with valid arguments, and further arguments that lead elsewhere in it.

use super::super::access::all_calls;
use super::ids::with_placeholders;
use super::objects::USER_ADMINISTRATOR;
use serde_json::{Value, json};

/// Every function with placeholders for ids. The arguments are those of the table in `access.rs`, which must name every
/// function, and those of [`further`].
pub fn calls() -> Vec<(&'static str, Value)> {
    let all = all_calls("{Customer}").into_iter().map(|(function, arguments)| {
        let arguments = with_placeholders(function, "", arguments);
        (function, arguments)
    });
    all.chain(further()).collect()
}

/// Further arguments of functions whose arguments say what is done.
fn further() -> Vec<(&'static str, Value)> {
    let listed = |place: Value, within: Value| {
        json!({ "filter": {}, "within": within, "sort": { "by": "Name", "descending": false }, "place": place,
            "size": 50 })
    };
    let users = |place: Value, within: Value| {
        let query = listed(place, within);
        json!({ "customer": "{Customer}", "query": query, "selection": "{Selection}" })
    };
    let after = |kind: &str| json!({ "After": kind });
    let before = |kind: &str| json!({ "Before": kind });
    let logged = |performer: Value, place: Value| {
        json!({ "action": null, "performer": performer, "from": null, "until": null, "search": "", "place": place,
            "size": 50 })
    };
    let ours = |rest: Value| {
        let mut arguments = json!({ "customer": "{Customer}" });
        arguments.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        arguments
    };
    let nothing = json!({ "products": {}, "location": null });
    let selected = json!({ "Selected": "{Selection}" });
    let group = |name: &str| json!({ "name": name, "roles": [], "members": ["{Person}"], "seen": ["{Person}"] });
    let edit = json!({ "name": "Renamed", "sign_in_name": "renamed", "roles": ["SalesAgent"] });
    let one = json!({ "permissions": ["SeeCustomers"], "customers": { "Chosen": ["{Customer}"] } });
    let custom_edit = json!({ "name": "Renamed", "sign_in_name": "renamed", "roles": [], "custom": one });
    let customers = |search: &str, place: Value| json!({ "query": { "search": search, "place": place, "size": 25 } });
    vec![
        ("customers/list", customers("", after("{Customer}"))),
        ("customers/list", customers("", before("{Customer}"))),
        ("customers/list", customers("{Customer}", json!("First"))),
        ("search/find", json!({ "text": "{Customer}" })),
        ("search/find", json!({ "text": "{User}" })),
        ("search/find", json!({ "text": "{DeletedUser}" })),
        ("users/list", users(after("{User}"), Value::Null)),
        ("users/list", users(before("{User}"), Value::Null)),
        ("users/list", users(json!("First"), json!("{Selection}"))),
        ("users/count", ours(json!({ "query": listed(json!("First"), json!("{Selection}")) }))),
        ("users/get", ours(json!({ "user": "{DeletedUser}" }))),
        ("users/dismiss-errors", ours(json!({ "of": { "User": "{User}" } }))),
        ("selection/change", ours(json!({ "selection": "{Selection}", "change": { "Matching": {} } }))),
        (
            "selection/change",
            ours(json!({ "selection": "{Selection}", "change": { "Clicks": { "add": ["{User}"], "remove": [] } } })),
        ),
        ("licenses/holders", ours(json!({ "selection": "{Selection}", "sku": "{Product}", "place": after("{User}") }))),
        ("accounts/preview", ours(json!({ "who": selected, "change": "Delete" }))),
        ("accounts/preview", ours(json!({ "who": { "FailedIn": "{EntriesOperation}" }, "change": "Allow" }))),
        (
            "accounts/preview",
            ours(json!({ "who": { "Listed": ["{DeletedUser}"] }, "change": { "Restore": { "upns": {} } } })),
        ),
        ("accounts/preview", ours(json!({ "who": { "Listed": ["{DeletedUser}"] }, "change": "Erase" }))),
        (
            "accounts/preview",
            ours(json!({ "who": { "Listed": ["{User}"] }, "change": { "Reinstate": { "upns": {} } } })),
        ),
        ("accounts/deleted", ours(json!({ "query": { "search": "", "place": after("{DeletedUser}"), "size": 50 } }))),
        ("accounts/deleted", ours(json!({ "query": { "search": "{DeletedUser}", "place": "First", "size": 50 } }))),
        ("entries/preview", ours(json!({ "entries": { "FailedIn": "{EntriesOperation}" } }))),
        (
            "entries/preview",
            ours(json!({ "entries": { "Same": { "who": selected, "profile": { "department": "Sales" },
                "licenses": nothing } } })),
        ),
        (
            "entries/preview",
            ours(
                json!({ "entries": { "Each": [{ "user": "{User}", "asked": { "Edit": { "department": "Sales" } } }] } }),
            ),
        ),
        (
            "relationships/change",
            ours(json!({ "relationship": "{Relationship}",
                "change": { "Assign": { "group": "{Group}", "roles": [USER_ADMINISTRATOR] } } })),
        ),
        (
            "relationships/change",
            ours(json!({ "relationship": "{Relationship}", "change": { "Unassign": "{Assignment}" } })),
        ),
        (
            "relationships/of-all",
            json!({ "query": { "filter": "All", "descending": false, "place": after("{Relationship}"), "size": 25 } }),
        ),
        ("operations/get", ours(json!({ "operation": "{EntriesOperation}" }))),
        ("operations/retry-preview", ours(json!({ "operation": "{EntriesOperation}" }))),
        ("operations/undo-preview", ours(json!({ "operation": "{EntriesOperation}", "upns": {} }))),
        ("operations/changes", ours(json!({ "place": after("{Operation}"), "size": 50 }))),
        ("operations/changes", ours(json!({ "place": before("{Order}"), "size": 50 }))),
        ("activity/list", ours(json!({ "query": logged(Value::Null, after("{Activity}")) }))),
        ("activity/list", ours(json!({ "query": logged(json!({ "Person": "{Performer}" }), json!("First")) }))),
        ("activity/refusals", ours(json!({ "place": after("{SecurityEvent}"), "size": 50 }))),
        ("activity/all", json!({ "query": logged(Value::Null, before("{Activity}")) })),
        ("activity/all", json!({ "query": logged(json!({ "Person": "{Performer}" }), json!("First")) })),
        ("security/events", json!({ "place": after("{SecurityEvent}"), "size": 50 })),
        ("security/events", json!({ "place": before("{SecurityEvent}"), "size": 50 })),
        ("people/change", json!({ "person": "{Person}", "change": { "Edit": edit } })),
        ("people/change", json!({ "person": "{Person}", "change": { "Edit": custom_edit } })),
        ("people/end-sessions", json!({ "person": "{Person}", "session": "{Session}" })),
        ("applications/change", json!({ "application": "{Application}", "change": { "Revoke": "{ApplicationKey}" } })),
        ("portal/activity", json!({ "place": after("{Activity}"), "size": 50 })),
        ("groups/add", json!({ "form": group("Added by a test") })),
        ("groups/edit", json!({ "group": "{Group}", "form": group("Renamed by a test") })),
    ]
}

/// Queries of pages and files that carry ids.
pub const QUERIES: [(&str, &str); 37] = [
    ("/customers", "after={Customer}"),
    ("/customers/:customer/users", "user={User}"),
    ("/customers/:customer/users", "after={User}"),
    ("/customers/:customer/users", "selection={Selection}"),
    ("/customers/:customer/users", "within={Selection}"),
    ("/customers/:customer/users", "any={Product}"),
    ("/customers/:customer/selected", "selection={Selection}"),
    ("/customers/:customer/licenses", "selection={Selection}"),
    ("/customers/:customer/edit-users", "selection={Selection}"),
    ("/customers/:customer/edit-users", "selection={Selection}&step=results&operation={EntriesOperation}"),
    ("/customers/:customer/offboard", "selection={Selection}"),
    ("/customers/:customer/add-user", "from={User}"),
    ("/customers/:customer/changes", "after={Operation}"),
    ("/customers/:customer/deleted", "before={DeletedUser}"),
    ("/customers/:customer/deleted", "search={DeletedUser}"),
    ("/customers/:customer/activity", "after={Activity}"),
    ("/customers/:customer/activity", "person={Performer}"),
    ("/customers/:customer/activity", "search={Operation}"),
    ("/customers/:customer/activity", "view=refusals&after={SecurityEvent}"),
    ("/customers/:customer/activity/report", "person={Performer}"),
    ("/activity", "after={Activity}"),
    ("/activity", "person={Performer}"),
    ("/activity", "view=security&after={SecurityEvent}"),
    ("/people", "directory={Customer}"),
    ("/relationships", "after={Relationship}"),
    ("/portal/:customer/users", "user={User}"),
    ("/portal/:customer/users", "selection={Selection}"),
    ("/portal/:customer/edit", "selection={Selection}"),
    ("/portal/:customer/deleted", "after={DeletedUser}"),
    ("/portal/:customer/activity", "after={Activity}"),
    ("/customers/{customer}/users/export.csv", "selection={Selection}&within={Selection}"),
    ("/customers/{customer}/users/export.csv", "only=shown&after={User}"),
    ("/customers/{customer}/users/export.csv", "any={Product}"),
    ("/customers/{customer}/activity/export.csv", "search={Operation}&after={Activity}"),
    ("/customers/{customer}/activity/export.csv", "person={Performer}"),
    ("/activity/export.csv", "person={Performer}"),
    ("/activity/export.csv", "before={Activity}"),
];

//! Groups of a tenant's directory: who sees them, and that they are the only groups of a synchronized one.

use super::site::Site;
use super::support::users::user_id;
use super::support::{arrivals, customers};
use super::tenants::{OTHER, TENANT, add, id, users, with_tenants};
use axum::http::StatusCode;
use domain::ids::GroupId;
use domain::import::customer::CustomerImport;
use domain::store::prelude::*;
use serde_json::{Value, json};
use server::store::import::customer::Arrival;
use uuid::Uuid;

fn sales() -> GroupId {
    GroupId::new(Uuid::from_u128(5))
}

/// Imports the tenant as synchronized from on-premises, with a group of its second user.
async fn with_group(site: &Site) {
    let partner = site.store.partner_user(super::anna::PERSON).await.unwrap().unwrap().actor.partner;
    let arrival = Arrival { own_organization: true, ..arrivals::local(partner, server::time::now()) };
    let mut directory = CustomerImport { users: users(), ..customers::empty(id(TENANT), "Own") };
    directory.customer.on_premises = true;
    directory.groups = vec![(sales(), "Sales".to_owned())];
    directory.group_members = [(sales(), [user_id(2)].into())].into();
    customers::write(&site.store, arrival, &directory).await;
}

#[tokio::test]
async fn groups_of_a_directory_are_there_for_who_manages_its_people_alone() {
    let site = Site::open().await;
    let mut anna = with_tenants(&site).await;
    with_group(&site).await;
    let mut cleo = add(&mut anna, TENANT, 1, "cleo", "AccountAdmin").await;
    let mut eve = add(&mut anna, OTHER, 1, "eve", "GlobalAdmin").await;
    let query = |tenant: u128| json!({ "tenant": id(tenant), "search": "sal" });
    for by in [&mut anna, &mut cleo] {
        let found = by.call("groups/directory", query(TENANT)).await.json();
        assert_eq!(found["groups"][0]["name"], json!("Sales"), "{found}");
        let none = by.call("groups/directory", json!({ "tenant": id(TENANT), "search": "x" })).await.json();
        assert_eq!(none, json!({ "groups": [], "has_more": false }));
    }
    for (tenant, answer) in [(TENANT, "foreign"), (77, "never was")] {
        let missing = eve.call("groups/directory", query(tenant)).await;
        assert_eq!((missing.status, missing.json()), (StatusCode::NOT_FOUND, json!("Missing")), "{answer}");
    }
    let customer = json!({ "tenant": site.customer, "search": "" });
    assert_eq!(anna.call("groups/directory", customer).await.json(), json!({ "groups": [], "has_more": false }));

    // A synchronized tenant gets no other group.
    let form = |directory: Value, tenant: u128| {
        json!({ "form": { "name": "Sales", "roles": ["SalesAgent"], "members": [],
        "tenant": id(tenant), "directory": directory } })
    };
    let made = cleo.call("groups/add", form(Value::Null, TENANT)).await.json();
    assert_eq!(made, json!({ "Refused": { "People": "OnPremises" } }));
    let foreign = eve.call("groups/add", form(json!(sales()), TENANT)).await.json();
    assert_eq!(foreign, json!({ "Refused": { "People": "OtherTenant" } }));
    let elsewhere = eve.call("groups/add", form(json!(sales()), OTHER)).await.json();
    assert_eq!(elsewhere, json!({ "Refused": "NotInDirectory" }));
    let added = cleo.call("groups/add", form(json!(sales()), TENANT)).await.json();
    let group = &added["Done"]["groups"][0];
    assert_eq!((&group["name"], &group["directory"]["group"]), (&json!("Sales"), &json!(sales())), "{added}");

    // Its member has its roles from the first moment, and no provider gives it.
    let mut ben = add(&mut anna, TENANT, 2, "ben", "HelpdeskAgent").await;
    let who = ben.call("session/who", "{}").await.json();
    assert_eq!(who["actor"]["roles"], json!(["SalesAgent", "HelpdeskAgent"]), "{who}");
    let settings = json!({ "name": "Own", "issuer": "https://login.example.com", "client_id": "tenantry", "scopes": [],
        "domains": [], "second_factor": [], "group_claim": "groups", "groups": { "sales": group["id"] }, "enabled": true });
    let saved = json!({ "provider": null, "form": { "settings": settings, "secret": "a secret" } });
    let refused = anna.call("providers/save", saved).await.json();
    assert_eq!(refused, json!({ "Refused": "GroupFollowsDirectory" }));
    let listed = anna.call("providers/list", "{}").await.json();
    assert_eq!(listed["groups"], json!([]), "{listed}");
}

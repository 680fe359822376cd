//! The same where admin relationships are required: somebody whose groups have no role at a customer learns nothing of it by its ids.

use super::actors::{Caller, Covered};
use super::answer::Statements;
use super::ids::{Kind, places};
use super::{Spread, World, arguments_with, call, calls, check, try_call};
use crate::anna::PERSON;
use crate::choices::choose;
use axum::http::StatusCode;
use domain::access::permission::Permission;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::role::PartnerRole;
use serde_json::json;
use uuid::Uuid;

/// Every role, and others whose permissions would allow much. Nobody of them is in a group.
fn callers() -> Vec<Caller> {
    let others = [Caller::Custom(Covered::ByTag), Caller::Application(PartnerRole::AdminAgent)];
    Caller::roles().into_iter().chain(others).collect()
}

/// Makes Anna a member of the group that has a role at our customer, and requires relationships. She is in no group of the other
/// customer.
async fn require(world: &World) {
    let super::Visitor::Person(mut anna) = Caller::First.enter(world).await else { panic!("she is a person") };
    let form = json!({ "name": "Own admins", "roles": [], "members": [PERSON], "seen": [] });
    let edited = anna.call("groups/edit", json!({ "group": world.own.there[&Kind::Group], "form": form })).await;
    assert!(edited.json()["Done"].is_object(), "{}", edited.body);
    choose(&world.site.store, world.ben.partner, RelationshipPolicy::Required).await;
    let user =
        |side: &super::Objects| json!({ "customer": side.there[&Kind::Customer], "user": side.there[&Kind::User] });
    assert_eq!(anna.call("users/get", user(&world.own)).await.status, StatusCode::OK, "by her group");
    let refused = json!({ "Denied": { "Relationship": Permission::SeeUsers } });
    assert_eq!(anna.call("users/get", user(&world.sibling)).await.json(), refused);
    world.statements.take();
}

#[tokio::test]
async fn nothing_more_is_told_where_relationships_are_required() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    require(&world).await;
    try_refused(&world).await;
    for caller in callers() {
        let (mut visitor, mut spread) = (caller.enter(&world).await, Spread::of(caller));
        for (function, arguments) in calls::calls() {
            try_call(&world, (&mut spread, &mut visitor), (function, &arguments)).await;
        }
    }
}

/// Asks for what a customer has whose relationships give the caller no role: that is all that is told.
async fn try_refused(world: &World) {
    let mut visitor = Caller::First.enter(world).await;
    let mut refused = 0;
    for (function, arguments) in calls::calls() {
        for (at, kind) in places(&arguments).into_iter().filter(|(_, kind)| kind.is_of_a_customer()) {
            if arguments.get("customer").is_none() {
                continue;
            }
            let (theirs, foreign) = (world.sibling.there[&kind], world.foreign.there[&kind]);
            let never = |number: u128| Uuid::from_u128(theirs.as_u128() ^ number);
            let mut answers = Vec::new();
            for id in [never(1), theirs, foreign, never(2)] {
                let mut arguments = arguments_with(world, &arguments, &at, &id.to_string());
                arguments["customer"] = json!(world.sibling.there[&Kind::Customer]);
                answers.push(call(world, &mut visitor, function, &arguments, &id.to_string()).await);
            }
            // Orders, relationships and the portal of a customer need none.
            if !answers[0].body.contains("\"Relationship\"") || answers[0].status != StatusCode::FORBIDDEN {
                continue;
            }
            refused += 1;
            let ids = [("its own", theirs), ("foreign", foreign)];
            check(&format!("{function} {arguments} at {at}"), Caller::First, &ids, &answers);
        }
    }
    assert!(refused > 30, "{refused}");
}

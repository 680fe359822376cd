//! People who have signed in and must do something before anything else: until then they are nobody.

use super::actors::{Caller, Missing, NEEDS_SECOND_FACTOR};
use super::answer::{Answer, Statements};
use super::files::ask_in;
use super::ids::places;
use super::{World, call, calls};
use crate::second_factor::require;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// The functions that answer people who are not in yet: what pages ask for by themselves, the link of an invitation, and setting
/// up a second factor.
const OPEN: [&str; 6] = [
    "session/who",
    "operations/running",
    "people/invitation",
    // These let in who sets up a second factor.
    "session/prove",
    "second-factor/begin",
    "second-factor/confirm",
];

#[tokio::test]
async fn who_is_not_in_yet_gets_nothing_and_learns_nothing() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    require(&world.site, &[NEEDS_SECOND_FACTOR]).await;
    for caller in Caller::half_way() {
        let mut visitor = caller.enter(&world).await;
        world.statements.take();
        for (function, arguments) in calls::calls() {
            let mut answers = Vec::new();
            for side in [&world.own, &world.foreign] {
                let mut asked = arguments.clone();
                for (place, kind) in places(&arguments) {
                    *asked.pointer_mut(&place).unwrap() = json!(side.there[&kind]);
                }
                answers.push(call(&world, &mut visitor, function, &asked, "").await);
            }
            let Answer { status, body, .. } = &answers[0];
            // A function that is not open in a portal does not exist for its people.
            let in_portal = caller == Caller::HalfWay(Missing::Password);
            let refused = *status == StatusCode::UNAUTHORIZED || in_portal && *status == StatusCode::NOT_FOUND;
            assert!(refused || OPEN.contains(&function), "{caller:?} {function}: {status} {body}");
            assert!(!refused || answers[0] == answers[1], "{caller:?} {function}: {answers:?}");
        }
        assert_eq!(visitor.call("session/who", "{}").await.json(), Value::Null, "{caller:?}");
        for path in ["/customers", "/activity/export.csv", "/portal", "/account", "/people"] {
            let reply = visitor.get(path).await;
            let leads_on = reply.status == StatusCode::SEE_OTHER || reply.status == StatusCode::NOT_FOUND;
            assert!(leads_on, "{caller:?} {path}: {} {}", reply.status, reply.body);
        }
    }
    world.statements.take();
    ask_in(&world, Caller::half_way()).await;
}

//! Malformed ids: every function refuses them before it looks anything up.

use super::actors::Caller;
use super::answer::Statements;
use super::calls;
use super::ids::{Kind, places};
use super::visitor::Visitor;
use super::{MALFORMED, Spread, World, arguments_with, call};
use axum::http::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn what_is_no_id_is_refused_before_anything_is_looked_up() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    for caller in Caller::all() {
        let (mut visitor, mut spread) = (caller.enter(&world).await, Spread::of(caller));
        for (function, arguments) in calls::calls() {
            // Texts that are searched for may say anything, and cursors too.
            let is_text = |at: &str| at.ends_with("/search") || at.ends_with("/text");
            let mut places = places(&arguments);
            places.retain(|(at, kind)| spread.is_here(*kind) && !is_text(at));
            if places.is_empty() {
                continue;
            }
            // Places that a caller cannot reach at all are not read.
            let unread = call(&world, &mut visitor, function, &json!("nonsense"), "").await.status;
            assert!(unread == StatusCode::BAD_REQUEST || caller != Caller::First, "{function}: {unread}");
            for (nth, (at, kind)) in places.into_iter().enumerate() {
                let one = (nth + caller.number()) % MALFORMED.len();
                for (which, malformed) in MALFORMED.iter().enumerate() {
                    let what = (function, &arguments_with(&world, &arguments, &at, malformed));
                    if which == one {
                        try_malformed(&world, (caller, &mut visitor), what, (kind, unread)).await;
                    } else if caller.is_thorough() {
                        let answer = call(&world, &mut visitor, function, what.1, "").await;
                        assert_eq!(answer.status, unread, "{caller:?} {function} {}: {}", what.1, answer.body);
                    }
                }
            }
        }
    }
}

/// Calls a function with what is no id of this kind, also at customers that the caller does not know.
async fn try_malformed(
    world: &World,
    (caller, visitor): (Caller, &mut Visitor<'_>),
    (function, own): (&str, &Value),
    (kind, expected): (Kind, StatusCode),
) {
    let answer = call(world, visitor, function, own, "").await;
    assert_eq!(answer.status, expected, "{caller:?} {function} {own}: {}", answer.body);
    if kind == Kind::Customer || own.get("customer").is_none() || !caller.is_thorough() {
        return;
    }
    for side in [&world.foreign, &world.sibling] {
        let mut other = own.clone();
        other["customer"] = json!(side.there[&Kind::Customer]);
        let of_other = call(world, visitor, function, &other, "").await;
        assert_eq!(of_other, answer, "{caller:?} {function} {other}");
    }
}

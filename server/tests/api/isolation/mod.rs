//! Isolation: what belongs to another partner, or to another customer, is answered as if it did not exist.
//!
//! Every function, file and page is asked by every kind of caller (`actors.rs`) for an id that never existed, and for ids
//! of things that are there but foreign, that were removed, or that are no ids. Status, headers, body and statements must
//! be the same. Nothing here lists functions or routes by hand: `surface.rs` takes them from the program, and arguments
//! come from the table of `access.rs`.

mod actors;
mod answer;
mod calls;
mod entrances;
mod files;
mod ids;
mod objects;
mod surface;
mod visitor;

use super::access::with_ben;
use super::choices::choose;
use super::site::{Browser, Reply, Site};
use actors::{Caller, Covered, Sight};
use answer::{Answer, Statements};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::access::Actor;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::ids::PartnerUserId;
use domain::store::prelude::*;
use entrances::{Entrances, OWN_TAG, SIBLING_TAG};
use ids::{Kind, places};
use objects::{Objects, SECRET, SIBLING, Side};
use serde_json::{Value, json};
use server::http::portal::FUNCTIONS;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use uuid::Uuid;
use visitor::Visitor;

/// The moment of all requests, so that answers do not differ by the time.
static NOW: LazyLock<i64> = LazyLock::new(server::time::now);

/// Texts that are no ids.
const MALFORMED: [&str; 3] = ["", "x", "00000000-0000-0000-0000-00000000000g"];

/// A site with three sides: our customer, another customer of ours, and a customer of another partner.
struct World {
    site: Site,
    ben: Actor,
    own: Objects,
    sibling: Objects,
    foreign: Objects,
    /// The ids of our sides.
    known: BTreeSet<Uuid>,
    statements: Statements,
    entrances: Entrances,
}

/// Ids that must be answered like their neighbours, which never existed. Lists begin at the same place with either.
struct Hidden {
    /// Each with words.
    ids: Vec<(&'static str, Uuid)>,
    never: [Uuid; 2],
}

impl Hidden {
    /// All ids in the order in which they are asked for: what never existed first and last.
    fn asked(&self) -> Vec<(&'static str, Uuid)> {
        let never = |at: usize| ("that never existed", self.never[at]);
        [never(0)].into_iter().chain(self.ids.iter().copied()).chain([never(1)]).collect()
    }
}

impl World {
    async fn new(statements: &Statements) -> Self {
        let mut site = Site::open().await;
        site.serve(site.store.clone(), || *NOW);
        let ben = with_ben(&site).await;
        let stranger = PartnerUserId::new(Uuid::from_u128(2));
        let stranger = site.store.partner_user(stranger).await.unwrap().unwrap().actor;
        // The relationships that are made would otherwise decide who sees what.
        for partner in [ben.partner, stranger.partner] {
            choose(&site.store, partner, RelationshipPolicy::Advised).await;
        }
        let mut anna = Browser::signed_in(&site).await;
        let own = Side { number: 21, word: "Own", product: 0 }.make(&site, &ben, &mut anna).await;
        let sibling = Side { number: 22, word: SIBLING, product: 0 }.make(&site, &ben, &mut anna).await;
        for (side, tag) in [(&own, OWN_TAG), (&sibling, SIBLING_TAG)] {
            let change = json!({ "seen": [], "tags": [tag] });
            let set = anna.call("tags/set", json!({ "customer": side.there[&Kind::Customer], "change": change })).await;
            assert_eq!(set.json(), json!({ "Done": [tag] }));
        }
        let entrances = Entrances::make(&site, &mut anna, own.there[&Kind::Customer]).await;
        let mut theirs = Browser::of(&site);
        assert_eq!(theirs.sign_in("Stranger", super::anna::PASSWORD).await.leads_to(), "/customers");
        let foreign = Side { number: 23, word: SECRET, product: 1 }.make(&site, &stranger, &mut theirs).await;
        let known = [&own, &sibling].into_iter().flat_map(|side| side.there.values().chain(side.removed.values()));
        let known = known.copied().collect();
        statements.take();
        Self { site, ben, own, sibling, foreign, known, statements: statements.clone(), entrances }
    }

    fn answer(&self, reply: Reply, asked: &str) -> Answer {
        Answer::of(reply, self.statements.take(), asked, &self.known)
    }

    /// The ids that must be hidden from a caller at a place for this kind of id.
    fn hidden(&self, caller: Caller, kind: Kind, has_customer: bool) -> Vec<Hidden> {
        let everything = caller.tries_everything();
        let mut foreign = vec![("foreign", self.foreign.there[&kind])];
        if everything {
            foreign.extend(self.foreign.removed.get(&kind).map(|id| ("removed and foreign", *id)));
            foreign.extend(self.own.removed.get(&kind).map(|id| ("removed", *id)));
        }
        let of_sibling = match caller.sight() {
            Sight::Partner => everything && has_customer && kind.is_of_a_customer(),
            Sight::OneCustomer => kind.is_of_a_customer() || matches!(kind, Kind::Customer | Kind::Activity),
            Sight::Portal => true,
        };
        let mut hidden = vec![(&self.foreign, foreign)];
        // The other customer has the same product.
        if of_sibling && kind != Kind::Product {
            hidden.push((&self.sibling, vec![("of another customer", self.sibling.there[&kind])]));
        }
        let beside = |side: &Objects, number: u128| Uuid::from_u128(side.there[&kind].as_u128() ^ number);
        hidden.into_iter().map(|(side, ids)| Hidden { ids, never: [beside(side, 1), beside(side, 2)] }).collect()
    }
}

/// Words that no answer to a caller has.
fn secret_words(caller: Caller) -> &'static [&'static str] {
    match caller.sight() {
        Sight::Partner => &[SECRET],
        Sight::OneCustomer => &[SECRET, "Sibling company", "Sibling user", "Sibling template"],
        Sight::Portal => &[SECRET, SIBLING, "Own group", "Own person", "Own invited", "Anna"],
    }
}

/// Fails unless the answers for what is hidden are those for what never existed.
fn check(what: &str, caller: Caller, hidden: &[(&str, Uuid)], answers: &[Answer]) {
    let [first, others @ .., last] = answers else { panic!("{what}: nothing was asked") };
    for word in secret_words(caller) {
        let said = answers.iter().find(|answer| answer.body.contains(word));
        assert!(said.is_none(), "{what}: {word} is named: {}", said.map_or("", |answer| &answer.body));
    }
    for ((which, _), answer) in hidden.iter().zip(others).filter(|(_, answer)| ![first, last].contains(answer)) {
        let (status, body) = (&answer.status, &answer.body);
        assert_eq!(*status, last.status, "{what}: the status tells what is {which}: {body} {}", last.body);
        assert_eq!(answer.headers, last.headers, "{what}: the headers tell what is {which}");
        assert_eq!(*body, last.body, "{what}: the body tells what is {which}");
        assert_eq!(answer.statements, last.statements, "{what}: the time tells what is {which}");
    }
}

async fn call(world: &World, visitor: &mut Visitor<'_>, function: &str, arguments: &Value, asked: &str) -> Answer {
    let reply = visitor.call(function, arguments).await;
    world.answer(reply, asked)
}

/// The arguments with our own ids but at one place.
fn arguments_with(world: &World, arguments: &Value, at: &str, id: &str) -> Value {
    let mut filled = arguments.clone();
    for (place, kind) in places(arguments) {
        *filled.pointer_mut(&place).unwrap() = json!(world.own.there[&kind]);
    }
    *filled.pointer_mut(at).unwrap() = json!(id);
    filled
}

/// Tries every id of a call that is hidden from the caller.
async fn try_call(
    world: &World,
    (caller, visitor): (Caller, &mut Visitor<'_>),
    (function, arguments): (&str, &Value),
) -> usize {
    let all = places(arguments);
    let has_customer = all.iter().any(|(_, kind)| *kind == Kind::Customer);
    for (at, kind) in &all {
        for hidden in world.hidden(caller, *kind, has_customer) {
            let mut answers = Vec::new();
            for (_, id) in hidden.asked() {
                let arguments = arguments_with(world, arguments, at, &id.to_string());
                answers.push(call(world, visitor, function, &arguments, &id.to_string()).await);
            }
            check(&format!("{caller:?} {function} {arguments} at {at}"), caller, &hidden.ids, &answers);
        }
    }
    all.len()
}

/// Calls every function as these callers, with each id that is hidden from them. Nothing hidden is changed by that.
async fn call_as_all(callers: Vec<Caller>) {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let before = [seen_by_the_stranger(&world).await, seen_of_the_sibling(&world).await];
    let (mut tried, expected) = (0, callers.len() * 150);
    for caller in callers {
        let mut visitor = caller.enter(&world).await;
        for (function, arguments) in calls::calls() {
            tried += try_call(&world, (caller, &mut visitor), (function, &arguments)).await;
        }
    }
    assert!(tried > expected, "{tried}");
    let after = [seen_by_the_stranger(&world).await, seen_of_the_sibling(&world).await];
    assert_eq!(after, before, "something hidden was changed");
}

#[tokio::test]
async fn what_is_foreign_or_removed_is_answered_like_what_never_existed() {
    call_as_all(Caller::people()).await;
}

#[tokio::test]
async fn what_is_foreign_is_answered_like_what_never_existed_to_each_role() {
    call_as_all(Caller::roles()).await;
}

#[tokio::test]
async fn for_people_of_one_customer_no_other_exists() {
    call_as_all(Caller::people_of_one_customer()).await;
}

#[tokio::test]
async fn for_programs_nothing_foreign_exists() {
    call_as_all(Caller::applications()).await;
}

/// The owner's view of the foreign side.
async fn seen_by_the_stranger(world: &World) -> Vec<Value> {
    let mut theirs = Browser::of(&world.site);
    assert_eq!(theirs.sign_in("Stranger", super::anna::PASSWORD).await.leads_to(), "/customers");
    let mut seen = seen_of(&mut theirs, &world.foreign).await;
    seen.push(theirs.call("people/list", "{}").await.json());
    world.statements.take();
    seen
}

/// The view of our other customer by a person who may do everything.
async fn seen_of_the_sibling(world: &World) -> Vec<Value> {
    let Visitor::Person(mut anna) = Caller::First.enter(world).await else { panic!("she is a person") };
    let seen = seen_of(&mut anna, &world.sibling).await;
    world.statements.take();
    seen
}

async fn seen_of(browser: &mut Browser<'_>, side: &Objects) -> Vec<Value> {
    let customer = side.there[&Kind::Customer];
    let id = |kind| side.there[&kind];
    let query = json!({ "filter": {}, "within": id(Kind::Selection), "sort": { "by": "Name", "descending": false },
        "place": "First", "size": 50 });
    let logged = json!({ "action": null, "performer": null, "from": null, "until": null, "search": "", "place": "First",
        "size": 50 });
    let mut seen = Vec::new();
    for (function, arguments) in [
        ("customers/get", json!({ "customer": customer })),
        ("users/list", json!({ "customer": customer, "query": query, "selection": id(Kind::Selection) })),
        ("users/get", json!({ "customer": customer, "user": id(Kind::User) })),
        ("accounts/deleted", json!({ "customer": customer, "query": { "search": "", "place": "First", "size": 50 } })),
        ("operations/changes", json!({ "customer": customer, "place": "First", "size": 50 })),
        ("purchases/open", json!({ "customer": customer })),
        ("templates/list", json!({ "customer": customer })),
        ("relationships/of-customer", json!({ "customer": customer })),
        ("activity/list", json!({ "customer": customer, "query": logged })),
        ("portal/manage", json!({ "customer": customer })),
    ] {
        let reply = browser.call(function, &arguments).await;
        assert_eq!(reply.status, StatusCode::OK, "{function}: {}", reply.body);
        let mut reply = reply.json();
        // The partner's groups are offered there, and are nobody's secret.
        if let Some(offered) = reply.as_object_mut() {
            offered.remove("groups");
        }
        seen.push(reply);
    }
    seen
}

#[tokio::test]
async fn our_own_side_is_there() {
    // Without this the tests above would pass on a site that finds nothing.
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let customer = world.own.there[&Kind::Customer];
    for caller in Caller::strongest().into_iter().chain([Caller::Custom(Covered::ByTag), Caller::CustomApplication]) {
        let mut visitor = caller.enter(&world).await;
        let in_portal = caller.sight() == Sight::Portal;
        for (function, field, kind) in [
            ("customers/get", "customer", Kind::Customer),
            ("users/get", "user", Kind::User),
            ("operations/get", "operation", Kind::Operation),
            ("operations/get", "operation", Kind::EntriesOperation),
            ("purchases/confirm", "order", Kind::Order),
            ("products/show-keys", "purchase", Kind::Purchase),
        ] {
            let is_open = !in_portal || FUNCTIONS.contains(&function);
            let arguments = json!({ "customer": customer, field: world.own.there[&kind] });
            let answer = call(&world, &mut visitor, function, &arguments, "").await;
            let expected = if is_open { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status, expected, "{caller:?} {function}: {}", answer.body);
            assert!(!answer.statements.is_empty(), "{caller:?} {function}: no statement was noted");
        }
        let page = if in_portal { format!("/portal/{customer}/users") } else { format!("/customers/{customer}/users") };
        let is_program = matches!(visitor, Visitor::Program { .. });
        let page = if is_program { format!("{page}/export.csv?columns=name") } else { page };
        let shown = visitor.get(&page).await;
        assert!(shown.body.contains("Own user 1"), "{caller:?} {page}: {} {}", shown.status, shown.body);
        world.statements.take();
    }
}

#[tokio::test]
async fn what_is_no_id_is_refused_before_anything_is_looked_up() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    for caller in Caller::strongest() {
        let mut visitor = caller.enter(&world).await;
        for (function, arguments) in calls::calls() {
            // Places that a caller cannot reach at all are not read.
            let unread = call(&world, &mut visitor, function, &json!("nonsense"), "").await.status;
            assert!(unread == StatusCode::BAD_REQUEST || caller != Caller::First, "{function}: {unread}");
            try_malformed(&world, (caller, &mut visitor), (function, &arguments), unread).await;
        }
    }
}

async fn try_malformed(
    world: &World,
    (caller, visitor): (Caller, &mut Visitor<'_>),
    (function, arguments): (&str, &Value),
    expected: StatusCode,
) {
    for (at, kind) in places(arguments) {
        // Texts that are searched for may say anything, and cursors too.
        if at.ends_with("/search") || at.ends_with("/text") {
            continue;
        }
        for malformed in MALFORMED {
            let own = arguments_with(world, arguments, &at, malformed);
            let answer = call(world, visitor, function, &own, "").await;
            assert_eq!(answer.status, expected, "{caller:?} {function} {own}: {}", answer.body);
            if kind == Kind::Customer || own.get("customer").is_none() {
                continue;
            }
            for side in [&world.foreign, &world.sibling] {
                let mut other = own.clone();
                other["customer"] = json!(side.there[&Kind::Customer]);
                let of_other = call(world, visitor, function, &other, "").await;
                assert_eq!(of_other, answer, "{caller:?} {function} {other}");
            }
        }
    }
}

#[tokio::test]
async fn a_void_link_is_answered_like_one_that_never_existed() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let with_token: Vec<String> =
        surface::routes(&world.site).into_iter().filter(|route| route.contains("{token}")).collect();
    for route in with_token.iter().filter(|route| *route != "/setup/{token}") {
        let void = world.own.void.get(route.as_str());
        let void = void.unwrap_or_else(|| panic!("no void token of {route} is made in isolation/objects.rs"));
        let never = |letter: &str| letter.repeat(void.len());
        let provider = world.own.there[&Kind::Provider].to_string();
        for method in [Method::GET, Method::POST] {
            let mut browser = Browser::of(&world.site);
            let mut answers = Vec::new();
            for token in [&never("A"), void, &never("B")] {
                let form = "password=correct+donkey+battery&again=correct+donkey+battery&answer=approve";
                let request = Request::builder()
                    .method(&method)
                    .uri(route.replace("{token}", token).replace("{provider}", &provider))
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from(if method == Method::POST { form } else { "" }))
                    .unwrap();
                let reply = browser.send(request).await;
                answers.push(world.answer(reply, token));
            }
            check(&format!("{method} {route}"), Caller::SignedOut, &[("void", Uuid::nil())], &answers);
        }
    }
}

//! Isolation: what belongs to another partner, or to another customer, is answered as if it did not exist.
//!
//! Every function, file and page is asked by every kind of caller (`actors.rs`) for an id that never existed, and for ids
//! of things that are there but foreign, that were removed, or that are no ids. Status, headers, body and statements must
//! be the same. Nothing here lists functions or routes by hand: `surface.rs` takes them from the program, and arguments
//! come from the table of `access.rs`.

mod actors;
mod answer;
mod calls;
mod ids;
mod objects;
mod surface;

use super::access::with_ben;
use super::site::{Browser, Reply, Site};
use actors::Caller;
use answer::{Answer, Statements};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::access::Actor;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::ids::PartnerUserId;
use domain::store::prelude::*;
use ids::{Kind, places};
use objects::{Objects, SECRET, Side};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use uuid::Uuid;

/// The moment of all requests, so that answers do not differ by the time.
static NOW: LazyLock<i64> = LazyLock::new(server::time::now);

/// What is no id.
const MALFORMED: [&str; 3] = ["", "x", "00000000-0000-0000-0000-00000000000g"];

/// A site with three sides: our customer, another customer of ours, and a customer of another partner.
struct World {
    site: Site,
    ben: Actor,
    own: Objects,
    sibling: Objects,
    foreign: Objects,
    /// The ids of our side.
    known: BTreeSet<Uuid>,
    statements: Statements,
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
            site.store.set_partner_choice(partner, RelationshipPolicy::Advised).await.unwrap();
        }
        let mut anna = Browser::signed_in(&site).await;
        let own = Side { number: 21, word: "Own", product: 0 }.make(&site, &ben, &mut anna).await;
        let sibling = Side { number: 22, word: "Sibling", product: 0 }.make(&site, &ben, &mut anna).await;
        let mut theirs = Browser::of(&site);
        assert_eq!(theirs.sign_in("Stranger", super::anna::PASSWORD).await.leads_to(), "/customers");
        let foreign = Side { number: 23, word: SECRET, product: 1 }.make(&site, &stranger, &mut theirs).await;
        let known = [&own, &sibling].into_iter().flat_map(|side| side.there.values().chain(side.removed.values()));
        let known = known.copied().collect();
        statements.take();
        Self { site, ben, own, sibling, foreign, known, statements: statements.clone() }
    }

    fn answer(&self, reply: Reply, asked: &str) -> Answer {
        Answer::of(reply, self.statements.take(), asked, &self.known)
    }

    /// An id that never existed, next to the foreign one, so that a list begins at the same place with either.
    fn never(&self, kind: Kind, number: u128) -> Uuid {
        Uuid::from_u128(self.foreign.there[&kind].as_u128() ^ number)
    }

    /// Ids that must be answered like one that never existed, each with words.
    fn hidden(&self, kind: Kind, has_customer: bool, everything: bool) -> Vec<(&'static str, Uuid)> {
        let mut hidden = vec![("foreign", self.foreign.there[&kind])];
        if everything {
            hidden.extend(self.foreign.removed.get(&kind).map(|id| ("removed and foreign", *id)));
            hidden.extend(self.own.removed.get(&kind).map(|id| ("removed", *id)));
            // The other customer has the same product.
            if has_customer && kind.is_of_a_customer() && kind != Kind::Product {
                hidden.push(("of another customer", self.sibling.there[&kind]));
            }
        }
        hidden
    }
}

/// Fails unless an answer is that of something that never existed.
fn check(what: &str, which: &str, answer: &Answer, never: &[Answer; 2]) {
    assert!(!answer.body.contains(SECRET), "{what}: the answer for what is {which} names it: {}", answer.body);
    if never.contains(answer) {
        return;
    }
    let never = &never[1];
    assert_eq!(answer.status, never.status, "{what}: the status tells what is {which}: {} {}", answer.body, never.body);
    assert_eq!(answer.headers, never.headers, "{what}: the headers tell what is {which}");
    assert_eq!(answer.body, never.body, "{what}: the body tells what is {which}");
    assert_eq!(answer.statements, never.statements, "{what}: the time tells what is {which}");
}

async fn call(world: &World, browser: &mut Browser<'_>, function: &str, arguments: &Value, asked: &str) -> Answer {
    let reply = browser.call(function, arguments).await;
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

/// Tries every id of a call. `everything` also tries what was removed, and another customer's.
async fn try_call(
    world: &World,
    browser: &mut Browser<'_>,
    (function, arguments): (&str, &Value),
    everything: bool,
) -> usize {
    let all = places(arguments);
    let has_customer = all.iter().any(|(_, kind)| *kind == Kind::Customer);
    for (at, kind) in &all {
        let what = format!("{function} {arguments} at {at}");
        let ask = |id: Uuid| (arguments_with(world, arguments, at, &id.to_string()), id.to_string());
        let (first, asked) = ask(world.never(*kind, 1));
        let first = call(world, browser, function, &first, &asked).await;
        let mut answers = Vec::new();
        for (which, id) in world.hidden(*kind, has_customer, everything) {
            let (arguments, asked) = ask(id);
            answers.push((which, call(world, browser, function, &arguments, &asked).await));
        }
        let (last, asked) = ask(world.never(*kind, 2));
        let never = [first, call(world, browser, function, &last, &asked).await];
        for (which, answer) in &answers {
            check(&what, which, answer, &never);
        }
    }
    all.len()
}

#[tokio::test]
async fn what_is_foreign_or_removed_is_answered_like_what_never_existed() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let before = seen_by_the_stranger(&world).await;
    let mut tried = 0;
    for caller in Caller::all() {
        let mut browser = caller.enter(&world.site, &world.ben).await;
        for (function, arguments) in calls::calls() {
            tried += try_call(&world, &mut browser, (function, &arguments), caller.tries_everything()).await;
        }
    }
    assert!(tried > 1_000, "{tried}");
    assert_eq!(seen_by_the_stranger(&world).await, before, "something foreign was changed");
}

/// What the owner of the foreign side sees of it.
async fn seen_by_the_stranger(world: &World) -> Vec<Value> {
    let mut theirs = Browser::of(&world.site);
    assert_eq!(theirs.sign_in("Stranger", super::anna::PASSWORD).await.leads_to(), "/customers");
    let customer = world.foreign.there[&Kind::Customer];
    let id = |kind| world.foreign.there[&kind];
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
        ("people/list", json!({})),
    ] {
        let reply = theirs.call(function, &arguments).await;
        assert_eq!(reply.status, StatusCode::OK, "{function}: {}", reply.body);
        seen.push(reply.json());
    }
    world.statements.take();
    seen
}

#[tokio::test]
async fn our_own_side_is_there() {
    // Without this the tests above would pass on a site that finds nothing.
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let mut browser = Caller::First.enter(&world.site, &world.ben).await;
    let customer = world.own.there[&Kind::Customer];
    for (function, field, kind) in [
        ("customers/get", "customer", Kind::Customer),
        ("users/get", "user", Kind::User),
        ("operations/get", "operation", Kind::Operation),
        ("operations/get", "operation", Kind::EntriesOperation),
        ("purchases/confirm", "order", Kind::Order),
    ] {
        let arguments = json!({ "customer": customer, field: world.own.there[&kind] });
        let answer = call(&world, &mut browser, function, &arguments, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
        assert!(!answer.statements.is_empty(), "{function}: no statement was noted");
    }
}

#[tokio::test]
async fn what_is_no_id_is_refused_before_anything_is_looked_up() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let mut browser = Caller::First.enter(&world.site, &world.ben).await;
    for (function, arguments) in calls::calls() {
        for (at, kind) in places(&arguments) {
            // Texts that are searched for may say anything, and cursors too.
            if at.ends_with("/search") || at.ends_with("/text") {
                continue;
            }
            for malformed in MALFORMED {
                let own = arguments_with(&world, &arguments, &at, malformed);
                let answer = call(&world, &mut browser, function, &own, "").await;
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{function} {own}: {}", answer.body);
                if kind == Kind::Customer || own.get("customer").is_none() {
                    continue;
                }
                let mut foreign = own.clone();
                foreign["customer"] = json!(world.foreign.there[&Kind::Customer]);
                let of_foreign = call(&world, &mut browser, function, &foreign, "").await;
                assert_eq!(of_foreign, answer, "{function} {foreign}");
            }
        }
    }
}

/// What a parameter of a path is. A token is none of these.
fn kind_of_parameter(path: &str, name: &str) -> Option<Kind> {
    Some(match name {
        "customer" => Kind::Customer,
        "user" => Kind::User,
        "operation" if path.ends_with("/failed.csv") => Kind::EntriesOperation,
        "operation" => Kind::Operation,
        "relationship" => Kind::Relationship,
        "provider" => Kind::Provider,
        "token" => return None,
        other => panic!(
            "{path} has a parameter `{other}`, and nobody knows what it is of. Name it in `kind_of_parameter` \
             (server/tests/api/isolation/mod.rs); a new kind of id is also made in objects.rs."
        ),
    })
}

/// A path with placeholders in place of its parameters, which are written `{name}` or `:name`.
fn address(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let name = part.strip_prefix(':').or_else(|| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')));
        let name = name.filter(|name| !name.starts_with('*'));
        match name.and_then(|name| kind_of_parameter(path, name)) {
            Some(kind) => format!("{{{kind}}}"),
            None => part.to_owned(),
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The files and pages that carry ids.
fn addresses(site: &Site) -> BTreeSet<String> {
    let routes = surface::routes(site).into_iter().map(|route| address(&route));
    let pages = surface::pages().into_iter().map(|page| address(&page));
    let queries = calls::PAGE_QUERIES.iter().map(|(page, query)| {
        assert!(surface::pages().contains(*page), "{page} is no page");
        format!("{}?{query}", address(page))
    });
    routes
        .chain(pages)
        .chain(queries)
        .filter(|address| Kind::ALL.iter().any(|kind| address.contains(&format!("{{{kind}}}"))))
        .collect()
}

/// The address with our own ids but for one.
fn address_with(world: &World, address: &str, one: Kind, id: &str) -> String {
    Kind::ALL.into_iter().fold(address.to_owned(), |address, kind| {
        let id = if kind == one { id.to_owned() } else { world.own.there[&kind].to_string() };
        address.replace(&format!("{{{kind}}}"), &id)
    })
}

async fn get(world: &World, browser: &mut Browser<'_>, path: &str, asked: &str) -> Answer {
    let reply = browser.get(path).await;
    world.answer(reply, asked)
}

#[tokio::test]
async fn files_and_pages_of_what_is_foreign_are_those_of_what_never_existed() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let mut addresses = addresses(&world.site);
    // A person who signs in is of no partner yet: the sign-in page names the providers of all.
    addresses.retain(|address| !address.starts_with("/sign-in/provider/"));
    assert!(addresses.len() > 20, "{addresses:?}");
    for caller in Caller::all() {
        let mut browser = caller.enter(&world.site, &world.ben).await;
        for address in &addresses {
            for kind in Kind::ALL.into_iter().filter(|kind| address.contains(&format!("{{{kind}}}"))) {
                let at = |id: Uuid| (address_with(&world, address, kind, &id.to_string()), id.to_string());
                let (path, asked) = at(world.never(kind, 1));
                let first = get(&world, &mut browser, &path, &asked).await;
                let mut answers = Vec::new();
                for (which, id) in world.hidden(kind, address.contains("{Customer}"), caller.tries_everything()) {
                    let (path, asked) = at(id);
                    answers.push((which, get(&world, &mut browser, &path, &asked).await));
                }
                let (path, asked) = at(world.never(kind, 2));
                let never = [first, get(&world, &mut browser, &path, &asked).await];
                for (which, answer) in &answers {
                    check(&format!("{caller:?} {address}, {kind}"), which, answer, &never);
                }
            }
        }
    }
}

#[tokio::test]
async fn paths_without_an_id_lead_nowhere() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    // What leads to an identity provider says on the page before that there is none.
    let leads_on = |address: &&String| !address.contains('?') && !address.contains("{Provider}");
    for address in addresses(&site).iter().filter(leads_on) {
        for malformed in ["x", "00000000-0000-0000-0000-00000000000g"] {
            let path = Kind::ALL
                .into_iter()
                .fold(address.clone(), |path, kind| path.replace(&format!("{{{kind}}}"), malformed));
            let reply = browser.get(&path).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
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
            let [first, void, last] = answers.try_into().unwrap();
            check(&format!("{method} {route}"), "void", &void, &[first, last]);
        }
    }
}

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
mod forms;
mod half_way;
mod ids;
mod made;
mod malformed;
mod objects;
mod own_side;
mod required;
mod side;
mod surface;
mod tenants;
mod visitor;

use super::site::{Browser, Reply, Site};
use actors::{Caller, Sight};
use answer::{Answer, Statements};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::access::Actor;
use entrances::Entrances;
use ids::{Kind, places};
use made::Made;
use objects::Objects;
use serde_json::{Value, json};
use side::{SECRET, SIBLING};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tenants::ELSEWHERE;
use tokio::sync::OnceCell;
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
    /// The objects of others of our partner, which are hidden from everybody who is asked in this world.
    elsewhere: Vec<Objects>,
    /// The ids of our sides.
    known: BTreeSet<Uuid>,
    statements: Statements,
    entrances: Entrances,
}

/// Ids that must be answered like the neighbours of the first, which never existed.
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
    /// A world of one's own. It is made once for all tests, because that takes longer than most of them.
    async fn new(statements: &Statements) -> Self {
        static MADE: OnceCell<Made> = OnceCell::const_new();
        let made = MADE.get_or_init(Made::new).await;
        let mut site = Site::with_file(&made.file).await;
        site.serve(site.store.clone(), || *NOW);
        let sides = [&made.own, &made.sibling];
        let known = sides.into_iter().flat_map(|side| side.there.values().chain(side.removed.values().flatten()));
        let known = known.copied().collect();
        statements.take();
        Self {
            site,
            ben: made.ben.clone(),
            own: made.own.clone(),
            sibling: made.sibling.clone(),
            foreign: made.foreign.clone(),
            elsewhere: Vec::new(),
            known,
            statements: statements.clone(),
            entrances: made.entrances.clone(),
        }
    }

    fn answer(&self, reply: Reply, asked: &str) -> Answer {
        Answer::of(reply, self.statements.take(), asked, &self.known)
    }

    /// The ids that must be hidden from a caller at a place for this kind of id.
    fn hidden(&self, (caller, much): (Caller, Much), kind: Kind, place: Place) -> Vec<Hidden> {
        let everything = much == Much::Everything;
        let mut ids = vec![("foreign", self.foreign.there[&kind])];
        if everything {
            // A product that was owned once stays known to its customer.
            let sides = [(&self.foreign, "removed and foreign"), (&self.own, "removed")];
            for (side, words) in sides.into_iter().filter(|(_, words)| kind != Kind::Product || *words != "removed") {
                ids.extend(side.removed.get(&kind).into_iter().flatten().map(|id| (words, *id)));
            }
        }
        let of_sibling = match caller.sight() {
            Sight::Partner | Sight::Tenant => everything && place.has_customer && kind.is_of_a_customer(),
            Sight::OneCustomer => kind.is_of_a_customer() || matches!(kind, Kind::Customer | Kind::Activity),
            Sight::Portal => true,
        };
        // The others have the same product.
        if of_sibling && kind != Kind::Product {
            ids.push(("of another customer", self.sibling.there[&kind]));
        }
        let elsewhere = self.elsewhere.iter().filter(|_| kind != Kind::Product);
        let elsewhere = elsewhere.filter_map(|side| side.there.get(&kind));
        ids.extend(elsewhere.map(|id| ("of others of the partner", *id)));
        let hidden = |ids: Vec<(&'static str, Uuid)>| {
            let beside = |number: u128| Uuid::from_u128(ids[0].1.as_u128() ^ number);
            Hidden { never: [beside(1), beside(2)], ids }
        };
        // A list begins at the id itself, so each is compared with its own neighbours.
        if place.is_cursor { ids.into_iter().map(|one| hidden(vec![one])).collect() } else { vec![hidden(ids)] }
    }
}

/// Where an id stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Whether a customer is named beside it.
    has_customer: bool,
    /// Whether a list begins there.
    is_cursor: bool,
}

/// How much is tried at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Much {
    /// The foreign objects.
    Foreign,
    /// Also what was removed, and what is of another customer.
    Everything,
}

/// Who tries how much at which place. The strongest callers try everything everywhere. Each of the others does so at the first
/// place of each kind of id, and at some others, so that all of them together try it at every place.
struct Spread {
    caller: Caller,
    seen: BTreeMap<Kind, usize>,
}

impl Spread {
    /// So many places are between those where a caller tries everything.
    const STEP: usize = 16;

    fn of(caller: Caller) -> Self {
        Self { caller, seen: BTreeMap::new() }
    }

    /// Whether the caller tries everything at the next place for an id of this kind.
    fn is_here(&mut self, kind: Kind) -> bool {
        let seen = self.seen.entry(kind).or_default();
        let here = *seen == 0 || (*seen + self.caller.number()).is_multiple_of(Self::STEP);
        *seen += 1;
        here || self.caller.is_thorough()
    }

    /// How much the caller tries at the next place for an id of this kind.
    fn next(&mut self, kind: Kind) -> (Caller, Much) {
        // Asking for one of these makes it, so all of them are asked for equally often.
        let is_made = matches!(kind, Kind::Selection | Kind::Template);
        let everything = self.is_here(kind) || is_made;
        (self.caller, if everything { Much::Everything } else { Much::Foreign })
    }
}

/// Words that no answer to a caller has.
fn secret_words(caller: Caller) -> &'static [&'static str] {
    match caller.sight() {
        Sight::Partner => &[SECRET],
        Sight::Tenant => &[SECRET, ELSEWHERE, "Own person", "Own invited"],
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
    (spread, visitor): (&mut Spread, &mut Visitor<'_>),
    (function, arguments): (&str, &Value),
) -> usize {
    let (all, caller) = (places(arguments), spread.caller);
    let has_customer = all.iter().any(|(_, kind)| *kind == Kind::Customer);
    for (at, kind) in &all {
        let is_cursor = ["/After", "/Before"].iter().any(|end| at.ends_with(end));
        for hidden in world.hidden(spread.next(*kind), *kind, Place { has_customer, is_cursor }) {
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
    call_in(&world, callers).await;
}

async fn call_in(world: &World, callers: Vec<Caller>) {
    let before = [seen_by_the_stranger(world).await, seen_of_the_sibling(world).await];
    let (mut tried, expected) = (0, callers.len() * 150);
    for caller in callers {
        let (mut visitor, mut spread) = (caller.enter(world).await, Spread::of(caller));
        for (function, arguments) in calls::calls() {
            tried += try_call(world, (&mut spread, &mut visitor), (function, &arguments)).await;
        }
    }
    assert!(tried > expected, "{tried}");
    let after = [seen_by_the_stranger(world).await, seen_of_the_sibling(world).await];
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

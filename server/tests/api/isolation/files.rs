//! Files and pages, whose ids stand in their addresses.

use super::actors::{Caller, Sight};
use super::answer::{Answer, Statements};
use super::ids::Kind;
use super::visitor::Visitor;
use super::{MALFORMED, Place, Spread, World, calls, check, surface};
use crate::site::Site;
use axum::http::StatusCode;
use std::collections::BTreeSet;

/// The kind of a path's parameter. A token is none of these.
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
             (server/tests/api/isolation/files.rs); a new kind of id is also made in objects.rs."
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
    let queries = calls::QUERIES.iter().map(|(path, query)| {
        let is_there = surface::pages().contains(*path) || surface::routes(site).contains(*path);
        assert!(is_there, "{path} is no page and no file");
        format!("{}?{query}", address(path))
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

/// Whether an address is that of a file.
fn is_file(address: &str) -> bool {
    address.split('?').next().is_some_and(|path| path.ends_with(".csv"))
}

async fn get(world: &World, visitor: &mut Visitor<'_>, path: &str, asked: &str) -> Answer {
    let reply = visitor.get(path).await;
    world.answer(reply, asked)
}

/// The addresses that a caller is asked at. A key is looked at for files only, so what programs get elsewhere is what nobody
/// gets.
fn asked_at(caller: Caller, addresses: &BTreeSet<String>) -> impl Iterator<Item = &String> {
    let is_person = !Caller::applications().contains(&caller);
    addresses.iter().filter(move |address| is_person || caller == Caller::FirstApplication || is_file(address))
}

async fn ask_for_all(callers: Vec<Caller>) {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    ask_in(&world, callers).await;
}

/// Asks for every file and page as these callers, with each id that is hidden from them.
pub async fn ask_in(world: &World, callers: Vec<Caller>) {
    let mut addresses = addresses(&world.site);
    // A person who signs in is of no partner yet: the sign-in page names the providers of all.
    addresses.retain(|address| !address.starts_with("/sign-in/provider/"));
    assert!(addresses.len() > 20, "{addresses:?}");
    for caller in callers {
        let (mut visitor, mut spread) = (caller.enter(world).await, Spread::of(caller));
        for (nth, address) in asked_at(caller, &addresses).enumerate() {
            // The others ask for every sixth query each. The log names everybody who works for the partner, of whichever tenant.
            let is_skipped =
                address.contains('?') && !caller.is_thorough() && !(nth + caller.number()).is_multiple_of(6)
                    || caller.sight() == Sight::Tenant && address.contains("/activity");
            let kinds = Kind::ALL.into_iter().filter(|kind| !is_skipped && address.contains(&format!("{{{kind}}}")));
            for kind in kinds {
                let is_cursor = ["after=", "before="].iter().any(|key| address.contains(&format!("{key}{{{kind}}}")));
                let place = Place { has_customer: address.contains("{Customer}"), is_cursor };
                for hidden in world.hidden(spread.next(kind), kind, place) {
                    let mut answers = Vec::new();
                    for (_, id) in hidden.asked() {
                        let (path, asked) = (address_with(world, address, kind, &id.to_string()), id.to_string());
                        answers.push(get(world, &mut visitor, &path, &asked).await);
                    }
                    check(&format!("{caller:?} {address}, {kind}"), caller, &hidden.ids, &answers);
                }
            }
        }
    }
}

#[tokio::test]
async fn files_and_pages_of_what_is_foreign_are_those_of_what_never_existed() {
    ask_for_all([Caller::people(), Caller::roles()].concat()).await;
}

#[tokio::test]
async fn people_of_one_customer_get_no_other_files_and_pages() {
    ask_for_all(Caller::people_of_one_customer()).await;
}

#[tokio::test]
async fn programs_get_no_other_files_and_pages() {
    ask_for_all(Caller::applications()).await;
}

#[tokio::test]
async fn what_is_no_id_leads_nowhere_in_a_path_and_is_as_if_it_were_not_there_in_a_query() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let addresses = addresses(&world.site);
    try_paths(&world, &addresses).await;
    try_queries(&world, &addresses).await;
}

async fn try_paths(world: &World, addresses: &BTreeSet<String>) {
    // Addresses that lead to an identity provider say on the page before that there is none.
    let leads_on = |address: &&String| !address.contains('?') && !address.contains("{Provider}");
    for caller in Caller::all() {
        let mut visitor = caller.enter(world).await;
        for (nth, address) in asked_at(caller, addresses).filter(leads_on).enumerate() {
            // An empty id makes another path.
            let one = 1 + (nth + caller.number()) % 2;
            for (_, malformed) in
                MALFORMED.iter().enumerate().filter(|(which, _)| *which == one || *which > 0 && caller.is_thorough())
            {
                let path = Kind::ALL
                    .into_iter()
                    .fold(address.clone(), |path, kind| path.replace(&format!("{{{kind}}}"), malformed));
                let reply = visitor.get(&path).await;
                // With a key nobody is signed in at a page.
                let is_nobody = caller == Caller::SignedOut || !is_file(address) && caller == Caller::FirstApplication;
                let leads_away = is_nobody && reply.status == StatusCode::SEE_OTHER;
                assert!(leads_away || reply.status == StatusCode::NOT_FOUND, "{caller:?} {path}: {}", reply.status);
            }
        }
    }
}

/// The part of a query that carries an id of this kind, taken out of the address.
fn without(address: &str, kind: Kind) -> String {
    let (path, query) = address.split_once('?').unwrap();
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.contains(&format!("{{{kind}}}"))).collect();
    format!("{path}?{}", rest.join("&"))
}

async fn try_queries(world: &World, addresses: &BTreeSet<String>) {
    world.statements.take();
    // The text that is searched for may say anything.
    let with_ids = |address: &&String| address.contains('?') && !address.contains("search=");
    for caller in Caller::thorough() {
        let mut visitor = caller.enter(world).await;
        for address in asked_at(caller, addresses).filter(with_ids) {
            let query = address.split_once('?').unwrap().1;
            for kind in Kind::ALL.into_iter().filter(|kind| query.contains(&format!("{{{kind}}}"))) {
                let plain = address_with(world, &without(address, kind), kind, "");
                let expected = get(world, &mut visitor, &plain, "").await;
                for malformed in ["", "x", "00000000-0000-0000-0000-00000000000g", "%00", "%FF"] {
                    let path = address_with(world, address, kind, malformed);
                    let answer = get(world, &mut visitor, &path, "").await;
                    // Bytes that no browser sends are refused before anything reads them.
                    let is_refused = answer.status == StatusCode::BAD_REQUEST && answer.statements.is_empty();
                    assert!(answer.status == expected.status || is_refused, "{caller:?} {path}: {}", answer.status);
                    // The links of a page name the query.
                    let same = !is_file(address) || is_refused || answer.body == expected.body;
                    assert!(same, "{caller:?} {path}: {}", answer.body);
                }
            }
        }
    }
}

//! Files and pages, whose ids stand in their addresses.

use super::actors::Caller;
use super::answer::{Answer, Statements};
use super::ids::Kind;
use super::visitor::Visitor;
use super::{World, calls, check, surface};
use crate::site::{Browser, Site};
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

async fn get(world: &World, visitor: &mut Visitor<'_>, path: &str, asked: &str) -> Answer {
    let reply = visitor.get(path).await;
    world.answer(reply, asked)
}

/// The addresses that a caller is asked at. A key is looked at for files only, so what programs get elsewhere is what nobody
/// gets.
fn asked_at(caller: Caller, addresses: &BTreeSet<String>) -> impl Iterator<Item = &String> {
    let is_person = !Caller::applications().contains(&caller);
    addresses.iter().filter(move |address| is_person || caller.tries_everything() || address.ends_with(".csv"))
}

async fn ask_for_all(callers: Vec<Caller>) {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let mut addresses = addresses(&world.site);
    // A person who signs in is of no partner yet: the sign-in page names the providers of all.
    addresses.retain(|address| !address.starts_with("/sign-in/provider/"));
    assert!(addresses.len() > 20, "{addresses:?}");
    for caller in callers {
        let mut visitor = caller.enter(&world).await;
        for address in asked_at(caller, &addresses) {
            for kind in Kind::ALL.into_iter().filter(|kind| address.contains(&format!("{{{kind}}}"))) {
                for hidden in world.hidden(caller, kind, address.contains("{Customer}")) {
                    let mut answers = Vec::new();
                    for (_, id) in hidden.asked() {
                        let (path, asked) = (address_with(&world, address, kind, &id.to_string()), id.to_string());
                        answers.push(get(&world, &mut visitor, &path, &asked).await);
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
async fn paths_without_an_id_lead_nowhere() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    // Addresses that lead to an identity provider say on the page before that there is none.
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

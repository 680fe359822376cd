//! The list of everything that can be asked of the server, taken from the program itself.

use super::super::site::{Browser, Site};
use axum::body::Body;
use axum::http::{Request, header};
use std::collections::BTreeSet;

/// The list as it was when somebody last looked at it.
const WRITTEN: &str = include_str!("surface.txt");
/// The pages are routes of the router in the browser, which names each by a literal.
const PAGES: &str = include_str!("../../../../app/src/app.rs");

/// The paths of the server's router. Its `Debug` output names them; there is no other way to ask.
pub fn routes(site: &Site) -> BTreeSet<String> {
    let shown = format!("{:?}", site.router);
    let named = shown.split("RouteId(").skip(1).filter_map(|rest| {
        let path = rest.split_once("): \"")?;
        let is_id = path.0.chars().all(|digit| digit.is_ascii_digit());
        let path = path.1.split('"').next().filter(|_| is_id)?;
        Some(path.replace("__private__axum_nest_tail_param", "rest"))
    });
    let routes: BTreeSet<String> = named.filter(|path| !path.contains("__private__axum_fallback")).collect();
    assert!(routes.contains("/healthz"), "the router's Debug output has changed: {shown}");
    routes
}

/// The paths of the pages.
pub fn pages() -> BTreeSet<String> {
    let pages: BTreeSet<String> =
        PAGES.split("path!(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    let routes = PAGES.split("<Route").skip(1).filter(|rest| rest.starts_with(char::is_whitespace)).count();
    assert_eq!(pages.len(), routes, "every page is a literal");
    pages
}

/// The methods that a path takes, which is what it says to a method that it does not take.
async fn methods(browser: &mut Browser<'_>, path: &str) -> String {
    let path = path.replace(['{', '}', '*'], "");
    let put = Request::builder().method("PROPFIND").uri(path).body(Body::empty()).unwrap();
    browser.send(put).await.header(header::ALLOW).to_owned()
}

/// The paths that take forms.
pub async fn forms(site: &Site) -> Vec<String> {
    let mut browser = Browser::of(site);
    let mut forms = Vec::new();
    for route in routes(site).into_iter().filter(|route| !route.starts_with("/api/")) {
        if methods(&mut browser, &route).await.contains("POST") {
            forms.push(route);
        }
    }
    forms
}

/// Every function, route and page, a line each.
async fn surface(site: &Site) -> BTreeSet<String> {
    let mut browser = Browser::of(site);
    let functions = leptos::server_fn::axum::server_fn_paths();
    let mut lines: BTreeSet<String> = functions.map(|(path, _)| format!("function {path}")).collect();
    for route in routes(site) {
        lines.insert(format!("route {route} {}", methods(&mut browser, &route).await).trim_end().to_owned());
    }
    lines.extend(pages().into_iter().map(|page| format!("page {page}")));
    lines
}

#[tokio::test]
async fn nothing_can_be_asked_that_nobody_looked_at() {
    let site = Site::open().await;
    let found = surface(&site).await;
    let written: BTreeSet<String> = WRITTEN.lines().map(str::to_owned).collect();
    let (new, gone): (Vec<_>, Vec<_>) = (found.difference(&written).collect(), written.difference(&found).collect());
    assert!(
        new.is_empty() && gone.is_empty(),
        "What can be asked of the server has changed.\nNew: {new:#?}\nGone: {gone:#?}\n\
         For a new function: name it with the permission it needs and valid arguments in server/tests/api/access.rs, and add \
         arguments that carry other ids to `further` in server/tests/api/isolation/calls.rs.\n\
         For a new route or page: its parameters must be known to `kind_of_parameter` in \
         server/tests/api/isolation/files.rs, the fields of a form to `forms` in forms.rs, and ids in its query to `QUERIES` in calls.rs.\n\
         Run the tests of `isolation`; when they pass, bring server/tests/api/isolation/surface.txt up to date."
    );
}

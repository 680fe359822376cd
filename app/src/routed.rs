//! The path that a request leads to in the router of the pages.

use leptos_router::location::RequestUrl;

/// The path by which the router chooses a page, if it can read that of the request. It resolves dot segments.
pub fn routed(path: &str) -> Option<String> {
    // Only the path matters, so any host will do.
    RequestUrl::new(&format!("http://localhost{path}")).parse().ok().map(|url| url.path().to_owned())
}

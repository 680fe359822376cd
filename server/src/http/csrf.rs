//! Protection against requests that another site makes a browser send.

use super::application_key::Presented;
use super::refusals::OtherSite;
use axum::Extension;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Lets through requests that change nothing, and requests from our own pages.
///
/// A request with an application's key needs no such proof: it has no cookie any more, and no site can make a browser send a
/// key that it does not know, nor an `Authorization` header without asking first, which we never allow.
///
/// Browsers report the origin of a request in `Sec-Fetch-Site`; those that don't still send `Origin` with a POST.
pub async fn same_origin_only(request: Request, next: Next) -> Response {
    let has_key = request.extensions().get::<Presented>().is_some();
    if has_key || matches!(*request.method(), Method::GET | Method::HEAD) || is_same_origin(request.headers()) {
        return next.run(request).await;
    }
    let words = "This request came from another site and was refused.";
    (StatusCode::FORBIDDEN, Extension(OtherSite), words).into_response()
}

/// Whether one of our own pages sent the request.
pub(super) fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => match (text(header::ORIGIN), text(header::HOST)) {
            (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
            _ => false,
        },
    }
}

/// Whether another site sent the request. A typed address and a bookmark come from no other site. A browser that sends no such
/// header is trusted.
pub(super) fn is_from_another_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_may_change_things() {
        assert!(is_same_origin(&headers(&[("sec-fetch-site", "same-origin")])));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!is_same_origin(&headers(&[("sec-fetch-site", site)])), "{site}");
        }
        let unreadable = [("sec-fetch-site", "é"), ("origin", "https://console.example"), ("host", "console.example")];
        assert!(!is_same_origin(&headers(&unreadable)));
        assert!(is_same_origin(&headers(&[("origin", "https://console.example"), ("host", "console.example")])));
        assert!(!is_same_origin(&headers(&[("origin", "https://evil.example"), ("host", "console.example")])));
        assert!(!is_same_origin(&headers(&[("host", "console.example")])));
    }
}

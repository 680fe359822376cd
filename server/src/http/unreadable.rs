//! Refuses requests that no browser sends to our pages, before anything reads them.

use super::plain_path::is_plain;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The reason for refusing text with the character NUL. PostgreSQL can't store it, and no text needs it.
pub const NUL: &str = "A text contains the character NUL, which no text has.";

/// Refuses requests without a path (such as `GET foo` and `CONNECT host:1`), with one that not everybody reads alike, with more
/// than one `Host`, or with NUL in the address.
pub async fn refuse(request: Request, next: Next) -> Response {
    let refused = |words: &'static str| (StatusCode::BAD_REQUEST, words).into_response();
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    if !target.starts_with('/') {
        return refused("The request names no path.");
    }
    if !is_plain(request.uri().path()) {
        return refused("The path has a dot segment or a backslash.");
    }
    if target.contains("%00") {
        return refused(NUL);
    }
    if request.headers().get_all(header::HOST).iter().count() > 1 {
        return refused("The request names several hosts.");
    }
    next.run(request).await
}

/// Refuses forms with NUL in a field.
pub async fn refuse_forms(request: Request, next: Next) -> Response {
    if !is_form(request.headers()) {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    match Bytes::from_request(Request::from_parts(head.clone(), body), &()).await {
        Ok(form) if form.contains(&0) || form.windows(3).any(|three| three == b"%00") => {
            (StatusCode::BAD_REQUEST, NUL).into_response()
        }
        Ok(form) => next.run(Request::from_parts(head, Body::from(form))).await,
        Err(rejection) => rejection.into_response(),
    }
}

/// Whether a text in this JSON contains NUL. In JSON it can only be the escape `\u0000`.
pub fn nul_in_json(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        rest = &rest[at + 1..];
        if rest.starts_with(b"u0000") {
            return true;
        }
        // Skip the escaped character: it may be a backslash, which then escapes nothing.
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"))
}

#[cfg(test)]
mod tests {
    use super::nul_in_json;

    #[test]
    fn nul_is_found_where_it_is_one() {
        for json in [r#""\u0000""#, r#"{"a":"x\\\u0000"}"#, r#"["\"","\n\u0000"]"#] {
            assert!(nul_in_json(json.as_bytes()), "{json}");
        }
        for json in ["", "\\", r#""\\u0000""#, r#""\u0001""#, r#""u0000""#, r#""\\\\u0000 \u00""#] {
            assert!(!nul_in_json(json.as_bytes()), "{json}");
        }
    }
}

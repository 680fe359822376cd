//! Security headers of every reply. Pages add a Content-Security-Policy with their nonce.

use super::secret_paths;
use super::transport::Transport;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Types of built files that are text and that the file server names without a character set, and the same with it.
const TEXT_FILES: [(&str, &str); 3] = [
    ("text/css", "text/css; charset=utf-8"),
    ("text/javascript", "text/javascript; charset=utf-8"),
    ("image/svg+xml", "image/svg+xml; charset=utf-8"),
];

/// Whether browsers are told to use only TLS from now on, for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnlyTls {
    /// Nothing is said.
    No,
    /// For this host.
    Host,
    /// For this host and its subdomains.
    Subdomains,
}

impl OnlyTls {
    /// The headers of a server that is reached by this transport.
    pub fn of(transport: Transport, subdomains: bool) -> Self {
        match (transport, subdomains) {
            (Transport::Tls, true) => Self::Subdomains,
            (Transport::Tls, false) => Self::Host,
            (Transport::Loopback, _) => Self::No,
        }
    }

    fn value(self) -> Option<HeaderValue> {
        match self {
            Self::No => None,
            Self::Host => Some(HeaderValue::from_static("max-age=31536000")),
            Self::Subdomains => Some(HeaderValue::from_static("max-age=31536000; includeSubDomains")),
        }
    }
}

/// The policy of replies that are not pages: nothing may be loaded.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The policy of a page: our own files, and inline scripts with this reply's nonce.
pub fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'"
    )
}

/// The policy of a page without scripts: our style sheet, and its form.
pub fn form_policy() -> &'static str {
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
}

/// Sets the headers. By default caches keep no reply; files with a hash in their name set their own `Cache-Control`.
pub async fn secure(State(only_tls): State<OnlyTls>, request: Request, next: Next) -> Response {
    // A page with a token sends no `Referer`, so its address reaches nobody, not even a proxy's log.
    let has_token = secret_paths::without_token(request.uri().path()).is_some();
    let referrer = if has_token { "no-referrer" } else { "same-origin" };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(referrer));
    if let Some(only_tls) = only_tls.value() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, only_tls);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    }
    if let Some(whole) = with_charset(headers) {
        headers.insert(header::CONTENT_TYPE, whole);
    }
    response
}

/// The type of a file of text with its character set. `None` for other types, and for those that name one.
fn with_charset(headers: &HeaderMap) -> Option<HeaderValue> {
    let named = headers.get(header::CONTENT_TYPE)?;
    let (_, whole) = TEXT_FILES.iter().find(|(name, _)| named == name)?;
    Some(HeaderValue::from_static(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_text_name_their_character_set() {
        let of = |named: &'static str| {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(named))]);
            with_charset(&headers).map(|whole| whole.to_str().unwrap().to_owned())
        };
        for named in ["text/css", "text/javascript", "image/svg+xml"] {
            assert_eq!(of(named), Some(format!("{named}; charset=utf-8")));
        }
        for named in ["text/html; charset=utf-8", "application/wasm", "image/png"] {
            assert_eq!(of(named), None, "{named}");
        }
    }
}

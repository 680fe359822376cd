//! The session's cookie: setting and removing it.

use super::transport::Transport;
use crate::store::SqlStore;
use crate::store::people::sessions::Sessions;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_sessions::SessionManagerLayer;
use tower_sessions::cookie::SameSite;

/// Marks the answer of a server function to a request without a session. The browser keeps the cookie: it may have a new one
/// already, and where the session ended because it was not used, the sign-in page, which comes next, can tell the reason.
#[derive(Debug, Clone, Copy)]
pub struct KeepCookie;

/// Gives every request its session. The cookie is bound to this host and valid for the whole site; over TLS it is also
/// `Secure`. When a session ends is decided as it begins (`auth::begin`).
pub fn sessions(transport: Transport, store: SqlStore) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(store))
        .with_name(transport.cookie())
        .with_secure(transport.is_secure())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

/// Removes the cookie of an ended session in a way that browsers accept. tower-sessions leaves `Secure` out, and
/// browsers then refuse a name that begins with `__Host-`.
pub async fn take_back(State(transport): State<Transport>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let keeps = response.extensions_mut().remove::<KeepCookie>().is_some();
    let cookies = response.headers().get_all(header::SET_COOKIE);
    if cookies.iter().any(|cookie| ends(cookie, transport)) {
        let kept = cookies.iter().filter(|cookie| !ends(cookie, transport)).cloned().collect::<Vec<_>>();
        let headers = response.headers_mut();
        headers.remove(header::SET_COOKIE);
        if !keeps {
            headers.insert(header::SET_COOKIE, ending(transport));
        }
        for cookie in kept {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// Whether a request carries a session cookie, valid or not.
pub fn is_in(headers: &HeaderMap, transport: Transport) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    cookies
        .flat_map(|cookies| cookies.split(';'))
        .any(|cookie| cookie.trim_start().strip_prefix(transport.cookie()).is_some_and(|value| value.starts_with('=')))
}

fn ends(cookie: &HeaderValue, transport: Transport) -> bool {
    let empty = format!("{}=;", transport.cookie());
    cookie.as_bytes().starts_with(empty.as_bytes())
}

fn ending(transport: Transport) -> HeaderValue {
    HeaderValue::from_static(match transport {
        Transport::Tls => "__Host-tenantry=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
        Transport::Loopback => "tenantry=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        let found = |cookies: &'static str| {
            is_in(&[(header::COOKIE, HeaderValue::from_static(cookies))].into_iter().collect(), Transport::Loopback)
        };
        assert!(found("tenantry=a") && found("theme=dark; tenantry="));
        assert!(!found("theme=tenantry=a") && !found("tenantry2=a") && !found("__Host-tenantry=a"));
    }

    #[test]
    fn what_takes_the_cookie_back_has_its_name() {
        for transport in [Transport::Tls, Transport::Loopback] {
            assert!(ends(&ending(transport), transport));
        }
    }
}

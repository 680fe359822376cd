//! The cookie of a browser in which a person has signed in before. It does not sign anybody in. It gives its person an
//! allowance of attempts that strangers can't use up.

use super::state::AppState;
use super::transport::Transport;
use crate::password;
use crate::store::people::known_browsers::DEVICE_KEPT_MS;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use domain::ids::PartnerUserId;
use time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

/// The cookie's name. As with the session's cookie, browsers accept the `__Host-` name only with `Secure`.
pub fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Tls => "__Host-tenantry-device",
        Transport::Loopback => "tenantry-device",
    }
}

/// The length of our tokens. A longer value is ignored and not hashed.
const TOKEN_MAX: usize = 64;

/// The token that the browser keeps, if any.
pub(super) fn kept(transport: Transport, headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = cookies.flat_map(Cookie::split_parse).filter_map(Result::ok);
    let found = cookies.find(|cookie| cookie.name() == cookie_name(transport))?;
    Some(found.value().to_owned()).filter(|token| !token.is_empty() && token.len() <= TOKEN_MAX)
}

/// The cookie that makes the browser keep a token.
pub(super) fn keep(transport: Transport, token: String) -> String {
    let cookie = Cookie::build((cookie_name(transport), token)).secure(transport.is_secure()).http_only(true);
    let cookie = cookie.same_site(SameSite::Lax).path("/");
    cookie.max_age(Duration::milliseconds(DEVICE_KEPT_MS)).build().to_string()
}

/// Makes a browser known in which a person has just been signed in without typing a password here, or has chosen one, and has it
/// keep its token. If that fails, the person is signed in all the same.
pub(super) async fn remember(
    state: &AppState,
    headers: &HeaderMap,
    person: PartnerUserId,
    mut response: Response,
) -> Response {
    let (kept, now) = (kept(state.transport, headers), (state.services.now)());
    match state.store.remember_device(person, kept, password::token(), now).await {
        Ok(token) => {
            if let Ok(cookie) = keep(state.transport, token).parse() {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
        }
        Err(error) => tracing::warn!(%error, "a browser was not remembered"),
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        cookies.iter().map(|cookie| (header::COOKIE, cookie.parse().unwrap())).collect()
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let kept = |cookies: &[&str]| kept(Transport::Tls, &headers(cookies));
        let name = cookie_name(Transport::Tls);
        let ours = format!("{name}=abc");
        assert_eq!(kept(&[&format!("a=b; {ours}; c=d")]).as_deref(), Some("abc"));
        assert_eq!(kept(&["a=b", &ours]).as_deref(), Some("abc"));
        assert_eq!(kept(&["a=b", "tenantry-device=abc"]), None);
        assert_eq!(kept(&[&format!("{name}={}", "x".repeat(65))]), None);
    }

    #[test]
    fn scripts_and_other_sites_do_not_get_it() {
        let cookie = keep(Transport::Tls, "abc".into());
        assert_eq!(cookie, "__Host-tenantry-device=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000");
        let cookie = keep(Transport::Loopback, "abc".into());
        assert_eq!(cookie, "tenantry-device=abc; HttpOnly; SameSite=Lax; Path=/; Max-Age=34560000");
    }
}

//! The cookie of a browser in which somebody signed in before. It signs nobody in: it gives its person an allowance of
//! attempts that strangers can't use up.

use crate::store::throttle::DEVICE_KEPT_MS;
use axum::http::{HeaderMap, header};
use time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

/// The cookie's name.
pub const DEVICE_COOKIE: &str = "__Host-tenantry-device";
/// Ours have 64 characters. A longer one is none, and is not hashed.
const TOKEN_MAX: usize = 64;

/// What the browser keeps, if anything.
pub(super) fn kept(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = cookies.flat_map(Cookie::split_parse).filter_map(Result::ok);
    let found = cookies.find(|cookie| cookie.name() == DEVICE_COOKIE)?;
    Some(found.value().to_owned()).filter(|token| !token.is_empty() && token.len() <= TOKEN_MAX)
}

/// Has the browser keep a token.
pub(super) fn keep(token: String) -> String {
    let cookie = Cookie::build((DEVICE_COOKIE, token)).secure(true).http_only(true).same_site(SameSite::Lax).path("/");
    cookie.max_age(Duration::milliseconds(DEVICE_KEPT_MS)).build().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        cookies.iter().map(|cookie| (header::COOKIE, cookie.parse().unwrap())).collect()
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let kept = |cookies: &[&str]| kept(&headers(cookies));
        let ours = format!("{DEVICE_COOKIE}=abc");
        assert_eq!(kept(&[&format!("a=b; {ours}; c=d")]).as_deref(), Some("abc"));
        assert_eq!(kept(&["a=b", &ours]).as_deref(), Some("abc"));
        assert_eq!(kept(&["a=b", "tenantry-device=abc"]), None);
        assert_eq!(kept(&[&format!("{DEVICE_COOKIE}={}", "x".repeat(65))]), None);
    }

    #[test]
    fn scripts_and_other_sites_do_not_get_it() {
        let cookie = keep("abc".into());
        assert_eq!(cookie, "__Host-tenantry-device=abc; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000");
    }
}

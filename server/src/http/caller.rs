//! The origin of a request: its id and the sender's address. The activity log, security events and the count of
//! sign-ins use it.

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use domain::console::activity::Caller;
use std::net::{IpAddr, SocketAddr};
use tower_http::request_id::RequestId;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Whether requests come through a reverse proxy, which reports the sender's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BehindProxy(pub bool);

/// Removes a request id that is not a GUID, so that nobody can write their own text into the logs. The server then
/// makes an id.
pub fn forget_strange_id<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    if request_id(request.headers()).is_none() {
        request.headers_mut().remove(REQUEST_ID);
    }
    request
}

/// Passes the origin of the request on to the handlers.
pub async fn note(mut request: Request, next: Next) -> Response {
    let caller = of(&request);
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// The origin of a request.
pub(super) fn of(request: &Request) -> Caller {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    Caller { request: id.and_then(|id| Uuid::try_parse(id).ok()), address: address(request) }
}

fn request_id(headers: &HeaderMap) -> Option<Uuid> {
    headers.get(REQUEST_ID).and_then(|id| Uuid::try_parse(id.to_str().ok()?).ok())
}

/// The address of the connection. Behind a proxy it is the last forwarded address, which the proxy wrote, some with the
/// port; earlier ones are claims of others.
fn address(request: &Request) -> Option<IpAddr> {
    if request.extensions().get::<BehindProxy>() == Some(&BehindProxy(true)) {
        let last = request.headers().get_all(FORWARDED_FOR).iter().next_back()?;
        let last = last.to_str().ok()?.rsplit(',').next()?.trim();
        let with_port = || last.parse::<SocketAddr>().ok().map(|address| address.ip());
        return last.parse().ok().or_else(with_port);
    }
    let ConnectInfo(address) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    Some(address.ip().to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(behind: bool, forwarded: &[&str]) -> Request {
        let mut request = forwarded
            .iter()
            .fold(Request::builder(), |builder, value| builder.header(FORWARDED_FOR, *value))
            .body(Body::empty())
            .unwrap();
        request.extensions_mut().insert(BehindProxy(behind));
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4000))));
        request
    }

    #[test]
    fn only_a_proxy_is_asked_for_whom_it_asks() {
        let of = |behind, forwarded: &[&str]| address(&request(behind, forwarded)).map(|address| address.to_string());
        assert_eq!(of(false, &[]).as_deref(), Some("192.0.2.1"));
        assert_eq!(of(false, &["198.51.100.7"]).as_deref(), Some("192.0.2.1"), "anybody can claim that");
        assert_eq!(of(true, &["198.51.100.7"]).as_deref(), Some("198.51.100.7"));
        assert_eq!(of(true, &["203.0.113.9, 198.51.100.7"]).as_deref(), Some("198.51.100.7"));
        assert_eq!(of(true, &["203.0.113.9", "2001:db8::1"]).as_deref(), Some("2001:db8::1"));
        assert_eq!(of(true, &["198.51.100.7:4711"]).as_deref(), Some("198.51.100.7"));
        assert_eq!(of(true, &["[2001:db8::1]:4711"]).as_deref(), Some("2001:db8::1"));
        assert_eq!((of(true, &[]), of(true, &["unknown"])), (None, None));
    }

    #[test]
    fn strange_request_ids_are_forgotten() {
        let with = |id: &str| {
            let request = axum::http::Request::builder().header(REQUEST_ID, id).body(()).unwrap();
            forget_strange_id(request).headers().contains_key(REQUEST_ID)
        };
        assert!(with("6fd2c87f-b296-42f0-b197-1e91e994b900") && with("6fd2c87fb29642f0b1971e91e994b900"));
        assert!(!with("Robert'); DROP TABLE activity") && !with(""));
    }
}

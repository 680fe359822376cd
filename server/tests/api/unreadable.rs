//! Requests that no browser sends to our pages.

use super::anna::NAME;
use super::logging::Log;
use super::site::{Browser, Site};
use super::support::users::user_id;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::json;
use server::http::caller::BehindProxy;

#[tokio::test]
async fn what_names_no_path_is_refused() {
    let site = Site::open().await;
    for (method, target) in [
        (Method::GET, "foo"),
        (Method::GET, "a:80"),
        (Method::CONNECT, "a:1"),
        (Method::POST, "foo"),
        (Method::OPTIONS, "*"),
    ] {
        let request = Request::builder().method(method).uri(target).body(Body::empty()).unwrap();
        let reply = site.send(request).await;
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (StatusCode::BAD_REQUEST, "The request names no path."),
            "{target}"
        );
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
    // A proxy may send this form, and HTTP/2 always does.
    let whole = Request::get("http://localhost/sign-in").body(Body::empty()).unwrap();
    assert_eq!(site.send(whole).await.status, StatusCode::OK);
    let hosts = Request::get("/sign-in").header("host", "a").header("host", "b").body(Body::empty()).unwrap();
    assert_eq!(site.send(hosts).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_does_not_parse_is_noted_with_where_it_came_from() {
    let (log, _logging) = Log::listen();
    let site = Site::open().await;
    let send = async |path: &str, kind: &str, body: &'static str| {
        let request = Request::post(path)
            .header("content-type", kind)
            .header("content-length", body.len())
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", "192.0.2.7");
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(BehindProxy(true));
        site.send(request).await.status
    };
    assert_eq!(
        send("/api/people/invitation", "application/json", "{\"token\": made up").await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(send("/sign-in", "text/plain", "made up").await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(send("/made-up?made=%00up", "text/plain", "").await, StatusCode::BAD_REQUEST);
    let noted = log.lines("Not understood: ");
    assert_eq!(noted.len(), 3, "{noted:?}");
    for (line, (what, status)) in noted.iter().zip([
        ("input that does not parse (people/invitation)", 400),
        ("input that does not parse", 415),
        ("input that does not parse", 400),
    ]) {
        assert!(line.contains(what) && line.contains(&format!("status={status}")), "{line}");
        assert!(line.contains("address=\"192.0.2.7\"") && line.contains(" WARN "), "{line}");
        assert!(!line.contains("made up") && !line.contains("made="), "{line}");
    }
    assert_eq!(send("/api/people/invitation", "application/json", "{\"token\":\"none\"}").await, StatusCode::OK);
    assert_eq!(log.lines("Not understood: ").len(), 3, "what is read is not noted");
}

#[tokio::test]
async fn nul_is_refused_wherever_a_text_is_read() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let customer = site.customer;
    for path in [
        "/customers?search=%00".to_owned(),
        format!("/customers/{customer}/users?search=a%00"),
        format!("/customers/{customer}/users/export.csv?department=%00"),
        format!("/customers/{customer}/activity/export.csv?search=%00"),
        "/customers/%00/users".to_owned(),
        "/setup/%00".to_owned(),
        "/password/a%00".to_owned(),
    ] {
        assert_eq!(browser.get(&path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
    assert_eq!(browser.post("/setup/%00", "").await.status, StatusCode::BAD_REQUEST);
    for form in [format!("sign_in_name={NAME}%00&password=x"), format!("sign_in_name={NAME}\0&password=x")] {
        assert_eq!(browser.post("/sign-in", &form).await.status, StatusCode::BAD_REQUEST, "{form:?}");
    }
    let query = json!({ "filter": { "departments": ["a\0"] }, "within": null,
        "sort": { "by": "Name", "descending": false }, "place": "First", "size": 50 });
    for (function, arguments) in [
        ("users/count", json!({ "customer": customer, "query": query })),
        ("entries/upn-holders", json!({ "customer": customer, "upns": ["a\0@fabrikam.com"] })),
        ("customers/list", json!({ "query": { "search": "\0", "place": "First", "size": 50 } })),
        ("users/get", json!({ "customer": customer, "user": user_id(1), "\0": 1 })),
    ] {
        let reply = browser.call(function, arguments).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{function}");
        assert!(reply.json()["Invalid"].as_str().unwrap().contains("NUL"), "{function}: {}", reply.body);
    }
}

#[tokio::test]
async fn line_ends_in_a_link_lead_back_to_it() {
    let site = Site::open().await;
    let reply = Browser::of(&site).post("/setup/%0d%0aa:b", "name=a&sign_in_name=b&password=c").await;
    assert_eq!(reply.leads_to(), "/setup/%0D%0Aa%3Ab?error=link");
}

//! The score that Mozilla's HTTP Observatory (mdn/mdn-http-observatory) gives to our answers: its rules about headers,
//! cookies, redirections and scripts, with its points.
//!
//! Two things are not seen from here. Whether a host is in the browsers' list of hosts with TLS only is up to who runs it,
//! so no point is given for that. And the program listens on one port, with TLS or without, so that nothing is redirected
//! from plain HTTP; a proxy in front may do that.

use super::anna::{NAME, PASSWORD};
use super::site::{Browser, Reply, Site};
use axum::body::Body;
use axum::http::{HeaderName, Request, header};
use std::collections::BTreeMap;

/// The least score.
const DEMANDED: i32 = 130;
/// Points beyond 100 count only from here.
const EXTRA_FROM: i32 = 90;
/// Half a year in seconds.
const SIX_MONTHS: u64 = 15_768_000;
/// Sources of a policy that allow nearly anything.
const BROAD: [&str; 8] = ["ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"];

/// The Observatory's view of a page.
#[derive(Default)]
struct Seen {
    headers: Vec<(String, String)>,
    body: String,
    /// The cookies that the browser has by then, as they were set.
    cookies: Vec<String>,
    /// Where it was led, from the first address on.
    redirections: Vec<String>,
    /// `Access-Control-Allow-Origin` to a request with an `Origin`, and whether that was repeated with credentials.
    shared_with: Option<(String, bool)>,
}

impl Seen {
    fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> =
            self.headers.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", ").trim().to_lowercase())
    }

    /// The directives of the policy, the first of each name.
    fn policy(&self) -> BTreeMap<String, Vec<String>> {
        let mut policy = BTreeMap::new();
        for directive in self.header("content-security-policy").unwrap_or_default().split(';') {
            let mut words = directive.split_whitespace().map(str::to_owned);
            if let Some(name) = words.next() {
                policy.entry(name).or_insert_with(|| words.collect());
            }
        }
        policy
    }

    fn has_strict_transport(&self) -> bool {
        strict_transport(self) >= 0
    }
}

/// A rule: the points that a page gains or loses.
type Rule = fn(&Seen) -> i32;

const RULES: [(&str, Rule); 11] = [
    ("Content-Security-Policy", content_security_policy),
    ("Cookies", cookies),
    ("Cross-origin resource sharing", sharing),
    ("Redirection", redirection),
    ("Referrer-Policy", referrer_policy),
    ("Strict-Transport-Security", strict_transport),
    ("Subresource integrity", subresource_integrity),
    ("X-Content-Type-Options", content_type_options),
    ("X-Frame-Options", frame_options),
    ("Cross-Origin-Resource-Policy", resource_policy),
    ("Cross-Origin-Opener-Policy", opener_policy),
];

fn content_security_policy(seen: &Seen) -> i32 {
    let policy = seen.policy();
    if policy.is_empty() {
        return -25;
    }
    let anything = vec!["*".to_owned()];
    let sources = |name: &str| policy.get(name).or_else(|| policy.get("default-src")).unwrap_or(&anything);
    let has = |sources: &[String], bad: &[&str]| sources.iter().any(|source| bad.contains(&source.as_str()));
    let without_scheme = |name: &str| {
        policy
            .get(name)
            .is_none_or(|sources| !sources.iter().any(|one| one.starts_with("http:") || one.starts_with("ftp:")))
    };
    // A nonce or a hash makes browsers ignore 'unsafe-inline'.
    let inline = |sources: &[String]| {
        let is_nonce =
            |one: &String| ["'nonce-", "'sha256-", "'sha384-", "'sha512-"].iter().any(|it| one.starts_with(it));
        has(sources, &["data:"]) || (has(sources, &["'unsafe-inline'"]) && !sources.iter().any(is_nonce))
    };
    let (scripts, styles, objects) = (sources("script-src"), sources("style-src"), sources("object-src"));
    let active = |name: &&String| !["img-src", "media-src"].contains(&name.as_str());
    let is_insecure = policy.keys().filter(active).any(|name| !without_scheme(name));
    let evaluates = has(scripts, &["'unsafe-eval'"]) || has(styles, &["'unsafe-eval'"]);
    if inline(scripts) || has(scripts, &BROAD) || has(objects, &BROAD) || is_insecure {
        -20
    } else if evaluates || !without_scheme("img-src") || !without_scheme("media-src") {
        -10
    } else if inline(styles) || has(styles, &BROAD) {
        0
    } else if policy.get("default-src").is_some_and(|sources| sources == &["'none'"]) {
        10
    } else {
        5
    }
}

fn cookies(seen: &Seen) -> i32 {
    let one = |cookie: &String| {
        let cookie = cookie.to_lowercase();
        let (name, rest) = cookie.split_once('=').unwrap_or_default();
        let attributes: Vec<&str> = rest.split(';').skip(1).map(str::trim).collect();
        let has = |attribute: &str| attributes.contains(&attribute);
        let same_site = attributes.iter().find_map(|it| it.strip_prefix("samesite="));
        // Ours name no session, but are ones.
        let is_session = ["login", "sess", "tenantry"].iter().any(|it| name.contains(it));
        let secure = has("secure");
        let is_wrong =
            same_site.is_some_and(|it| !["lax", "strict", "none"].contains(&it) || (it == "none" && !secure));
        if is_session && !secure && !seen.has_strict_transport() {
            -40
        } else if is_session && !has("httponly") {
            -30
        } else if is_wrong || (name.contains("csrf") && same_site.is_none()) {
            -20
        } else if !secure {
            match (seen.has_strict_transport(), is_session) {
                (true, true) => -10,
                (true, false) => -5,
                (false, _) => -20,
            }
        } else if same_site.is_none() {
            0
        } else {
            5
        }
    };
    seen.cookies.iter().map(one).min().unwrap_or(0)
}

fn sharing(seen: &Seen) -> i32 {
    match &seen.shared_with {
        Some((origin, true)) if origin != "*" => -50,
        _ => 0,
    }
}

/// A redirection to another host or to plain HTTP loses points. An address without a host stays where it is.
fn redirection(seen: &Seen) -> i32 {
    match seen.redirections.iter().find(|address| !address.starts_with('/') || address.starts_with("//")) {
        None => 0,
        Some(address) if address.starts_with("https:") => -5,
        Some(_) => -20,
    }
}

fn referrer_policy(seen: &Seen) -> i32 {
    let good = ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"];
    let bad = ["origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"];
    let Some(header) = seen.header("referrer-policy") else { return 0 };
    let known = header.split(',').map(str::trim).rfind(|one| good.contains(one) || bad.contains(one));
    if known.is_some_and(|one| good.contains(&one)) { 5 } else { -5 }
}

fn strict_transport(seen: &Seen) -> i32 {
    let header = seen.header("strict-transport-security").unwrap_or_default();
    let age = header.split(';').find_map(|part| part.trim().strip_prefix("max-age=")?.parse::<u64>().ok());
    match age {
        None => -20,
        Some(age) if age < SIX_MONTHS => -10,
        Some(_) => 0,
    }
}

fn subresource_integrity(seen: &Seen) -> i32 {
    let scripts = seen.body.split("<script").skip(1).filter_map(|rest| rest.split('>').next());
    let external = scripts.filter(|tag| {
        let source = tag.split("src=\"").nth(1).and_then(|rest| rest.split('"').next());
        source.is_some_and(|source| !source.starts_with('/') || source.starts_with("//"))
    });
    let one = |tag: &str| match (tag.contains("integrity="), tag.contains("src=\"https:")) {
        (true, true) => 5,
        (false, true) => -5,
        (true, false) => -20,
        (false, false) => -50,
    };
    external.map(one).min().unwrap_or(0)
}

fn content_type_options(seen: &Seen) -> i32 {
    if seen.header("x-content-type-options").as_deref() == Some("nosniff") { 0 } else { -5 }
}

fn frame_options(seen: &Seen) -> i32 {
    if seen.policy().contains_key("frame-ancestors") {
        return 5;
    }
    match seen.header("x-frame-options").as_deref() {
        Some("deny" | "sameorigin") => 5,
        Some(other) if other.starts_with("allow-from") => 0,
        _ => -20,
    }
}

fn resource_policy(seen: &Seen) -> i32 {
    match seen.header("cross-origin-resource-policy").as_deref() {
        Some("same-origin" | "same-site") => 10,
        Some("cross-origin") | None => 0,
        Some(_) => -5,
    }
}

fn opener_policy(seen: &Seen) -> i32 {
    match seen.header("cross-origin-opener-policy").as_deref() {
        Some("same-origin" | "same-origin-allow-popups" | "noopener-allow-popups") => 10,
        Some("unsafe-none") | None => 0,
        Some(_) => -5,
    }
}

/// The score, and the points of each rule.
fn score(seen: &Seen) -> (i32, Vec<(&'static str, i32)>) {
    let points: Vec<(&str, i32)> = RULES.iter().map(|(name, rule)| (*name, rule(seen))).collect();
    let lost: i32 = points.iter().map(|(_, points)| *points.min(&0)).sum();
    let gained: i32 = points.iter().map(|(_, points)| *points.max(&0)).sum();
    let score = 100 + lost;
    (if score >= EXTRA_FROM { score + gained } else { score.max(0) }, points)
}

/// Looks at a page as the Observatory does, following redirections.
async fn look(browser: &mut Browser<'_>, first: &str, cookies: &[String]) -> Seen {
    let (mut path, mut seen) = (first.to_owned(), Seen { cookies: cookies.to_vec(), ..Seen::default() });
    let reply = loop {
        let reply = browser.get(&path).await;
        seen.cookies.extend(set_cookies(&reply));
        if !reply.status.is_redirection() || seen.redirections.len() > 5 {
            break reply;
        }
        path = reply.leads_to().to_owned();
        seen.redirections.push(path.clone());
    };
    let headers = reply.headers.iter();
    seen.headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    seen.body = reply.body;
    let asks = Request::get(&path).header(header::ORIGIN, "https://elsewhere.example").body(Body::empty()).unwrap();
    let shared = browser.site.send(asks).await;
    let header = |name: HeaderName| shared.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    seen.shared_with = header(header::ACCESS_CONTROL_ALLOW_ORIGIN)
        .map(|origin| (origin, header(header::ACCESS_CONTROL_ALLOW_CREDENTIALS).as_deref() == Some("true")));
    seen
}

fn set_cookies(reply: &Reply) -> Vec<String> {
    reply.headers.get_all(header::SET_COOKIE).iter().map(|set| set.to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_page_scores_at_least_130() {
    let site = Site::open().await;
    let mut stranger = Browser::of(&site);
    for path in
        ["/", "/sign-in", "/forgot-password", "/reset/token", "/password/token", "/relationship/token", "/nowhere"]
    {
        let seen = look(&mut stranger, path, &[]).await;
        let (score, points) = score(&seen);
        assert!(score >= DEMANDED, "{path}: {score}, {points:?}");
    }
    let mut browser = Browser::of(&site);
    let cookies = set_cookies(&browser.sign_in(NAME, PASSWORD).await);
    assert_eq!(cookies.len(), 2, "the session and the device: {cookies:?}");
    let users = format!("/customers/{}/users", site.customer);
    let file = format!("/customers/{}/users/export.csv", site.customer);
    for path in ["/", "/account", "/people", "/activity", &users, &file, "/pkg/tenantry.0123.css", "/healthz"] {
        let seen = look(&mut browser, path, &cookies).await;
        let (score, points) = score(&seen);
        assert!(score >= DEMANDED + 5, "{path}: {score}, {points:?}");
    }
}

#[test]
fn bad_pages_score_badly() {
    let with = |headers: &[(&str, &str)]| Seen {
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        ..Seen::default()
    };
    assert_eq!(score(&with(&[])).0, 100 - 25 - 20 - 5 - 20);
    let policy = |policy: &str| content_security_policy(&with(&[("content-security-policy", policy)]));
    for (text, points) in [
        ("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'", 10),
        ("default-src 'self'", 5),
        ("default-src 'none'; style-src 'unsafe-inline'", 0),
        ("default-src 'none'; img-src http://images.example", -10),
        ("default-src 'none'; script-src 'unsafe-eval'", -10),
        ("default-src 'none'; script-src 'unsafe-inline'", -20),
        ("default-src 'none'; connect-src http://data.example", -20),
        ("frame-ancestors 'none'", -20),
    ] {
        assert_eq!(policy(text), points, "{text}");
    }
    let strict = ("strict-transport-security", "max-age=31536000");
    let cookie =
        |text: &str, headers: &[(&str, &str)]| cookies(&Seen { cookies: vec![text.to_owned()], ..with(headers) });
    for (text, points) in [
        ("session=a; Secure; HttpOnly; SameSite=Lax", 5),
        ("session=a; Secure; HttpOnly", 0),
        ("session=a; Secure; SameSite=Lax", -30),
        ("session=a; HttpOnly; SameSite=Lax", -10),
        ("theme=a; Secure; SameSite=Perhaps", -20),
        ("csrf=a; Secure", -20),
    ] {
        assert_eq!(cookie(text, &[strict]), points, "{text}");
    }
    assert_eq!(cookie("session=a; HttpOnly; SameSite=Lax", &[]), -40);
    let page = |body: &str| subresource_integrity(&Seen { body: body.to_owned(), ..Seen::default() });
    assert_eq!(page("<script src=\"/own.js\"></script>"), 0);
    assert_eq!(page("<script src=\"https://other.example/a.js\"></script>"), -5);
    assert_eq!(page("<script src=\"//other.example/a.js\"></script>"), -50);
    let led = |to: &str| redirection(&Seen { redirections: vec![to.to_owned()], ..Seen::default() });
    assert_eq!((led("/sign-in"), led("https://other.example"), led("http://other.example")), (0, -5, -20));
    let shared = |origin: &str, with_credentials| Seen {
        shared_with: Some((origin.to_owned(), with_credentials)),
        ..Seen::default()
    };
    assert_eq!((sharing(&shared("*", false)), sharing(&shared("https://a.example", true))), (0, -50));
}

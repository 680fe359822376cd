//! An answer as far as it may tell something: status, headers, body, and the statements that were run for it.
//!
//! The statements stand for the time. Measured times of a machine with other work differ by more than a leak would, so a
//! test of them either fails by chance or finds nothing. An additional lookup, which is what takes time, always shows.

use super::super::logging::listen_everywhere;
use super::super::site::Reply;
use axum::http::StatusCode;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use uuid::Uuid;

/// Headers that differ between any two answers.
const OWN_TO_AN_ANSWER: [&str; 2] = ["date", "x-request-id"];

/// The statements of this thread's requests.
#[derive(Clone, Default)]
pub struct Statements(Arc<Mutex<Vec<String>>>);

impl Statements {
    /// Listens until the guard is dropped. Tests that run at the same time have threads of their own.
    pub fn listen() -> (Self, DefaultGuard) {
        listen_everywhere();
        let statements = Self::default();
        let subscriber = tracing_subscriber::registry().with(statements.clone());
        (statements, tracing::subscriber::set_default(subscriber))
    }

    /// The statements since the last time.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "statements" {
            event.record(&mut Sql(self));
        }
    }
}

/// Reads the statement of an event. The settings of a new connection are left out.
struct Sql<'a>(&'a Statements);

impl Visit for Sql<'_> {
    fn record_str(&mut self, field: &Field, sql: &str) {
        if field.name() == "sql" && !sql.starts_with("PRAGMA") {
            self.0.0.lock().unwrap().push(sql.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

/// The content of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// In the order of their texts: what a page loads at the same time has no other.
    pub statements: Vec<String>,
}

impl Answer {
    /// An answer to a request for `asked`. Ids that are not `known` were made for this answer, and count as equal, as do
    /// nonces, and digests of plans, which depend on what was asked.
    pub fn of(reply: Reply, mut statements: Vec<String>, asked: &str, known: &BTreeSet<Uuid>) -> Self {
        let nonce = reply.body.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let plain = |text: &str| {
            let text = if nonce.is_empty() { text.to_owned() } else { text.replace(nonce, "<nonce>") };
            let text = if asked.is_empty() { text } else { text.replace(asked, "<asked>") };
            in_order(&without_digests(&without_new_ids(&text, known)))
        };
        let headers = reply.headers.iter().filter(|(name, _)| !OWN_TO_AN_ANSWER.contains(&name.as_str()));
        let mut headers: Vec<(String, String)> = headers
            .map(|(name, value)| (name.to_string(), plain(&String::from_utf8_lossy(value.as_bytes()))))
            .collect();
        headers.sort();
        statements.sort();
        // Whether a refusal is kept or counted on another one depends on how many the person has already, and parts of a page that
        // are refused at the same time look for themselves.
        statements.retain(|one| !keeps_refusal(one) && !notes_use(one));
        if reply.body.starts_with("<!DOCTYPE html>") {
            // As with the data: a part that is made twice asks twice.
            statements.dedup();
        }
        Self { status: reply.status, headers, body: plain(&reply.body), statements }
    }
}

/// Whether a statement is part of keeping a refusal.
fn keeps_refusal(statement: &str) -> bool {
    let looks = statement.starts_with("SELECT COUNT(*)") && statement.contains("FROM security_event");
    looks || statement.starts_with("INSERT INTO security_event")
}

/// Whether a statement notes the use of a session or key. No request waits for it, so it may run during any later one.
fn notes_use(statement: &str) -> bool {
    ["UPDATE session SET used", "UPDATE application_key SET last_used"].iter().any(|begin| statement.starts_with(begin))
}

/// Sorts the data at the end of a page, which come as they are loaded. Left out is which of them the page still waited for, and how
/// often the same came: a part of a page that waits for another part may be made twice.
fn in_order(page: &str) -> String {
    const DATA: &str = "__RESOLVED_RESOURCES[";
    const WAITED_FOR: &str = "__PENDING_RESOURCES=[";
    let page = match page.split_once(WAITED_FOR) {
        Some((before, rest)) => format!("{before}{WAITED_FOR}{}", &rest[rest.find(']').unwrap_or(0)..]),
        None => page.to_owned(),
    };
    let page = page.as_str();
    let Some(at) = page.find(DATA) else { return page.to_owned() };
    let data = ["</script>", "<script nonce=\"<nonce>\">", "__INCOMPLETE_CHUNKS=[];"]
        .iter()
        .fold(page[at..].to_owned(), |data, tag| data.replace(tag, ""));
    let numbered = data.split(DATA);
    let mut data: Vec<&str> = numbered.map(|one| one.split_once("] = ").map_or(one, |(_, data)| data)).collect();
    data.sort_unstable();
    data.dedup();
    page[..at].to_owned() + &data.join(DATA)
}

/// Replaces the digests of plans.
fn without_digests(text: &str) -> String {
    let mut parts = text.split("\"digest\":\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, rest| text + "\"digest\":\"<digest>" + &rest[rest.find('"').unwrap_or(0)..])
}

/// Replaces ids that are not known.
fn without_new_ids(text: &str, known: &BTreeSet<Uuid>) -> String {
    const LENGTH: usize = 36;
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let id = rest.get(..LENGTH).filter(|_| first.is_ascii_hexdigit()).and_then(|id| id.parse::<Uuid>().ok());
        if id.is_some_and(|id| !known.contains(&id)) {
            result.push_str("<new>");
            rest = &rest[LENGTH..];
        } else {
            result.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    result
}

//! The examples of docs/api.md, and that what they do stands under the application's name, with no secret.

use super::applications::{SYNC, application, application_with, call, change, customers};
use super::logging::Log;
use super::products::sku;
use super::site::{Browser, Reply, Site};
use super::support::users::user_id;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::directory::password::digest;
use serde_json::json;
use std::path::Path;
use std::sync::Mutex;
use uuid::Uuid;

/// The files of the database.
fn database_files(site: &Site) -> Vec<u8> {
    let path = site.url.strip_prefix("sqlite://").unwrap();
    let folder = Path::new(path).parent().unwrap();
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    files.flat_map(|file| std::fs::read(file).unwrap()).collect()
}

fn holds(text: &[u8], sought: &str) -> bool {
    text.windows(sought.len()).any(|part| part == sought.as_bytes())
}

#[tokio::test]
async fn what_an_application_does_is_told_under_its_name_and_no_secret_with_it() {
    let (log, _logging) = Log::listen();
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application(&mut anna).await;
    let values = Values::of(&site, &sync.key);
    for example in examples() {
        example.send(&site, &values).await;
    }
    call(&site, &format!("{}0", sync.key), "customers/list", customers()).await;
    change(&mut anna, &sync.id, json!("Block")).await;
    call(&site, &sync.key, "customers/list", customers()).await;

    let query = json!({ "action": null, "performer": null, "from": null, "until": null, "search": "",
        "place": "First", "size": 50 });
    let activity = anna.call("activity/list", json!({ "customer": site.customer, "query": query })).await;
    assert_eq!(activity.json()["rows"][0]["name"], SYNC, "{}", activity.body);
    let changes = json!({ "customer": site.customer, "place": "First", "size": 25 });
    let changes = anna.call("operations/changes", changes).await;
    assert_eq!(changes.json()["rows"][0]["Operation"]["actor"], SYNC, "{}", changes.body);
    let people = anna.call("activity/people", "{}").await;
    assert!(people.body.contains(SYNC), "its rows can be asked for: {}", people.body);
    let security = anna.call("security/events", json!({ "place": "First", "size": 50 })).await;
    let page = anna.get("/people?view=applications").await;
    assert!(page.body.contains(SYNC), "{}", page.body);

    let logged = log.bytes();
    let secret = sync.key.rsplit_once('_').unwrap().1;
    for (what, text) in [
        ("the log", logged.as_slice()),
        ("the database", database_files(&site).as_slice()),
        ("the activity", activity.body.as_bytes()),
        ("operations", changes.body.as_bytes()),
        ("security events", security.body.as_bytes()),
        ("the page", page.body.as_bytes()),
    ] {
        assert!(!holds(text, secret), "{what} holds the secret");
        assert!(what == "the database" || !holds(text, &digest(&sync.key)), "{what} holds the hash");
    }
    // The search works: it finds the hash in the database and the refusals in the log.
    assert!(holds(&database_files(&site), &digest(&sync.key)) && holds(&logged, "Application key refused"));
}

/// The values of the variables of the examples in docs/api.md.
struct Values {
    key: String,
    customer: String,
    digest: Mutex<String>,
}

impl Values {
    fn of(site: &Site, key: &str) -> Self {
        Self { key: key.to_owned(), customer: site.customer.to_string(), digest: Mutex::default() }
    }

    fn put_into(&self, text: &str) -> String {
        let text = text.replace("$TENANTRY", "").replace("$KEY", &self.key).replace("$CUSTOMER", &self.customer);
        let text = text.replace("$USER", &user_id(2).to_string()).replace("$SKU", &sku("VISIOCLIENT").to_string());
        let text = text.replace("$SELECTION", &Uuid::from_u128(5).to_string());
        let text = text.replace("$SAVE", &Uuid::from_u128(6).to_string());
        text.replace("$DIGEST", &self.digest.lock().unwrap())
    }
}

/// An example of docs/api.md: a call of curl.
struct Example {
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl Example {
    /// Reads `curl "URL" -H "NAME: VALUE" … -d @- <<JSON`, with the body below it up to `JSON`.
    fn read(block: &str) -> Self {
        let (command, rest) = block.split_once('\n').unwrap();
        let mut quoted = command.split('"').skip(1).step_by(2);
        let url = quoted.next().unwrap().to_owned();
        let header =
            |text: &str| text.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
        let headers: Vec<_> = quoted.map(header).collect();
        let plain: Vec<&str> = command.split('"').step_by(2).map(str::trim).collect();
        let mut expected = vec!["curl"];
        expected.extend(headers.iter().map(|_| "-H"));
        let has_body = command.ends_with("-d @- <<JSON");
        expected.push(if has_body { "-d @- <<JSON" } else { "" });
        assert_eq!(plain, expected, "the test knows nothing else that curl is told");
        let body = has_body.then(|| rest.strip_suffix("JSON\n").unwrap().to_owned());
        Self { url, headers, body }
    }

    async fn send(&self, site: &Site, values: &Values) -> Reply {
        let method = if self.body.is_some() { "POST" } else { "GET" };
        // As curl does.
        let mut request = Request::builder().method(method).uri(values.put_into(&self.url)).header("accept", "*/*");
        for (name, value) in &self.headers {
            request = request.header(name.as_str(), values.put_into(value));
        }
        let body = values.put_into(self.body.as_deref().unwrap_or_default());
        let reply = site.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(reply.status, StatusCode::OK, "{}: {}", self.url, reply.body);
        if self.url.ends_with("/licenses/preview") {
            reply.json()["digest"].as_str().unwrap().clone_into(&mut values.digest.lock().unwrap());
        }
        reply
    }
}

fn examples() -> Vec<Example> {
    let docs = include_str!("../../../docs/api.md");
    let blocks = docs.split("```sh\n").skip(1).map(|block| block.split_once("```").unwrap().0);
    blocks.map(Example::read).collect()
}

#[tokio::test]
async fn the_examples_of_the_docs_are_true() {
    let site = Site::open().await;
    let mut anna = Browser::signed_in(&site).await;
    let sync = application_with(&mut anna, json!(["HelpdeskAgent"])).await;
    let values = Values::of(&site, &sync.key);
    let mut replies = Vec::new();
    for example in examples() {
        replies.push((example.url.clone(), example.send(&site, &values).await));
    }
    let names: Vec<&str> = replies.iter().map(|(url, _)| url.rsplit('/').next().unwrap()).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    assert_eq!(replies[0].1.json()["rows"][0]["name"], "Fabrikam 11");
    assert_eq!(replies[0].1.json()["has_next"], false);
    assert_eq!(replies[1].1.json()["page"]["rows"].as_array().unwrap().len(), 3);
    assert!(replies[2].1.body.starts_with("\"Name\",\"Email\"\r\n"), "{}", replies[2].1.body);
    assert_eq!(replies[3].1.json()["count"], 1);
    assert_eq!(replies[4].1.json()["changed"], 1);
    let saved = replies[5].1.json();
    assert!(saved["Saved"].is_string(), "{saved}");
    let again = examples().pop().unwrap().send(&site, &values).await.json();
    assert_eq!(again, saved, "sent twice, done once");
}

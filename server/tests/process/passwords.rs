//! Temporary passwords and one-time links appear in no file, no log and no page, except where they are handed out.

use super::anna::PASSWORD;
use super::prepared::{CUSTOMER, prepare};
use super::program::Folder;
use super::support::users::user_id;
use domain::directory::password::digest;
use serde_json::{Value, json};
use std::fs::{File, read, read_dir};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

/// A signed-in person.
#[derive(Clone)]
pub struct Person {
    address: String,
    cookie: String,
}

impl Person {
    /// Sends a request and returns the whole answer.
    pub async fn ask(&self, method: &str, path: &str, (kind, body): (&str, &str)) -> String {
        let Self { address, cookie } = self;
        let accept = if kind == "application/json" { kind } else { "text/html" };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
             accept: {accept}\r\ncookie: {cookie}\r\ncontent-type: {kind}\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).await.unwrap();
        // Files for Excel are UTF-16. Without the zero bytes, their ASCII text reads like that of other files.
        String::from_utf8_lossy(&answer).replace('\0', "")
    }

    async fn get(&self, path: &str) -> String {
        let answer = self.ask("GET", path, ("text/plain", "")).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        answer
    }

    async fn post(&self, path: &str, form: &str) -> String {
        self.ask("POST", path, ("application/x-www-form-urlencoded", form)).await
    }

    /// Calls a server function and returns the whole answer.
    pub async fn ask_function(&self, function: &str, arguments: &Value) -> String {
        self.ask("POST", &format!("/api/{function}"), ("application/json", &arguments.to_string())).await
    }

    /// Calls a server function, which must succeed.
    async fn call(&self, function: &str, arguments: Value) -> Value {
        let answer = self.ask_function(function, &arguments).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{function}: {answer}");
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    pub async fn signed_in(address: String) -> Self {
        let nobody = Self { address, cookie: String::new() };
        let form = format!("sign_in_name=anna&password={}", PASSWORD.replace(' ', "+"));
        let answer = nobody.post("/sign-in", &form).await;
        let cookies: Vec<_> = answer.split("set-cookie: ").skip(1).filter_map(|set| set.split(';').next()).collect();
        Self { cookie: cookies.join("; "), ..nobody }
    }
}

fn secrets(handed_out: &Value) -> Vec<String> {
    let handed = handed_out["handed"].as_array().unwrap();
    handed.iter().map(|one| one["secret"].as_str().unwrap().to_owned()).collect()
}

/// Whether a text contains a secret, as it is or as written in HTML, JSON or a URL.
fn holds(text: &[u8], secret: &str) -> bool {
    let url: String = secret
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    let forms = [secret.to_owned(), secret.replace('&', "&amp;"), secret.replace('&', "\\u0026"), url];
    forms.iter().any(|form| text.windows(form.len()).any(|part| part == form.as_bytes()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_handed_out_is_in_no_file_log_or_page() {
    let folder = Folder::new();
    prepare(&folder.database_url()).await;
    let mut program = folder.serve(&folder.database_url());
    let log = File::create(folder.path().join("log")).unwrap();
    program.env("RUST_LOG", "trace").stdout(Stdio::piped()).stderr(log);
    let mut process = program.spawn().unwrap();
    let mut ready = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    let person = Person::signed_in(ready.trim().rsplit("http://").next().unwrap().to_owned()).await;

    let who = json!({ "Listed": [user_id(1), user_id(2)] });
    let asked = json!({ "customer": CUSTOMER, "who": who, "change": "Reset" });
    let digest_seen = person.call("accounts/preview", asked).await["Ok"]["summary"]["digest"].clone();
    let request = json!({ "key": Uuid::new_v4(), "who": who, "change": "Reset", "digest": digest_seen });
    let reply = person.call("accounts/change", json!({ "customer": CUSTOMER, "request": request })).await;
    let operation = reply["Saved"].as_str().unwrap().to_owned();
    let create = async |how: &str| {
        let asked = json!({ "customer": CUSTOMER, "operation": operation, "how": how });
        secrets(&person.call("passwords/create", asked).await)
    };
    let mut all = create("Passwords").await;
    let links = create("Links").await;
    let link = format!("/password/{}", links[0]);
    person.get(&link).await;
    let page = person.post(&link, "").await;
    let shown = page
        .split_once("secret")
        .unwrap()
        .1
        .split_once('>')
        .unwrap()
        .1
        .split_once('<')
        .unwrap()
        .0
        .replace("&amp;", "&");
    assert_eq!(shown.chars().count(), 16, "{page}");
    person.post(&link, "").await;
    all.extend(create("Passwords").await);
    all.extend(links);
    all.push(shown);
    assert_eq!(all.len(), 7);

    let of_customer = format!("/customers/{CUSTOMER}");
    let mut told = Vec::new();
    for path in [
        format!("{of_customer}/users"),
        format!("{of_customer}/users/export.csv"),
        format!("{of_customer}/changes"),
        format!("{of_customer}/changes/{operation}"),
        format!("{of_customer}/changes/{operation}/export.csv"),
        format!("{of_customer}/activity"),
        format!("{of_customer}/activity/export.csv"),
    ] {
        told.push((path.clone(), person.get(&path).await.into_bytes()));
    }
    let asked = json!({ "customer": CUSTOMER, "operation": operation });
    told.push(("the operation".to_owned(), person.call("operations/get", asked).await.to_string().into_bytes()));
    let outcomes = json!({ "customer": CUSTOMER, "operation": operation, "tab": "All", "place": "First", "size": 50 });
    told.push(("outcomes".to_owned(), person.call("operations/outcomes", outcomes).await.to_string().into_bytes()));
    // While the program runs, the latest writes are in the write-ahead log.
    let files = || {
        let files = read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
        files.map(|path| (path.display().to_string(), read(&path).unwrap())).collect::<Vec<_>>()
    };
    told.extend(files());
    assert!(told.iter().any(|(name, _)| name.ends_with("-wal")));
    process.kill().unwrap();
    process.wait().unwrap();
    told.extend(files());
    for (name, text) in &told {
        for secret in &all {
            assert!(!holds(text, secret), "{name} holds {secret}");
        }
    }
    // The search works: it finds the digests in the files, the paths in the log, and the operation in the pages.
    let any_holds = |text: &str| told.iter().any(|(_, told)| holds(told, text));
    assert!(any_holds(&digest(&all[2])) && any_holds("/password/…") && any_holds("Password shown by one-time link"));
}

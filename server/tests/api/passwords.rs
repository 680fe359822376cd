//! Temporary passwords over HTTP, and the page of a one-time link, which needs no sign-in.

use super::choices::choose;
use super::site::{Browser, Reply, Site};
use super::support::users::user_id;
use axum::http::{StatusCode, header};
use domain::directory::password_kind::PasswordKind;
use domain::ids::OperationId;
use serde_json::{Value, json};
use server::config::MailConfig;
use server::mail::Mailer;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use uuid::Uuid;

/// Resets the passwords of users right after the preview, and returns the operation.
async fn reset(browser: &mut Browser<'_>, numbers: &[u128]) -> OperationId {
    let customer = browser.site.customer;
    let users: Vec<_> = numbers.iter().map(|number| user_id(*number)).collect();
    let who = json!({ "Listed": users });
    let seen = browser.call("accounts/preview", json!({ "customer": customer, "who": who, "change": "Reset" })).await;
    let digest = seen.json()["Ok"]["summary"]["digest"].clone();
    let request = json!({ "key": Uuid::new_v4(), "who": who, "change": "Reset", "digest": digest });
    let reply = browser.call("accounts/change", json!({ "customer": customer, "request": request })).await.json();
    reply["Saved"].as_str().unwrap().parse().unwrap()
}

async fn create(browser: &mut Browser<'_>, operation: OperationId, how: &str) -> Reply {
    let customer = browser.site.customer;
    browser.call("passwords/create", json!({ "customer": customer, "operation": operation, "how": how })).await
}

fn secrets(reply: &Reply) -> Vec<String> {
    let handed = reply.json()["handed"].as_array().unwrap().clone();
    handed.iter().map(|one: &Value| one["secret"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn passwords_are_answered_once_and_kept_by_no_cache() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let operation = reset(&mut browser, &[1, 2]).await;
    let reply = create(&mut browser, operation, "Passwords").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert_eq!(reply.header(header::CACHE_CONTROL), "no-store");
    let first = secrets(&reply);
    assert!(first.len() == 2 && first.iter().all(|password| password.len() == 16));
    let again = secrets(&create(&mut browser, operation, "Passwords").await);
    assert!(again.iter().all(|password| !first.contains(password)));
}

#[tokio::test]
async fn words_come_out_where_the_partner_chose_them() {
    let site = Site::open().await;
    let partner = site.store.partner().await.unwrap().unwrap();
    choose(&site.store, partner, PasswordKind::Words).await;
    let mut browser = Browser::signed_in(&site).await;
    let operation = reset(&mut browser, &[1, 2]).await;
    let made = secrets(&create(&mut browser, operation, "Passwords").await);
    let token = secrets(&create(&mut browser, operation, "Links").await).remove(0);
    let page = Browser::of(&site).post(&format!("/password/{token}"), "").await;
    let shown = page.body.split_once("\"secret\"").unwrap().1.split_once('>').unwrap().1.split_once('<').unwrap().0;
    for password in made.iter().map(String::as_str).chain([shown]) {
        let parts: Vec<&str> = password.split('-').collect();
        assert_eq!(parts.len(), 9, "eight words and a digit: {password}");
        assert!(parts[..8].iter().all(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())), "{password}");
    }
}

#[tokio::test]
async fn a_link_is_used_up_by_its_button_alone() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let operation = reset(&mut browser, &[1]).await;
    let token = secrets(&create(&mut browser, operation, "Links").await).remove(0);
    let path = format!("/password/{token}");
    let mut somebody = Browser::of(&site);
    for _ in 0..2 {
        let page = somebody.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Show password") && page.body.contains("user1@fabrikam.com"), "{}", page.body);
        assert!(page.body.contains(&format!("action=\"{path}\"")) && !page.body.contains("<script"));
        assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
        assert!(page.header(header::CONTENT_SECURITY_POLICY).starts_with("default-src 'none'; style-src 'self'"));
    }
    let page = somebody.post(&path, "").await;
    assert_eq!((page.status, page.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"));
    let shown = page.body.split_once("secret").unwrap().1.split_once('>').unwrap().1.split_once('<').unwrap().0;
    assert_eq!(shown.replace("&amp;", "&").chars().count(), 16, "{shown}");
    for page in [somebody.get(&path).await, somebody.post(&path, "").await] {
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.body.contains("This link has been used") && !page.body.contains("Show password"));
    }
    let unknown = somebody.post("/password/unknown", "").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.body.contains("ask your administrator for a new one"), "{}", unknown.body);
}

#[tokio::test]
async fn another_site_cannot_use_a_link_up() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let operation = reset(&mut browser, &[1]).await;
    let token = secrets(&create(&mut browser, operation, "Links").await).remove(0);
    let request = axum::http::Request::post(format!("/password/{token}")).header("sec-fetch-site", "cross-site");
    assert_eq!(site.send(request.body("".into()).unwrap()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(Browser::of(&site).get(&format!("/password/{token}")).await.status, StatusCode::OK);
}

/// A mail server that accepts one mail: its URL, and everything sent to it.
async fn mail_server() -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let said = tokio::spawn(async move {
        let (connection, _) = listener.accept().await.unwrap();
        let (reading, mut writing) = connection.into_split();
        let (mut lines, mut said, mut in_mail) = (BufReader::new(reading).lines(), String::new(), false);
        writing.write_all(b"220 mail.example\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.as_str() {
                "DATA" => "354 go on\r\n",
                "." => "250 taken\r\n",
                "QUIT" => "221 bye\r\n",
                _ if in_mail => "",
                _ => "250 mail.example\r\n",
            };
            in_mail = (in_mail || line == "DATA") && line != ".";
            said += &format!("{line}\n");
            writing.write_all(answer.as_bytes()).await.unwrap();
            if line == "." {
                break;
            }
        }
        said
    });
    (url, said)
}

#[tokio::test]
async fn a_link_is_e_mailed_where_its_user_can_read_it() {
    let (url, said) = mail_server().await;
    let config = MailConfig {
        smtp_url: Some(url),
        mail_from: Some("Console <console@partner.example>".into()),
        public_url: Some("https://console.example/".into()),
    };
    let mut site = Site::open().await;
    let mailer = Mailer::of(&config).unwrap().unwrap();
    site.serve_with(site.store.clone(), server::time::now, Some(Arc::new(mailer)));
    let mut browser = Browser::signed_in(&site).await;
    let operation = reset(&mut browser, &[1, 3]).await;
    assert_eq!(create(&mut browser, operation, "Passwords").await.json()["mailed"], Value::Null);
    let made = create(&mut browser, operation, "Links").await;
    // The other user has no mailbox except the one that the password is for.
    assert_eq!(made.json()["mailed"], 1);
    let said = said.await.unwrap();
    assert!(said.contains("MAIL FROM:<console@partner.example>") && said.contains("RCPT TO:<li@elsewhere.example>"));
    let mail = said.replace("=\n", "").replace("=3D", "=");
    let handed = made.json()["handed"].clone();
    let link = |at: usize| format!("https://console.example/password/{}", handed[at]["secret"].as_str().unwrap());
    let of_li = handed.as_array().unwrap().iter().position(|one| one["mail"] == "li@elsewhere.example").unwrap();
    assert!(mail.contains(&link(of_li)) && !mail.contains(&link(1 - of_li)), "{mail}");
}

#[test]
fn a_mail_server_is_understood_or_refused() {
    assert!(Mailer::of(&MailConfig::default()).unwrap().is_none());
    let config = |url: &str, from: &str, public: &str| {
        let config =
            MailConfig { smtp_url: Some(url.into()), mail_from: Some(from.into()), public_url: Some(public.into()) };
        Mailer::of(&config).map(|mailer| mailer.is_some()).map_err(|error| error.to_string())
    };
    let (url, from, public) = ("smtps://user:hunter2@mail.example:465", "console@partner.example", "https://c.example");
    for url in [url, "smtp://mail.example:587?tls=required", "smtp://localhost:25", "smtp://127.0.0.1"] {
        assert_eq!(config(url, from, public), Ok(true), "{url}");
    }
    for refused in [
        config("mail.example hunter2", from, public),
        config("smtp://user:hunter2@mail.example?tls=opportunistic", from, public),
        config("smtp://127.0.0.1:25@mail.example:25", from, public),
        config("smtp://localhost.example?a=tls=required", from, public),
        config(url, "console", public),
        config(url, from, "http://c.example"),
    ] {
        assert!(!refused.unwrap_err().contains("hunter2"));
    }
}

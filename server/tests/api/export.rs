//! Exports: their content, and who gets them.

use super::products::{product, sku};
use super::site::{Browser, Site};
use super::support::users::user_id;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn users_are_exported_with_formulas_defused() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let file = browser.get(&format!("/customers/{}/users/export.csv?format=csv", site.customer)).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
    assert_eq!(file.file_name(), "Fabrikam 11 users");
    let lines: Vec<&str> = file.body.split_terminator("\r\n").collect();
    let visio = product("VISIOCLIENT").name;
    assert_eq!(
        lines,
        [
            r#""Name","Email","Location","Sign-in status","User type","Licenses""#,
            r#""'=HYPERLINK(1)","user2@fabrikam.com","Slovakia","Allowed","Member","""#,
            &format!(r#""Adele ""Del"" Vance","user1@fabrikam.com","Slovakia","Allowed","Member","{visio}""#),
            r#""李静","user3@fabrikam.com","Slovakia","Allowed","Member","""#,
        ]
    );
}

#[tokio::test]
async fn only_those_who_match_are_exported() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let file = browser.get(&format!("/customers/{}/users/export.csv?search=adele", site.customer)).await;
    assert_eq!(file.body.lines().count(), 2, "{}", file.body);
    assert!(file.body.contains("user1@fabrikam.com"));
}

#[tokio::test]
async fn columns_rows_and_the_format_are_chosen() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let path = format!("/customers/{}/users/export.csv", site.customer);
    let file = browser.get(&format!("{path}?sort=email&columns=nickname,first&format=csv")).await;
    let lines: Vec<&str> = file.body.split_terminator("\r\n").collect();
    assert_eq!(lines[0], r#""Email","First name","Mail nickname""#, "the email is always there");
    assert!(lines[1].starts_with(r#""user1@fabrikam.com","#), "{}", lines[1]);
    assert_eq!(lines.len(), 4);
    // Only the page shown: here the one after the first user.
    let shown = format!("{path}?sort=email&after={}&only=shown&columns=email&format=csv", user_id(1));
    let lines = browser.get(&shown).await.body;
    assert_eq!(lines, "\"Email\"\r\n\"user2@fabrikam.com\"\r\n\"user3@fabrikam.com\"\r\n");
}

#[tokio::test]
async fn a_file_for_excel_has_tabs_and_utf_16() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let file = browser.get(&format!("/customers/{}/users/export.csv?columns=name", site.customer)).await;
    assert_eq!(file.header(header::CONTENT_TYPE), "text/csv; charset=utf-16le");
    let lines: Vec<&str> = file.body.split_terminator("\r\n").collect();
    assert_eq!((lines[0], lines[3]), ("\"Name\"\t\"Email\"", "\"李静\"\t\"user3@fabrikam.com\""));
}

#[tokio::test]
async fn outcomes_are_exported() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let (customer, selection) = (site.customer, Uuid::from_u128(5));
    let clicks = json!({ "Clicks": { "add": [user_id(2), user_id(3)], "remove": [] } });
    browser.call("selection/change", json!({ "customer": customer, "selection": selection, "change": clicks })).await;
    let sku = sku("VISIOCLIENT").to_string();
    let change = json!({ "products": { sku.as_str(): { "license": "Assign" } } });
    let arguments = json!({ "customer": customer, "selection": selection, "change": change, "in_order": [sku] });
    let digest = browser.call("licenses/preview", arguments).await.json()["digest"].clone();
    let request = json!({ "key": Uuid::from_u128(6), "selection": selection, "change": change, "policy": "InOrder", "digest": digest });
    let saved = browser.call("licenses/save", json!({ "customer": customer, "request": request })).await.json();
    let path = format!("/customers/{customer}/changes/{}/export.csv", saved["Saved"].as_str().unwrap());
    let file = browser.get(&path).await;
    assert_eq!(file.file_name(), "Fabrikam 11 licenses updated");
    let lines: Vec<&str> = file.body.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 3, "{}", file.body);
    assert!(lines[1].starts_with("\"'=HYPERLINK(1)\"\t\"user2@fabrikam.com\"\t\"Assigned\"\t\"\""), "{}", lines[1]);
    assert!(
        lines[2]
            .starts_with("\"李静\"\t\"user3@fabrikam.com\"\t\"LeftOut\"\t\"\"\t\"Unchanged by choice: no license of"),
        "{}",
        lines[2]
    );
}

#[tokio::test]
async fn a_foreign_file_is_a_missing_one() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let operation = Uuid::from_u128(7);
    for end in ["users/export.csv".to_owned(), format!("changes/{operation}/export.csv")] {
        let mut answers = Vec::new();
        for customer in [site.foreign.to_string(), Uuid::from_u128(99).to_string(), "fabrikam".into()] {
            let reply = browser.get(&format!("/customers/{customer}/{end}")).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{customer} {end}");
            answers.push(reply.body);
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]));
    }
    let unknown = format!("/customers/{}/changes/{operation}/export.csv", site.customer);
    assert_eq!(browser.get(&unknown).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_signed_in_gets_no_file_by_any_method() {
    let site = Site::open().await;
    let path = format!("/customers/{}/users/export.csv", site.customer);
    for method in ["GET", "HEAD"] {
        let reply = site.send(Request::builder().method(method).uri(&path).body(Body::empty()).unwrap()).await;
        assert!(reply.leads_to().starts_with("/sign-in?next="), "{method}");
    }
}

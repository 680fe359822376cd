//! Files of users: the template, and users that were not saved, ready to be uploaded again.

use super::products::{product, sku};
use super::site::{Browser, Site};
use super::support::users::user_id;
use axum::http::StatusCode;
use domain::upload::column::UploadColumn;
use domain::upload::file::UploadFile;
use serde_json::json;
use server::store::chunks::Step;
use server::time::stamp;
use uuid::Uuid;

#[tokio::test]
async fn the_template_is_there() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let file = browser.get(&format!("/customers/{}/upload/template.csv", site.customer)).await;
    assert_eq!(file.file_name(), "Fabrikam 11 users template");
    assert!(file.body.starts_with("\"First name\"\t\"Last name\"\t\"Display name\"\t\"Email\""), "{}", file.body);
    assert_eq!(
        browser.get(&format!("/customers/{}/upload/template.csv", site.foreign)).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_failed_is_a_file_that_can_be_uploaded_again() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let customer = site.customer;
    let visio = sku("VISIOCLIENT").to_string();
    let entries = json!({ "Each": [
        { "user": Uuid::from_u128(501), "asked": { "Add": { "display_name": "Zoe", "email": "zoe@fabrikam.com" } },
          "licenses": { "products": { visio: { "license": "Assign" } } } },
        { "user": Uuid::from_u128(502), "asked": { "Add": { "display_name": "=Ann", "email": "user1@fabrikam.com",
          "department": "Sales" } } },
    ] });
    let preview = browser.call("entries/preview", json!({ "customer": customer, "entries": entries })).await.json();
    let request = json!({ "key": Uuid::from_u128(6), "kind": "Upload", "entries": entries,
        "digest": preview["Ok"]["summary"]["digest"] });
    let saved = browser.call("entries/save", json!({ "customer": customer, "request": request })).await.json();
    let operation = saved["Saved"].as_str().unwrap_or_else(|| panic!("{saved}")).to_owned();
    let file = browser.get(&format!("/customers/{customer}/changes/{operation}/failed.csv")).await;
    assert_eq!(file.file_name(), "Fabrikam 11 users not saved");
    let read = UploadFile::read(&file.body).unwrap();
    assert!(read.ignored.is_empty());
    let columns = [
        UploadColumn::Action,
        UploadColumn::DisplayName,
        UploadColumn::Email,
        UploadColumn::Department,
        UploadColumn::Assign,
    ];
    let cells = read.rows.iter().map(|row| columns.map(|column| read.cell(row, column).to_owned()));
    assert_eq!(
        cells.collect::<Vec<_>>(),
        [
            ["Update", "", "zoe@fabrikam.com", "", &product("VISIOCLIENT").name].map(str::to_owned),
            ["Add", "=Ann", "user1@fabrikam.com", "Sales", ""].map(str::to_owned),
        ]
    );
    assert!(file.body.contains("Set a location for this user"), "{}", file.body);
    let foreign = format!("/customers/{}/changes/{operation}/failed.csv", site.foreign);
    assert_eq!(browser.get(&foreign).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rows_that_were_not_reached_before_saving_was_stopped_are_in_the_file_in_their_order() {
    let mut site = Site::open().await;
    let store = site.store.clone().with_jobs_above(2);
    site.serve(store.clone(), server::time::now);
    let mut browser = Browser::signed_in(&site).await;
    let customer = site.customer;
    let names = ["user1", "zoe", "dan", "ann", "bo"];
    let entry = |(at, name): (usize, &&str)| {
        let profile = json!({ "display_name": name, "email": format!("{name}@fabrikam.com"), "location": "SK" });
        json!({ "user": Uuid::from_u128(501 + at as u128), "asked": { "Add": profile } })
    };
    let entries = json!({ "Each": names.iter().enumerate().map(entry).collect::<Vec<_>>() });
    let preview = browser.call("entries/preview", json!({ "customer": customer, "entries": entries })).await.json();
    let request = json!({ "key": Uuid::from_u128(7), "kind": "Upload", "entries": entries,
        "digest": preview["Ok"]["summary"]["digest"] });
    let saved = browser.call("entries/save", json!({ "customer": customer, "request": request })).await.json();
    let operation = saved["Saved"].as_str().unwrap_or_else(|| panic!("{saved}")).to_owned();
    let mut job = store.next_job(server::time::now()).await.unwrap().unwrap();
    assert_eq!(store.work_chunk(&mut job, stamp()).await.unwrap(), Step::More);
    browser.call("operations/cancel", json!({ "customer": customer, "operation": operation })).await;
    assert_eq!(store.work_chunk(&mut job, stamp()).await.unwrap(), Step::Ended);
    let file = browser.get(&format!("/customers/{customer}/changes/{operation}/failed.csv")).await;
    let read = UploadFile::read(&file.body).unwrap();
    let columns = [UploadColumn::Action, UploadColumn::DisplayName, UploadColumn::Email, UploadColumn::Location];
    let cells = read.rows.iter().map(|row| columns.map(|column| read.cell(row, column).to_owned()));
    let expected = ["user1", "dan", "ann", "bo"]
        .map(|name| ["Add", name, &format!("{name}@fabrikam.com"), "SK"].map(str::to_owned));
    assert_eq!(cells.collect::<Vec<_>>(), expected);
    assert_eq!(file.body.matches("\"Not saved: saving was stopped before this user.\"").count(), 3, "{}", file.body);
}

#[tokio::test]
async fn a_file_that_is_no_unicode_is_read_in_the_encoding_that_is_guessed_or_chosen() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    // Jiří Šmíd in Windows-1250, one character per byte.
    let bytes = "Ji\u{f8}\u{ed} \u{8a}m\u{ed}d";
    let asked = |customer, chosen: Option<&str>| json!({ "customer": customer, "bytes": bytes, "chosen": chosen });
    let read = browser.call("upload/decode", asked(site.customer, None)).await.json();
    assert_eq!(read["Ok"], json!({ "page": "CentralEuropean", "guessed": true, "text": "Jiří Šmíd" }));
    let read = browser.call("upload/decode", asked(site.customer, Some("Western"))).await.json();
    assert_eq!(read["Ok"], json!({ "page": "Western", "guessed": false, "text": "Jiøí Šmíd" }));
    assert_eq!(browser.call("upload/decode", asked(site.foreign, None)).await.status, StatusCode::NOT_FOUND);
    let no_bytes = json!({ "customer": site.customer, "bytes": "ř", "chosen": null });
    assert_eq!(browser.call("upload/decode", no_bytes).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn whose_sign_in_a_file_changes_is_counted() {
    let site = Site::open().await;
    let mut browser = Browser::signed_in(&site).await;
    let edit = |number, allowed: bool| {
        json!({ "user": user_id(number), "asked": { "Edit": { "sign_in_allowed": allowed } },
        "licenses": {} })
    };
    // Users who are already allowed don't count.
    let asked = json!([edit(1, false), edit(2, false), edit(3, true)]);
    let preview = async |browser: &mut Browser<'_>, entries: &serde_json::Value| {
        let arguments = json!({ "customer": site.customer, "entries": { "Each": entries } });
        browser.call("entries/preview", arguments).await.json()["Ok"].clone()
    };
    let seen = preview(&mut browser, &asked).await;
    assert_eq!(seen["sign_in"], json!({ "blocked": 2, "allowed": 0 }));
    let request = json!({ "key": Uuid::from_u128(8), "kind": "Edit", "entries": { "Each": asked },
        "digest": seen["summary"]["digest"] });
    browser.call("entries/save", json!({ "customer": site.customer, "request": request })).await;
    let back = json!([edit(1, true), edit(2, false), edit(3, false)]);
    assert_eq!(preview(&mut browser, &back).await["sign_in"], json!({ "blocked": 1, "allowed": 1 }));
}

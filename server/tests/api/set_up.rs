//! The one-time link for creating the first admin.

use super::anna::{PASSWORD, PERSON};
use super::site::{Browser, Site};
use axum::http::StatusCode;
use domain::store::prelude::*;
use server::store::people::sessions::token_hash;

const FORM: &str = "name=Anna&sign_in_name=anna&password=correct+horse+battery";

async fn with_link(token: &str, hours: i64) -> Site {
    let site = Site::empty().await;
    site.store.add_setup_link(&token_hash(token), server::time::now() + hours * 3_600_000).await.unwrap();
    site
}

#[tokio::test]
async fn a_password_that_the_command_line_drew_is_replaced_before_anything_else() {
    let mut site = Site::open().await;
    let partner = site.store.partner_user(PERSON).await.unwrap().unwrap().actor.partner;
    let until = server::time::now() + domain::directory::password::GOOD_FOR_MS;
    let zoe = super::support::people::new_person(uuid::Uuid::from_u128(41), "Zoe", &super::anna::HASH, 1);
    site.store.add_partner_user_until(partner, &zoe, Some(until)).await.unwrap();
    let mut browser = Browser::of(&site);
    assert_eq!(browser.sign_in("Zoe", PASSWORD).await.leads_to(), "/customers");
    for page in ["/customers", "/people", "/account"] {
        assert_eq!(browser.get(page).await.leads_to(), "/portal/password", "{page}");
    }
    assert_eq!(browser.get("/customers/export.csv").await.leads_to(), "/portal/password");
    super::second_factor::expect_no_function(&mut browser).await;
    let form = format!("current={}&password=four+quiet+words+here", PASSWORD.replace(' ', "+"));
    assert_eq!(browser.post("/portal/password", &form).await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    assert_eq!(browser.get("/portal/password").await.leads_to(), "/");
    assert_eq!(Browser::of(&site).sign_in("Zoe", PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");

    // Drawn once more, it is good for a time; typed, it is an own one.
    site.store.add_partner_user_until(partner, &zoe, Some(until)).await.unwrap();
    site.serve(site.store.clone(), || server::time::now() + domain::directory::password::GOOD_FOR_MS);
    assert_eq!(Browser::of(&site).sign_in("Zoe", PASSWORD).await.leads_to(), "/sign-in?error=wrong&next=/customers");
    site.store.add_partner_user(partner, &zoe).await.unwrap();
    let mut browser = Browser::of(&site);
    assert_eq!(browser.sign_in("Zoe", PASSWORD).await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_link_makes_one_admin_and_is_used_up() {
    let site = with_link("token", 1).await;
    let mut browser = Browser::of(&site);
    assert_eq!(browser.get("/setup/token").await.status, StatusCode::OK);
    assert_eq!(browser.post("/setup/token", FORM).await.leads_to(), "/customers");
    assert_eq!(browser.get("/customers").await.status, StatusCode::OK);
    let mut another = Browser::of(&site);
    let form = FORM.replace("anna", "mallory");
    assert_eq!(another.post("/setup/token", &form).await.leads_to(), "/setup/token?error=link");
    assert_eq!(another.get("/customers").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.store.count_partner_users().await.unwrap(), 1);
    assert_eq!(another.sign_in("anna", PASSWORD).await.leads_to(), "/customers");
}

#[tokio::test]
async fn unknown_and_late_links_make_nobody() {
    let site = with_link("late", -1).await;
    for token in ["late", "unknown", &token_hash("late")] {
        let reply = Browser::of(&site).post(&format!("/setup/{token}"), FORM).await;
        assert_eq!(reply.leads_to(), format!("/setup/{token}?error=link"));
    }
    assert_eq!(site.store.count_partner_users().await.unwrap(), 0);
}

#[tokio::test]
async fn a_mistake_does_not_use_the_link_up() {
    let site = with_link("token", 1).await;
    let mut browser = Browser::of(&site);
    for (form, error) in [
        ("name=Anna&sign_in_name=anna&password=short", "password"),
        ("name=+&sign_in_name=anna&password=correct+horse+battery", "name"),
        ("name=Anna&sign_in_name=&password=correct+horse+battery", "name"),
        (&format!("name=Anna&sign_in_name={}&password=correct+horse+battery", "x".repeat(257)), "name"),
        ("name=Anna&sign_in_name=anna@fabrikam.example&password=Anna@Fabrikam.example", "password-is-name"),
    ] {
        assert_eq!(browser.post("/setup/token", form).await.leads_to(), format!("/setup/token?error={error}"));
    }
    assert_eq!(browser.post("/setup/token", FORM).await.leads_to(), "/customers");
}

#[tokio::test]
async fn a_link_that_is_left_over_replaces_no_password() {
    let site = with_link("first", 1).await;
    site.store.add_setup_link(&token_hash("second"), server::time::now() + 3_600_000).await.unwrap();
    assert_eq!(Browser::of(&site).post("/setup/first", FORM).await.leads_to(), "/customers");
    let theirs = FORM.replace("correct", "another");
    let reply = Browser::of(&site).post("/setup/second", &theirs).await;
    assert_eq!(reply.leads_to(), "/setup/second?error=link");
    assert_eq!(Browser::of(&site).sign_in("anna", PASSWORD).await.leads_to(), "/customers");
}

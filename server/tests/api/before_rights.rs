//! What the server renders before it knows what somebody may do leads nobody to what they may not do.

use super::access::{change_anna, with_ben, with_roles};
use super::site::{Browser, Site};
use domain::access::permission::Permission;
use domain::access::role::PartnerRole;

#[tokio::test]
async fn a_page_that_is_rendered_has_no_link_to_what_the_role_does_not_allow() {
    let site = Site::open().await;
    let ben = with_ben(&site).await;
    let users = format!("/customers/{}/users", site.customer);
    let mut hidden = 0;
    for role in PartnerRole::ALL {
        change_anna(&site, &ben, with_roles(&[role])).await;
        let mut anna = Browser::signed_in(&site).await;
        for page in [&users, "/customers"] {
            let body = anna.get(page).await.body;
            assert!(body.contains("href=\"/account\""), "{role}: {page}: the menu is rendered");
            for (link, needs) in [
                ("/people", &[Permission::ManagePeople][..]),
                ("/account-settings", &[Permission::ManagePeople]),
                ("/relationships", &[Permission::SeeUsers]),
                ("/activity", &[Permission::SeeUsers, Permission::SeeSecurity]),
            ] {
                let may = needs.iter().any(|permission| permission.roles().contains(&role));
                assert_eq!(body.contains(&format!("href=\"{link}\"")), may, "{role}: {page}: {link}");
                hidden += usize::from(!may);
            }
            // The browser gives these their address, where they may be used.
            for link in ["/add-user\"", "/upload\""] {
                assert!(!body.contains(link), "{role}: {page}: {link}");
            }
        }
    }
    assert!(hidden > 0);
}

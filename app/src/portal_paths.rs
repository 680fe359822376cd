//! Every URL of the portals of customers, and of managing one.

use crate::paths::{MY_ACCOUNT, place, with_query};
use domain::directory::page::Cursor;
use domain::ids::{ActivityId, CustomerId, SelectionId, UserId};

/// The dashboard of a customer's portal.
pub const PORTAL: &str = "/portal";
/// Replacing a temporary password, and the target of its form (POST).
pub const PORTAL_PASSWORD: &str = "/portal/password";
/// The own account of a person of a portal.
pub const PORTAL_ACCOUNT: &str = "/portal/account";

/// The users of a customer in its portal.
pub fn portal_users(customer: CustomerId) -> String {
    format!("{PORTAL}/{customer}/users")
}

/// A view of these users; the query is empty or begins with `?`.
pub fn portal_users_view(customer: CustomerId, query: &str) -> String {
    format!("{PORTAL}/{customer}/users{query}")
}

/// Editing the users of a selection in the portal.
pub fn portal_edit_users(customer: CustomerId, selection: SelectionId) -> String {
    format!("{PORTAL}/{customer}/edit?selection={selection}")
}

/// The deleted users of a customer in its portal.
pub fn portal_deleted_users(customer: CustomerId) -> String {
    format!("{PORTAL}/{customer}/deleted")
}

/// A page of these deleted users.
pub fn portal_deleted_users_at(customer: CustomerId, at: Cursor<UserId>) -> String {
    with_query(portal_deleted_users(customer), place(&at).into_iter().collect())
}

/// Licenses and products of a customer in its portal.
pub fn portal_billing(customer: CustomerId) -> String {
    format!("{PORTAL}/{customer}/billing")
}

/// The activity log of a customer in its portal.
pub fn portal_activity(customer: CustomerId) -> String {
    format!("{PORTAL}/{customer}/activity")
}

/// A page of this activity log.
pub fn portal_activity_at(customer: CustomerId, at: Cursor<ActivityId>) -> String {
    with_query(portal_activity(customer), place(&at).into_iter().collect())
}

/// The portal of a customer, as the partner manages it.
pub fn manage_portal(customer: CustomerId) -> String {
    format!("/customers/{customer}/portal")
}

/// Licenses and products of a customer.
pub fn products(customer: CustomerId) -> String {
    format!("/customers/{customer}/products")
}

/// Whether a page belongs to the portal of a customer.
pub fn is_in_portal(path: &str) -> bool {
    path.strip_prefix(PORTAL).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The signed-in person's own account.
pub fn account(in_portal: bool) -> &'static str {
    if in_portal { PORTAL_ACCOUNT } else { MY_ACCOUNT }
}

/// The local address that follows signing in. People of a portal are led to nothing outside of it.
pub fn landing(in_portal: bool, next: &str) -> &str {
    let path = next.split(['?', '#']).next().unwrap_or_default();
    // No path of a portal has any of these, and with dot segments a browser would leave it.
    let is_plain = !path.contains(['\\', '%']) && !path.contains("/.");
    if in_portal && !(is_plain && is_in_portal(path)) { PORTAL } else { next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_a_portal_stay_in_it() {
        assert_eq!(landing(false, "/customers"), "/customers");
        for (next, landed) in [
            ("/customers", PORTAL),
            ("/portal/users?filter=licensed", "/portal/users?filter=licensed"),
            ("/portal?x=1", "/portal?x=1"),
            ("/portals", PORTAL),
            ("/portal/../customers", PORTAL),
            ("/portal/%2e%2e/customers", PORTAL),
            ("/portal/x\\..\\..\\customers", PORTAL),
        ] {
            assert_eq!(landing(true, next), landed);
        }
    }
}

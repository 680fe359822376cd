//! Removing the rows that are found without naming their customer: the people of its portal and their sessions, identity providers,
//! links, admin relationships, and words of the search.

use crate::store::engine::fetch::Execute;
use domain::ids::CustomerId;
use domain::store::StoreError;
use sqlx::AnyConnection;

/// In this order, because rows refer to each other.
const REMOVE: [&str; 15] = [
    "DELETE FROM session WHERE partner_user_id IN (SELECT id FROM partner_user WHERE customer_id = $1)",
    "DELETE FROM reset_link WHERE partner_user_id IN (SELECT id FROM partner_user WHERE customer_id = $1)",
    "DELETE FROM known_device WHERE partner_user_id IN (SELECT id FROM partner_user WHERE customer_id = $1)",
    "DELETE FROM recovery_code WHERE partner_user_id IN (SELECT id FROM partner_user WHERE customer_id = $1)",
    "DELETE FROM next_second_factor WHERE partner_user_id IN (SELECT id FROM partner_user WHERE customer_id = $1)",
    "DELETE FROM second_factor WHERE partner_user_id IN (SELECT id FROM partner_user WHERE customer_id = $1)",
    "DELETE FROM partner_identity WHERE partner_user_id IN (SELECT id FROM partner_user WHERE customer_id = $1) \
     OR provider_id IN (SELECT id FROM identity_provider WHERE customer_id = $1)",
    "DELETE FROM identity_provider_group WHERE provider_id IN (SELECT id FROM identity_provider WHERE customer_id = $1)",
    "DELETE FROM identity_provider WHERE customer_id = $1",
    "DELETE FROM access_assignment WHERE relationship_id IN (SELECT id FROM relationship WHERE customer_id = $1)",
    "DELETE FROM relationship WHERE customer_id = $1",
    "DELETE FROM customer_tag WHERE customer_id = $1",
    "DELETE FROM customer_token WHERE customer_id = $1",
    "DELETE FROM planned_deletion WHERE customer_id = $1",
    "DELETE FROM password_link WHERE customer_id = $1",
];
/// The rows stay, because security events name these people. Nobody signs in with them any more, and their sign-in names are free.
const PEOPLE: &str = "UPDATE partner_user SET removed = COALESCE(removed, $2), sessions_from = $2, password_hash = '', \
    sign_in_key = 'DELETED ' || id, customer_id = NULL, portal_role = NULL, temporary_until = NULL, temporary_by = NULL, \
    of_deleted = 1 WHERE customer_id = $1";

/// Closes every way to something of a customer that does not go by the customer itself.
pub(super) async fn close(connection: &mut AnyConnection, customer: CustomerId, now: i64) -> Result<(), StoreError> {
    for sql in REMOVE {
        sqlx::query(sql).bind(customer.to_string()).run(&mut *connection).await?;
    }
    sqlx::query(PEOPLE).bind(customer.to_string()).bind(now).run(connection).await.map(|_| ())
}

pub(super) fn statements() -> Vec<String> {
    REMOVE.into_iter().chain([PEOPLE]).map(String::from).collect()
}

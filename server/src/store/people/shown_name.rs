//! How the performer of an action is named: people of a customer's portal see no names of the partner's people, and for the
//! partner the customer's people are marked.

use domain::access::CustomerScope;
use domain::access::portal::{OF_THE_CUSTOMER, YOUR_PARTNER};
use domain::rules::told::told_to_customer;

/// The column of the name in statements that read rows with the person who did it, `w`.
const NAME: &str = "w.name AS actor";

/// The statement with the names that the actor of the scope may see.
pub(in crate::store) fn with_shown_name(sql: &str, scope: CustomerScope) -> String {
    with_name(sql, scope.is_portal())
}

/// The words of an outcome that the actor of the scope may read. Refusals address the reader.
pub(in crate::store) fn shown_words(words: String, scope: CustomerScope) -> String {
    if scope.is_portal() { told_to_customer(&words).into_owned() } else { words }
}

/// The statement as it is for both, to be prepared by tests.
pub(in crate::store) fn both_with_shown_name(sql: &str) -> [String; 2] {
    [with_name(sql, false), with_name(sql, true)]
}

fn with_name(sql: &str, in_portal: bool) -> String {
    let shown = match in_portal {
        true => format!("CASE WHEN w.customer_id IS NULL THEN '{YOUR_PARTNER}' ELSE w.name END"),
        false => format!("CASE WHEN w.customer_id IS NULL THEN w.name ELSE w.name || '{OF_THE_CUSTOMER}' END"),
    };
    // Nobody did it if there is no `w`.
    sql.replace(NAME, &format!("CASE WHEN w.id IS NULL THEN NULL ELSE {shown} END AS actor"))
}

//! The condition that limits lists to the customers that the actor has a permission for. It is part of the statement,
//! so that every page is full of visible rows.

use super::bind::Statement;
use super::dialect::Dialect;
use super::stored::to_json;
use domain::access::custom_permissions::Coverage;
use domain::directory::tag::Tag;
use domain::store::StoreError;

const NOT_LISTED: &str = "SELECT own.id FROM customer AS own WHERE own.own_organization = 1 \
    UNION ALL SELECT gone.id FROM customer AS gone WHERE gone.deleted IS NOT NULL";

/// Adds the condition that the customer in this column is covered. Own organizations and deleted customers are excluded, because lists
/// of all customers don't contain them.
pub(in crate::store) fn push_covered(
    statement: &mut Statement,
    dialect: Dialect,
    column: &str,
    coverage: &Coverage,
) -> Result<(), StoreError> {
    statement.push(&format!(" AND {column} NOT IN ({NOT_LISTED})"));
    push_existing(statement, dialect, column, coverage)
}

/// Adds the condition that the customer in this column is covered, for statements about one customer. They also allow own
/// organizations.
pub(in crate::store) fn push_existing(
    statement: &mut Statement,
    dialect: Dialect,
    column: &str,
    coverage: &Coverage,
) -> Result<(), StoreError> {
    let Coverage::Some { tags, customers } = coverage else { return Ok(()) };
    let mut any = Vec::new();
    if !customers.is_empty() {
        let number = statement.bind(to_json(customers)?);
        any.push(format!("{column} IN ({})", dialect.texts(number)));
    }
    if !tags.is_empty() {
        let number = statement.bind(to_json(&tags.iter().map(Tag::key).collect::<Vec<_>>())?);
        let tagged = "SELECT g.customer_id FROM customer_tag AS g WHERE g.tag_key IN";
        any.push(format!("{column} IN ({tagged} ({}))", dialect.texts(number)));
    }
    if any.is_empty() {
        any.push("1 = 0".to_owned());
    }
    statement.push(&format!(" AND ({})", any.join(" OR ")));
    Ok(())
}

/// A coverage with customers and tags, to prepare statements with.
pub(in crate::store) fn some_coverage() -> Coverage {
    Coverage::Some {
        tags: "tag".parse().into_iter().collect(),
        customers: [domain::ids::CustomerId::new(uuid::Uuid::nil())].into(),
    }
}

//! The relationships with all customers of a partner, in pages.

use super::read::StoredRelationship;
use crate::store::SqlStore;
use crate::store::engine::bind::Statement;
use crate::store::engine::coverage::{push_covered, some_coverage};
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::{page, push_limit};
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::custom_permissions::Coverage;
use domain::access::permission::Permission;
use domain::access::relationship::{DAY_MS, EXPIRING_DAYS, RelationshipStatus, days_until};
use domain::access::relationship_list::{RelationshipFilter, RelationshipQuery, RelationshipRow};
use domain::access::tenant::TenantReach;
use domain::directory::page::{Cursor, Page};
use domain::ids::{PartnerId, RelationshipId};
use domain::store::{RelationshipListStore, StoreError};

/// The rows. `$2` is now, and `$3` the moment until which an end is soon. Requests that never came into force sort last.
const ROWS: &str = "SELECT t.* FROM (SELECT r.id AS id, r.customer_id AS customer_id, c.name AS customer_name, \
    r.name AS name, r.days AS days, r.roles AS roles, r.auto_extend AS auto_extend, r.stage AS stage, \
    r.created AS created, r.approve_by AS approve_by, r.activated AS activated, r.ends AS ends, \
    r.microsoft_id AS microsoft_id, r.answered_by_link AS answered_by_link, \
    COALESCE(r.ends, CAST(9000000000000000 AS BIGINT)) AS end_key, \
    CASE WHEN r.stage = 'Active' AND r.auto_extend = 0 AND r.ends <= $2 THEN 'Expired' \
      WHEN r.stage = 'Active' AND r.auto_extend = 0 AND r.ends <= $3 THEN 'Expiring' \
      WHEN r.stage = 'Approval pending' AND r.approve_by <= $2 THEN 'Expired' ELSE r.stage END AS status \
    FROM relationship AS r JOIN customer AS c ON c.id = r.customer_id WHERE r.partner_id = $1) AS t WHERE 1 = 1";
const CURRENT: &str = " AND t.status IN ('Created', 'Approval pending', 'Approved', 'Active', 'Expiring')";
const EXPIRING: &str = "SELECT COUNT(*) FROM relationship WHERE partner_id = $1 AND stage = 'Active' \
    AND auto_extend = 0 AND ends > $2 AND ends <= $3";

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    relationship: StoredRelationship,
    customer_name: String,
    end_key: i64,
}

impl Listed {
    fn row(self, now: i64) -> Result<RelationshipRow, StoreError> {
        let one = self.relationship.relationship(&[], TenantReach::All)?;
        let (status, ends) = (one.status_at(now), one.end_at(now));
        Ok(RelationshipRow {
            id: one.id,
            customer: one.customer,
            customer_name: self.customer_name,
            name: one.name,
            roles: one.roles,
            auto_extend: one.auto_extend,
            status,
            days_left: ends.filter(|_| status == RelationshipStatus::Expiring).map(|ends| days_until(ends, now)),
            ends,
        })
    }
}

#[async_trait]
impl RelationshipListStore for SqlStore {
    async fn relationships_of_all(
        &self,
        actor: &Actor,
        query: RelationshipQuery,
        now: i64,
    ) -> Result<Page<RelationshipRow>, StoreError> {
        let covered = actor.coverage(Permission::SeeCustomers);
        let begun = begin(self.dialect, actor.partner, &covered, now)?;
        let cursor = match query.place {
            Cursor::After(id) | Cursor::Before(id) => self.listed(begun.clone(), id).await?,
            Cursor::First | Cursor::Last => None,
        };
        // A cursor that is gone leads to the first page.
        let place = if cursor.is_some() || query.place == Cursor::Last { query.place } else { Cursor::First };
        let backwards = matches!(place, Cursor::Before(_) | Cursor::Last);
        let statement = statement(begun, RelationshipQuery { place, ..query }, cursor.as_ref());
        let rows: Vec<Listed> = statement.rows().all(&self.read).await?;
        page(rows, place, query.size, backwards).try_map(|row| row.row(now))
    }

    async fn expiring_relationships(&self, actor: &Actor, now: i64) -> Result<i64, StoreError> {
        let statement = expiring(self.dialect, actor.partner, &actor.coverage(Permission::SeeUsers), now)?;
        statement.scalar().one(&self.vital).await
    }
}

impl SqlStore {
    async fn listed(&self, mut statement: Statement, id: RelationshipId) -> Result<Option<Listed>, StoreError> {
        let number = statement.bind(id.to_string());
        statement.push(&format!(" AND t.id = ${number}"));
        statement.rows().optional(&self.read).await
    }
}

fn expiring(dialect: Dialect, partner: PartnerId, covered: &Coverage, now: i64) -> Result<Statement, StoreError> {
    let mut statement = Statement::new(EXPIRING);
    statement.bind(partner.to_string());
    statement.bind(now);
    statement.bind(now + EXPIRING_DAYS * DAY_MS);
    push_covered(&mut statement, dialect, "customer_id", covered)?;
    Ok(statement)
}

/// The rows that are covered.
fn begin(dialect: Dialect, partner: PartnerId, covered: &Coverage, now: i64) -> Result<Statement, StoreError> {
    let mut statement = Statement::new(ROWS);
    statement.bind(partner.to_string());
    statement.bind(now);
    statement.bind(now + EXPIRING_DAYS * DAY_MS);
    push_covered(&mut statement, dialect, "t.customer_id", covered)?;
    Ok(statement)
}

/// The statement of a page. `cursor` is the row that the place names.
fn statement(begun: Statement, query: RelationshipQuery, cursor: Option<&Listed>) -> Statement {
    let mut statement = begun;
    match query.filter {
        RelationshipFilter::Current => statement.push(CURRENT),
        RelationshipFilter::All => (),
        RelationshipFilter::Status(status) => {
            let number = statement.bind(status.as_str());
            statement.push(&format!(" AND t.status = ${number}"));
        }
    }
    let backwards = matches!(query.place, Cursor::Before(_) | Cursor::Last);
    if let Some(row) = cursor {
        let (end, id) = (statement.bind(row.end_key), statement.bind(row.relationship.id.as_str()));
        let comparison = if query.descending == backwards { ">" } else { "<" };
        statement.push(&format!(" AND (t.end_key, t.id) {comparison} (${end}, ${id})"));
    }
    let direction = if query.descending == backwards { "ASC" } else { "DESC" };
    statement.push(&format!(" ORDER BY t.end_key {direction}, t.id {direction}"));
    push_limit(&mut statement, query.size);
    statement
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let partner = PartnerId::new(uuid::Uuid::nil());
    let of = |covered: &Coverage| -> Result<Vec<String>, StoreError> {
        let Statement { sql: begun, binds } = begin(dialect, partner, covered, 0)?;
        let next = binds.len() + 1;
        let (one, two, three, four) = (next, next + 1, next + 2, next + 3);
        Ok(vec![
            expiring(dialect, partner, covered, 0)?.sql,
            format!("{begun} AND t.id = ${one}"),
            format!(
                "{begun}{CURRENT} AND (t.end_key, t.id) > (${one}, ${two}) ORDER BY t.end_key ASC, t.id ASC LIMIT ${three}"
            ),
            format!(
                "{begun} AND t.status = ${one} AND (t.end_key, t.id) < (${two}, ${three}) \
                 ORDER BY t.end_key DESC, t.id DESC LIMIT ${four}"
            ),
        ])
    };
    [Coverage::All, some_coverage()].iter().flat_map(of).flatten().collect()
}

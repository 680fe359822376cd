//! Customers: the list, and one.

use crate::store::SqlStore;
use crate::store::engine::bind::{Bind, Statement};
use crate::store::engine::coverage::{push_covered, some_coverage};
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::{page, push_limit};
use crate::store::engine::stored::{country, parsed};
use async_trait::async_trait;
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope};
use domain::directory::customer::{Customer, CustomerRow, CustomerSort, CustomerSortBy, CustomerSource};
use domain::directory::page::{Count, Cursor, Page};
use domain::directory::search::{after_prefix, sort_key, words};
use domain::ids::CustomerId;
use domain::store::{CustomerQuery, CustomerStore, StoreError};
use std::collections::HashMap;

const CUSTOMER: &str = "SELECT name, primary_domain, country, source, imported_at, \
    own_organization * on_premises AS created_on_premises FROM customer WHERE id = $1";
const DOMAINS: &str = "SELECT name FROM customer_domain WHERE customer_id = $1 ORDER BY name";
/// The rows of the list. Errors are counted as far as `Count` is exact.
const ROWS: &str = "SELECT r.* FROM (SELECT c.id AS id, c.name AS name, c.name_key AS name_key, \
    c.primary_domain AS primary_domain, c.relationship AS relationship, c.source AS source, \
    c.imported_at AS imported_at, c.live_users AS users, COALESCE(p.used, 0) AS used, COALESCE(p.owned, 0) AS owned, \
    COALESCE(p.none_left, 0) AS none_left, COALESCE(p.over_assigned, 0) AS over_assigned, \
    (SELECT COUNT(*) FROM (SELECT 1 AS one FROM users AS u WHERE u.customer_id = c.id AND u.deleted IS NULL \
      AND u.has_errors = 1 LIMIT 10001) AS e) AS errors \
    FROM customer AS c LEFT JOIN (SELECT customer_id, CAST(SUM(consumed) AS BIGINT) AS used, \
      CAST(SUM(owned) AS BIGINT) AS owned, \
      CAST(SUM(CASE WHEN consumed > 0 AND consumed + reserved >= owned THEN 1 ELSE 0 END) AS BIGINT) AS none_left, \
      CAST(SUM(CASE WHEN consumed > owned THEN 1 ELSE 0 END) AS BIGINT) AS over_assigned \
      FROM customer_product GROUP BY customer_id) AS p ON p.customer_id = c.id WHERE c.partner_id = $1";
/// Ends the rows, before the conditions of a page.
const ROWS_END: &str = ") AS r WHERE 1 = 1";
const WITH_WORD: &str = "EXISTS (SELECT 1 FROM customer_token AS t WHERE t.partner_id = $1 \
    AND t.customer_id = c.id AND t.token >= $? AND t.token < $??)";
const WITH_TAG: &str = "c.id IN (SELECT g.customer_id FROM customer_tag AS g WHERE g.tag_key = $?)";

/// The row of [`CUSTOMER`].
#[derive(sqlx::FromRow)]
struct StoredCustomer {
    name: String,
    primary_domain: String,
    country: Option<String>,
    source: String,
    imported_at: Option<i64>,
    created_on_premises: i64,
}

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct ListedCustomer {
    id: String,
    name: String,
    name_key: String,
    primary_domain: String,
    relationship: String,
    source: String,
    imported_at: Option<i64>,
    users: i64,
    used: i64,
    owned: i64,
    none_left: i64,
    over_assigned: i64,
    errors: i64,
}

/// The column that a sort compares, before the id.
fn sort_column(by: CustomerSortBy) -> &'static str {
    match by {
        CustomerSortBy::Name => "name_key",
        CustomerSortBy::Domain => "primary_domain",
        CustomerSortBy::Users => "users",
        CustomerSortBy::Licenses => "used",
        CustomerSortBy::Shortages => "none_left",
        CustomerSortBy::Errors => "errors",
    }
}

#[async_trait]
impl CustomerStore for SqlStore {
    async fn customers(&self, actor: &Actor, query: &CustomerQuery) -> Result<Page<CustomerRow>, StoreError> {
        let mut statement = self.rows_of(actor)?;
        push_search(&mut statement, &query.search);
        statement.push(ROWS_END);
        let cursor = match query.place {
            Cursor::After(id) | Cursor::Before(id) => self.customer_row(actor, id).await?,
            Cursor::First | Cursor::Last => None,
        };
        // A cursor that is gone leads to the first page.
        let place = if cursor.is_some() || query.place == Cursor::Last { query.place } else { Cursor::First };
        let backwards = matches!(place, Cursor::Before(_) | Cursor::Last);
        let CustomerSort { by, descending } = query.sort;
        let column = sort_column(by);
        if let Some(row) = &cursor {
            let (value, id) = (statement.bind(row.sort_value(by)), statement.bind(row.id.as_str()));
            let comparison = if descending == backwards { ">" } else { "<" };
            statement.push(&format!(" AND (r.{column}, r.id) {comparison} (${value}, ${id})"));
        }
        let direction = if descending == backwards { "ASC" } else { "DESC" };
        statement.push(&format!(" ORDER BY r.{column} {direction}, r.id {direction}"));
        push_limit(&mut statement, query.size);
        let rows: Vec<ListedCustomer> = statement.rows().all(&self.read).await?;
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut tags = self.tags_of_these(&ids).await?;
        page(rows, place, query.size, backwards).try_map(|row| row.row(&mut tags))
    }

    async fn customer(&self, scope: CustomerScope) -> Result<Customer, StoreError> {
        let id = scope.customer();
        let row: StoredCustomer = sqlx::query_as(CUSTOMER).bind(id.to_string()).one(&self.read).await?;
        let domains = sqlx::query_scalar(DOMAINS).bind(id.to_string()).all(&self.read).await?;
        row.customer(id, domains, self.tags_of(id).await?)
    }
}

impl SqlStore {
    /// The beginning of a statement of rows that the actor may see.
    fn rows_of(&self, actor: &Actor) -> Result<Statement, StoreError> {
        let mut statement = Statement::new(ROWS);
        statement.bind(actor.partner.to_string());
        push_covered(&mut statement, self.dialect, "c.id", &actor.coverage(Permission::SeeCustomers))?;
        Ok(statement)
    }

    async fn customer_row(&self, actor: &Actor, customer: CustomerId) -> Result<Option<ListedCustomer>, StoreError> {
        let mut statement = self.rows_of(actor)?;
        push_id(&mut statement, customer);
        statement.push(ROWS_END);
        statement.rows().optional(&self.read).await
    }
}

impl StoredCustomer {
    fn customer(self, id: CustomerId, domains: Vec<String>, tags: Vec<String>) -> Result<Customer, StoreError> {
        Ok(Customer {
            id,
            name: self.name,
            primary_domain: self.primary_domain,
            domains,
            country: country(&self.country.unwrap_or_default())?,
            source: read_source(&self.source, self.imported_at),
            tags,
            created_on_premises: self.created_on_premises == 1,
        })
    }
}

impl ListedCustomer {
    fn sort_value(&self, by: CustomerSortBy) -> Bind {
        match by {
            CustomerSortBy::Name => self.name_key.as_str().into(),
            CustomerSortBy::Domain => self.primary_domain.as_str().into(),
            CustomerSortBy::Users => self.users.into(),
            CustomerSortBy::Licenses => self.used.into(),
            CustomerSortBy::Shortages => self.none_left.into(),
            CustomerSortBy::Errors => self.errors.into(),
        }
    }

    fn row(self, tags: &mut HashMap<String, Vec<String>>) -> Result<CustomerRow, StoreError> {
        let tags = tags.remove(&self.id).unwrap_or_default();
        Ok(CustomerRow {
            id: parsed(&self.id)?,
            name: self.name,
            primary_domain: self.primary_domain,
            relationship: self.relationship,
            source: read_source(&self.source, self.imported_at),
            users: self.users,
            licenses_used: self.used,
            licenses_owned: self.owned,
            none_left: self.none_left,
            over_assigned: self.over_assigned,
            with_errors: Count::capped(self.errors),
            tags,
        })
    }
}

fn push_id(statement: &mut Statement, customer: CustomerId) {
    let number = statement.bind(customer.to_string());
    statement.push(&format!(" AND c.id = ${number}"));
}

/// Every word must begin a word of the name or of a domain, or the whole text is a tag; a whole Microsoft ID finds its
/// customer.
fn push_search(statement: &mut Statement, search: &str) {
    if let Ok(id) = search.parse::<CustomerId>() {
        return push_id(statement, id);
    }
    let mut all = Vec::new();
    for word in words(search) {
        let (from, to) = (statement.bind(word.as_str()), statement.bind(after_prefix(&word)));
        all.push(WITH_WORD.replace("$??", &format!("${to}")).replace("$?", &format!("${from}")));
    }
    let tag = sort_key(search.trim());
    if !tag.is_empty() {
        let tag = WITH_TAG.replace("$?", &format!("${}", statement.bind(tag)));
        let named = if all.is_empty() { "1 = 1".to_owned() } else { all.join(" AND ") };
        statement.push(&format!(" AND (({named}) OR {tag})"));
    }
}

fn read_source(source: &str, imported_at: Option<i64>) -> CustomerSource {
    match (source, imported_at) {
        ("connected", _) => CustomerSource::Connected,
        ("imported", when) => CustomerSource::Imported(when.unwrap_or(0)),
        _ => CustomerSource::Local,
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let mut all: Vec<String> = [CUSTOMER, DOMAINS].map(String::from).into();
    all.push(format!("{ROWS} AND c.id = $2{ROWS_END}"));
    for column in CustomerSortBy::ALL.map(sort_column) {
        let mut statement = Statement::new(ROWS);
        statement.bind("");
        let covered = push_covered(&mut statement, dialect, "c.id", &some_coverage());
        push_search(&mut statement, "word");
        let next = statement.binds.len();
        let (value, id, limit) = (next + 1, next + 2, next + 3);
        statement.push(&format!(
            "{ROWS_END} AND (r.{column}, r.id) < (${value}, ${id}) ORDER BY r.{column} DESC, r.id DESC LIMIT ${limit}"
        ));
        all.extend(covered.map(|()| statement.sql));
    }
    all
}

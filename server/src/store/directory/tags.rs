//! Tags of customers.

use crate::store::SqlStore;
use crate::store::engine::bind::Statement;
use crate::store::engine::coverage::{push_covered, some_coverage};
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::{parsed, to_json};
use crate::store::people::security_log;
use async_trait::async_trait;
use domain::access::custom_permissions::Coverage;
use domain::access::permission::Permission;
use domain::access::tag_rules::check_tags;
use domain::access::{Actor, CustomerScope};
use domain::console::security::{RolesChanged, SecurityEvent};
use domain::directory::tag::{TAGS_MAX, Tag, TagsRefused};
use domain::ids::{CustomerId, PartnerId};
use domain::store::{StoreError, TAGS_LISTED_MAX, TagStore, TagsChange};
use serde_json::{Value, json};
use sqlx::{AnyExecutor, AssertSqlSafe};
use std::collections::{BTreeSet, HashMap};

const LOCK: &str = "UPDATE customer SET version = version + 1 WHERE id = $1 AND deleted IS NULL";
const OF_CUSTOMER: &str = "SELECT name FROM customer_tag WHERE customer_id = $1 ORDER BY tag_key";
const FORGET: &str = "DELETE FROM customer_tag WHERE customer_id = $1";
const OF_ALL: &str = "SELECT MIN(t.name), t.tag_key FROM customer_tag AS t JOIN customer AS c ON c.id = t.customer_id \
    WHERE c.partner_id = $1";

fn add(dialect: Dialect) -> String {
    format!(
        "INSERT INTO customer_tag (customer_id, tag_key, name) SELECT CAST($1 AS TEXT), {}, {} FROM {}",
        dialect.text(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

fn of_these(dialect: Dialect) -> String {
    format!(
        "SELECT customer_id, name FROM customer_tag WHERE customer_id IN ({}) ORDER BY customer_id, tag_key",
        dialect.texts(1)
    )
}

fn of_all(dialect: Dialect, partner: PartnerId, coverage: &Coverage) -> Result<Statement, StoreError> {
    let mut statement = Statement::new(OF_ALL);
    statement.bind(partner.to_string());
    push_covered(&mut statement, dialect, "c.id", coverage)?;
    let limit = statement.bind(TAGS_LISTED_MAX);
    statement.push(&format!(" GROUP BY t.tag_key ORDER BY t.tag_key LIMIT ${limit}"));
    Ok(statement)
}

#[async_trait]
impl TagStore for SqlStore {
    async fn tags(&self, actor: &Actor) -> Result<Vec<Tag>, StoreError> {
        let statement = of_all(self.dialect, actor.partner, &actor.coverage(Permission::SeeCustomers))?;
        let rows: Vec<(String, String)> = statement.rows().all(&self.read).await?;
        rows.iter().map(|(name, _)| parsed(name)).collect()
    }

    async fn set_tags(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        change: &TagsChange,
        event: &SecurityEvent,
    ) -> Result<Result<Vec<String>, TagsRefused>, StoreError> {
        let customer = scope.customer();
        if change.tags.len() > TAGS_MAX {
            return Ok(Err(TagsRefused::TooMany));
        }
        let mut transaction = self.begin().await?;
        if sqlx::query(LOCK).bind(customer.to_string()).run(&mut *transaction).await? == 0 {
            return Err(StoreError::CustomerGone);
        }
        let before: BTreeSet<Tag> = read_tags(&tags_of(&mut *transaction, customer).await?)?;
        if before != change.seen {
            return Ok(Err(TagsRefused::Changed));
        }
        if before == change.tags {
            return Ok(Ok(before.iter().map(Tag::to_string).collect()));
        }
        let changing = self.lock_people_in(transaction, actor, event.at).await?;
        let both = (&before, &change.tags);
        if let Err(refused) = check_tags(&changing.people, &changing.actor, customer, both) {
            return Ok(Err(refused));
        }
        let mut transaction = changing.transaction;
        sqlx::query(FORGET).bind(customer.to_string()).run(&mut *transaction).await?;
        let rows: Vec<Value> = change.tags.iter().map(|tag| json!([tag.key(), tag.as_str()])).collect();
        let query = sqlx::query(AssertSqlSafe(add(self.dialect))).bind(customer.to_string()).bind(to_json(&rows)?);
        query.run(&mut *transaction).await?;
        let names = |these: &BTreeSet<Tag>, but: &BTreeSet<Tag>| these.difference(but).map(Tag::to_string).collect();
        let changed = RolesChanged {
            tags_added: names(&change.tags, &before),
            tags_removed: names(&before, &change.tags),
            ..RolesChanged::default()
        };
        security_log::keep(&mut transaction, &event.clone().with_roles(changed)).await?;
        commit(transaction).await?;
        Ok(Ok(change.tags.iter().map(Tag::to_string).collect()))
    }
}

impl SqlStore {
    /// The tags of each of these customers.
    pub(super) async fn tags_of_these(&self, customers: &[String]) -> Result<HashMap<String, Vec<String>>, StoreError> {
        let query = sqlx::query_as(AssertSqlSafe(of_these(self.dialect))).bind(to_json(customers)?);
        let rows: Vec<(String, String)> = query.all(&self.read).await?;
        let mut tags: HashMap<String, Vec<String>> = HashMap::new();
        rows.into_iter().for_each(|(customer, name)| tags.entry(customer).or_default().push(name));
        Ok(tags)
    }

    /// The tags of a customer, in order.
    pub(super) async fn tags_of(&self, customer: CustomerId) -> Result<Vec<String>, StoreError> {
        tags_of(&self.read, customer).await
    }
}

async fn tags_of(executor: impl AnyExecutor<'_>, customer: CustomerId) -> Result<Vec<String>, StoreError> {
    sqlx::query_scalar(OF_CUSTOMER).bind(customer.to_string()).all(executor).await
}

/// Tags from their stored names.
pub(super) fn read_tags(names: &[String]) -> Result<BTreeSet<Tag>, StoreError> {
    names.iter().map(|name| parsed(name)).collect()
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let partner = PartnerId::new(uuid::Uuid::nil());
    let listed = [Coverage::All, some_coverage(), Coverage::none()].map(|coverage| of_all(dialect, partner, &coverage));
    let fixed = [LOCK, OF_CUSTOMER, FORGET].map(String::from);
    let listed = listed.into_iter().flatten().map(|statement| statement.sql);
    fixed.into_iter().chain([add(dialect), of_these(dialect)]).chain(listed).collect()
}

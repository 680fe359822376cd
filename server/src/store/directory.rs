//! Writing a whole customer: what an import and the demo do. One transaction; the second time updates, never doubles.

use super::activity::{self, Entry};
use super::dialect::Dialect;
use super::directory_rows::{Rows, user_rows};
use super::search_words::{self, WORDS_VERSION};
use super::{SqlStore, database, to_json};
use domain::console::action::Action;
use domain::console::activity::{Caller, Details, Performer};
use domain::console::chain::Seed;
use domain::directory::search::{index_words, sort_key};
use domain::ids::{ActivityId, CustomerId, PartnerId};
use domain::import::customer::{CustomerImport, ImportedUser};
use domain::store::{Stamp, StoreError};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::{Any, AssertSqlSafe, Transaction};
use uuid::{Builder, Uuid};

/// Users written at once.
const CHUNK: usize = 10_000;

/// What is not in the files: whose customer it is, and when and how it came.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Whose customer.
    pub partner: PartnerId,
    /// Relationship with the partner.
    pub relationship: &'a str,
    /// Imported, or else Local.
    pub imported: bool,
    /// Now (UTC, epoch milliseconds).
    pub now: i64,
}

/// What an import did or would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteCounts {
    /// Users that are new.
    pub added: i64,
    /// Users that were there before.
    pub updated: i64,
    /// Users that are gone from the files, and so deleted here.
    pub removed: i64,
}

/// The customer belongs to another partner.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The database failed; nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The id is taken by a customer that is not this partner's.
    #[error("Customer {0} belongs to another partner.")]
    Foreign(CustomerId),
}

const CUSTOMER: &str = "INSERT INTO customer (id, partner_id, name, name_key, primary_domain, country, relationship, \
    source, imported_at, words_version, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) \
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, \
    primary_domain = excluded.primary_domain, country = excluded.country, source = excluded.source, \
    imported_at = excluded.imported_at, words_version = excluded.words_version, version = customer.version + 1 \
    WHERE customer.partner_id = excluded.partner_id RETURNING version";
const CLEAR: &[&str] = &[
    "DELETE FROM customer_domain WHERE customer_id = $1",
    "DELETE FROM customer_token WHERE customer_id = $1",
    "DELETE FROM assignment WHERE customer_id = $1",
    "DELETE FROM user_role WHERE customer_id = $1",
    "DELETE FROM user_token WHERE customer_id = $1",
    "DELETE FROM user_address WHERE customer_id = $1 AND user_id IN (SELECT u.id FROM users AS u \
     WHERE u.customer_id = $1 AND u.deleted IS NULL)",
    "DELETE FROM subscription WHERE customer_id = $1",
];
const CUSTOMER_TOKEN: &str =
    "INSERT INTO customer_token (partner_id, token, customer_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const LIVE: &str = "SELECT COUNT(*) FROM users WHERE customer_id = $1 AND deleted IS NULL";
const DELETE_ALL: &str = "UPDATE users SET deleted = $2, is_licensed = 0, has_errors = 0 \
    WHERE customer_id = $1 AND deleted IS NULL";
const FORGET_PLANNED: &str = "DELETE FROM planned_deletion WHERE customer_id = $1 AND user_id IN (SELECT u.id FROM users AS u \
    WHERE u.customer_id = $1 AND u.deleted IS NOT NULL)";
const DELETED_NOW: &str = "SELECT COUNT(*) FROM users WHERE customer_id = $1 AND deleted = $2 AND deleted_by IS NULL";
const COUNT_USERS: &str = "UPDATE customer SET live_users = (SELECT COUNT(*) FROM users AS u \
    WHERE u.customer_id = customer.id AND u.deleted IS NULL) WHERE id = $1";
const COUNT_SEATS: &str = "UPDATE customer_product SET owned = n.owned, consumed = n.consumed, \
    over_assigned = CASE WHEN n.consumed + reserved > n.owned THEN n.consumed + reserved - n.owned ELSE 0 END \
    FROM (SELECT c.sku_id AS sku, \
      (SELECT CAST(COALESCE(SUM(s.enabled + s.warning), 0) AS BIGINT) FROM subscription AS s \
       WHERE s.customer_id = c.customer_id AND s.sku_id = c.sku_id) AS owned, \
      (SELECT COUNT(DISTINCT a.user_id) FROM assignment AS a \
       WHERE a.customer_id = c.customer_id AND a.sku_id = c.sku_id AND a.error IS NULL) AS consumed \
      FROM customer_product AS c WHERE c.customer_id = $1) AS n \
    WHERE customer_product.customer_id = $1 AND customer_product.sku_id = n.sku";

/// The rows of one table that a customer's directory fills, to be written as one JSON parameter.
pub(super) struct Table {
    name: &'static str,
    columns: &'static str,
    /// Per column: `t` a text, `i` a whole number.
    kinds: &'static str,
    conflict: &'static str,
}

const PRODUCTS: Table = Table {
    name: "customer_product",
    columns: "sku_id",
    kinds: "t",
    conflict: " ON CONFLICT (customer_id, sku_id) DO NOTHING",
};
const SUBSCRIPTIONS: Table = Table {
    name: "subscription",
    columns: "id, sku_id, enabled, warning, suspended, capability, channel, publisher",
    kinds: "ttiiittt",
    conflict: "",
};
const GROUPS: Table = Table {
    name: "directory_group",
    columns: "id, name",
    kinds: "tt",
    conflict: " ON CONFLICT (customer_id, id) DO UPDATE SET name = excluded.name",
};
const DOMAINS: Table = Table { name: "customer_domain", columns: "name", kinds: "t", conflict: "" };
const USERS: Table = Table {
    name: "users",
    columns: "id, upn, upn_key, domain, mail, mail_nickname, display_name, name_key, first_name, last_name, \
        usage_location, sign_in_allowed, is_guest, directory_synced, department, job_title, created, changed, \
        is_licensed, has_errors",
    kinds: "tttttttttttiiittiiii",
    conflict: " ON CONFLICT (customer_id, id) DO UPDATE SET upn = excluded.upn, upn_key = excluded.upn_key, \
        domain = excluded.domain, mail = excluded.mail, mail_nickname = excluded.mail_nickname, \
        display_name = excluded.display_name, name_key = excluded.name_key, first_name = excluded.first_name, \
        last_name = excluded.last_name, usage_location = excluded.usage_location, \
        sign_in_allowed = excluded.sign_in_allowed, is_guest = excluded.is_guest, \
        directory_synced = excluded.directory_synced, department = excluded.department, \
        job_title = excluded.job_title, created = excluded.created, changed = excluded.changed, \
        is_licensed = excluded.is_licensed, has_errors = excluded.has_errors, deleted = NULL, deleted_by = NULL",
};
const ASSIGNMENTS: Table = Table {
    name: "assignment",
    columns: "user_id, sku_id, source, group_id, disabled_plans, error",
    kinds: "tttttt",
    conflict: "",
};
pub(super) const ROLES: Table =
    Table { name: "user_role", columns: "role_id, user_id", kinds: "tt", conflict: " ON CONFLICT DO NOTHING" };
pub(super) const ADDRESSES: Table =
    Table { name: "user_address", columns: "address, user_id", kinds: "tt", conflict: " ON CONFLICT DO NOTHING" };
const TOKENS: Table = Table { name: "user_token", columns: "token, user_id", kinds: "tt", conflict: "" };

impl Table {
    /// INSERT … SELECT, where `$1` is the customer and `$2` the rows.
    fn insert(&self, dialect: Dialect) -> String {
        let value = |(at, kind)| if kind == 'i' { dialect.int(at) } else { dialect.text(at) };
        let values: Vec<String> = self.kinds.chars().enumerate().map(value).collect();
        format!(
            "INSERT INTO {} (customer_id, {}) SELECT CAST($1 AS TEXT), {} FROM {} WHERE true{}",
            self.name,
            self.columns,
            values.join(", "),
            dialect.rows(2),
            self.conflict
        )
    }

    pub(super) async fn write(
        &self,
        transaction: &mut Transaction<'_, Any>,
        dialect: Dialect,
        customer: CustomerId,
        rows: &[Value],
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        sqlx::query(AssertSqlSafe(self.insert(dialect)))
            .bind(customer.to_string())
            .bind(to_json(rows)?)
            .execute(&mut **transaction)
            .await
            .map(|_| ())
            .map_err(database)
    }
}

impl SqlStore {
    /// Writes a customer's whole directory; what it had before is replaced, users who are gone are marked as deleted.
    /// With `dry_run` everything is done and then rolled back, so that the counts are exact.
    ///
    /// # Errors
    /// [`WriteError`]; nothing is written then.
    pub async fn write_directory(
        &self,
        arrival: Arrival<'_>,
        directory: &CustomerImport,
        users: impl Iterator<Item = ImportedUser>,
        dry_run: bool,
    ) -> Result<WriteCounts, WriteError> {
        let customer = directory.customer.id;
        let mut transaction = self.begin().await?;
        let version = write_customer(&mut transaction, arrival, directory).await?;
        let before = count(&mut transaction, LIVE, customer, None).await?;
        for sql in CLEAR {
            sqlx::query(*sql).bind(customer.to_string()).execute(&mut *transaction).await.map_err(database)?;
        }
        sqlx::query(DELETE_ALL)
            .bind(customer.to_string())
            .bind(arrival.now)
            .execute(&mut *transaction)
            .await
            .map_err(database)?;
        self.write_company(&mut transaction, arrival, directory).await?;
        let mut chunk = Vec::with_capacity(CHUNK);
        for user in users {
            chunk.push(user);
            if chunk.len() == CHUNK {
                self.write_users(&mut transaction, customer, version, arrival.now, &mut chunk).await?;
                chunk.clear();
            }
        }
        self.write_users(&mut transaction, customer, version, arrival.now, &mut chunk).await?;
        self.index_deleted_users(&mut transaction, customer).await?;
        for sql in [FORGET_PLANNED, COUNT_USERS, COUNT_SEATS] {
            sqlx::query(sql).bind(customer.to_string()).execute(&mut *transaction).await.map_err(database)?;
        }
        let removed = count(&mut transaction, DELETED_NOW, customer, Some(arrival.now)).await?;
        let total = count(&mut transaction, LIVE, customer, None).await?;
        let updated = before - removed;
        let counts = WriteCounts { added: total - updated, updated, removed };
        if dry_run {
            transaction.rollback().await.map_err(database)?;
        } else {
            self.write_arrival(&mut transaction, customer, version, arrival.now, counts).await?;
            transaction.commit().await.map_err(database)?;
            if let Some(sql) = self.dialect.after_bulk_write()
                && let Err(error) = sqlx::query(sql).execute(&self.read).await
            {
                tracing::warn!(%error, "lists may be slow until PostgreSQL looks after its tables by itself");
            }
        }
        Ok(counts)
    }

    /// The activity row of an import. It is done on the command line, so there is nothing personal to salt.
    async fn write_arrival(
        &self,
        transaction: &mut Transaction<'_, Any>,
        customer: CustomerId,
        version: i64,
        now: i64,
        WriteCounts { added, updated, removed }: WriteCounts,
    ) -> Result<(), StoreError> {
        let stamp = Stamp {
            now,
            id: customer.uuid(),
            activity: arrival_id(customer, version, now),
            seed: Seed::new(Uuid::nil(), Uuid::nil()),
            caller: Caller::default(),
        };
        let entry = Entry {
            customer,
            performer: Performer::CommandLine,
            action: Action::CustomerImported,
            subject: customer.uuid(),
            details: &Details::Import { added, updated, removed },
            outcomes: None,
            reason: None,
        };
        activity::write(transaction, self.dialect, entry, stamp).await
    }

    /// Domains, products, subscriptions, groups.
    async fn write_company(
        &self,
        transaction: &mut Transaction<'_, Any>,
        arrival: Arrival<'_>,
        directory: &CustomerImport,
    ) -> Result<(), StoreError> {
        let customer = directory.customer.id;
        let products: Vec<_> = directory.products.iter().map(|held| held.product.clone()).collect();
        self.add_to_catalog(transaction, &products).await?;
        let texts =
            [&directory.customer.name].into_iter().chain(directory.customer.domains.iter().map(|one| &one.name));
        let partner = arrival.partner.to_string();
        write_customer_words(transaction, &partner, customer, texts.map(String::as_str)).await?;
        for (table, rows) in company_rows(directory) {
            table.write(transaction, self.dialect, customer, &rows).await?;
        }
        Ok(())
    }

    pub(super) async fn write_users(
        &self,
        transaction: &mut Transaction<'_, Any>,
        customer: CustomerId,
        version: i64,
        now: i64,
        users: &mut [ImportedUser],
    ) -> Result<(), StoreError> {
        // Large saves are worked off in this order: what they write together then lies together.
        users.sort_by_key(|user| user.id);
        let Rows { users, assignments, roles, addresses, tokens } = user_rows(users, version, now)?;
        let parts =
            [(USERS, users), (ASSIGNMENTS, assignments), (ROLES, roles), (ADDRESSES, addresses), (TOKENS, tokens)];
        for (table, rows) in parts {
            table.write(transaction, self.dialect, customer, &rows).await?;
        }
        Ok(())
    }
}

/// The words under which a customer is found: those of its name and domains.
pub(super) async fn write_customer_words<'a>(
    transaction: &mut Transaction<'_, Any>,
    partner: &str,
    customer: CustomerId,
    texts: impl Iterator<Item = &'a str>,
) -> Result<(), StoreError> {
    for token in index_words(texts) {
        let query = sqlx::query(CUSTOMER_TOKEN).bind(partner).bind(token).bind(customer.to_string());
        query.execute(&mut **transaction).await.map_err(database)?;
    }
    Ok(())
}

async fn write_customer(
    transaction: &mut Transaction<'_, Any>,
    arrival: Arrival<'_>,
    directory: &CustomerImport,
) -> Result<i64, WriteError> {
    let customer = &directory.customer;
    let version: Option<i64> = sqlx::query_scalar(CUSTOMER)
        .bind(customer.id.to_string())
        .bind(arrival.partner.to_string())
        .bind(&customer.name)
        .bind(sort_key(&customer.name))
        .bind(customer.primary_domain())
        .bind(customer.country.map(|country| country.to_string()))
        .bind(arrival.relationship)
        .bind(if arrival.imported { "imported" } else { "local" })
        .bind(arrival.imported.then_some(arrival.now))
        .bind(WORDS_VERSION)
        .fetch_optional(&mut **transaction)
        .await
        .map_err(database)?;
    version.ok_or(WriteError::Foreign(customer.id))
}

/// An id in the order of time, as others have. The customer and its version make it the only one.
fn arrival_id(customer: CustomerId, version: i64, now: i64) -> ActivityId {
    let mut rest = [0; 10];
    let digest = Sha256::digest([customer.uuid().as_bytes().as_slice(), &version.to_be_bytes()].concat());
    rest.iter_mut().zip(digest).for_each(|(byte, of_digest)| *byte = of_digest);
    ActivityId::new(Builder::from_unix_timestamp_millis(u64::try_from(now).unwrap_or(0), &rest).into_uuid())
}

async fn count(
    transaction: &mut Transaction<'_, Any>,
    sql: &'static str,
    customer: CustomerId,
    second: Option<i64>,
) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(sql).bind(customer.to_string());
    let query = if let Some(second) = second { query.bind(second) } else { query };
    query.fetch_one(&mut **transaction).await.map_err(database)
}

fn company_rows(directory: &CustomerImport) -> [(Table, Vec<Value>); 4] {
    let domains = directory.customer.domains.iter().map(|domain| json!([domain.name])).collect();
    let products = directory.products.iter().map(|held| json!([held.product.sku_id])).collect();
    let subscriptions = directory.products.iter().flat_map(|held| &held.subscriptions).map(|owned| {
        json!([
            owned.id,
            owned.sku_id,
            owned.enabled,
            owned.warning,
            owned.suspended,
            owned.capability.as_str(),
            owned.channel.as_str(),
            owned.publisher,
        ])
    });
    let groups = directory.groups.iter().map(|(id, name)| json!([id, name])).collect();
    [(DOMAINS, domains), (PRODUCTS, products), (SUBSCRIPTIONS, subscriptions.collect()), (GROUPS, groups)]
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let tables = [PRODUCTS, SUBSCRIPTIONS, GROUPS, DOMAINS, USERS, ASSIGNMENTS, ROLES, ADDRESSES, TOKENS];
    let fixed = [CUSTOMER, CUSTOMER_TOKEN, LIVE, DELETE_ALL, DELETED_NOW, COUNT_USERS, COUNT_SEATS];
    let mut all: Vec<String> = fixed.iter().chain(CLEAR).map(|sql| (*sql).to_owned()).collect();
    all.extend(tables.iter().map(|table| table.insert(dialect)));
    all.extend(search_words::statements());
    all
}

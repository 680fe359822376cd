//! Writes a whole customer, for an import and the demo. One transaction; a later import writes only the users who
//! differ from the stored ones.

use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::directory::user_errors;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::to_json;
use crate::store::import::company::{CLEAR, company_rows};
use crate::store::import::rows::{DirectoryRows, user_rows};
use crate::store::import::search_words::{WORDS_VERSION, write_customer_words};
use crate::store::import::table::{ADDRESSES, ASSIGNMENTS, GROUP_MEMBERS, ROLES, TOKENS, USERS};
use domain::console::action::Action;
use domain::console::activity::{Caller, Details, Performer};
use domain::console::chain::SaltSeed;
use domain::directory::search::sort_key;
use domain::ids::{ActivityId, CustomerId, GroupId, PartnerId, UserId};
use domain::import::customer::{CustomerImport, ImportedUser};
use domain::store::{Stamp, StoreError};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::collections::HashMap;
use uuid::{Builder, Uuid};

/// Users written at once.
const CHUNK: usize = 10_000;

/// The data that is not in the files: the partner, the relationship, the kind and the time of the import.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// The partner that gets the customer.
    pub partner: PartnerId,
    /// Relationship with the partner.
    pub relationship: &'a str,
    /// Whether the customer is Imported; otherwise it is Local.
    pub imported: bool,
    /// Whether it is no customer, but an own organization of the partner.
    pub own_organization: bool,
    /// Now (UTC, epoch milliseconds).
    pub now: i64,
}

/// The changes that an import made or would make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteCounts {
    /// Users that are new.
    pub added: i64,
    /// Users that were there before and differ in the files.
    pub updated: i64,
    /// Users that are missing in the files, and so deleted here.
    pub removed: i64,
}

/// The reason why a customer was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The database failed; nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The customer with this id belongs to another partner.
    #[error("Customer {0} belongs to another partner.")]
    Foreign(CustomerId),
    /// It is a customer here.
    #[error("{0} is a customer here, so it can't be imported as your own organization.")]
    IsCustomer(CustomerId),
    /// It is an own organization here.
    #[error("{0} is your own organization here. Import it with --own-organization.")]
    IsOwnOrganization(CustomerId),
    /// Somebody deletes it at the same time.
    #[error("Customer {0} was deleted meanwhile. Import it again.")]
    Deleted(CustomerId),
}

const CUSTOMER: &str = "INSERT INTO customer (id, partner_id, name, name_key, primary_domain, country, relationship, \
    source, imported_at, words_version, own_organization, on_premises, version) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) \
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, \
    primary_domain = excluded.primary_domain, country = excluded.country, source = excluded.source, \
    imported_at = excluded.imported_at, words_version = excluded.words_version, \
    on_premises = excluded.on_premises, version = customer.version + 1 \
    WHERE customer.partner_id = excluded.partner_id AND customer.own_organization = excluded.own_organization \
    AND customer.deleted IS NULL \
    RETURNING version";
const IS_OWN_ORGANIZATION: &str = "SELECT own_organization, deleted FROM customer WHERE id = $1 AND partner_id = $2";
const FORGET_GROUPS: &str = "UPDATE directory_group SET gone = 1 WHERE customer_id = $1";

fn delete_users(dialect: Dialect) -> String {
    format!(
        "UPDATE users SET deleted = $2, is_licensed = 0, has_errors = 0 \
         WHERE customer_id = $1 AND deleted IS NULL AND id IN ({})",
        dialect.texts(3)
    )
}

fn forget_members(dialect: Dialect) -> String {
    format!("DELETE FROM directory_group_member WHERE customer_id = $1 AND group_id IN ({})", dialect.texts(2))
}

const FORGET_PLANNED: &str = "DELETE FROM planned_deletion WHERE customer_id = $1 AND user_id IN \
    (SELECT u.id FROM users AS u WHERE u.customer_id = $1 AND u.deleted IS NOT NULL)";
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

impl SqlStore {
    /// Writes a customer's whole directory. Users without differences are left alone, and missing users are marked as
    /// deleted. With `dry_run` everything is done and then rolled back, so the counts are exact. A customer that was deleted is a new one:
    /// the rest of the one before is removed first.
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
        self.remove_if_deleted(customer, arrival.now).await?;
        let mut transaction = write_customer(self.begin().await?, arrival, directory).await?;
        user_errors::forget_mended(&mut transaction).await?;
        for sql in CLEAR {
            sqlx::query(*sql).bind(customer.to_string()).run(&mut *transaction).await?;
        }
        self.write_company(&mut transaction, arrival, directory).await?;
        let counts = self.write_all_users(&mut transaction, arrival.now, users).await?;
        if arrival.own_organization {
            self.write_group_members(&mut transaction, directory).await?;
        }
        for sql in [FORGET_PLANNED, COUNT_USERS, COUNT_SEATS] {
            sqlx::query(sql).bind(customer.to_string()).run(&mut *transaction).await?;
        }
        user_errors::mark_imported(&mut transaction).await?;
        if dry_run {
            transaction.roll_back().await?;
        } else {
            self.write_arrival(&mut transaction, arrival.now, counts).await?;
            self.end_lost_access(&mut transaction, arrival.now).await?;
            transaction.commit().await?;
            if let Some(sql) = self.dialect.after_bulk_write()
                && let Err(error) = sqlx::query(sql).execute(&self.whole).await
            {
                tracing::warn!(%error, "lists may be slow until PostgreSQL looks after its tables by itself");
            }
        }
        Ok(counts)
    }

    /// Writes the users who are new or differ. A new customer has no stored users to compare with, so its users are
    /// written one chunk after the other. Otherwise, users who differ or are missing are set aside first, so that a UPN
    /// can move from one user to another.
    async fn write_all_users(
        &self,
        transaction: &mut CustomerTransaction,
        now: i64,
        users: impl Iterator<Item = ImportedUser>,
    ) -> Result<WriteCounts, StoreError> {
        let is_new = transaction.version() == 1;
        let mut present = if is_new { HashMap::new() } else { self.present_users(transaction).await? };
        let mut counts = WriteCounts::default();
        let mut waiting = Vec::new();
        for mut user in users {
            match present.remove(&user.id) {
                None => counts.added += 1,
                Some(known) if known.is_as(&mut user)? => continue,
                Some(_) => counts.updated += 1,
            }
            waiting.push(user);
            if is_new && waiting.len() == CHUNK {
                self.write_users(transaction, now, &mut waiting).await?;
                waiting.clear();
            }
        }
        let gone: Vec<UserId> = present.into_keys().collect();
        counts.removed = i64::try_from(gone.len()).unwrap_or(i64::MAX);
        if !is_new {
            let written: Vec<UserId> = waiting.iter().map(|user| user.id).collect();
            for ids in written.chunks(CHUNK).chain(gone.chunks(CHUNK)) {
                self.set_aside(transaction, now, ids).await?;
            }
            for ids in written.chunks(CHUNK) {
                self.remove_of_users(transaction, "user_token", ids).await?;
                self.remove_of_users(transaction, "user_address", ids).await?;
            }
        }
        for users in waiting.chunks_mut(CHUNK) {
            self.write_users(transaction, now, users).await?;
        }
        Ok(counts)
    }

    /// Marks users as deleted, without licenses and roles.
    async fn set_aside(
        &self,
        transaction: &mut CustomerTransaction,
        now: i64,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        for table in ["assignment", "user_role"] {
            self.remove_of_users(transaction, table, users).await?;
        }
        sqlx::query(AssertSqlSafe(delete_users(self.dialect)))
            .bind(transaction.customer().to_string())
            .bind(now)
            .bind(to_json(users)?)
            .run(&mut **transaction)
            .await
            .map(|_| ())
    }

    /// The activity row of an import. It runs on the command line, so there is nothing personal to salt.
    async fn write_arrival(
        &self,
        transaction: &mut CustomerTransaction,
        now: i64,
        WriteCounts { added, updated, removed }: WriteCounts,
    ) -> Result<(), StoreError> {
        let customer = transaction.customer();
        let stamp = Stamp {
            now,
            id: customer.uuid(),
            activity: arrival_id(customer, transaction.version(), now),
            seed: SaltSeed::new(Uuid::nil(), Uuid::nil()),
            caller: Caller::default(),
        };
        let row = NewActivity {
            customer,
            performer: Performer::CommandLine,
            action: Action::CustomerImported,
            subject: customer.uuid(),
            details: &Details::Import { added, updated, removed },
            outcomes: None,
            reason: None,
        };
        activity::write(transaction, self.dialect, row, stamp).await
    }

    /// Domains, products, subscriptions, groups, roles.
    async fn write_company(
        &self,
        transaction: &mut CustomerTransaction,
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
        if directory.names_groups() {
            let query = sqlx::query(FORGET_GROUPS).bind(customer.to_string());
            query.run(&mut **transaction).await?;
        }
        for (table, rows) in company_rows(directory) {
            table.write(transaction, self.dialect, &rows).await?;
        }
        self.write_product_keys(transaction, &directory.software).await
    }

    /// The members of the groups that the files tell of.
    async fn write_group_members(
        &self,
        transaction: &mut CustomerTransaction,
        directory: &CustomerImport,
    ) -> Result<(), StoreError> {
        let told: Vec<GroupId> = directory.group_members.keys().copied().collect();
        let query = sqlx::query(AssertSqlSafe(forget_members(self.dialect)));
        query.bind(directory.customer.id.to_string()).bind(to_json(&told)?).run(&mut **transaction).await?;
        let members =
            directory.group_members.iter().flat_map(|(group, users)| users.iter().map(move |user| (group, user)));
        let rows: Vec<Value> = members.map(|member| json!(member)).collect();
        for rows in rows.chunks(CHUNK) {
            GROUP_MEMBERS.write(transaction, self.dialect, rows).await?;
        }
        Ok(())
    }

    pub(in crate::store) async fn write_users(
        &self,
        transaction: &mut CustomerTransaction,
        now: i64,
        users: &mut [ImportedUser],
    ) -> Result<(), StoreError> {
        // Large saves work in this order, so rows that they write together lie together.
        users.sort_by_key(|user| user.id);
        let DirectoryRows { users, assignments, roles, addresses, tokens } =
            user_rows(users, transaction.version(), now)?;
        let parts =
            [(USERS, users), (ASSIGNMENTS, assignments), (ROLES, roles), (ADDRESSES, addresses), (TOKENS, tokens)];
        for (table, rows) in parts {
            table.write(transaction, self.dialect, &rows).await?;
        }
        Ok(())
    }
}

/// Writes the customer itself, which takes its lock.
async fn write_customer(
    mut transaction: Transaction<'static, Any>,
    arrival: Arrival<'_>,
    directory: &CustomerImport,
) -> Result<CustomerTransaction, WriteError> {
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
        .bind(i64::from(arrival.own_organization))
        .bind(i64::from(customer.on_premises))
        .optional(&mut *transaction)
        .await?;
    let Some(version) = version else { return Err(why_not_written(&mut transaction, arrival, customer.id).await?) };
    let mut transaction = CustomerTransaction::of_written(transaction, customer.id, version);
    if arrival.own_organization {
        transaction.begin_own(arrival.partner.to_string()).await?;
    }
    Ok(transaction)
}

/// Why a customer that is there already was not written.
async fn why_not_written(
    transaction: &mut Transaction<'static, Any>,
    arrival: Arrival<'_>,
    customer: CustomerId,
) -> Result<WriteError, StoreError> {
    let query = sqlx::query_as(IS_OWN_ORGANIZATION).bind(customer.to_string()).bind(arrival.partner.to_string());
    let found: Option<(i64, Option<i64>)> = query.optional(&mut **transaction).await?;
    Ok(match found {
        None => WriteError::Foreign(customer),
        Some((_, Some(_))) => WriteError::Deleted(customer),
        Some((1, None)) => WriteError::IsOwnOrganization(customer),
        Some((_, None)) => WriteError::IsCustomer(customer),
    })
}

/// An id that ascends with time, as others do. The customer and its version make it unique.
fn arrival_id(customer: CustomerId, version: i64, now: i64) -> ActivityId {
    let mut rest = [0; 10];
    let digest = Sha256::digest([customer.uuid().as_bytes().as_slice(), &version.to_be_bytes()].concat());
    rest.iter_mut().zip(digest).for_each(|(byte, of_digest)| *byte = of_digest);
    ActivityId::new(Builder::from_unix_timestamp_millis(u64::try_from(now).unwrap_or(0), &rest).into_uuid())
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed =
        [CUSTOMER, IS_OWN_ORGANIZATION, FORGET_GROUPS, FORGET_PLANNED, COUNT_USERS, COUNT_SEATS].map(String::from);
    let tables = [USERS, ASSIGNMENTS, ROLES, ADDRESSES, TOKENS, GROUP_MEMBERS].map(|table| table.insert(dialect));
    fixed.into_iter().chain([delete_users(dialect), forget_members(dialect)]).chain(tables).collect()
}

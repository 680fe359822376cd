//! Checking chains against the stored data.

use super::{outcomes, personal_values, subject};
use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::chain::{ChainVerification, Flaw, Hash, Link, Walk};
use domain::ids::CustomerId;
use domain::store::{ChainStore, StoreError};
use sqlx::{Any, AnyConnection};
use std::str::FromStr;
use uuid::Uuid;

/// This many rows are read at once.
const CHUNK: i64 = 500;
const BEFORE: &str = "SELECT hash FROM activity WHERE customer_id = $1 AND sequence = $2";
const ROWS: &str = "SELECT sequence, id, at, action, actor_id, subject_id, details, request_id, sealed_later, about, \
    previous_hash, hash, actor_name, address, reason, salt, personal_digest FROM activity \
    WHERE customer_id = $1 AND sequence BETWEEN $2 AND $3 ORDER BY sequence LIMIT $4";

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct ChainRow {
    sequence: i64,
    id: String,
    at: i64,
    action: String,
    actor_id: Option<String>,
    subject_id: String,
    details: String,
    request_id: Option<String>,
    sealed_later: i64,
    about: Option<String>,
    previous_hash: String,
    hash: String,
    actor_name: Option<String>,
    address: Option<String>,
    reason: Option<String>,
    salt: Option<String>,
    personal_digest: Option<String>,
}

#[async_trait]
impl ChainStore for SqlStore {
    async fn verify_activity(
        &self,
        scope: CustomerScope,
        first: i64,
        last: i64,
    ) -> Result<ChainVerification, StoreError> {
        self.verify_chain(scope.customer(), first, last).await
    }
}

impl SqlStore {
    /// Checks the rows of a customer's chain from `first` to `last`, and that the first one follows the row before it.
    /// Checks also that the operations, outcomes and orders of these rows are as they were written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn verify_chain(
        &self,
        customer: CustomerId,
        first: i64,
        last: i64,
    ) -> Result<ChainVerification, StoreError> {
        let mut connection = self.reader().await?;
        let customer = customer.to_string();
        let mut walk = walk_from(&mut connection, &customer, first).await?;
        let mut next = first;
        loop {
            let query = sqlx::query_as::<Any, ChainRow>(ROWS).bind(customer.as_str()).bind(next).bind(last).bind(CHUNK);
            let rows = query.all(&mut *connection).await?;
            let Some(end) = rows.last() else { return Ok(walk.end()) };
            next = end.sequence + 1;
            for row in &rows {
                step(&mut connection, &mut walk, &customer, row).await?;
            }
        }
    }
}

async fn walk_from(connection: &mut AnyConnection, customer: &str, first: i64) -> Result<Walk, StoreError> {
    let before: Option<String> = sqlx::query_scalar(BEFORE).bind(customer).bind(first - 1).optional(connection).await?;
    Ok(match before.and_then(|hash| hash.parse().ok()) {
        Some(hash) => Walk::after(first - 1, hash),
        None => Walk::from_start(),
    })
}

async fn step(
    connection: &mut AnyConnection,
    walk: &mut Walk,
    customer: &str,
    row: &ChainRow,
) -> Result<(), StoreError> {
    let Some(Read { action, subject, previous, hash, about, computed }) = row.read(customer) else {
        // The next row is then checked on its own.
        walk.skip(row.sequence, row.hash.parse().unwrap_or(Hash::START));
        return Ok(());
    };
    walk.step(row.sequence, previous, hash, computed);
    let now = match subject::digest(connection, action, subject, None).await {
        Err(StoreError::Corrupt(_)) => None,
        other => other?,
    };
    if now != about {
        walk.flaw(Flaw::AboutChanged(row.sequence));
    }
    Ok(())
}

/// A row whose columns are valid.
struct Read {
    action: Action,
    subject: Uuid,
    previous: Hash,
    hash: Hash,
    about: Option<Hash>,
    /// The hash that the row must have.
    computed: Hash,
}

impl ChainRow {
    fn read(&self, customer: &str) -> Option<Read> {
        let values = personal_values(self.actor_name.as_deref(), self.address.as_deref(), self.reason.as_deref());
        let personal = outcomes::kept_or_erased(self.salt.as_deref(), self.personal_digest.as_deref(), &values).ok()?;
        let about = self.about.as_deref().map(Hash::from_str).transpose().ok()?;
        let previous = self.previous_hash.parse().ok()?;
        let link = Link {
            customer,
            sequence: self.sequence,
            id: &self.id,
            at: self.at,
            action: &self.action,
            actor: self.actor_id.as_deref(),
            subject: &self.subject_id,
            details: &self.details,
            request: self.request_id.as_deref(),
            sealed_later: self.sealed_later == 1,
            personal,
            about,
        };
        Some(Read {
            action: self.action.parse().ok()?,
            subject: self.subject_id.parse().ok()?,
            previous,
            hash: self.hash.parse().ok()?,
            about,
            computed: link.hash(previous),
        })
    }
}

pub(super) fn statements() -> Vec<String> {
    [BEFORE, ROWS].map(String::from).into()
}

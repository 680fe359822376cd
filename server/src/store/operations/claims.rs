//! Keys of requests that change something. One request is worked on once at a time, and a key belongs to one request.
//!
//! A record lives for [`KEPT_MS`]. Operations and orders also keep their keys forever, so a request that comes again
//! later still does nothing twice.

use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::{Execute, Fetch};
use domain::access::CustomerScope;
use domain::ids::IdempotencyKey;
use domain::store::StoreError;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// How long a record is kept (milliseconds).
pub const KEPT_MS: i64 = 24 * 60 * 60 * 1000;
/// A claim older than this (milliseconds) without a result is abandoned.
const BROKEN_OFF_MS: i64 = 30_000;

/// Takes the key, or takes over an abandoned one.
const CLAIM: &str = "INSERT INTO idempotency_record (actor_id, customer_id, idempotency_key, body_hash, started) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (actor_id, customer_id, idempotency_key) \
    DO UPDATE SET started = excluded.started WHERE idempotency_record.body_hash = excluded.body_hash \
    AND idempotency_record.subject_id IS NULL AND idempotency_record.started < $6 RETURNING started";
const FIND: &str = "SELECT body_hash, subject_id FROM idempotency_record \
    WHERE actor_id = $1 AND customer_id = $2 AND idempotency_key = $3";
const FULFIL: &str = "UPDATE idempotency_record SET subject_id = $4 \
    WHERE actor_id = $1 AND customer_id = $2 AND idempotency_key = $3";
const RELEASE: &str = "DELETE FROM idempotency_record \
    WHERE actor_id = $1 AND customer_id = $2 AND idempotency_key = $3 AND subject_id IS NULL";
const PURGE: &str = "DELETE FROM idempotency_record WHERE started < $1";

/// Keys of requests that ended here with nothing written and could not be released: the disk may be full. A repeated
/// request with such a key is not reported as in flight.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Ended(Arc<Mutex<BTreeSet<IdempotencyKey>>>);

impl Ended {
    fn note(&self, key: IdempotencyKey) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
    }

    fn take(&self, key: IdempotencyKey) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key)
    }
}

/// The state of a key for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Claim {
    /// The request can be worked on, or is done already.
    Free,
    /// The same request is being worked on.
    InFlight,
    /// The key was used for another request.
    Reused,
}

impl SqlStore {
    /// Claims a key before its request is worked on.
    pub(in crate::store) async fn claim(
        &self,
        scope: CustomerScope,
        key: IdempotencyKey,
        body_hash: &str,
        now: i64,
    ) -> Result<Claim, StoreError> {
        let claimed: Option<i64> = sqlx::query_scalar(CLAIM)
            .bind(scope.actor().to_string())
            .bind(scope.customer().to_string())
            .bind(key.to_string())
            .bind(body_hash)
            .bind(now)
            .bind(now - BROKEN_OFF_MS)
            .optional(self.writer())
            .await?;
        if claimed.is_some() {
            Failpoint::Claimed.pass();
            return Ok(Claim::Free);
        }
        let found: Option<(String, Option<String>)> = sqlx::query_as(FIND)
            .bind(scope.actor().to_string())
            .bind(scope.customer().to_string())
            .bind(key.to_string())
            .optional(&self.write)
            .await?;
        Ok(match found {
            Some((hash, _)) if hash != body_hash => Claim::Reused,
            Some((_, None)) if self.ended.take(key) => Claim::Free,
            Some((_, None)) => Claim::InFlight,
            // Released since. The holder wrote nothing, and the next try finds the key free.
            None => Claim::InFlight,
            Some((_, Some(_))) => Claim::Free,
        })
    }

    /// Releases the key of a request that wrote nothing. If that fails, the key is free again after a while.
    pub(in crate::store) async fn release(&self, scope: CustomerScope, key: IdempotencyKey) {
        let released = sqlx::query(RELEASE)
            .bind(scope.actor().to_string())
            .bind(scope.customer().to_string())
            .bind(key.to_string())
            .execute(self.writer())
            .await;
        if let Err(error) = released {
            tracing::warn!(%error, "the key of a request that wrote nothing was not given back");
            self.ended.note(key);
        }
    }

    /// Removes records that began before `started_before`; returns their number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge_claims(&self, started_before: i64) -> Result<u64, StoreError> {
        sqlx::query(PURGE).bind(started_before).run(self.writer()).await
    }
}

/// Records the result of a request, in the transaction that wrote it.
pub(in crate::store) async fn complete_claim(
    transaction: &mut CustomerTransaction,
    scope: CustomerScope,
    key: IdempotencyKey,
    subject: uuid::Uuid,
) -> Result<(), StoreError> {
    sqlx::query(FULFIL)
        .bind(scope.actor().to_string())
        .bind(scope.customer().to_string())
        .bind(key.to_string())
        .bind(subject.to_string())
        .run(&mut **transaction)
        .await
        .map(|_| ())
}

pub(in crate::store) fn statements() -> Vec<String> {
    [CLAIM, FIND, FULFIL, RELEASE, PURGE].map(String::from).into()
}

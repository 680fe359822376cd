//! Keys of requests that change something: one request is worked on once at a time, and a key is for one request.
//!
//! A record lives for [`KEPT_MS`]. Operations and orders keep their keys for ever besides, so that a request that comes
//! again later still does nothing twice.

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
/// Whoever began so long ago and has not ended broke off (milliseconds).
const BROKEN_OFF_MS: i64 = 30_000;

/// Takes the key, or takes it over from who broke off.
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

/// Keys of requests that ended here with nothing written, and that could not be given back: the disk may be full. Who
/// sends one again is not told that it is being worked on.
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

/// What a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Claim {
    /// Ours to work on, or done already.
    Free,
    /// Somebody works on the same request.
    InFlight,
    /// It was used for another request.
    Reused,
}

impl SqlStore {
    /// Takes a key before its request is worked on.
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
            // Given back since: whoever had it wrote nothing, and asking again finds it free.
            None => Claim::InFlight,
            Some((_, Some(_))) => Claim::Free,
        })
    }

    /// Gives a key back whose request wrote nothing. Should that fail, it is free again after a while.
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

    /// Removes records that began before then; returns how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge_claims(&self, started_before: i64) -> Result<u64, StoreError> {
        sqlx::query(PURGE).bind(started_before).run(self.writer()).await
    }
}

/// Says what came of a request, in the transaction that wrote it.
pub(in crate::store) async fn fulfil(
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

//! Requests that are done once, however often they are sent.
//!
//! The key is claimed before any work (`claims.rs`). Under the customer's lock, a request that was done before gets its
//! earlier reply. A request that wrote nothing releases its key.

use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::to_json;
use crate::store::operations::claims::{Claim, complete_claim};
use crate::store::people::partner_choices::choice_at;
use crate::store::people::sessions::token_hash;
use domain::access::CustomerScope;
use domain::console::reason::{Reason, ReasonPolicy};
use domain::ids::IdempotencyKey;
use domain::store::StoreError;
use serde::Serialize;

/// The identity of a request, and its reason.
#[derive(Clone)]
pub(in crate::store) struct Once<'a> {
    pub key: IdempotencyKey,
    pub body_hash: String,
    pub reason: Option<&'a Reason>,
}

impl<'a> Once<'a> {
    pub(in crate::store) fn of(
        key: IdempotencyKey,
        reason: Option<&'a Reason>,
        request: &impl Serialize,
    ) -> Result<Self, StoreError> {
        Ok(Self { key, reason, body_hash: token_hash(&to_json(request)?) })
    }
}

/// The reply to a request that is done once.
pub(in crate::store) trait OnceReply: Sized + Send {
    /// The same request is being worked on.
    const IN_FLIGHT: Self;
    /// The key was used for another request.
    const KEY_REUSED: Self;
    /// The partner requires a reason, and there is none.
    const REASON_MISSING: Self;
    /// Finds the earlier result of a key by actor, customer and key: its id, and the hash of the request if that was
    /// kept.
    const EARLIER: &str;

    /// Whether something was written, now or earlier.
    fn is_done(&self) -> bool;

    /// The reply to a request that was done earlier.
    fn of_earlier(
        transaction: &mut CustomerTransaction,
        scope: CustomerScope,
        id: &str,
    ) -> impl Future<Output = Result<Self, StoreError>> + Send;
}

impl SqlStore {
    /// Works on a request under the customer's lock, unless it was done or is being worked on. `work` gets the reason
    /// as far as the partner's policy keeps it.
    pub(in crate::store) async fn run_once<'a, Reply: OnceReply, Working>(
        &self,
        scope: CustomerScope,
        once: Once<'a>,
        now: i64,
        work: impl FnOnce(CustomerTransaction, Once<'a>) -> Working + Send,
    ) -> Result<Reply, StoreError>
    where
        Working: Future<Output = Result<Reply, StoreError>> + Send,
    {
        let key = once.key;
        match self.claim(scope, key, &once.body_hash, now).await? {
            Claim::Free => {}
            Claim::InFlight => return Ok(Reply::IN_FLIGHT),
            Claim::Reused => return Ok(Reply::KEY_REUSED),
        }
        let reply = self.run_claimed(scope, once, work).await;
        if !reply.as_ref().is_ok_and(Reply::is_done) {
            self.release(scope, key).await;
        }
        reply
    }

    async fn run_claimed<'a, Reply: OnceReply, Working>(
        &self,
        scope: CustomerScope,
        once: Once<'a>,
        work: impl FnOnce(CustomerTransaction, Once<'a>) -> Working + Send,
    ) -> Result<Reply, StoreError>
    where
        Working: Future<Output = Result<Reply, StoreError>> + Send,
    {
        let mut transaction = self.lock_customer(scope.customer()).await?;
        if let Some(reply) = earlier(&mut transaction, scope, &once).await? {
            return Ok(reply);
        }
        // Reasons are the partner's matter. Its customers' own people are not asked.
        let policy = if scope.is_portal() { ReasonPolicy::Off } else { choice_at(&mut transaction).await? };
        match policy.keep(once.reason) {
            Ok(reason) => work(transaction, Once { reason, ..once }).await,
            Err(_) => Ok(Reply::REASON_MISSING),
        }
    }
}

/// The reply to a key that was used before.
async fn earlier<Reply: OnceReply>(
    transaction: &mut CustomerTransaction,
    scope: CustomerScope,
    once: &Once<'_>,
) -> Result<Option<Reply>, StoreError> {
    let earlier: Option<(String, Option<String>)> = sqlx::query_as(Reply::EARLIER)
        .bind(scope.actor().to_string())
        .bind(scope.customer().to_string())
        .bind(once.key.to_string())
        .optional(&mut **transaction)
        .await?;
    let Some((id, body_hash)) = earlier else { return Ok(None) };
    if body_hash.is_some_and(|body_hash| body_hash != once.body_hash) {
        return Ok(Some(Reply::KEY_REUSED));
    }
    Reply::of_earlier(transaction, scope, &id).await.map(Some)
}

impl CustomerTransaction {
    /// Records the result of a request, and commits it with everything that was written for it.
    pub(in crate::store) async fn complete(
        mut self,
        scope: CustomerScope,
        (key, subject): (IdempotencyKey, uuid::Uuid),
        [written, committed]: [Failpoint; 2],
    ) -> Result<(), StoreError> {
        complete_claim(&mut self, scope, key, subject).await?;
        written.pass();
        self.commit().await?;
        committed.pass();
        Ok(())
    }
}

//! Checks of the whole log, for `tenantry audit` and `tenantry check`.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use domain::console::chain::checkpoint::{Checkpoint, Head};
use domain::console::chain::{ChainVerification, Flaw, Hash};
use domain::console::security::SecurityEventKind;
use domain::ids::CustomerId;
use domain::store::StoreError;
use std::collections::BTreeSet;

const HEADS: &str = "SELECT a.customer_id, a.sequence, a.hash FROM activity AS a JOIN (SELECT customer_id, \
    MAX(sequence) AS sequence FROM activity GROUP BY customer_id) AS h ON h.customer_id = a.customer_id \
    AND h.sequence = a.sequence JOIN customer AS c ON c.id = a.customer_id WHERE c.deleted IS NULL \
    ORDER BY a.customer_id";
const CUSTOMERS: &str = "SELECT id, name FROM customer WHERE deleted IS NULL ORDER BY name_key, id";
const AT: &str = "SELECT hash FROM activity WHERE customer_id = $1 AND sequence = $2";
const LAST: &str = "SELECT CAST(COALESCE(MAX(sequence), 0) AS BIGINT) FROM activity WHERE customer_id = $1";

/// Whether a customer was deleted at this moment or later.
const WAS_DELETED: &str = "SELECT COUNT(*) FROM security_event WHERE event = $1 AND customer_id = $2 AND at >= $3";

/// A customer whose chain was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// The customer.
    pub customer: CustomerId,
    /// The customer's name.
    pub name: String,
    /// The result of the check.
    pub found: ChainVerification,
}

impl SqlStore {
    /// Checks the whole chain of every customer, or of one. A customer that does not exist gives an empty list.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit(&self, only: Option<CustomerId>) -> Result<Vec<Audited>, StoreError> {
        let customers: Vec<(String, String)> = sqlx::query_as(CUSTOMERS).all(&self.whole).await?;
        let mut audited = Vec::new();
        for (id, name) in customers {
            let customer: CustomerId = parsed(&id)?;
            if only.is_none_or(|only| only == customer) {
                audited.push(Audited { customer, name, found: self.verify_chain(customer, 1, i64::MAX).await? });
            }
        }
        Ok(audited)
    }

    /// The heads of all chains.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn checkpoint(&self, at: i64) -> Result<Checkpoint, StoreError> {
        let rows: Vec<(String, i64, String)> = sqlx::query_as(HEADS).all(&self.whole).await?;
        let head = |(customer, sequence, hash): (String, i64, String)| {
            Ok(Head { customer: parsed(&customer)?, sequence, hash: parsed(&hash)? })
        };
        Ok(Checkpoint { at, heads: rows.into_iter().map(head).collect::<Result<_, StoreError>>()? })
    }

    /// The customers of an earlier checkpoint that were deleted since, as the security events say.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn deleted_since(&self, checkpoint: &Checkpoint) -> Result<BTreeSet<CustomerId>, StoreError> {
        let mut deleted = BTreeSet::new();
        for head in &checkpoint.heads {
            let query = sqlx::query_scalar(WAS_DELETED).bind(SecurityEventKind::CustomerDeleted.as_str());
            let query = query.bind(head.customer.to_string()).bind(checkpoint.at);
            let events: i64 = query.one(&self.whole).await?;
            if events > 0 {
                deleted.insert(head.customer);
            }
        }
        Ok(deleted)
    }

    /// Compares the log with an earlier checkpoint: every row in it must still exist, but those of customers that were deleted since.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn compare(&self, checkpoint: &Checkpoint) -> Result<Vec<(CustomerId, Flaw)>, StoreError> {
        let mut flaws = Vec::new();
        let deleted = self.deleted_since(checkpoint).await?;
        for head in checkpoint.heads.iter().filter(|head| !deleted.contains(&head.customer)) {
            let customer = head.customer.to_string();
            let hash: Option<String> =
                sqlx::query_scalar(AT).bind(customer.as_str()).bind(head.sequence).optional(&self.whole).await?;
            let last: i64 = sqlx::query_scalar(LAST).bind(customer).one(&self.whole).await?;
            // A text that is no hash differs from the checkpoint's hash as well.
            let hash = hash.map(|hash| hash.parse().unwrap_or(Hash::START));
            flaws.extend(head.compare(hash, last).map(|flaw| (head.customer, flaw)));
        }
        Ok(flaws)
    }
}

pub(super) fn statements() -> Vec<String> {
    [HEADS, CUSTOMERS, AT, LAST, WAS_DELETED].map(String::from).into()
}

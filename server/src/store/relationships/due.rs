//! What comes due by itself: automatic extensions.

use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use crate::store::people::security;
use domain::access::relationship::extended;
use domain::console::security::SecurityEvent;
use domain::store::StoreError;

const DUE: &str = "SELECT id, partner_id, customer_id, name, ends FROM relationship \
    WHERE stage = 'Active' AND auto_extend = 1 AND ends <= $1 ORDER BY ends LIMIT 100";
/// Only one of several servers finds the old end. A new end has reminders of its own.
const EXTEND: &str = "UPDATE relationship SET ends = $3, reminded = NULL WHERE id = $1 AND ends = $2";

/// A row of [`DUE`].
#[derive(sqlx::FromRow)]
struct Due {
    id: String,
    partner_id: String,
    customer_id: String,
    name: String,
    ends: i64,
}

impl SqlStore {
    /// Writes down the new ends of relationships that went on by themselves. `event` makes the security event of each.
    ///
    /// # Errors
    /// When the database does not answer; those written before stay.
    pub async fn extend_relationships(&self, now: i64, event: impl Fn() -> SecurityEvent) -> Result<usize, StoreError> {
        let mut count = 0;
        loop {
            let due: Vec<Due> = sqlx::query_as(DUE).bind(now).all(&self.read).await?;
            if due.is_empty() {
                return Ok(count);
            }
            for one in due {
                count += usize::from(self.extend(one, now, event()).await?);
            }
        }
    }

    async fn extend(&self, one: Due, now: i64, event: SecurityEvent) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(EXTEND).bind(one.id).bind(one.ends).bind(extended(one.ends, now));
        if query.run(&mut *transaction).await? == 0 {
            return Ok(false);
        }
        let event = event.at_partner(parsed(&one.partner_id)?).about(parsed(&one.customer_id)?).done_to(&one.name);
        security::keep(&mut transaction, &event).await?;
        commit(transaction).await?;
        Ok(true)
    }
}

pub(super) fn statements() -> Vec<String> {
    [DUE, EXTEND].map(String::from).into()
}

//! Events that come due by themselves: automatic extensions, and reminders of ends.

use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use crate::store::people::recipients::who_may;
use crate::store::people::security_log;
use domain::access::permission::Permission;
use domain::access::relationship::{DAY_MS, EXPIRING_DAYS, extended, reminder_due};
use domain::console::security::SecurityEvent;
use domain::directory::tag::Tag;
use domain::ids::{CustomerId, RelationshipId};
use domain::store::StoreError;
use std::collections::BTreeSet;

const DUE: &str = "SELECT id, partner_id, customer_id, name, ends FROM relationship \
    WHERE stage = 'Active' AND auto_extend = 1 AND ends <= $1 ORDER BY ends LIMIT 100";
/// Only one of several servers finds the old end. A new end has reminders of its own.
const EXTEND: &str = "UPDATE relationship SET ends = $3, reminded = NULL WHERE id = $1 AND ends = $2";

const ENDING: &str = "SELECT r.id, r.partner_id, r.customer_id, c.name AS customer_name, r.name, r.ends, r.reminded \
    FROM relationship AS r JOIN customer AS c ON c.id = r.customer_id \
    WHERE r.stage = 'Active' AND r.auto_extend = 0 AND r.ends > $1 AND r.ends <= $2 ORDER BY r.ends, r.id";
/// Only one of several servers claims a reminder.
const REMIND: &str =
    "UPDATE relationship SET reminded = $3 WHERE id = $1 AND ends = $2 AND (reminded IS NULL OR reminded > $3)";
/// Custom permissions may cover customers by their tags.
const TAGS: &str = "SELECT name FROM customer_tag WHERE customer_id = $1";

/// A reminder that a relationship ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The relationship.
    pub relationship: RelationshipId,
    /// The customer.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// The relationship's name.
    pub name: String,
    /// The end (UTC, epoch milliseconds).
    pub ends: i64,
    /// Sign-in names of those who manage relationships of the customer. Some are e-mail addresses.
    pub recipients: BTreeSet<String>,
}

/// A row of [`ENDING`].
#[derive(sqlx::FromRow)]
struct Ending {
    id: String,
    partner_id: String,
    customer_id: String,
    customer_name: String,
    name: String,
    ends: i64,
    reminded: Option<i64>,
}

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

    /// The reminders that are due and that nobody claimed. Each is claimed by this, so it is given once.
    ///
    /// # Errors
    /// When the database does not answer; those claimed before are lost.
    pub async fn claim_reminders(&self, now: i64) -> Result<Vec<Reminder>, StoreError> {
        let query = sqlx::query_as(ENDING).bind(now - DAY_MS).bind(now + EXPIRING_DAYS * DAY_MS);
        let ending: Vec<Ending> = query.all(&self.read).await?;
        let mut claimed = Vec::new();
        for one in ending {
            let days = reminder_due(one.ends, now).filter(|days| one.reminded.is_none_or(|before| before > *days));
            let Some(days) = days else { continue };
            let query = sqlx::query(REMIND).bind(one.id.clone()).bind(one.ends).bind(days);
            if query.run(self.writer()).await? > 0 {
                claimed.push(self.reminder(one, now).await?);
            }
        }
        Ok(claimed)
    }

    async fn reminder(&self, one: Ending, now: i64) -> Result<Reminder, StoreError> {
        let customer = parsed(&one.customer_id)?;
        let mut connection = self.reader().await?;
        let tags: Vec<String> = sqlx::query_scalar(TAGS).bind(one.customer_id).all(&mut *connection).await?;
        let tags: BTreeSet<Tag> = tags.iter().map(|tag| parsed(tag)).collect::<Result<_, _>>()?;
        let (partner, may) = (parsed(&one.partner_id)?, Permission::ManageRelationships);
        Ok(Reminder {
            relationship: parsed(&one.id)?,
            customer,
            customer_name: one.customer_name,
            name: one.name,
            ends: one.ends,
            recipients: who_may(&mut connection, self.dialect, partner, may, (customer, &tags), now).await?,
        })
    }

    async fn extend(&self, one: Due, now: i64, event: SecurityEvent) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(EXTEND).bind(one.id).bind(one.ends).bind(extended(one.ends, now));
        if query.run(&mut *transaction).await? == 0 {
            return Ok(false);
        }
        let event = event.at_partner(parsed(&one.partner_id)?).about(parsed(&one.customer_id)?).done_to(&one.name);
        security_log::keep(&mut transaction, &event).await?;
        commit(transaction).await?;
        Ok(true)
    }
}

pub(super) fn statements() -> Vec<String> {
    [DUE, EXTEND, ENDING, REMIND, TAGS].map(String::from).into()
}

//! Reminders of keys of applications that end and that no other key replaces.

use super::applications::applications_of;
use super::recipients::who_manages;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::parsed;
use domain::access::application_key::{EXPIRES_SOON_DAYS, key_reminder_due};
use domain::access::relationship::DAY_MS;
use domain::ids::{ApplicationKeyId, PartnerId};
use domain::store::StoreError;
use std::collections::BTreeSet;

const ENDING: &str = "SELECT k.id, u.partner_id, k.reminded FROM application_key AS k \
    JOIN partner_user AS u ON u.id = k.partner_user_id WHERE k.revoked IS NULL AND k.expires > $1 AND k.expires <= $2 \
    AND u.removed IS NULL AND u.blocked IS NULL ORDER BY k.expires, k.id";
/// Only one of several servers claims a reminder.
const REMIND: &str = "UPDATE application_key SET reminded = $2 WHERE id = $1 AND revoked IS NULL \
    AND (reminded IS NULL OR reminded > $2)";

/// A reminder that a key ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyReminder {
    /// The application's name.
    pub application: String,
    /// The purpose of the key.
    pub description: String,
    /// The end (UTC, epoch milliseconds).
    pub expires: i64,
    /// Sign-in names of those who manage applications. Some are e-mail addresses.
    pub recipients: BTreeSet<String>,
}

impl SqlStore {
    /// The reminders that are due and that nobody claimed. Each is claimed by this, so it is given once.
    ///
    /// # Errors
    /// When the database does not answer; those claimed before are lost.
    pub async fn claim_key_reminders(&self, now: i64) -> Result<Vec<KeyReminder>, StoreError> {
        let query = sqlx::query_as(ENDING).bind(now).bind(now + EXPIRES_SOON_DAYS * DAY_MS);
        let ending: Vec<(String, String, Option<i64>)> = query.all(&self.read).await?;
        let mut claimed = Vec::new();
        for (id, partner, reminded) in ending {
            claimed.extend(self.claim_key_reminder(parsed(&id)?, parsed(&partner)?, reminded, now).await?);
        }
        Ok(claimed)
    }

    async fn claim_key_reminder(
        &self,
        id: ApplicationKeyId,
        partner: PartnerId,
        reminded: Option<i64>,
        now: i64,
    ) -> Result<Option<KeyReminder>, StoreError> {
        let mut connection = self.reader().await?;
        let applications = applications_of(&mut connection, partner, now).await?;
        let ending = applications.iter().flat_map(|one| one.expiring_keys().map(move |key| (one, key)));
        let Some((application, key)) = ending.into_iter().find(|(_, key)| key.id == id) else { return Ok(None) };
        let due = key_reminder_due(key.expires, now).filter(|days| reminded.is_none_or(|before| before > *days));
        let Some(days) = due else { return Ok(None) };
        if sqlx::query(REMIND).bind(id.to_string()).bind(days).run(self.writer()).await? == 0 {
            return Ok(None);
        }
        Ok(Some(KeyReminder {
            application: application.name.clone(),
            description: key.description.clone(),
            expires: key.expires,
            recipients: who_manages(&mut connection, self.dialect, partner, application.tenant, now).await?,
        }))
    }
}

pub(super) fn statements() -> Vec<String> {
    [ENDING, REMIND].map(String::from).into()
}

//! Reminds the partner by e-mail of admin relationships that end. The pages remind by themselves.

use crate::mail::Mailer;
use crate::store::SqlStore;
use app::text::relationships as words;
use domain::store::StoreError;

/// Sends the reminders that are due, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn send(store: &SqlStore, mailer: &Mailer, now: i64) -> Result<(), StoreError> {
    for one in store.claim_reminders(now).await? {
        let subject = words::reminder_subject(one.ends, now);
        let text = words::reminder(&one.name, &one.customer_name, one.ends);
        let path = app::paths::relationship(one.customer, one.relationship);
        mailer.tell(&one.recipients, &subject, &path, &text).await;
    }
    Ok(())
}

//! Reminds the partner by e-mail of admin relationships and of keys of applications that end. The pages show them in any case.

use crate::mail::Mailer;
use crate::store::SqlStore;
use app::text::{applications, relationships};
use domain::store::StoreError;

/// Sends the reminders of relationships that are due, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn send(store: &SqlStore, mailer: &Mailer, now: i64) -> Result<(), StoreError> {
    for one in store.claim_reminders(now).await? {
        let subject = relationships::reminder_subject(one.ends, now);
        let text = relationships::reminder(&one.name, &one.customer_name, one.ends);
        let path = app::paths::relationship(one.customer, one.relationship);
        mailer.tell(&one.recipients, &subject, &path, &text).await;
    }
    Ok(())
}

/// Sends the reminders of keys that are due, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn send_of_keys(store: &SqlStore, mailer: &Mailer, now: i64) -> Result<(), StoreError> {
    for one in store.claim_key_reminders(now).await? {
        let subject = applications::reminder_subject(one.expires, now);
        let text = applications::reminder(&one.application, &one.description, one.expires);
        mailer.tell(&one.recipients, &subject, app::paths::APPLICATIONS, &text).await;
    }
    Ok(())
}

//! One-time links to temporary passwords: opening and using them. Nobody is signed in then.

use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::parsed;
use crate::store::passwords::hand_out::reason_of;
use crate::store::people::partner_choices::choice_at;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::passwords::{Handover, LinkOf, LinkState, MadeByLink};
use domain::directory::password::{GOOD_FOR_MS, Random, Secret};
use domain::ids::{CustomerId, OperationId, UserId};
use domain::store::{Stamp, StoreError};
use sqlx::{Any, Executor};

const LINK: &str = "SELECT l.customer_id, l.user_id, l.operation_id, l.expires, l.used, u.upn, \
    c.name AS customer_name \
    FROM password_link AS l JOIN users AS u ON u.customer_id = l.customer_id AND u.id = l.user_id \
    JOIN customer AS c ON c.id = l.customer_id WHERE l.digest = $1 AND u.deleted IS NULL AND u.directory_synced = 0 \
    AND c.deleted IS NULL";
const USE: &str = "UPDATE password_link SET used = $2 WHERE digest = $1";

/// The row of [`LINK`].
#[derive(sqlx::FromRow)]
struct LinkRow {
    customer_id: String,
    user_id: String,
    operation_id: String,
    expires: i64,
    used: Option<i64>,
    upn: String,
    customer_name: String,
}

impl LinkRow {
    fn state(&self, now: i64) -> LinkState {
        if self.used.is_some() {
            return LinkState::Used;
        }
        if self.expires <= now {
            return LinkState::Expired;
        }
        LinkState::Open(LinkOf { upn: self.upn.clone(), customer: self.customer_name.clone(), expires: self.expires })
    }
}

impl SqlStore {
    /// The state of the link with this digest.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn password_link(&self, digest: &str, now: i64) -> Result<LinkState, StoreError> {
        Ok(state_of(find(&self.read, digest).await?.as_ref(), now))
    }

    /// Uses a link up: makes a temporary password, which replaces any earlier one of the user, and stores its digest.
    /// Of two requests at the same time, the first one to get the customer's lock gets the password.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn use_password_link(
        &self,
        digest: &str,
        random: Random,
        stamp: Stamp,
    ) -> Result<Result<MadeByLink, LinkState>, StoreError> {
        let Some(link) = find(&self.read, digest).await? else { return Ok(Err(LinkState::Unknown)) };
        let customer: CustomerId = parsed(&link.customer_id)?;
        let mut transaction = self.lock_customer(customer).await?;
        let found = find(&mut *transaction, digest).await?;
        let state = state_of(found.as_ref(), stamp.now);
        let (Some(link), LinkState::Open(_)) = (found, &state) else { return Ok(Err(state)) };
        let (user, operation): (UserId, OperationId) = (parsed(&link.user_id)?, parsed(&link.operation_id)?);
        let query = sqlx::query(USE).bind(digest).bind(stamp.now);
        query.run(&mut *transaction).await?;
        let kind = choice_at(&mut transaction).await?;
        let (password, expires) = (Secret::password(kind, random), stamp.now + GOOD_FOR_MS);
        self.remove_of_users(&mut transaction, "temporary_password", &[user]).await?;
        let digests = [(user, password.digest())];
        self.write_digests(&mut transaction, Handover::Passwords, operation, &digests, stamp.now, expires).await?;
        let reason = reason_of(&mut transaction, operation).await?;
        let row = NewActivity {
            customer,
            performer: Performer::OneTimeLink,
            action: Action::PasswordShown,
            subject: operation.uuid(),
            details: &Details::PasswordShown { user },
            outcomes: None,
            reason: reason.as_deref(),
        };
        activity::write(&mut transaction, self.dialect, row, stamp).await?;
        transaction.commit().await?;
        Ok(Ok(MadeByLink { upn: link.upn, customer: link.customer_name, password, expires }))
    }
}

async fn find<'a>(executor: impl Executor<'a, Database = Any>, digest: &str) -> Result<Option<LinkRow>, StoreError> {
    sqlx::query_as(LINK).bind(digest.to_owned()).optional(executor).await
}

fn state_of(found: Option<&LinkRow>, now: i64) -> LinkState {
    found.map_or(LinkState::Unknown, |link| link.state(now))
}

pub(in crate::store) fn statements() -> Vec<String> {
    [LINK, USE].map(String::from).into()
}

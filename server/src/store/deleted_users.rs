//! Deleted users: their list, and the end of their time. Nothing else lists them.

use super::activity::{self, Entry};
use super::bind::Statement;
use super::lost_licenses::{DELETION, remembered};
use super::operations::page;
use super::{SqlStore, database, parsed};
use crate::failpoint::Failpoint;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery, LostLicense, days_left};
use domain::directory::page::{COUNT_MAX, Count, Page, Place};
use domain::directory::search::words;
use domain::ids::{CustomerId, UserId};
use domain::rules::remembered::Remembered;
use domain::store::{Stamp, StoreError};

/// Users deleted permanently in one transaction when their time is over.
const BATCH: i64 = 500;

fn rows() -> String {
    format!(
        "SELECT u.id, u.display_name, u.upn, u.deleted, w.name, d.before, u.deleted_by, u.offboarded_by FROM users AS u \
         LEFT JOIN operation AS o ON o.id = u.deleted_by LEFT JOIN partner_user AS w ON w.id = o.actor_id \
         {DELETION} WHERE u.customer_id = $1 AND u.deleted IS NOT NULL"
    )
}

const WITH_WORD: &str =
    " AND u.id IN (SELECT user_id FROM user_token WHERE customer_id = $1 AND token >= $? AND token < $?)";
const CURSOR: &str = "SELECT deleted FROM users WHERE customer_id = $1 AND id = $2 AND deleted IS NOT NULL";
const COUNT: &str = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM users \
    WHERE customer_id = $1 AND deleted IS NOT NULL LIMIT 10001) AS counted";
const OVERDUE: &str =
    "SELECT DISTINCT customer_id FROM users WHERE deleted IS NOT NULL AND deleted < $1 ORDER BY customer_id";
const OVERDUE_USERS: &str = "SELECT id FROM users WHERE customer_id = $1 AND deleted IS NOT NULL AND deleted < $2 \
    ORDER BY deleted, id LIMIT $3";

type Columns = (String, String, String, i64, Option<String>, Option<String>, Option<String>, Option<String>);

impl SqlStore {
    pub(super) async fn deleted_users_page(
        &self,
        scope: CustomerScope,
        query: &DeletedUsersQuery,
        now: i64,
    ) -> Result<Page<DeletedUserRow>, StoreError> {
        let mut statement = Statement::new(&rows());
        statement.bind(scope.customer().to_string());
        for word in words(&query.search) {
            let end = format!("{word}\u{10ffff}");
            let (from, to) = (statement.bind(word), statement.bind(end));
            let numbered = WITH_WORD.replacen("$?", &format!("${from}"), 1).replacen("$?", &format!("${to}"), 1);
            statement.push(&numbered);
        }
        let (place, backwards) = self.push_deleted_place(&mut statement, scope, query.place).await?;
        statement.push(order(backwards));
        super::operations::push_limit(&mut statement, query.size);
        let rows: Vec<Columns> = statement.rows().fetch_all(&self.read).await.map_err(database)?;
        let users = self.remembered_of(scope, &rows).await?;
        let licenses = self.lost_licenses(scope, &users).await?;
        let rows: Vec<(Columns, Vec<LostLicense>)> = rows.into_iter().zip(licenses).collect();
        page(rows, place, query.size, backwards).try_map(|((id, name, upn, deleted, deleted_by, ..), licenses)| {
            let (id, days_left) = (parsed(&id)?, days_left(deleted, now));
            Ok(DeletedUserRow { id, name, upn, deleted, deleted_by, days_left, licenses })
        })
    }

    async fn remembered_of(&self, scope: CustomerScope, rows: &[Columns]) -> Result<Vec<Remembered>, StoreError> {
        let mut last = Vec::new();
        for (user, .., offboarded_by) in rows {
            if let Some(operation) = offboarded_by {
                last.push((parsed(user)?, parsed(operation)?));
            }
        }
        let mut connection = self.read.acquire().await.map_err(database)?;
        let holding = self.offboardings_of(&mut connection, scope, last).await?;
        let one = |(user, .., deletion, deleted_by, _): &Columns| {
            let offboarded = holding.get(&parsed(user)?).map_or(&[][..], Vec::as_slice);
            remembered(deletion.as_deref(), deleted_by.as_deref().map(parsed).transpose()?, offboarded)
        };
        rows.iter().map(one).collect()
    }

    /// Puts the condition of a place behind the others. A cursor that is gone leads to the first page.
    async fn push_deleted_place(
        &self,
        statement: &mut Statement,
        scope: CustomerScope,
        place: Place<UserId>,
    ) -> Result<(Place<UserId>, bool), StoreError> {
        let (id, comparison, backwards) = match place {
            Place::First => return Ok((place, false)),
            Place::Last => return Ok((place, true)),
            Place::After(id) => (id, "<", false),
            Place::Before(id) => (id, ">", true),
        };
        let deleted: Option<i64> = sqlx::query_scalar(CURSOR)
            .bind(scope.customer().to_string())
            .bind(id.to_string())
            .fetch_optional(&self.read)
            .await
            .map_err(database)?;
        let Some(deleted) = deleted else { return Ok((Place::First, false)) };
        let (at, id) = (statement.bind(deleted), statement.bind(id.to_string()));
        statement.push(&format!(" AND (u.deleted, u.id) {comparison} (${at}, ${id})"));
        Ok((place, backwards))
    }

    pub(super) async fn deleted_users_count(&self, scope: CustomerScope) -> Result<Count, StoreError> {
        debug_assert!(COUNT.contains(&(COUNT_MAX + 1).to_string()));
        let query = sqlx::query_scalar(COUNT).bind(scope.customer().to_string());
        query.fetch_one(&self.read).await.map(Count::capped).map_err(database)
    }

    /// Deletes permanently who was deleted before then, batch by batch. Each batch is looked for again under the
    /// customer's lock, so that however many servers do this, each user goes once and under one activity row. A customer
    /// for whom it fails is logged and left for the next time; the number is of those who went.
    pub(super) async fn purge_deleted(&self, before: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError> {
        let customers: Vec<String> =
            sqlx::query_scalar(OVERDUE).bind(before).fetch_all(&self.read).await.map_err(database)?;
        let mut purged = 0;
        for customer in customers {
            // The others' time is over all the same.
            if let Err(error) = self.purge_customer(&customer, before, stamps, &mut purged).await {
                tracing::warn!(%error, %customer, "a customer's users deleted long ago were not removed");
            }
        }
        Ok(purged)
    }

    /// Counts as it goes: a batch that fails takes back none of those before it.
    async fn purge_customer(
        &self,
        customer: &str,
        before: i64,
        stamps: fn() -> Stamp,
        purged: &mut u64,
    ) -> Result<(), StoreError> {
        let customer: CustomerId = parsed(customer)?;
        loop {
            match self.purge_batch(customer, before, stamps()).await? {
                0 => return Ok(()),
                users => *purged += users,
            }
        }
    }

    async fn purge_batch(&self, customer: CustomerId, before: i64, stamp: Stamp) -> Result<u64, StoreError> {
        let mut transaction = self.lock_customer(customer).await?;
        let overdue: Vec<String> = sqlx::query_scalar(OVERDUE_USERS)
            .bind(customer.to_string())
            .bind(before)
            .bind(BATCH)
            .fetch_all(&mut *transaction)
            .await
            .map_err(database)?;
        if overdue.is_empty() {
            return Ok(0);
        }
        let users = overdue.iter().map(|user| parsed(user)).collect::<Result<Vec<UserId>, _>>()?;
        self.erase_users(&mut transaction, &users).await?;
        let entry = Entry {
            customer,
            performer: Performer::Tenantry,
            action: Action::UsersErased,
            subject: customer.uuid(),
            details: &Details::Purged { users: i64::try_from(users.len()).unwrap_or(i64::MAX) },
            outcomes: None,
            reason: None,
        };
        activity::write(&mut transaction, self.dialect, entry, stamp).await?;
        Failpoint::PurgeWritten.pass();
        transaction.commit().await?;
        Ok(users.len() as u64)
    }
}

/// Those deleted last first.
fn order(backwards: bool) -> &'static str {
    if backwards { " ORDER BY u.deleted, u.id" } else { " ORDER BY u.deleted DESC, u.id DESC" }
}

pub(super) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [CURSOR, COUNT, OVERDUE, OVERDUE_USERS].map(String::from).into();
    let word = WITH_WORD.replacen("$?", "$2", 1).replacen("$?", "$3", 1);
    all.push(format!("{}{word}{} LIMIT $4", rows(), order(false)));
    for (comparison, backwards) in [("<", false), (">", true)] {
        all.push(format!("{} AND (u.deleted, u.id) {comparison} ($2, $3){} LIMIT $4", rows(), order(backwards)));
    }

    all
}

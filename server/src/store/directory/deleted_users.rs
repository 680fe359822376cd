//! The list of deleted users. No other list shows them.

use crate::store::SqlStore;
use crate::store::directory::lost_licenses::{DELETION, Offboarded, remembered};
use crate::store::engine::bind::Statement;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::{page, push_limit};
use crate::store::engine::stored::parsed;
use crate::store::people::shown_name::{both_with_shown_name, with_shown_name};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery, LostLicense, days_left};
use domain::directory::page::{COUNT_MAX, Count, Cursor, Page};
use domain::directory::search::words;
use domain::ids::UserId;
use domain::rules::remembered::Remembered;
use domain::store::{DeletedUserStore, StoreError};
use std::collections::BTreeMap;

fn rows() -> String {
    format!(
        "SELECT u.id, u.display_name, u.upn, u.deleted, w.name AS actor, d.before, u.deleted_by, u.offboarded_by \
         FROM users AS u LEFT JOIN operation AS o ON o.id = u.deleted_by \
         LEFT JOIN partner_user AS w ON w.id = o.actor_id \
         {DELETION} WHERE u.customer_id = $1 AND u.deleted IS NOT NULL"
    )
}

const WITH_WORD: &str =
    " AND u.id IN (SELECT user_id FROM user_token WHERE customer_id = $1 AND token >= $? AND token < $?)";
const CURSOR: &str = "SELECT deleted FROM users WHERE customer_id = $1 AND id = $2 AND deleted IS NOT NULL";
const COUNT: &str = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM users \
    WHERE customer_id = $1 AND deleted IS NOT NULL LIMIT 10001) AS counted";

/// A row of [`rows`].
#[derive(sqlx::FromRow)]
struct StoredDeletedUser {
    id: String,
    display_name: String,
    upn: String,
    deleted: i64,
    actor: Option<String>,
    before: Option<String>,
    deleted_by: Option<String>,
    offboarded_by: Option<String>,
}

impl StoredDeletedUser {
    fn remembered(&self, offboardings: &BTreeMap<UserId, Vec<Offboarded>>) -> Result<Remembered, StoreError> {
        let offboarded = offboardings.get(&parsed(&self.id)?).map_or(&[][..], Vec::as_slice);
        let deleted_by = self.deleted_by.as_deref().map(parsed).transpose()?;
        remembered(self.before.as_deref(), deleted_by, offboarded)
    }

    fn row(self, licenses: Vec<LostLicense>, now: i64) -> Result<DeletedUserRow, StoreError> {
        Ok(DeletedUserRow {
            id: parsed(&self.id)?,
            name: self.display_name,
            upn: self.upn,
            deleted: self.deleted,
            deleted_by: self.actor,
            days_left: days_left(self.deleted, now),
            licenses,
        })
    }
}

#[async_trait]
impl DeletedUserStore for SqlStore {
    async fn deleted_users(
        &self,
        scope: CustomerScope,
        query: &DeletedUsersQuery,
        now: i64,
    ) -> Result<Page<DeletedUserRow>, StoreError> {
        let mut statement = Statement::new(&with_shown_name(&rows(), scope));
        statement.bind(scope.customer().to_string());
        for word in words(&query.search) {
            let end = format!("{word}\u{10ffff}");
            let (from, to) = (statement.bind(word), statement.bind(end));
            let numbered = WITH_WORD.replacen("$?", &format!("${from}"), 1).replacen("$?", &format!("${to}"), 1);
            statement.push(&numbered);
        }
        let (place, backwards) = self.push_deleted_place(&mut statement, scope, query.place).await?;
        statement.push(order(backwards));
        push_limit(&mut statement, query.size);
        let rows: Vec<StoredDeletedUser> = statement.rows().all(&self.read).await?;
        let users = self.remembered_of(scope, &rows).await?;
        let licenses = self.lost_licenses(scope, &users).await?;
        let rows: Vec<(StoredDeletedUser, Vec<LostLicense>)> = rows.into_iter().zip(licenses).collect();
        page(rows, place, query.size, backwards).try_map(|(user, licenses)| user.row(licenses, now))
    }

    async fn count_deleted_users(&self, scope: CustomerScope) -> Result<Count, StoreError> {
        debug_assert!(COUNT.contains(&(COUNT_MAX + 1).to_string()));
        let query = sqlx::query_scalar(COUNT).bind(scope.customer().to_string());
        query.one(&self.read).await.map(Count::capped)
    }
}

impl SqlStore {
    async fn remembered_of(
        &self,
        scope: CustomerScope,
        rows: &[StoredDeletedUser],
    ) -> Result<Vec<Remembered>, StoreError> {
        let mut last = Vec::new();
        for row in rows {
            if let Some(operation) = &row.offboarded_by {
                last.push((parsed(&row.id)?, parsed(operation)?));
            }
        }
        let mut connection = self.reader().await?;
        let offboardings = self.offboardings_of(&mut connection, scope, last).await?;
        rows.iter().map(|row| row.remembered(&offboardings)).collect()
    }

    /// Appends the condition of a place. A cursor that is gone leads to the first page.
    async fn push_deleted_place(
        &self,
        statement: &mut Statement,
        scope: CustomerScope,
        place: Cursor<UserId>,
    ) -> Result<(Cursor<UserId>, bool), StoreError> {
        let (id, comparison, backwards) = match place {
            Cursor::First => return Ok((place, false)),
            Cursor::Last => return Ok((place, true)),
            Cursor::After(id) => (id, "<", false),
            Cursor::Before(id) => (id, ">", true),
        };
        let deleted: Option<i64> = sqlx::query_scalar(CURSOR)
            .bind(scope.customer().to_string())
            .bind(id.to_string())
            .optional(&self.read)
            .await?;
        let Some(deleted) = deleted else { return Ok((Cursor::First, false)) };
        let (at, id) = (statement.bind(deleted), statement.bind(id.to_string()));
        statement.push(&format!(" AND (u.deleted, u.id) {comparison} (${at}, ${id})"));
        Ok((place, backwards))
    }
}

/// The users deleted last come first.
fn order(backwards: bool) -> &'static str {
    if backwards { " ORDER BY u.deleted, u.id" } else { " ORDER BY u.deleted DESC, u.id DESC" }
}

pub(in crate::store) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [CURSOR, COUNT].map(String::from).into();
    let word = WITH_WORD.replacen("$?", "$2", 1).replacen("$?", "$3", 1);
    let rows = both_with_shown_name(&rows());
    all.extend(rows.iter().map(|rows| format!("{rows}{word}{} LIMIT $4", order(false))));
    for (comparison, backwards) in [("<", false), (">", true)] {
        let pages = rows
            .iter()
            .map(|rows| format!("{rows} AND (u.deleted, u.id) {comparison} ($2, $3){} LIMIT $4", order(backwards)));
        all.extend(pages);
    }
    all
}

//! The list of deleted users. Nothing else lists them.

use crate::store::SqlStore;
use crate::store::directory::lost_licenses::{DELETION, remembered};
use crate::store::engine::bind::Statement;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::page;
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery, LostLicense, days_left};
use domain::directory::page::{COUNT_MAX, Count, Page, Place};
use domain::directory::search::words;
use domain::ids::UserId;
use domain::rules::remembered::Remembered;
use domain::store::DeletedUserStore;
use domain::store::StoreError;

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

type Columns = (String, String, String, i64, Option<String>, Option<String>, Option<String>, Option<String>);

#[async_trait]
impl DeletedUserStore for SqlStore {
    async fn deleted_users(
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
        crate::store::engine::paging::push_limit(&mut statement, query.size);
        let rows: Vec<Columns> = statement.rows().all(&self.read).await?;
        let users = self.remembered_of(scope, &rows).await?;
        let licenses = self.lost_licenses(scope, &users).await?;
        let rows: Vec<(Columns, Vec<LostLicense>)> = rows.into_iter().zip(licenses).collect();
        page(rows, place, query.size, backwards).try_map(|((id, name, upn, deleted, deleted_by, ..), licenses)| {
            let (id, days_left) = (parsed(&id)?, days_left(deleted, now));
            Ok(DeletedUserRow { id, name, upn, deleted, deleted_by, days_left, licenses })
        })
    }

    async fn count_deleted_users(&self, scope: CustomerScope) -> Result<Count, StoreError> {
        debug_assert!(COUNT.contains(&(COUNT_MAX + 1).to_string()));
        let query = sqlx::query_scalar(COUNT).bind(scope.customer().to_string());
        query.one(&self.read).await.map(Count::capped)
    }
}

impl SqlStore {
    async fn remembered_of(&self, scope: CustomerScope, rows: &[Columns]) -> Result<Vec<Remembered>, StoreError> {
        let mut last = Vec::new();
        for (user, .., offboarded_by) in rows {
            if let Some(operation) = offboarded_by {
                last.push((parsed(user)?, parsed(operation)?));
            }
        }
        let mut connection = self.reader().await?;
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
            .optional(&self.read)
            .await?;
        let Some(deleted) = deleted else { return Ok((Place::First, false)) };
        let (at, id) = (statement.bind(deleted), statement.bind(id.to_string()));
        statement.push(&format!(" AND (u.deleted, u.id) {comparison} (${at}, ${id})"));
        Ok((place, backwards))
    }
}

/// Those deleted last first.
fn order(backwards: bool) -> &'static str {
    if backwards { " ORDER BY u.deleted, u.id" } else { " ORDER BY u.deleted DESC, u.id DESC" }
}

pub(in crate::store) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [CURSOR, COUNT].map(String::from).into();
    let word = WITH_WORD.replacen("$?", "$2", 1).replacen("$?", "$3", 1);
    all.push(format!("{}{word}{} LIMIT $4", rows(), order(false)));
    for (comparison, backwards) in [("<", false), (">", true)] {
        all.push(format!("{} AND (u.deleted, u.id) {comparison} ($2, $3){} LIMIT $4", rows(), order(backwards)));
    }
    all
}

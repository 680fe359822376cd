//! Pages and counts of users.

use crate::store::SqlStore;
use crate::store::directory::user_filter::{self, Condition, Need, fragments};
use crate::store::engine::bind::{Bind, Statement};
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::{page, push_limit};
use crate::store::engine::stored::{country, parsed, to_json};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::operation::Whereabouts;
use domain::directory::day::Day;
use domain::directory::filter::UserFilter;
use domain::directory::page::{COUNT_MAX, Count, Cursor, Page, Sort, SortBy};
use domain::directory::user::{ProductName, UserRow, UserType};
use domain::ids::{SelectionId, SkuId, UserId};
use domain::store::{StoreError, UserQuery, UserStore};
use std::collections::BTreeMap;

const COLUMNS: &str = "SELECT u.id, u.display_name, u.upn, u.usage_location, u.sign_in_allowed, u.is_guest, \
    u.directory_synced, u.has_errors, (SELECT p.due FROM planned_deletion AS p \
    WHERE p.customer_id = u.customer_id AND p.user_id = u.id) AS due FROM users AS u";

/// A row of [`COLUMNS`].
#[derive(sqlx::FromRow)]
struct StoredUser {
    id: String,
    display_name: String,
    upn: String,
    usage_location: String,
    sign_in_allowed: i64,
    is_guest: i64,
    directory_synced: i64,
    has_errors: i64,
    due: Option<i64>,
}

impl StoredUser {
    fn row(self, products: &mut BTreeMap<UserId, Vec<ProductName>>) -> Result<UserRow, StoreError> {
        let id: UserId = parsed(&self.id)?;
        Ok(UserRow {
            id,
            display_name: self.display_name,
            upn: self.upn,
            location: country(&self.usage_location)?,
            sign_in_allowed: self.sign_in_allowed == 1,
            user_type: if self.is_guest == 1 { UserType::Guest } else { UserType::Member },
            directory_synced: self.directory_synced == 1,
            deletion: self.due.and_then(Day::of),
            products: products.remove(&id).unwrap_or_default(),
            has_errors: self.has_errors == 1,
            found_by: None,
        })
    }
}

/// `CROSS JOIN` makes SQLite start from the few users of a page; for PostgreSQL it is an ordinary join.
fn products_of(dialect: Dialect) -> String {
    format!(
        "SELECT DISTINCT a.user_id, p.name, p.sku_id FROM ({}) AS u CROSS JOIN assignment AS a CROSS JOIN product AS p \
         WHERE a.customer_id = $1 AND a.user_id = u.value AND a.error IS NULL AND p.sku_id = a.sku_id \
         ORDER BY a.user_id, p.name, p.sku_id",
        dialect.texts(2)
    )
}

fn whereabouts_of(dialect: Dialect) -> String {
    format!(
        "SELECT u.id, CASE WHEN u.deleted IS NULL THEN 0 ELSE 1 END FROM users AS u \
         WHERE u.customer_id = $1 AND u.id IN ({})",
        dialect.texts(2)
    )
}

/// The columns that a sort compares, before the id.
fn keys(by: SortBy) -> &'static [&'static str] {
    match by {
        SortBy::Name => &["name_key"],
        SortBy::Email => &["upn_key"],
        SortBy::Location => &["usage_location", "name_key"],
    }
}

const LIVE_USERS: &str = "SELECT live_users FROM customer WHERE id = $1";
const KEYS_OF: &str = "SELECT name_key, upn_key, usage_location FROM users WHERE customer_id = $1 AND id = $2";

#[async_trait]
impl UserStore for SqlStore {
    async fn users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Page<UserRow>, StoreError> {
        let Condition { mut statement, few } = self.condition(scope, &query.filter, query.within, Need::Page).await?;
        let place = self.known_place(scope, query).await?;
        let backwards = matches!(place, Cursor::Before(_) | Cursor::Last);
        if let Cursor::After(cursor) | Cursor::Before(cursor) = &place {
            push_cursor(&mut statement, query.sort, cursor, backwards);
        }
        statement.push(&order_by(query.sort, backwards, few));
        push_limit(&mut statement, query.size);
        statement.sql.insert_str(0, COLUMNS);
        let rows: Vec<StoredUser> = statement.rows().all(&self.read).await?;
        let page = page(rows, place, query.size, backwards);
        let ids: Vec<&str> = page.rows.iter().map(|row| row.id.as_str()).collect();
        let mut products = self.products_held(scope, &ids).await?;
        let mut page = page.try_map(|row| row.row(&mut products))?;
        let users: Vec<_> = page.rows.iter().map(|row| (row.id, row.display_name.as_str(), row.upn.as_str())).collect();
        let mut found_by = self.found_by_address(scope.customer(), &query.filter.search, &users).await?;
        page.rows.iter_mut().for_each(|row| row.found_by = found_by.remove(&row.id));
        Ok(page)
    }

    /// The number of all users is exact, because a counter has it. The number of users who match a filter is at most
    /// [`COUNT_MAX`].
    async fn count_users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Count, StoreError> {
        if query.filter.is_empty() && query.within.is_none() {
            let live = sqlx::query_scalar(LIVE_USERS).bind(scope.customer().to_string());
            return live.one(&self.read).await.map(Count::Exact);
        }
        let Condition { mut statement, .. } = self.condition(scope, &query.filter, query.within, Need::All).await?;
        statement.sql.insert_str(0, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM users AS u");
        statement.push(&format!(" LIMIT {}) AS counted", COUNT_MAX + 1));
        statement.scalar().one(&self.read).await.map(Count::capped)
    }

    async fn holders(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        sku: SkuId,
        place: Cursor<UserId>,
    ) -> Result<Page<UserRow>, StoreError> {
        let filter = UserFilter { any_of: vec![sku], ..Default::default() };
        let query = UserQuery { filter, within: Some(selection), place, ..UserQuery::default() };
        self.users(scope, &query).await
    }
}

impl SqlStore {
    /// The products that users hold, each once, by name.
    pub(in crate::store) async fn products_held(
        &self,
        scope: CustomerScope,
        users: &[&str],
    ) -> Result<BTreeMap<UserId, Vec<ProductName>>, StoreError> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(sqlx::AssertSqlSafe(products_of(self.dialect)))
            .bind(scope.customer().to_string())
            .bind(to_json(users)?)
            .all(&self.read)
            .await?;
        let mut held: BTreeMap<UserId, Vec<ProductName>> = BTreeMap::new();
        for (user, name, sku) in rows {
            held.entry(parsed(&user)?).or_default().push(ProductName { name, sku_id: parsed(&sku)? });
        }
        Ok(held)
    }

    /// The whereabouts of users. Permanently deleted users have none.
    pub(in crate::store) async fn whereabouts(
        &self,
        scope: CustomerScope,
        users: &[&str],
    ) -> Result<BTreeMap<UserId, Whereabouts>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(whereabouts_of(self.dialect)))
            .bind(scope.customer().to_string())
            .bind(to_json(users)?)
            .all(&self.read)
            .await?;
        let place = |deleted| if deleted == 1 { Whereabouts::Deleted } else { Whereabouts::Listed };
        rows.into_iter().map(|(user, deleted)| Ok((parsed(&user)?, place(deleted)))).collect()
    }

    /// The place with the values of the cursor's keys and its id. A cursor that is gone leads to the first page.
    async fn known_place(&self, scope: CustomerScope, query: &UserQuery) -> Result<Cursor<Vec<String>>, StoreError> {
        let (id, backwards) = match query.place {
            Cursor::First => return Ok(Cursor::First),
            Cursor::Last => return Ok(Cursor::Last),
            Cursor::After(id) => (id, false),
            Cursor::Before(id) => (id, true),
        };
        let keys: Option<(String, String, String)> = sqlx::query_as(KEYS_OF)
            .bind(scope.customer().to_string())
            .bind(id.to_string())
            .optional(&self.read)
            .await?;
        let Some((name, upn, location)) = keys else { return Ok(Cursor::First) };
        let mut cursor = match query.sort.by {
            SortBy::Name => vec![name],
            SortBy::Email => vec![upn],
            SortBy::Location => vec![location, name],
        };
        cursor.push(id.to_string());
        Ok(if backwards { Cursor::Before(cursor) } else { Cursor::After(cursor) })
    }
}

fn push_cursor(statement: &mut Statement, sort: Sort, cursor: &[String], backwards: bool) {
    let columns: Vec<String> = keys(sort.by).iter().chain(&["id"]).map(|key| format!("u.{key}")).collect();
    let numbers: Vec<String> =
        cursor.iter().map(|value| format!("${}", statement.bind(Bind::Text(value.clone())))).collect();
    let comparison = if sort.descending == backwards { ">" } else { "<" };
    statement.push(&format!(" AND ({}) {comparison} ({})", columns.join(", "), numbers.join(", ")));
}

/// Few members are sorted after they are found. The appended empty text keeps the engine from using the list's index
/// instead.
fn order_by(sort: Sort, backwards: bool, few: bool) -> String {
    let direction = if sort.descending == backwards { "ASC" } else { "DESC" };
    let columns: Vec<String> = keys(sort.by)
        .iter()
        .chain(&["id"])
        .map(|key| if few { format!("u.{key} || '' {direction}") } else { format!("u.{key} {direction}") })
        .collect();
    format!(" ORDER BY {}", columns.join(", "))
}

/// Each fragment of a filter alone and in pairs, and each order and cursor.
pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let base = format!("{COLUMNS} WHERE u.customer_id = $1 AND u.deleted IS NULL");
    let number = |sql: &str| {
        let mut numbered = sql.to_owned();
        let mut next = 2;
        while numbered.contains("$?") {
            numbered = numbered.replacen("$?", &format!("${next}"), 1);
            next += 1;
        }
        numbered
    };
    let fragments = fragments();
    let mut all = vec![products_of(dialect), whereabouts_of(dialect), KEYS_OF.to_owned(), LIVE_USERS.to_owned()];
    all.extend(user_filter::statements(dialect).iter().map(|sql| number(sql)));
    for (one, _) in &fragments {
        all.push(number(&format!("{base}{one}")));
        all.extend(fragments.iter().map(|(two, _)| number(&format!("{base}{one}{two}"))));
    }
    for by in [SortBy::Name, SortBy::Email, SortBy::Location] {
        for (descending, backwards) in [(false, false), (false, true), (true, false), (true, true)] {
            let sort = Sort { by, descending };
            let mut statement = Statement::new(&base);
            statement.bind("customer");
            push_cursor(&mut statement, sort, &vec![String::new(); keys(by).len() + 1], backwards);
            all.push(format!("{}{}", statement.sql, order_by(sort, backwards, false)));
            all.push(format!("{base}{}", order_by(sort, backwards, true)));
        }
    }
    all
}

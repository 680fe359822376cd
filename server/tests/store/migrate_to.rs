//! Moving from SQLite to PostgreSQL.

use super::accounts::changed;
use super::engines::{Database, databases};
use super::fixtures::*;
use super::history::*;
use super::people::*;
use super::rows::{everything, tables, texts};
use domain::rules::account_change::AccountChange;
use domain::rules::data::RulesData;
use server::store::SqlStore;
use server::store::files::database_lock::DatabaseLockError;
use server::store::files::migrate_to::{MigrateToError, migrate_to};
use server::store::people::sessions::Sessions;
use sqlx::{Connection, Executor, PgConnection};
use std::collections::BTreeMap;
use tower_sessions::SessionStore;

/// A new SQLite and a new PostgreSQL database; `None` without PostgreSQL.
async fn both() -> Option<(Database, Database)> {
    let mut all = databases().await.into_iter();
    Some((all.next()?, all.next()?))
}

async fn moved(from: &str, to: &str) -> Result<Vec<(String, i64)>, MigrateToError> {
    let mut told = Vec::new();
    let tell = |table: &str, rows| told.push((table.to_owned(), rows));
    migrate_to(from, to, RulesData::shipped().unwrap(), tell).await?;
    Ok(told)
}

/// Writes a history and a customer with many users, whose rows take several batches.
async fn fill(url: &str) -> SqlStore {
    let store = opened(url).await;
    store.ensure_catalog().await.unwrap();
    history(&store).await;
    let mut directory = company(10, &[(E3, 500), (E5, 500)]);
    directory.groups.push((group(5), "All staff".into()));
    directory.users = crowd(2_000, &[E3, E5], group(5));
    let scope = customer(&store, &person_1(&store).await, &directory).await;
    // Users now refer to an operation.
    changed(&store, scope, &[directory.users[0].id.uuid().as_u128()], AccountChange::Delete).await;
    store
}

#[tokio::test]
async fn everything_arrives_and_goes_on() {
    let Some((sqlite, postgres)) = both().await else { return };
    let store = fill(&sqlite.url()).await;
    let tables = tables(&store).await;
    let before = everything(&store, &tables).await;
    let is_filled = |table: &String| include_str!("version_4.sql").contains(&format!("INSERT INTO {table} "));
    let empty: Vec<_> = before.keys().filter(|table| is_filled(table) && before[*table].is_empty()).collect();
    assert_eq!(empty, Vec::<&String>::new(), "the history had something in these tables");
    assert!(before["user_token"].len() > 5_000, "more than one batch");
    let in_use = moved(&sqlite.url(), &postgres.url()).await;
    assert!(matches!(in_use, Err(MigrateToError::DatabaseLock(DatabaseLockError::InUse(_)))), "{in_use:?}");
    store.close().await;

    let told = moved(&sqlite.url(), &postgres.url()).await.unwrap();
    let told: BTreeMap<_, _> = told.into_iter().collect();
    assert_eq!(told, before.iter().map(|(table, rows)| (table.clone(), rows.len() as i64)).collect());
    let store = opened(&postgres.url()).await;
    assert_eq!(everything(&store, &tables).await, before);
    assert!(Sessions(store.clone()).load(&SESSION).await.unwrap().is_some());
    let scope = opened_customer(&store, LOCAL).await;
    let last = operations(&store, scope).await[0];
    undone(&store, scope, last).await;
    saved(&store, scope, &[user_id(2)], assign(VISIO)).await;
    assert_eq!(store.violations().await.unwrap(), []);
    store.close().await;

    let again = moved(&sqlite.url(), &postgres.url()).await;
    assert!(matches!(again, Err(MigrateToError::Filled(_))), "{again:?}");
    // The SQLite database is unchanged and still works.
    let store = opened(&sqlite.url()).await;
    assert_eq!(everything(&store, &tables).await, before);
    saved(&store, opened_customer(&store, LOCAL).await, &[user_id(2)], assign(VISIO)).await;
    store.close().await;
}

#[tokio::test]
async fn a_nul_character_is_named_and_nothing_is_moved() {
    let Some((sqlite, postgres)) = both().await else { return };
    let store = opened(&sqlite.url()).await;
    history(&store).await;
    let set = |name: &'static str| {
        let sql = "UPDATE users SET display_name = $1 WHERE name_key = (SELECT MIN(name_key) FROM users)";
        sqlx::query(sql).bind(name).execute(store.read_pool())
    };
    // This only looks like a NUL.
    set(r"An\u0000na \ and ' and 李").await.unwrap();
    sqlx::query("UPDATE users SET job_title = 'a' || char(0) WHERE rowid = 2")
        .execute(store.read_pool())
        .await
        .unwrap();
    store.close().await;
    let refused = moved(&sqlite.url(), &postgres.url()).await.unwrap_err().to_string();
    assert!(refused.contains("table users, column job_title, rowid 2"), "{refused}");
    let target = opened(&postgres.url()).await;
    assert_eq!(number(&target, "SELECT COUNT(*) FROM partner").await, 0);
    target.close().await;

    let store = opened(&sqlite.url()).await;
    sqlx::query("UPDATE users SET job_title = NULL").execute(store.read_pool()).await.unwrap();
    store.close().await;
    moved(&sqlite.url(), &postgres.url()).await.unwrap();
    let target = opened(&postgres.url()).await;
    let names = texts(&target, "SELECT display_name FROM users WHERE display_name LIKE 'An%'".into()).await;
    assert_eq!(names, [r"An\u0000na \ and ' and 李"]);
    target.close().await;
}

#[tokio::test]
async fn what_cannot_be_moved_is_refused() {
    let Some((sqlite, postgres)) = both().await else { return };
    let (from, to) = (sqlite.url(), postgres.url());
    assert!(matches!(moved(&to, &to).await, Err(MigrateToError::From)));
    assert!(matches!(moved(&from, &from).await, Err(MigrateToError::To)));
    let missing = moved(&from, &to).await.unwrap_err().to_string();
    assert!(missing.contains("There is no file"), "{missing}");
    let store = opened(&from).await;
    history(&store).await;
    sqlx::query("UPDATE customer SET live_users = 1").execute(store.read_pool()).await.unwrap();
    store.close().await;
    let broken = moved(&from, &to).await;
    assert!(matches!(broken, Err(MigrateToError::Broken(_))), "{broken:?}");

    let mut other = PgConnection::connect(&to).await.unwrap();
    other.execute("CREATE TABLE invoice (id BIGINT)").await.unwrap();
    let foreign = moved(&from, &to).await;
    assert!(matches!(&foreign, Err(MigrateToError::Foreign(tables)) if tables == "invoice"), "{foreign:?}");
    let tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'")
        .fetch_one(&mut other)
        .await
        .unwrap();
    assert_eq!(tables, 1, "tables were made beside those of something else");
    other.close().await.unwrap();
}

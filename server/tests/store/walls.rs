//! The second wall around a customer on PostgreSQL: what raw SQL sees and changes behind it.

use super::engines::{Database, each_engine};
use super::fixtures::*;
use super::people::*;
use crate::support::stores;
use domain::access::CustomerScope;
use domain::access::permission::Permission;
use domain::cases::scope;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use sqlx::{AssertSqlSafe, Row};

/// Every table whose rows all belong to a customer, with the column that says to whom.
const OF_CUSTOMERS: &str = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), \
    CAST(c.relrowsecurity AND c.relforcerowsecurity AS TEXT) \
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace \
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnotnull \
    AND (a.attname = 'customer_id' OR (c.relname = 'customer' AND a.attname = 'id')) ORDER BY 1";

/// A customer with users, licenses, an operation, an order and rows of the activity log.
async fn lively(store: &SqlStore, number: u128) -> CustomerScope {
    let actor = partner(store, number).await;
    let mut directory = company(number + 100, &[(E3, 1), (VISIO, 1)]);
    directory.users = vec![person(number * 1_000, "Anna"), person(number * 1_000 + 1, "Bert")];
    arrive_imported(store, &actor, &directory, NOW).await;
    let opened = scope::open(store, &actor, Permission::SeeUsers, directory.customer.id, 0).await.unwrap();
    let scope = opened.scope().unwrap();
    let ids: Vec<_> = directory.users.iter().map(|user| user.id).collect();
    saved(store, scope, &ids[..1], assign(E3)).await;
    select(store, scope, &ids).await;
    scope
}

async fn tables(store: &SqlStore) -> Vec<(String, String)> {
    let rows = sqlx::query(OF_CUSTOMERS).fetch_all(store.read_pool()).await.unwrap();
    let walled = |row: &sqlx::any::AnyRow| row.get::<String, _>(2) == "true";
    assert!(rows.iter().all(walled), "tables without a wall");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// What raw SQL counts behind the wall of a store.
async fn counted(store: &SqlStore, sql: &str) -> i64 {
    let mut connection = store.connection().await.unwrap();
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await.unwrap()
}

/// How many rows raw SQL changes behind the wall of a store.
async fn changed(store: &SqlStore, sql: String) -> Result<u64, sqlx::Error> {
    let mut connection = store.connection().await.unwrap();
    Ok(sqlx::query(AssertSqlSafe(sql)).execute(&mut *connection).await?.rows_affected())
}

#[tokio::test]
async fn raw_sql_behind_a_wall_neither_reads_nor_writes_rows_of_others() {
    let Some(database) = Database::postgres().await else { return };
    let store = stores::open(&database.url()).await;
    let (ours, theirs) = (lively(&store, 1).await, lively(&store, 2).await);
    let (own, other) = (ours.customer(), theirs.customer());
    let walled = store.behind_wall(own);
    let tables = tables(&store).await;
    assert!(tables.len() > 20 && tables.iter().any(|(table, _)| table == "users"), "{tables:?}");
    let mut seen_without = 0;
    for (table, column) in &tables {
        let foreign = format!("SELECT COUNT(*) FROM {table} WHERE {column} <> '{own}'");
        seen_without += counted(&store, &foreign).await;
        assert_eq!(counted(&walled, &foreign).await, 0, "{table}");
        let update = format!("UPDATE {table} SET {column} = {column} WHERE {column} = '{other}'");
        assert_eq!(changed(&walled, update).await.unwrap(), 0, "{table}");
        let remove = format!("DELETE FROM {table} WHERE {column} = '{other}'");
        assert_eq!(changed(&walled, remove).await.unwrap(), 0, "{table}");
    }
    assert!(seen_without > 10, "there is something to see: {seen_without}");
    assert_eq!(counted(&walled, "SELECT COUNT(*) FROM users").await, 2, "its own users are there");
    assert_eq!(counted(&store, "SELECT COUNT(*) FROM users").await, 4, "and nothing is gone");
    // A row of another customer can't be written either, nor an own one given away.
    for sql in [
        format!("INSERT INTO customer_tag (customer_id, tag_key, name) VALUES ('{other}', 'x', 'x')"),
        format!("UPDATE selection SET customer_id = '{other}'"),
    ] {
        let error = changed(&walled, sql.clone()).await.unwrap_err().to_string();
        assert!(error.contains("row-level security"), "{sql}: {error}");
    }
    // The wall falls with the handle: the same connections see all again.
    assert_eq!(counted(&store, "SELECT COUNT(*) FROM customer").await, 2);
    assert_eq!(store.violations().await.unwrap(), []);
    walled.close().await;
}

#[tokio::test]
async fn a_connection_goes_from_one_customer_to_another_and_to_none() {
    each_engine(async |store| {
        let (ours, theirs) = (lively(&store, 1).await, lively(&store, 2).await);
        for _ in 0..20 {
            for scope in [ours, theirs] {
                let walled = store.behind_wall(scope.customer());
                let page = walled.users(scope, &Default::default()).await.unwrap();
                assert_eq!(page.rows.len(), 2);
                let foreign = if scope.customer() == ours.customer() { theirs } else { ours };
                let hidden = walled.users(foreign, &Default::default()).await.unwrap().rows.len();
                assert_eq!(hidden, if store.dialect() == Dialect::Postgres { 0 } else { 2 }, "a wall, not a condition");
            }
            let all = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM partner");
            assert_eq!(all.fetch_one(store.read_pool()).await.unwrap(), 2);
            assert_eq!(store.users(theirs, &Default::default()).await.unwrap().rows.len(), 2);
        }
    })
    .await;
}

/// What a customer's transaction runs is behind the wall too, whatever handle began it.
#[tokio::test]
async fn a_transaction_with_a_customers_lock_is_behind_the_wall() {
    let Some(database) = Database::postgres().await else { return };
    let store = stores::open(&database.url()).await;
    let scope = lively(&store, 1).await;
    for sql in [
        "CREATE TABLE seen (wall TEXT)",
        "CREATE FUNCTION note_wall() RETURNS trigger LANGUAGE plpgsql AS \
         $f$ BEGIN INSERT INTO seen VALUES (current_setting('tenantry.customer', true)); RETURN NEW; END $f$",
        "CREATE TRIGGER note_wall AFTER INSERT ON operation FOR EACH ROW EXECUTE FUNCTION note_wall()",
    ] {
        changed(&store, sql.to_owned()).await.unwrap();
    }
    saved(&store, scope, &[person(1_001, "Bert").id], assign(VISIO)).await;
    let seen: Vec<String> = sqlx::query_scalar("SELECT wall FROM seen").fetch_all(store.read_pool()).await.unwrap();
    assert_eq!(seen, [scope.customer().to_string()]);
    store.close().await;
}

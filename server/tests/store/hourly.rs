//! The hourly work of a server. A failure for one customer does not stop the others, and is made up later.

use super::accounts::*;
use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::CustomerScope;
use domain::directory::day::Day;
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding};
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use sqlx::AssertSqlSafe;

/// Three customers with one user each, in the order of the hourly work. `asked` is applied to each user.
async fn three_customers(store: &SqlStore, asked: &AccountChange) -> [CustomerScope; 3] {
    let actor = partner(store, 1).await;
    let mut scopes = Vec::new();
    for number in [7, 8, 9] {
        let mut directory = company(number, &[]);
        directory.users = vec![person(1, "Anna")];
        let scope = customer(store, &actor, &directory).await;
        changed(store, scope, &[1], asked.clone()).await;
        scopes.push(scope);
    }
    scopes.try_into().unwrap()
}

async fn run(store: &SqlStore, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(store.read_pool()).await.unwrap();
}

/// Makes every write for a customer fail at its end, when the activity row is written.
async fn refuse(store: &SqlStore, scope: CustomerScope) {
    let customer = scope.customer();
    let trigger =
        format!("CREATE TRIGGER refused BEFORE INSERT ON activity FOR EACH ROW WHEN (NEW.customer_id = '{customer}')");
    match store.dialect() {
        Dialect::Sqlite => run(store, format!("{trigger} BEGIN SELECT RAISE(ABORT, 'refused'); END")).await,
        Dialect::Postgres => {
            let function = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
                $$ BEGIN RAISE EXCEPTION 'refused'; END $$";
            run(store, function.into()).await;
            run(store, format!("{trigger} EXECUTE FUNCTION refuse()")).await;
        }
    }
}

async fn allow_again(store: &SqlStore) {
    let on = if store.dialect() == Dialect::Postgres { " ON activity" } else { "" };
    run(store, format!("DROP TRIGGER refused{on}")).await;
}

#[tokio::test]
async fn where_purging_fails_for_one_customer_users_of_the_others_go() {
    each_engine(async |store| {
        let scopes = three_customers(&store, &AccountChange::Delete).await;
        refuse(&store, scopes[1]).await;
        assert_eq!(store.purge_deleted_users(NOW + 1, stamp).await.unwrap(), 2);
        for (scope, left) in scopes.into_iter().zip([0, 1, 0]) {
            assert_eq!(deleted_users(&store, scope, "", NOW).await.len(), left, "{scope:?}");
        }
        allow_again(&store).await;
        assert_eq!(store.purge_deleted_users(NOW + 1, stamp).await.unwrap(), 1);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM users").await, 0);
    })
    .await;
}

#[tokio::test]
async fn where_planned_deletions_fail_for_one_customer_users_of_the_others_go() {
    each_engine(async |store| {
        let day = Day::of(NOW).unwrap().after(1).unwrap();
        let leaving = Offboarding { delete: DeleteWhen::On(day), ..Offboarding::default() };
        let scopes = three_customers(&store, &AccountChange::Offboard(leaving)).await;
        refuse(&store, scopes[1]).await;
        assert_eq!(store.delete_planned_users(day.start(), stamp).await.unwrap(), 2);
        for (scope, left) in scopes.into_iter().zip([0, 1, 0]) {
            assert_eq!(live(&store, scope).await.len(), left, "{scope:?}");
        }
        allow_again(&store).await;
        assert_eq!(store.delete_planned_users(day.start(), stamp).await.unwrap(), 1);
        assert_eq!(live(&store, scopes[1]).await.len(), 0);
    })
    .await;
}

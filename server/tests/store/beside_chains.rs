//! Data next to the chains of the activity log: changes made outside the program are found too.

use super::activity::{Busy, busy};
use super::activity_chain::{drop_triggers, put_words, run, set_triggers, take_words};
use super::engines::each_engine;
use super::fixtures::*;
use super::purchases::buy;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;

const WORDS: &str = "every activity row is found by its words";
const ORDERS: &str = "every order is in the state that the activity log says";
const TRIGGERS: &str = "the triggers that keep the activity log and security events append-only are as they were set";

/// The broken invariants, each with its number of rows.
async fn broken(store: &SqlStore) -> Vec<(&'static str, i64)> {
    store.violations_beside_chains().await.unwrap().into_iter().map(|one| (one.invariant, one.rows)).collect()
}

#[tokio::test]
async fn the_state_of_an_order_is_that_of_the_log() {
    each_engine(async |store| {
        let Busy { scope, .. } = busy(&store, 1).await;
        let local = customer(&store, &partner(&store, 3).await, &company(9, &[(E3, 1)])).await;
        store.buy(local, &buy(E3, 2), stamp()).await.unwrap();
        store.buy(scope, &buy(VISIO, 1), stamp()).await.unwrap();
        assert_eq!(broken(&store).await, []);
        let states = "SELECT CAST(SUM(CASE WHEN state = 'Confirmed' THEN 1 ELSE 0 END) AS BIGINT) FROM purchase_order";
        assert_eq!(number(&store, states).await, 2, "one was bought at once, one confirmed, one is only recorded");
        let turned =
            "UPDATE purchase_order SET state = CASE WHEN state = 'Confirmed' THEN 'Recorded' ELSE 'Confirmed' END";
        run(&store, turned).await.unwrap();
        assert_eq!(broken(&store).await, [(ORDERS, 3)]);
        run(&store, turned).await.unwrap();
        assert_eq!(broken(&store).await, []);
    })
    .await;
}

#[tokio::test]
async fn words_that_were_taken_away_or_put_in_are_missed() {
    each_engine(async |store| {
        busy(&store, 1).await;
        take_words(&store).await;
        assert_eq!(broken(&store).await, [(WORDS, 4)], "the import has none");
        put_words(&store).await;
        let other = "INSERT INTO activity_token (customer_id, token, activity_id, personal) \
            SELECT customer_id, 'other', id, 0 FROM activity WHERE sequence = 1";
        run(&store, other).await.unwrap();
        assert_eq!(broken(&store).await, [(WORDS, 1)]);
        run(&store, "DELETE FROM activity_token WHERE token = 'other'").await.unwrap();
        let personal = "UPDATE activity_token SET personal = 1 WHERE token = 'visio'";
        run(&store, personal).await.unwrap();
        assert_eq!(broken(&store).await, [(WORDS, 4)]);
        run(&store, &personal.replace("= 1", "= 0")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn triggers_that_are_gone_emptied_or_switched_off_are_missed() {
    each_engine(async |store| {
        busy(&store, 1).await;
        assert_eq!(broken(&store).await, []);
        drop_triggers(&store).await;
        assert_eq!(broken(&store).await, [(TRIGGERS, 9)]);
        set_triggers(&store).await;
        assert_eq!(broken(&store).await, []);
        let empty: &[(&str, &str)] = match store.dialect() {
            Dialect::Sqlite => &[
                (
                    "DROP TRIGGER activity_deleted_with_customer",
                    "CREATE TRIGGER activity_deleted_with_customer BEFORE DELETE ON activity BEGIN SELECT 1; END",
                ),
                (
                    "DROP TRIGGER operation_user_only_erased_with_chunk",
                    "CREATE TRIGGER operation_user_only_erased_with_chunk BEFORE UPDATE ON operation_user WHEN 1 = 0 BEGIN SELECT 1; END",
                ),
                ("SELECT 1", "CREATE TRIGGER swallow BEFORE INSERT ON activity WHEN 1 = 0 BEGIN SELECT RAISE(IGNORE); END"),
                (
                    "DROP TRIGGER security_event_deleted_in_time",
                    "CREATE TRIGGER security_event_deleted_in_time BEFORE DELETE ON security_event BEGIN SELECT 1; END",
                ),
            ],
            Dialect::Postgres => &[
                ("SELECT 1", "ALTER TABLE activity DISABLE TRIGGER activity_deleted_with_customer"),
                (
                    "DROP TRIGGER operation_user_only_erased_with_chunk ON operation_user",
                    "CREATE TRIGGER operation_user_only_erased_with_chunk BEFORE UPDATE ON operation_user FOR EACH ROW \
                     WHEN (1 = 0) EXECUTE FUNCTION refuse_change_of_activity()",
                ),
                (
                    "SELECT 1",
                    "CREATE OR REPLACE FUNCTION refuse_change_of_activity() RETURNS trigger LANGUAGE plpgsql AS \
                     $f$ BEGIN RETURN OLD; END $f$",
                ),
                (
                    "SELECT 1",
                    "CREATE OR REPLACE FUNCTION refuse_change_of_security_event() RETURNS trigger LANGUAGE plpgsql AS \
                     $f$ BEGIN RETURN OLD; END $f$",
                ),
            ],
        };
        for (number, (before, emptied)) in (1..).zip(empty) {
            // Another connection may not know yet that the trigger is gone.
            let mut connection = store.read_pool().acquire().await.unwrap();
            for sql in [*before, *emptied] {
                sqlx::query(sql).execute(&mut *connection).await.unwrap();
            }
            drop(connection);
            // Opening the database again hides none of it.
            set_triggers(&store).await;
            assert_eq!(broken(&store).await, [(TRIGGERS, number)], "{emptied}");
        }
        if store.dialect() == Dialect::Sqlite {
            run(&store, "DROP TRIGGER swallow").await.unwrap();
        }
        drop_triggers(&store).await;
        set_triggers(&store).await;
        assert_eq!(broken(&store).await, []);
    })
    .await;
}

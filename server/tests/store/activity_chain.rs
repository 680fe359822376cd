//! The chains of the activity log: any change made outside the program is found, and so is its place.

use super::activity::{Busy, busy};
use super::engines::each_engine;
use super::fixtures::*;
use crate::support::stores;
use domain::access::CustomerScope;
use domain::console::activity::ActivityQuery;
use domain::console::chain::{Flaw, Hash};
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use sqlx::AssertSqlSafe;

pub async fn run(store: &SqlStore, sql: impl Into<String>) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(AssertSqlSafe(sql.into())).execute(store.read_pool()).await?;
    Ok(done.rows_affected())
}

/// Drops the triggers, as the owner of the database could.
pub async fn drop_triggers(store: &SqlStore) {
    for (table, [delete, update]) in [
        ("activity", ["deleted_with_customer", "only_erased_with_reason"]),
        ("operation_user", ["deleted_with_customer", "only_erased_with_chunk"]),
        ("security_event", ["deleted_in_time", "never_changed"]),
    ] {
        let (on, beside) = match store.dialect() {
            Dialect::Sqlite => (String::new(), "never_replaced"),
            Dialect::Postgres => (format!(" ON {table}"), "never_emptied"),
        };
        for trigger in [delete, beside, update] {
            run(store, format!("DROP TRIGGER {table}_{trigger}{on}")).await.unwrap();
        }
    }
}

/// Restores the triggers, as opening the database does.
pub async fn set_triggers(store: &SqlStore) {
    let url = store.read_pool().connect_options().database_url.to_string();
    stores::open(&url).await.close().await;
}

/// Removes the search words of rows, because they refer to the rows.
pub async fn take_words(store: &SqlStore) {
    run(store, "CREATE TABLE words AS SELECT * FROM activity_token").await.unwrap();
    run(store, "DELETE FROM activity_token").await.unwrap();
}

/// Restores the search words.
pub async fn put_words(store: &SqlStore) {
    run(store, "INSERT INTO activity_token SELECT * FROM words").await.unwrap();
    run(store, "DROP TABLE words").await.unwrap();
}

pub async fn flaws(store: &SqlStore, scope: CustomerScope) -> Vec<Flaw> {
    let audited = store.audit(Some(scope.customer())).await.unwrap();
    audited.into_iter().flat_map(|one| one.found.flaws).collect()
}

/// Changes a column where a condition holds, verifies, and restores it.
pub async fn tamper(
    store: &SqlStore,
    scope: CustomerScope,
    table: &str,
    column: &str,
    to: &str,
    at: &str,
) -> Vec<Flaw> {
    run(store, format!("CREATE TABLE kept AS SELECT {column} AS kept FROM {table} WHERE {at}")).await.unwrap();
    let changed = run(store, format!("UPDATE {table} SET {column} = {to} WHERE {at}")).await.unwrap();
    assert_eq!(changed, 1, "{table}.{column}");
    let found = flaws(store, scope).await;
    let restored = format!("UPDATE {table} SET {column} = (SELECT kept FROM kept)");
    if column == "sequence" {
        run(store, format!("{restored} WHERE sequence = {to}")).await.unwrap();
    } else if column == "id" {
        run(store, format!("{restored} WHERE id = {to}")).await.unwrap();
    } else {
        run(store, format!("{restored} WHERE {at}")).await.unwrap();
    }
    run(store, "DROP TABLE kept").await.unwrap();
    assert_eq!(flaws(store, scope).await, [], "{table}.{column} restored");
    found
}

#[tokio::test]
async fn a_chain_verifies_after_everything_that_can_be_done() {
    each_engine(async |store| {
        busy(&store, 1).await;
        busy(&store, 2).await;
        for audited in store.audit(None).await.unwrap() {
            let found = audited.found;
            assert_eq!((found.first, found.last, found.flaws), (1, 5, Vec::new()));
            assert_ne!(found.head, Hash::START);
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_column_of_the_log_is_found_in_its_row() {
    each_engine(async |store| {
        let Busy { scope, actor, .. } = busy(&store, 1).await;
        let other = person_of(&store, actor.partner, 77).await.id;
        drop_triggers(&store).await;
        // Search words refer to rows by id.
        take_words(&store).await;
        let zero = "0".repeat(64);
        let changed = [
            ("id", "'x'".to_owned()),
            ("at", "at + 1".into()),
            ("actor_id", format!("'{other}'")),
            ("actor_id", "NULL".into()),
            ("details", "'{}'".into()),
            ("request_id", "'00000000-0000-0000-0000-000000000001'".into()),
            ("sealed_later", "1".into()),
            ("hash", format!("'{zero}'")),
            ("previous_hash", format!("'{zero}'")),
            ("about", format!("'{zero}'")),
            ("about", "NULL".into()),
            ("actor_name", "'Somebody else'".into()),
            ("actor_name", "NULL".into()),
            ("address", "'192.0.2.1'".into()),
            ("reason", "'Because'".into()),
            ("salt", format!("'{}'", "0".repeat(32))),
            ("action", "'Change undone'".into()),
            ("subject_id", format!("'{other}'")),
        ];
        for (column, to) in changed {
            let found = tamper(&store, scope, "activity", column, &to, "sequence = 2").await;
            assert!(found.contains(&Flaw::Changed(2)), "{column}: {found:?}");
        }
        for (column, to) in [
            ("action", "'Nothing'"),
            ("subject_id", "'nobody'"),
            ("hash", "'none'"),
            ("previous_hash", "''"),
            ("about", "'none'"),
            ("salt", "NULL"),
            ("personal_digest", "'x'"),
        ] {
            let found = tamper(&store, scope, "activity", column, to, "sequence = 2").await;
            assert!(found.contains(&Flaw::Unreadable(2)), "{column}: {found:?}");
        }
        let found = tamper(&store, scope, "activity", "sequence", "9", "sequence = 5").await;
        assert_eq!(found, [Flaw::Missing(5, 8), Flaw::Changed(9)]);
        put_words(&store).await;
        set_triggers(&store).await;
    })
    .await;
}

#[tokio::test]
async fn changed_outcomes_operations_and_orders_are_found() {
    each_engine(async |store| {
        let Busy { scope, operation, order, .. } = busy(&store, 1).await;
        drop_triggers(&store).await;
        let changed =
            "SELECT MIN(m.position) FROM operation_user AS m WHERE m.outcome <> 'Failed' AND m.operation_id =";
        let at = format!("operation_id = '{operation}' AND position = ({changed} '{operation}')");
        for (column, to) in [
            ("user_id", "'00000000-0000-0000-0000-000000000001'"),
            ("name", "'Somebody else'"),
            ("upn", "'else@fabrikam.com'"),
            ("outcome", "'Unchanged'"),
            ("code", "'NotFound'"),
            ("before", "'{}'"),
            ("after", "'{}'"),
            ("message", "'Nothing happened.'"),
            ("salt", "NULL"),
            ("salt", "'00000000000000000000000000000000'"),
            ("personal_digest", "'x'"),
        ] {
            let found = tamper(&store, scope, "operation_user", column, to, &at).await;
            assert_eq!(found, [Flaw::AboutChanged(2)], "{column}");
        }
        let at = format!("id = '{operation}'");
        for (column, to) in
            [("change", "'{}'"), ("policy", "'x'"), ("created", "1"), ("failed_count", "0"), ("state", "'Cancelled'")]
        {
            let found = tamper(&store, scope, "operation", column, to, &at).await;
            assert_eq!(found, [Flaw::AboutChanged(2)], "{column}");
        }
        let at = format!("id = '{order}'");
        let found = tamper(&store, scope, "purchase_order", "quantity", "400", &at).await;
        assert_eq!(found, [Flaw::AboutChanged(4), Flaw::AboutChanged(5)]);
        set_triggers(&store).await;
    })
    .await;
}

#[tokio::test]
async fn removed_and_swapped_rows_are_found() {
    each_engine(async |store| {
        let Busy { scope, .. } = busy(&store, 1).await;
        drop_triggers(&store).await;
        take_words(&store).await;
        run(&store, "CREATE TABLE kept AS SELECT * FROM activity").await.unwrap();
        let restore = async || {
            run(&store, "DELETE FROM activity").await.unwrap();
            run(&store, "INSERT INTO activity SELECT * FROM kept").await.unwrap();
            assert_eq!(flaws(&store, scope).await, []);
        };
        run(&store, "DELETE FROM activity WHERE sequence IN (2, 3)").await.unwrap();
        assert_eq!(flaws(&store, scope).await, [Flaw::Missing(2, 3)]);
        restore().await;
        run(&store, "DELETE FROM activity WHERE sequence = 1").await.unwrap();
        assert_eq!(flaws(&store, scope).await, [Flaw::Missing(1, 1)]);
        restore().await;
        for sql in [
            "UPDATE activity SET sequence = 99 WHERE sequence = 3",
            "UPDATE activity SET sequence = 3 WHERE sequence = 4",
            "UPDATE activity SET sequence = 4 WHERE sequence = 99",
        ] {
            run(&store, sql).await.unwrap();
        }
        let found = flaws(&store, scope).await;
        assert!(found.contains(&Flaw::Changed(3)) && found.contains(&Flaw::Changed(4)), "{found:?}");
        restore().await;
        // A missing end of a chain is noticed only with a checkpoint.
        run(&store, "DELETE FROM activity WHERE sequence = 5").await.unwrap();
        assert_eq!(flaws(&store, scope).await, []);
        restore().await;
        run(&store, "DROP TABLE kept").await.unwrap();
        put_words(&store).await;
        set_triggers(&store).await;
    })
    .await;
}

#[tokio::test]
async fn the_database_refuses_every_change_but_an_erasure() {
    each_engine(async |store| {
        let Busy { .. } = busy(&store, 1).await;
        for sql in [
            "DELETE FROM activity",
            "DELETE FROM operation_user",
            "UPDATE activity SET at = 1 WHERE sequence = 1",
            "UPDATE activity SET actor_name = 'Somebody else'",
            "UPDATE activity SET actor_name = NULL, address = NULL",
            "UPDATE activity SET actor_name = NULL, address = NULL, salt = NULL WHERE sequence = 2",
            "UPDATE activity SET actor_name = NULL, address = NULL, salt = NULL, personal_digest = 'x', at = 1 \
             WHERE sequence = 2",
            "UPDATE activity SET hash = '' WHERE sequence = 2",
            "UPDATE operation_user SET outcome = 'Unchanged'",
            "UPDATE operation_user SET name = ''",
            "UPDATE operation_user SET name = '', upn = '', message = '', salt = NULL",
            "UPDATE operation_user SET name = '', upn = '', message = '', salt = NULL, personal_digest = 'x', after = ''",
        ] {
            let refused = run(&store, sql).await.unwrap_err().to_string();
            assert!(refused.contains("the activity log is append-only"), "{sql}: {refused}");
        }
        if store.dialect() == Dialect::Sqlite {
            for sql in [
                "INSERT OR REPLACE INTO activity SELECT * FROM activity WHERE sequence = 2",
                "INSERT OR REPLACE INTO activity (rowid, id, customer_id, sequence, at, action, subject_id, details, \
                 sealed_later, previous_hash, hash) SELECT rowid, 'x', customer_id, 99, 1, action, subject_id, details, 0, \
                 '', '' FROM activity WHERE sequence = 2",
                "REPLACE INTO operation_user SELECT * FROM operation_user",
                "UPDATE OR REPLACE activity SET sequence = 1 WHERE sequence = 2",
            ] {
                let refused = run(&store, sql).await.unwrap_err().to_string();
                assert!(refused.contains("the activity log is append-only"), "{sql}: {refused}");
            }
        }
        if store.dialect() == Dialect::Postgres {
            let refused = run(&store, "TRUNCATE activity CASCADE").await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn erased_values_are_gone_and_the_chain_verifies() {
    each_engine(async |store| {
        let Busy { scope, operation, actor, .. } = busy(&store, 1).await;
        let bert = user_id(1_001);
        assert_eq!(store.erase_user(scope.customer(), bert, stamp()).await.unwrap(), 1);
        let outcomes = store
            .outcomes(scope, operation, Default::default(), Default::default(), Default::default())
            .await
            .unwrap()
            .rows;
        let told: Vec<_> = outcomes.iter().map(|row| (row.user, row.name.as_str(), row.upn.as_str())).collect();
        assert_eq!(told, [(bert, "", ""), (user_id(1_000), "Anna", "User1000@fabrikam.com")]);
        assert_eq!(outcomes[0].message, "");
        assert_eq!(flaws(&store, scope).await, []);
        // The second time, nothing is left to erase and to record.
        assert_eq!(store.erase_user(scope.customer(), bert, stamp()).await.unwrap(), 0);
        assert_eq!(store.erase_person(actor.id, stamp).await.unwrap(), 4);
        let found = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        assert!(found.iter().all(|row| row.name.is_none() && row.address.is_none()), "{found:?}");
        assert_eq!(found.iter().filter(|row| row.is_erased).count(), 4);
        let told: Vec<_> = found[..2].iter().map(|row| (row.sequence, row.subject)).collect();
        assert_eq!(told, [(7, actor.id.uuid()), (6, bert.uuid())]);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation_user WHERE salt IS NULL").await, 1);
        assert_eq!(flaws(&store, scope).await, []);
        drop_triggers(&store).await;
        let erased = "operation_id = (SELECT id FROM operation WHERE undoes IS NULL) AND salt IS NULL";
        let other = format!("'{}'", Hash::START);
        let digest = tamper(&store, scope, "operation_user", "personal_digest", &other, erased).await;
        assert_eq!(digest, [Flaw::AboutChanged(2)]);
        let back = tamper(&store, scope, "operation_user", "name", "'Bert'", erased).await;
        assert_eq!(back, [Flaw::AboutChanged(2)], "nobody writes a name back unnoticed");
        set_triggers(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_shortened_or_rewritten_log_does_not_fit_its_checkpoint() {
    each_engine(async |store| {
        let Busy { scope, .. } = busy(&store, 1).await;
        let checkpoint = store.checkpoint(NOW).await.unwrap();
        assert_eq!(checkpoint.heads.iter().map(|head| head.sequence).collect::<Vec<_>>(), [5]);
        let users = [user_id(1_000)];
        saved(&store, scope, &users, assign(VISIO)).await;
        assert_eq!(store.compare(&checkpoint).await.unwrap(), [], "a log that goes on fits");
        drop_triggers(&store).await;
        write_anew(&store, "1").await;
        assert_eq!(flaws(&store, scope).await, [], "written anew from its beginning it verifies");
        let found = store.compare(&checkpoint).await.unwrap();
        assert_eq!(found, [(scope.customer(), Flaw::Rewritten(5))]);
        drop_triggers(&store).await;
        run(&store, "CREATE TABLE kept AS SELECT * FROM activity").await.unwrap();
        take_words(&store).await;
        run(&store, "DELETE FROM activity WHERE sequence > 3").await.unwrap();
        assert_eq!(store.compare(&checkpoint).await.unwrap(), [(scope.customer(), Flaw::Shortened(5, 3))]);
        run(&store, "DELETE FROM activity").await.unwrap();
        assert_eq!(store.compare(&checkpoint).await.unwrap(), [(scope.customer(), Flaw::Shortened(5, 0))]);
        run(&store, "INSERT INTO activity SELECT * FROM kept").await.unwrap();
        run(&store, "DROP TABLE kept").await.unwrap();
        put_words(&store).await;
        set_triggers(&store).await;
    })
    .await;
}

/// Turns the log into one of an older version, without chains, then opens the database twice at once.
async fn write_anew(store: &SqlStore, at: &str) {
    let person = "(SELECT MIN(id) FROM partner_user)";
    for sql in [
        "DELETE FROM activity_token".to_owned(),
        format!(
            "INSERT INTO activity_unsealed (id, customer_id, actor_id, at, action, subject_id) \
             SELECT id, customer_id, COALESCE(actor_id, {person}), {at}, action, subject_id FROM activity \
             WHERE action <> 'Personal data erased'"
        ),
        "DELETE FROM activity".into(),
        "UPDATE operation_user SET salt = NULL".into(),
        // Versions without chains had no row for imports. Another row keeps the numbers the same.
        "UPDATE activity_unsealed SET action = 'Purchase confirmed', subject_id = (SELECT MIN(id) FROM purchase_order) \
         WHERE action = 'Customer imported'"
            .into(),
    ] {
        run(store, sql).await.unwrap();
    }
    let url = store.read_pool().connect_options().database_url.to_string();
    let open = async || stores::open(&url).await;
    let (one, two) = tokio::join!(open(), open());
    one.close().await;
    two.close().await;
}

#[tokio::test]
async fn the_log_of_an_older_version_becomes_the_beginning_of_the_chains() {
    each_engine(async |store| {
        let Busy { scope, operation, .. } = busy(&store, 1).await;
        drop_triggers(&store).await;
        write_anew(&store, "at").await;
        assert_eq!(number(&store, "SELECT COUNT(*) FROM activity_unsealed").await, 0);
        assert_eq!(flaws(&store, scope).await, []);
        let found = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        assert!(found.len() == 5 && found.iter().all(|row| row.sealed_later && row.name.is_some()), "{found:?}");
        let query = ActivityQuery { search: "visio".into(), ..ActivityQuery::default() };
        assert_eq!(store.activity(scope, &query).await.unwrap().rows.len(), 5);
        // The triggers are back, every outcome has its salt, and the chain goes on.
        run(&store, "DELETE FROM activity").await.unwrap_err();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation_user WHERE salt IS NULL").await, 0);
        assert_eq!(store.erase_user(scope.customer(), user_id(1_000), stamp()).await.unwrap(), 2);
        saved(&store, scope, &[user_id(1_000)], assign(VISIO)).await;
        assert_eq!(store.operation(scope, operation).await.unwrap().unwrap().counts.users, 2);
        assert_eq!(flaws(&store, scope).await, []);
    })
    .await;
}

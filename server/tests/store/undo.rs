//! Undoing operations.

use super::engines::each_engine;
use super::fixtures::*;
use super::history::{operation_rows, preview_undo};
use super::people::*;
use domain::access::CustomerScope;
use domain::console::save::{SaveReply, UndoRequest};
use domain::ids::OperationId;
use domain::rules::change::LicenseChange;
use domain::store::prelude::*;
use server::store::SqlStore;

/// A request to undo, right after its preview.
async fn request(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> UndoRequest {
    let digest = preview_undo(store, scope, operation).await.unwrap().digest;
    UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None }
}

async fn undone(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> OperationId {
    let request = request(store, scope, operation).await;
    match store.undo(scope, &request, stamp()).await.unwrap() {
        SaveReply::Saved(undo) => undo,
        other => panic!("not undone: {other:?}"),
    }
}

async fn outcomes(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> Vec<(u128, String, String)> {
    let rows = super::fixtures::outcomes(store, scope, operation).await;
    let number = |row: &domain::console::operation::OutcomeRow| {
        (1..100).find(|number| user_id(*number) == row.user).unwrap_or_default()
    };
    rows.iter().map(|row| (number(row), row.outcome.as_str().to_owned(), row.message.clone())).collect()
}

#[tokio::test]
async fn an_undo_gives_back_and_takes_back_and_is_undone_too() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[(E3, 5), (VISIO, 5)], vec![holding(person(1, "Anna"), E3), person(2, "Bert")]).await;
        let swap = licenses(&[(E3, LicenseChange::Revoke), (VISIO, LicenseChange::Assign)]);
        let operation = saved(&store, scope, &[user_id(1)], swap).await;
        let undo = undone(&store, scope, operation).await;
        assert_eq!((seats(&store, scope, E3).await.0.consumed, seats(&store, scope, VISIO).await.0.consumed), (1, 0));
        let shown = store.operation(scope, undo).await.unwrap().unwrap();
        assert_eq!((shown.undoes, shown.counts.changed, shown.available.len()), (Some(operation), 1, 2));
        let first = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((first.undoes, first.undone_by), (None, Some(undo)));
        undone(&store, scope, undo).await;
        assert_eq!((seats(&store, scope, E3).await.0.consumed, seats(&store, scope, VISIO).await.0.consumed), (0, 1));
        let rows = operation_rows(&store, scope).await;
        assert_eq!(rows.iter().map(|row| row.is_undo).collect::<Vec<_>>(), [true, true, false]);
    })
    .await;
}

#[tokio::test]
async fn who_was_changed_since_or_is_gone_is_named_and_kept() {
    each_engine(async |store| {
        let scope = customer_of(
            &store,
            &[(E3, 5), (VISIO, 5)],
            (1..=3).map(|number| person(number, &format!("Anna {number}"))).collect(),
        )
        .await;
        let everybody: Vec<_> = (1..=3).map(user_id).collect();
        let operation =
            saved(&store, scope, &everybody, licenses(&[(E3, LicenseChange::Assign), (VISIO, LicenseChange::Assign)]))
                .await;
        saved(&store, scope, &[user_id(1)], revoke(VISIO)).await;
        sqlx::query("DELETE FROM assignment WHERE user_id = $1")
            .bind(user_id(3).to_string())
            .execute(store.read_pool())
            .await
            .unwrap();
        sqlx::query("UPDATE users SET deleted = 1, is_licensed = 0 WHERE id = $1")
            .bind(user_id(3).to_string())
            .execute(store.read_pool())
            .await
            .unwrap();
        for mend in [
            "UPDATE customer_product SET consumed = (SELECT COUNT(*) FROM assignment AS a \
             WHERE a.customer_id = customer_product.customer_id AND a.sku_id = customer_product.sku_id)",
            "UPDATE customer SET live_users = 2",
        ] {
            sqlx::query(mend).execute(store.read_pool()).await.unwrap();
        }
        let undo = undone(&store, scope, operation).await;
        let told: Vec<_> = outcomes(&store, scope, undo).await;
        assert_eq!(told[0], (1, "Failed".into(), "This user was changed again since; that is kept.".into()));
        assert_eq!(told[1], (3, "Failed".into(), "This user no longer exists.".into()));
        assert_eq!((told[2].0, told[2].1.as_str()), (2, "Revoked"));
        assert_eq!((seats(&store, scope, E3).await.0.consumed, seats(&store, scope, VISIO).await.0.consumed), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn licenses_that_others_took_meanwhile_are_given_back_to_nobody() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 2)]);
        directory.users = (1..=3).map(|number| person(number, &format!("Anna {number}"))).collect();
        directory.users[0] = holding(directory.users[0].clone(), E3);
        directory.users[1] = holding(directory.users[1].clone(), E3);
        let scope = customer(&store, &actor, &directory).await;
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], revoke(E3)).await;
        saved(&store, scope, &[user_id(3)], assign(E3)).await;
        let request = request(&store, scope, operation).await;
        let reply = store.undo(scope, &request, stamp()).await.unwrap();
        assert!(matches!(reply, SaveReply::SeatsShort(_)), "{reply:?}");
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
    })
    .await;
}

#[tokio::test]
async fn an_undo_is_done_once_and_only_as_it_was_seen() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 5)], vec![person(1, "Anna"), person(2, "Bert")]).await;
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], assign(E3)).await;
        let seen = request(&store, scope, operation).await;
        saved(&store, scope, &[user_id(2)], revoke(E3)).await;
        let reply = store.undo(scope, &seen, stamp()).await.unwrap();
        assert!(matches!(reply, SaveReply::Stale(_)), "{reply:?}");
        let now = request(&store, scope, operation).await;
        let first = store.undo(scope, &now, stamp()).await.unwrap();
        assert!(matches!(first, SaveReply::Saved(_)), "{first:?}");
        assert_eq!(store.undo(scope, &now, stamp()).await.unwrap(), first);
        let other = UndoRequest { digest: seen.digest, ..now };
        assert_eq!(store.undo(scope, &other, stamp()).await.unwrap(), SaveReply::KeyReused);
        let again = request(&store, scope, operation).await;
        assert_eq!(store.undo(scope, &again, stamp()).await.unwrap(), SaveReply::NothingToDo);
    })
    .await;
}

#[tokio::test]
async fn an_undo_and_a_save_at_the_same_time_never_give_a_seat_twice() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 1)], vec![holding(person(1, "Anna"), E3), person(2, "Bert")]).await;
        for _ in 0..10 {
            let operation = saved(&store, scope, &[user_id(1)], revoke(E3)).await;
            let undo = request(&store, scope, operation).await;
            let bert = [user_id(2)];
            let taking = save(&store, scope, &bert, assign(E3));
            let (given_back, taken) = tokio::join!(store.undo(scope, &undo, stamp()), taking);
            let won = [&given_back.unwrap(), &taken].map(|reply| matches!(reply, SaveReply::Saved(_)));
            assert_eq!(seats(&store, scope, E3).await.0.consumed, 1, "{won:?}");
            save(&store, scope, &[user_id(2)], revoke(E3)).await;
            save(&store, scope, &[user_id(1)], assign(E3)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn another_customers_operation_is_as_if_it_never_was() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5)]);
        directory.users = vec![person(1, "Anna")];
        let scope = customer(&store, &actor, &directory).await;
        let mut other = company(8, &[(E3, 5)]);
        other.users = vec![person(2, "Bert")];
        let foreign = customer(&store, &actor, &other).await;
        let operation = saved(&store, scope, &[user_id(1)], assign(E3)).await;
        assert!(store.done(foreign, operation).await.unwrap().done.is_empty());
        let request = request(&store, foreign, operation).await;
        assert_eq!(store.undo(foreign, &request, stamp()).await.unwrap(), SaveReply::NothingToDo);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
    })
    .await;
}

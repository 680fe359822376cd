//! Permanent deletion: by a person, and when the retention has ended.

use super::accounts::*;
use super::engines::{another_server, each_engine};
use super::fixtures::*;
use super::history::undone;
use super::people::*;
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, Details, Performer};
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::directory::deleted_user::KEPT_MS;
use domain::rules::account_change::AccountChange;
use domain::store::Stamp;
use domain::store::prelude::*;

#[tokio::test]
async fn who_is_deleted_permanently_leaves_no_name_behind() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[(E3, 2)], vec![admin(holding(person(1, "Zuzana"), E3)), admin(person(2, "Bert"))])
                .await;
        saved(&store, scope, &[user_id(1)], revoke(E3)).await;
        let deletion = changed(&store, scope, &[1], AccountChange::Delete).await;
        let operation = changed(&store, scope, &[1, 2], AccountChange::DeletePermanently).await;
        let told = results(&store, scope, operation).await;
        assert_eq!(told, [(user_id(2), "NotDeleted".into()), (user_id(1), "Erased".into())]);
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.kind, shown.counts.changed), (OperationKind::DeletePermanently, 1));
        for sql in [
            "SELECT COUNT(*) FROM users WHERE display_name = 'Zuzana'",
            "SELECT COUNT(*) FROM user_token WHERE token = 'zuzana'",
            "SELECT COUNT(*) FROM operation_user WHERE name = 'Zuzana' OR upn = 'User1@fabrikam.com'",
        ] {
            assert_eq!(number(&store, sql).await, 0, "{sql}");
        }
        assert_eq!(number(&store, "SELECT COUNT(*) FROM user_role").await, 1);
        assert_eq!(deleted_users(&store, scope, "", NOW).await, []);
        // Neither a person nor an undo can restore the user.
        let seen = super::history::preview_undo(&store, scope, deletion).await.unwrap();
        assert_eq!((seen.changed, seen.failed), (0, 1));
        let seen = super::history::preview_undo(&store, scope, operation).await.unwrap();
        assert_eq!((seen.users, seen.changed), (0, 0));
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        assert_eq!(log[0].action, Action::UsersErased);
        let last = log[0].sequence;
        assert!(store.verify_activity(scope, 1, last).await.unwrap().holds());
    })
    .await;
}

#[tokio::test]
async fn the_time_of_the_deleted_ends_after_thirty_days() {
    each_engine(async |store| {
        let scope = customer_of(
            &store,
            &[(E3, 5)],
            (1..=4).map(|number| holding(person(number, &format!("Anna {number}")), E3)).collect(),
        )
        .await;
        let first = changed(&store, scope, &[1, 2], AccountChange::Delete).await;
        let request = asked(&store, scope, listed(&[3]), AccountChange::Delete).await;
        store.change_accounts(scope, &request, Stamp { now: NOW + 1_000, ..stamp() }).await.unwrap();
        assert_eq!(deleted_users(&store, scope, "", NOW + KEPT_MS).await.last().unwrap().days_left, 0);
        assert_eq!(store.purge_deleted_users(NOW, stamp).await.unwrap(), 0);
        assert_eq!(store.purge_deleted_users(NOW + 1, stamp).await.unwrap(), 2);
        assert_eq!(store.purge_deleted_users(NOW + 1, stamp).await.unwrap(), 0);
        let left: Vec<_> = deleted_users(&store, scope, "", NOW).await.iter().map(|row| row.id).collect();
        assert_eq!(left, [user_id(3)]);
        assert_eq!(live(&store, scope).await, [user_id(4)].into());
        assert_eq!(outcomes(&store, scope, first).await[0].name, "");
        let row = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows.remove(0);
        assert_eq!((row.action, row.performer), (Action::UsersErased, Performer::Tenantry));
        assert_eq!(row.details, Details::Purged { users: 2 });
        let by = async |performer| {
            let query = ActivityQuery { performer: Some(performer), ..ActivityQuery::default() };
            store.activity(scope, &query).await.unwrap().rows.iter().map(|row| row.action).collect::<Vec<_>>()
        };
        assert_eq!(by(Performer::Tenantry).await, [Action::UsersErased]);
        assert_eq!(by(Performer::CommandLine).await, [Action::CustomerImported]);
        assert_eq!(by(Performer::OneTimeLink).await, []);
        assert!(store.verify_activity(scope, 1, row.sequence).await.unwrap().holds());
        let gone = changed(&store, scope, &[1], AccountChange::restore()).await;
        assert_eq!(results(&store, scope, gone).await, [(user_id(1), "NotFound".into())]);
    })
    .await;
}

#[tokio::test]
async fn of_two_servers_that_purge_at_once_each_user_goes_once() {
    each_engine(async |store| {
        let other = another_server(&store).await;
        let actor = partner(&store, 1).await;
        for customer_number in [9, 8] {
            let mut directory = company(customer_number, &[]);
            directory.users = (1..=1_200).map(|number| person(number, &format!("Anna {number}"))).collect();
            let scope = customer(&store, &actor, &directory).await;
            changed(&store, scope, &(1..=1_200).collect::<Vec<_>>(), AccountChange::Delete).await;
        }
        let (one, two) =
            tokio::join!(store.purge_deleted_users(NOW + 1, stamp), other.purge_deleted_users(NOW + 1, stamp));
        assert_eq!(one.unwrap() + two.unwrap(), 2_400);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM users").await, 0);
        let rows = number(&store, "SELECT COUNT(*) FROM activity WHERE action = 'Users permanently deleted'").await;
        assert_eq!(rows, 6, "batches of 500 per customer");
    })
    .await;
}

#[tokio::test]
async fn a_restoration_and_the_end_of_the_time_at_once_leave_the_user_whole_or_gone() {
    each_engine(async |store| {
        let other = another_server(&store).await;
        let scope = customer_of(
            &store,
            &[(E3, 20)],
            (1..=8).map(|number| holding(person(number, &format!("Anna {number}")), E3)).collect(),
        )
        .await;
        for number in 1..=8_u128 {
            changed(&store, scope, &[number], AccountChange::Delete).await;
            let restoring = asked(&store, scope, listed(&[number]), AccountChange::restore()).await;
            let (restored, purged) = tokio::join!(
                store.change_accounts(scope, &restoring, stamp()),
                other.purge_deleted_users(NOW + 1, stamp)
            );
            let is_back = live(&store, scope).await.contains(&user_id(number));
            match restored.unwrap() {
                SaveReply::Saved(_) => assert!(is_back && purged.unwrap() == 0),
                SaveReply::Stale(now) => assert!(!is_back && now.failed == 1 && purged.unwrap() == 1),
                reply => panic!("{reply:?}"),
            }
            assert_eq!(store.violations().await.unwrap(), []);
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_deleted_permanently_is_left_out_of_an_undo_of_others() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 5)], vec![holding(person(1, "Anna"), E3), person(2, "Bert")]).await;
        let operation = changed(&store, scope, &[1, 2], AccountChange::Delete).await;
        changed(&store, scope, &[2], AccountChange::DeletePermanently).await;
        let undo = undone(&store, scope, operation).await;
        let told = results(&store, scope, undo).await;
        assert_eq!(told, [(user_id(2), "NotFound".into()), (user_id(1), "Restored".into())]);
    })
    .await;
}

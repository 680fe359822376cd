//! Deleting users, and the list of deleted users.

use super::accounts::*;
use super::engines::each_engine;
use super::fixtures::*;
use super::history::undone;
use super::people::*;
use domain::console::accounts::Who;
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::directory::deleted_user::DeletedUsersQuery;
use domain::directory::page::{Count, Cursor, PageSize};
use domain::rules::account_change::AccountChange;
use domain::store::prelude::*;

#[tokio::test]
async fn who_is_deleted_keeps_nothing_and_stands_among_the_deleted() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5), (VISIO, 5)]);
        directory.groups.push((group(5), "Sales".into()));
        directory.users = vec![
            holding_by(holding(holding(person(1, "Anna"), E3), VISIO), VISIO, group(5)),
            holding(person(2, "Bert"), E3),
            in_error(person(3, "Cyril"), VISIO),
        ];
        let scope = customer(&store, &actor, &directory).await;
        let operation = changed(&store, scope, &[1, 3], AccountChange::Delete).await;
        assert_eq!(live(&store, scope).await, [user_id(2)].into());
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        assert_eq!(seats(&store, scope, VISIO).await.0.consumed, 0);
        assert_eq!(store.user(scope, user_id(1)).await.unwrap(), None);
        assert_eq!(store.customer(scope).await.unwrap().id, scope.customer());
        let rows = deleted_users(&store, scope, "", NOW + 1).await;
        let anna = rows.iter().find(|row| row.id == user_id(1)).unwrap();
        assert_eq!((anna.name.as_str(), anna.upn.as_str()), ("Anna", "User1@fabrikam.com"));
        assert_eq!((anna.deleted, anna.deleted_by.as_deref(), anna.days_left), (NOW, Some("Person 1"), 30));
        // Direct and group licenses, but none in error.
        assert_eq!(lost(anna), ["Microsoft 365 E3", "Visio Plan 2", "Visio Plan 2 (group Sales)"]);
        let cyril = rows.iter().find(|row| row.id == user_id(3)).unwrap();
        assert_eq!(cyril.licenses, []);
        assert_eq!(store.count_deleted_users(scope).await.unwrap(), Count::Exact(2));
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.kind, shown.counts.changed, shown.counts.revoked), (OperationKind::Delete, 2, 2));
        let message = &outcomes(&store, scope, operation).await[0].message;
        assert!(message.starts_with("Deleted, − Microsoft 365 E3"), "{message}");
        assert_eq!(change(&store, scope, listed(&[1, 3]), AccountChange::Delete).await, SaveReply::NothingToDo);
    })
    .await;
}

#[tokio::test]
async fn synced_users_and_the_last_global_admin_are_refused_with_the_reason() {
    each_engine(async |store| {
        let mut users = vec![admin(person(1, "Anna")), admin(person(2, "Bert")), person(3, "Cyril")];
        users[2].directory_synced = true;
        let scope = customer_of(&store, &[], users).await;
        let operation = changed(&store, scope, &[1, 2, 3], AccountChange::Delete).await;
        let told = results(&store, scope, operation).await;
        let expected = [(2, "LastGlobalAdmin"), (3, "DirectorySynced"), (1, "Deleted")];
        assert_eq!(told, expected.map(|(number, result)| (user_id(number), result.to_owned())));
        let messages: Vec<_> = outcomes(&store, scope, operation).await.into_iter().map(|row| row.message).collect();
        assert!(messages[0].contains("last Global admin") && messages[1].contains("on-premises"), "{messages:?}");
    })
    .await;
}

#[tokio::test]
async fn a_license_given_meanwhile_is_shown_before_anybody_is_deleted() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 5)], vec![person(1, "Anna")]).await;
        let request = asked(&store, scope, listed(&[1]), AccountChange::Delete).await;
        saved(&store, scope, &[user_id(1)], assign(E3)).await;
        let reply = store.change_accounts(scope, &request, stamp()).await.unwrap();
        assert!(matches!(reply, SaveReply::Stale(_)), "{reply:?}");
        assert_eq!(live(&store, scope).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_list_is_searched_and_paged_those_deleted_last_first() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[], (1..=60).map(|number| person(number, &format!("Anna Berg{number:02}"))).collect())
                .await;
        let mut expected = Vec::new();
        for (at, numbers) in [[1_u128, 20], [21, 40], [41, 60]].into_iter().enumerate() {
            let numbers: Vec<u128> = (numbers[0]..=numbers[1]).collect();
            let request = asked(&store, scope, listed(&numbers), AccountChange::Delete).await;
            let later = domain::store::Stamp { now: NOW + at as i64, ..stamp() };
            store.change_accounts(scope, &request, later).await.unwrap();
            expected.splice(0..0, numbers.into_iter().rev().map(user_id));
        }
        let size = PageSize::try_from(25).unwrap();
        let page = async |place| {
            let query = DeletedUsersQuery { place, size, ..DeletedUsersQuery::default() };
            let page = store.deleted_users(scope, &query, NOW).await.unwrap();
            let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
            (ids, page.has_previous, page.has_next)
        };
        assert_eq!(page(Cursor::First).await, (expected[..25].to_vec(), false, true));
        assert_eq!(page(Cursor::After(expected[24])).await, (expected[25..50].to_vec(), true, true));
        assert_eq!(page(Cursor::After(expected[49])).await, (expected[50..].to_vec(), true, false));
        assert_eq!(page(Cursor::Before(expected[50])).await, (expected[25..50].to_vec(), true, true));
        assert_eq!(page(Cursor::Last).await, (expected[35..].to_vec(), true, false));
        // An unknown cursor leads to the first page.
        assert_eq!(page(Cursor::After(user_id(1_000))).await.0, expected[..25]);
        let found = async |search: &str| -> Vec<_> {
            deleted_users(&store, scope, search, NOW).await.iter().map(|row| row.id).collect()
        };
        assert_eq!(found("berg07").await, [user_id(7)]);
        assert_eq!(found("anna user58").await, [user_id(58)]);
        assert_eq!(found("nobody").await, []);
    })
    .await;
}

#[tokio::test]
async fn an_import_takes_back_who_is_in_its_files_and_keeps_the_others_deleted_and_found() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5)]);
        directory.users = (1..=4).map(|number| holding(person(number, &format!("Anna {number}")), E3)).collect();
        let scope = customer(&store, &actor, &directory).await;
        let first = changed(&store, scope, &[1, 2], AccountChange::Delete).await;
        // User 1 is in the files again, 2 is not, and 4 is no longer.
        directory.users = vec![directory.users[0].clone(), directory.users[2].clone()];
        let counts = arrive(&store, &actor, &directory, NOW + 5).await;
        assert_eq!((counts.added, counts.updated, counts.removed), (1, 0, 1));
        assert_eq!(live(&store, scope).await, [user_id(1), user_id(3)].into());
        let rows = deleted_users(&store, scope, "anna", NOW + 5).await;
        let rows: Vec<_> = rows.into_iter().map(|row| (row.id, row.deleted_by)).collect();
        assert_eq!(rows, [(user_id(4), None), (user_id(2), Some("Person 1".into()))]);
        // Undoing the deletion restores only users who are still deleted by it.
        let undo = undone(&store, scope, first).await;
        let told = results(&store, scope, undo).await;
        assert_eq!(told, [(user_id(2), "Restored".into()), (user_id(1), "Unchanged".into())]);
        changed(&store, scope, &[4], AccountChange::restore()).await;
        assert_eq!(live(&store, scope).await.len(), 4);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 3);
    })
    .await;
}

#[tokio::test]
async fn thousands_are_deleted_and_restored_at_once() {
    each_engine(async |store| {
        let scope = customer_of(
            &store,
            &[(E3, 5_000), (VISIO, 5_000)],
            (1..=2_000).map(|number| holding(person(number, &format!("Anna {number}")), E3)).collect(),
        )
        .await;
        let selection = select(&store, scope, &(1..=2_000).map(user_id).collect::<Vec<_>>()).await;
        let begun = std::time::Instant::now();
        let reply = change(&store, scope, Who::Selected(selection), AccountChange::Delete).await;
        let SaveReply::Saved(operation) = reply else { panic!("not deleted: {reply:?}") };
        println!("deleted 2,000 in {:?}", begun.elapsed());
        assert_eq!(store.count_deleted_users(scope).await.unwrap(), Count::Exact(2_000));
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 0);
        let begun = std::time::Instant::now();
        undone(&store, scope, operation).await;
        println!("restored 2,000 in {:?}", begun.elapsed());
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 2_000);
        assert_eq!(store.count_deleted_users(scope).await.unwrap(), Count::Exact(0));
    })
    .await;
}

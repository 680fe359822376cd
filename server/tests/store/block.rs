//! Blocking and allowing sign-in.

use super::accounts::*;
use super::engines::each_engine;
use super::fixtures::*;
use super::history::undone;
use super::people::*;
use domain::cases::operations::{Retry, preview_retry};
use domain::console::accounts::{ACCOUNTS_MAX, AccountsRequest, Who};
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, Details};
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::ids::OperationId;
use domain::rules::account_change::AccountChange;
use domain::rules::plan::PlanDigest;
use domain::store::prelude::*;

#[tokio::test]
async fn sign_in_is_blocked_once_and_an_undo_allows_it() {
    each_engine(async |store| {
        let mut users: Vec<_> = (1..=3).map(|number| person(number, &format!("Anna {number}"))).collect();
        users[1].sign_in_allowed = false;
        let scope = customer_of(&store, &[(E3, 5)], users).await;
        let selection = select(&store, scope, &[user_id(1), user_id(2), user_id(3)]).await;
        let request = asked(&store, scope, Who::Selected(selection), AccountChange::Block).await;
        let stamp = stamp();
        let reply = store.change_accounts(scope, &request, stamp).await.unwrap();
        let operation = OperationId::new(stamp.id);
        assert_eq!(reply, SaveReply::Saved(operation));
        // A repeated request is not done again. A different request under the same key is refused.
        assert_eq!(store.change_accounts(scope, &request, super::fixtures::stamp()).await.unwrap(), reply);
        let other = AccountsRequest { change: AccountChange::Allow, ..request.clone() };
        let refused = store.change_accounts(scope, &other, super::fixtures::stamp()).await.unwrap();
        assert_eq!(refused, SaveReply::KeyReused);
        let allowed = async |number| store.user(scope, user_id(number)).await.unwrap().unwrap().user.sign_in_allowed;
        assert_eq!([allowed(1).await, allowed(2).await, allowed(3).await], [false; 3]);
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.kind, shown.counts.changed, shown.counts.unchanged), (OperationKind::Block, 2, 1));
        let told = results(&store, scope, operation).await;
        assert_eq!(told[2], (user_id(2), "Unchanged".into()));
        let undo = undone(&store, scope, operation).await;
        assert_eq!([allowed(1).await, allowed(2).await, allowed(3).await], [true, false, true]);
        let undo = store.operation(scope, undo).await.unwrap().unwrap();
        assert_eq!((undo.kind, undo.undoes), (OperationKind::Allow, Some(operation)));
        undone(&store, scope, undo.id).await;
        assert!(!allowed(1).await);
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        let actions: Vec<_> = log.iter().map(|row| row.action).collect();
        let expected = [Action::SignInBlocked, Action::SignInAllowed, Action::SignInBlocked, Action::CustomerImported];
        assert_eq!(actions, expected);
        assert!(matches!(&log[2].details, Details::Accounts { counts, .. } if counts.changed == 2));
        assert_eq!(change(&store, scope, listed(&[1]), AccountChange::Block).await, SaveReply::NothingToDo);
    })
    .await;
}

#[tokio::test]
async fn the_last_global_admin_keeps_signing_in_until_there_is_another() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[], vec![admin(person(1, "Anna")), admin(person(2, "Bert")), person(3, "Cyril")])
                .await;
        let operation = changed(&store, scope, &[1, 2, 3], AccountChange::Block).await;
        let told = results(&store, scope, operation).await;
        assert_eq!(told[0], (user_id(2), "LastGlobalAdmin".into()));
        assert_eq!(told.len(), 3);
        let retry = preview_retry(&store, scope, operation).await.unwrap();
        assert!(matches!(retry, Some(Retry::StillFails(_))), "{retry:?}");
        // Anna may sign in again, so Bert is no longer the last Global admin.
        changed(&store, scope, &[1], AccountChange::Allow).await;
        assert_eq!(preview_retry(&store, scope, operation).await.unwrap(), Some(Retry::Possible));
        let again = change(&store, scope, Who::FailedIn(operation), AccountChange::Block).await;
        assert!(matches!(again, SaveReply::Saved(_)), "{again:?}");
        assert_eq!(preview_retry(&store, scope, operation).await.unwrap(), Some(Retry::NothingToDo));
    })
    .await;
}

#[tokio::test]
async fn what_was_not_seen_is_not_done() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[], vec![person(1, "Anna"), person(2, "Bert")]).await;
        let request = asked(&store, scope, listed(&[1, 2]), AccountChange::Block).await;
        changed(&store, scope, &[2], AccountChange::Block).await;
        let reply = store.change_accounts(scope, &request, stamp()).await.unwrap();
        assert!(matches!(&reply, SaveReply::Stale(now) if now.changed == 1), "{reply:?}");
        assert_eq!(change(&store, scope, listed(&[]), AccountChange::Block).await, SaveReply::NobodySelected);
        let unseen = AccountsRequest {
            reason: None,
            key: new_key(),
            who: Who::Listed((0..=ACCOUNTS_MAX as u128).map(user_id).collect()),
            change: AccountChange::Block,
            digest: PlanDigest(String::new()),
        };
        let reply = store.change_accounts(scope, &unseen, stamp()).await.unwrap();
        assert_eq!(reply, SaveReply::TooMany(ACCOUNTS_MAX + 1));
    })
    .await;
}

#[tokio::test]
async fn users_and_operations_of_other_customers_are_as_if_they_never_were() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[]);
        directory.users = vec![admin(person(1, "Anna")), admin(person(2, "Bert"))];
        let scope = customer(&store, &actor, &directory).await;
        let operation = changed(&store, scope, &[1, 2], AccountChange::Delete).await;
        let mut other = company(8, &[]);
        other.users = vec![person(3, "Cyril")];
        let stranger = partner(&store, 2).await;
        let foreign = customer(&store, &stranger, &other).await;
        for change_of in
            [AccountChange::Block, AccountChange::Delete, AccountChange::restore(), AccountChange::DeletePermanently]
        {
            let done = changed(&store, foreign, &[1, 2], change_of).await;
            let told = results(&store, foreign, done).await;
            assert!(told.iter().all(|(_, result)| result == "NotFound"), "{told:?}");
        }
        assert_eq!(deleted_users(&store, foreign, "", NOW).await, []);
        assert_eq!(store.count_deleted_users(foreign).await.unwrap(), domain::directory::page::Count::Exact(0));
        let failed = change(&store, foreign, Who::FailedIn(operation), AccountChange::Delete).await;
        assert_eq!(failed, SaveReply::NobodySelected);
        let selection = select(&store, scope, &[user_id(2)]).await;
        let selected = change(&store, foreign, Who::Selected(selection), AccountChange::Block).await;
        assert_eq!(selected, SaveReply::NobodySelected);
        assert_eq!(deleted_users(&store, scope, "", NOW).await.len(), 1);
    })
    .await;
}

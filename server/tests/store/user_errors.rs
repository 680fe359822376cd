//! The mark of users with errors: what sets it, where it leads, and what removes it.

use super::accounts::changed;
use super::engines::each_engine;
use super::fixtures::*;
use super::history::undone;
use super::people::*;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, Details};
use domain::console::errors::ErrorsOf;
use domain::directory::filter::{ReadyFilter, UserFilter};
use domain::directory::user::UserError;
use domain::ids::UserId;
use domain::rules::account_change::AccountChange;
use domain::rules::change::{Change, LocationChange};
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;

fn with_errors() -> UserFilter {
    UserFilter { ready: ReadyFilter::WithErrors, ..UserFilter::default() }
}

async fn marked(store: &SqlStore, scope: CustomerScope) -> Vec<UserId> {
    let query = UserQuery { filter: with_errors(), ..UserQuery::default() };
    let rows = store.users(scope, &query).await.unwrap().rows;
    assert!(rows.iter().all(|row| row.has_errors));
    rows.iter().map(|row| row.id).collect()
}

async fn errors(store: &SqlStore, scope: CustomerScope, number: u128) -> Vec<UserError> {
    store.user(scope, user_id(number)).await.unwrap().unwrap().errors
}

fn everywhere(country: &str) -> Change {
    Change { location: Some(LocationChange::All(country.parse().unwrap())), ..Change::default() }
}

/// Anna may have E3, Bert has no location, Cyril's Visio is in error in the directory. There is one seat of E3.
async fn three(store: &SqlStore) -> CustomerScope {
    let actor = partner(store, 1).await;
    let mut directory = company(9, &[(E3, 1), (VISIO, 3)]);
    let mut nowhere = person(2, "Bert");
    nowhere.location = None;
    directory.users = vec![person(1, "Anna"), nowhere, in_error(person(3, "Cyril"), VISIO)];
    customer(store, &actor, &directory).await
}

#[tokio::test]
async fn whom_a_person_left_out_has_no_error_and_who_failed_has_one_that_leads_to_the_operation() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let operation = saved(&store, scope, &[user_id(1), user_id(2), user_id(3)], assign(E3)).await;
        assert_eq!(marked(&store, scope).await, [user_id(2), user_id(3)]);
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.counts.changed, shown.counts.failed, shown.counts.unchanged), (1, 1, 1));
        let [UserError::Failure { operation: of, message, actor, created }] = &errors(&store, scope, 2).await[..]
        else {
            panic!("Bert has one failure")
        };
        assert_eq!((*of, actor.as_str(), *created), (operation, "Person 1", NOW));
        assert_eq!(message, "Set a location for this user before assigning licenses.");
        let visio =
            UserError::Assignment { product: "Visio Plan 2".into(), group: None, code: "CountViolation".into() };
        assert_eq!(errors(&store, scope, 3).await, [visio]);
        assert_eq!(errors(&store, scope, 1).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_later_success_and_an_undo_take_the_mark_away_and_blocking_does_not() {
    each_engine(async |store| {
        let scope = three(&store).await;
        saved(&store, scope, &[user_id(1), user_id(2)], assign(E3)).await;
        changed(&store, scope, &[2], AccountChange::Block).await;
        assert_eq!(marked(&store, scope).await, [user_id(2), user_id(3)]);
        let located = saved(&store, scope, &[user_id(2)], everywhere("US")).await;
        assert_eq!(marked(&store, scope).await, [user_id(3)]);
        undone(&store, scope, located).await;
        let failing = saved(&store, scope, &[user_id(1), user_id(2)], assign(VISIO)).await;
        assert_eq!(marked(&store, scope).await, [user_id(2), user_id(3)]);
        undone(&store, scope, failing).await;
        assert_eq!(marked(&store, scope).await, [user_id(3)]);
        assert_eq!(errors(&store, scope, 2).await, []);
    })
    .await;
}

#[tokio::test]
async fn errors_are_dismissed_alone_and_for_all_shown_and_stay_so_until_there_is_a_new_one() {
    each_engine(async |store| {
        let scope = three(&store).await;
        saved(&store, scope, &[user_id(1), user_id(2)], assign(VISIO)).await;
        let (of_bert, of_all) = (ErrorsOf::User(user_id(2)), ErrorsOf::Matching(with_errors()));
        assert_eq!(store.dismiss_errors(scope, &of_bert, stamp()).await.unwrap(), 1);
        assert_eq!((marked(&store, scope).await, errors(&store, scope, 2).await), (vec![user_id(3)], Vec::new()));
        assert_eq!(store.dismiss_errors(scope, &of_bert, stamp()).await.unwrap(), 0);
        let nobody = ErrorsOf::Matching(UserFilter { search: "anna".into(), ..UserFilter::default() });
        assert_eq!(store.dismiss_errors(scope, &nobody, stamp()).await.unwrap(), 0);
        assert_eq!(store.dismiss_errors(scope, &of_all, stamp()).await.unwrap(), 1);
        assert_eq!((marked(&store, scope).await, errors(&store, scope, 3).await), (Vec::new(), Vec::new()));
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        let dismissed = |row: usize| (log[row].action, log[row].subject, log[row].details.clone());
        let one = Details::Dismissed { users: 1 };
        assert_eq!(dismissed(0), (Action::ErrorsDismissed, scope.customer().uuid(), one.clone()));
        assert_eq!(dismissed(1), (Action::ErrorsDismissed, user_id(2).uuid(), one));
        saved(&store, scope, &[user_id(1), user_id(2)], assign(E3)).await;
        assert_eq!(marked(&store, scope).await, [user_id(2)]);
    })
    .await;
}

#[tokio::test]
async fn an_import_keeps_failures_and_dismissals_and_tells_of_an_error_that_came_back() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let actor = store.partner_user(scope.actor()).await.unwrap().unwrap().actor;
        let mut directory = company(9, &[(E3, 1), (VISIO, 3)]);
        let mut nowhere = person(2, "Bert");
        nowhere.location = None;
        directory.users = vec![person(1, "Anna"), nowhere, in_error(person(3, "Cyril"), VISIO)];
        saved(&store, scope, &[user_id(1), user_id(2)], assign(VISIO)).await;
        store.dismiss_errors(scope, &ErrorsOf::User(user_id(3)), stamp()).await.unwrap();
        arrive(&store, &actor, &directory, NOW + 1).await;
        assert_eq!(marked(&store, scope).await, [user_id(2)]);
        // Fixed and then in error again: the mark comes back.
        let erring = std::mem::replace(&mut directory.users[2], person(3, "Cyril"));
        arrive(&store, &actor, &directory, NOW + 2).await;
        assert_eq!(marked(&store, scope).await, [user_id(2)]);
        directory.users[2] = erring;
        arrive(&store, &actor, &directory, NOW + 3).await;
        assert_eq!(marked(&store, scope).await, [user_id(2), user_id(3)]);
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_without_a_license_has_an_error_and_who_is_deleted_has_none() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 1)], vec![holding(person(1, "Anna"), E3), person(2, "Bert")]).await;
        let deleted = changed(&store, scope, &[1], AccountChange::Delete).await;
        saved(&store, scope, &[user_id(2)], assign(E3)).await;
        let restored = undone(&store, scope, deleted).await;
        assert_eq!(marked(&store, scope).await, [user_id(1)]);
        let found = errors(&store, scope, 1).await;
        assert!(matches!(&found[..], [UserError::Failure { operation, .. }] if *operation == restored), "{found:?}");
        changed(&store, scope, &[1], AccountChange::Delete).await;
        assert_eq!(marked(&store, scope).await, []);
    })
    .await;
}

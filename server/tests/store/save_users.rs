//! The changes of a save on users: their number of products, and their error mark.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use super::users::ids;
use domain::access::CustomerScope;
use domain::directory::filter::{ReadyFilter, UserFilter};
use domain::ids::UserId;
use domain::rules::change::{Change, LicenseChange, LocationChange};
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;

async fn those(store: &SqlStore, scope: CustomerScope, ready: ReadyFilter) -> Vec<UserId> {
    let query = UserQuery { filter: UserFilter { ready, ..UserFilter::default() }, ..UserQuery::default() };
    ids(&store.users(scope, &query).await.unwrap())
}

#[tokio::test]
async fn a_failure_marks_the_user_until_a_later_save_succeeds() {
    each_engine(async |store| {
        let mut users = vec![person(1, "Anna"), person(2, "Bert")];
        users[1].location = None;
        let scope = customer_of(&store, &[(E3, 1)], users).await;
        let both = [user_id(1), user_id(2)];
        assert_eq!(those(&store, scope, ReadyFilter::WithErrors).await, []);
        let operation = saved(&store, scope, &both, assign(E3)).await;
        assert_eq!(those(&store, scope, ReadyFilter::WithErrors).await, [user_id(2)]);
        // Retry selects only the users who failed.
        let retry = new_selection();
        let reply = store.select_failed(scope, retry, operation, NOW).await.unwrap();
        assert_eq!((reply.count, store.snapshot(scope, retry).await.unwrap().order), (1, vec![user_id(2)]));
        saved(&store, scope, &both[..1], revoke(E3)).await;
        let mended = Change { location: Some(LocationChange::OnlyWithout("US".parse().unwrap())), ..assign(E3) };
        saved(&store, scope, &both[1..], mended).await;
        assert_eq!(those(&store, scope, ReadyFilter::WithErrors).await, []);
        assert_eq!(those(&store, scope, ReadyFilter::Licensed).await, [user_id(2)]);
        assert_eq!(those(&store, scope, ReadyFilter::Unlicensed).await, [user_id(1)]);
    })
    .await;
}

#[tokio::test]
async fn a_license_in_error_marks_the_user_until_it_goes() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 5), (VISIO, 5)], vec![in_error(person(1, "Anna"), E3)]).await;
        saved(&store, scope, &[user_id(1)], assign(VISIO)).await;
        assert_eq!(those(&store, scope, ReadyFilter::WithErrors).await, [user_id(1)]);
        saved(&store, scope, &[user_id(1)], revoke(E3)).await;
        assert_eq!(those(&store, scope, ReadyFilter::WithErrors).await, []);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 0);
        assert_eq!(seats(&store, scope, VISIO).await.0.consumed, 1);
    })
    .await;
}

#[tokio::test]
async fn who_holds_any_license_however_is_marked_as_licensed() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5), (VISIO, 5)]);
        directory.groups.push((group(5), "All staff".into()));
        directory.users = vec![holding_by(person(1, "Anna"), E3, group(5))];
        let scope = customer(&store, &actor, &directory).await;
        let licensed = "SELECT is_licensed FROM users WHERE display_name = 'Anna'";
        let both = licenses(&[(E3, LicenseChange::AssignDirect), (VISIO, LicenseChange::Assign)]);
        saved(&store, scope, &[user_id(1)], both).await;
        assert_eq!(number(&store, licensed).await, 1);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        let less = licenses(&[(E3, LicenseChange::RevokeDirect), (VISIO, LicenseChange::Revoke)]);
        saved(&store, scope, &[user_id(1)], less).await;
        assert_eq!(number(&store, licensed).await, 1);
        let mut none = company(8, &[(VISIO, 5)]);
        none.users = vec![person(2, "Bert")];
        let scope = customer(&store, &actor, &none).await;
        let of_bert = "SELECT is_licensed FROM users WHERE display_name = 'Bert'";
        assert_eq!(number(&store, of_bert).await, 0);
        saved(&store, scope, &[user_id(2)], licenses(&[(VISIO, LicenseChange::Assign)])).await;
        assert_eq!(number(&store, of_bert).await, 1);
        saved(&store, scope, &[user_id(2)], licenses(&[(VISIO, LicenseChange::Revoke)])).await;
        assert_eq!(number(&store, of_bert).await, 0);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_changed_carry_the_new_version() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 5)], vec![person(1, "Anna"), holding(person(2, "Bert"), E3)]).await;
        saved(&store, scope, &[user_id(1), user_id(2)], assign(E3)).await;
        assert_eq!(number(&store, "SELECT version FROM customer").await, 2);
        assert_eq!(number(&store, "SELECT changed FROM users WHERE name_key = 'anna'").await, 2);
        assert_eq!(number(&store, "SELECT changed FROM users WHERE name_key = 'bert'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_user_who_vanished_meanwhile_is_told_as_not_found() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5)]);
        directory.users = vec![person(1, "Anna"), person(2, "Bert")];
        let scope = customer(&store, &actor, &directory).await;
        let selection = select(&store, scope, &[user_id(1), user_id(2)]).await;
        directory.users.pop();
        arrive(&store, &actor, &directory, NOW + 1).await;
        assert_eq!(store.selection_count(scope, selection).await.unwrap(), 1);
        let request = request(&store, scope, selection, assign(E3), Default::default()).await;
        let stamp = stamp();
        store.save(scope, &request, stamp).await.unwrap();
        let operation = domain::ids::OperationId::new(stamp.id);
        let rows = outcomes(&store, scope, operation).await;
        let told: Vec<_> = rows.iter().map(|row| (row.user, row.code.as_deref())).collect();
        assert_eq!(told, [(user_id(2), Some("NotFound")), (user_id(1), None)]);
        assert_eq!(store.user_changes(scope, user_id(1)).await.unwrap().len(), 1);
    })
    .await;
}

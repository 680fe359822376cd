//! Selections: clicks, all matching users, pasted emails, and their owners.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use super::users::{ids, sorted, walk};
use domain::access::CustomerScope;
use domain::access::permission::Permission;
use domain::cases::scope;
use domain::console::selection::{SelectionChange, SelectionReply};
use domain::directory::filter::{ReadyFilter, UserFilter};
use domain::directory::page::Sort;
use domain::ids::{SelectionId, UserId};
use domain::import::customer::{CustomerImport, ImportedUser};
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;

async fn change(
    store: &SqlStore,
    scope: CustomerScope,
    selection: SelectionId,
    change: SelectionChange,
) -> SelectionReply {
    store.change_selection(scope, selection, &change, NOW).await.unwrap()
}

async fn members(store: &SqlStore, scope: CustomerScope, selection: SelectionId) -> Vec<UserId> {
    store.snapshot(scope, selection).await.unwrap().order
}

/// Four users: Anna, Bert, Cyril, Dana.
fn four() -> CustomerImport {
    let mut directory = company(9, &[]);
    let names = ["Anna", "Bert", "Cyril", "Dana"];
    directory.users = (1..).zip(names).map(|(number, name)| person(number, name)).collect();
    directory
}

#[tokio::test]
async fn clicks_add_and_remove() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &four()).await;
        let [anna, bert, cyril, dana] = [1, 2, 3, 4].map(user_id);
        let selection = new_selection();
        // Unknown users are not selected; repeated ones are selected once.
        let reply = click(&store, scope, selection, &[anna, bert, bert, user_id(99)], &[]).await;
        assert_eq!(reply, SelectionReply { count: 2, ..SelectionReply::default() });
        let reply = click(&store, scope, selection, &[dana], &[anna, cyril]).await;
        assert_eq!((reply.count, members(&store, scope, selection).await), (2, vec![bert, dana]));
        let among = store.selected_among(scope, selection, &[anna, bert, cyril]).await.unwrap();
        assert_eq!(among, [bert]);
        assert_eq!(store.selection_count(scope, selection).await.unwrap(), 2);
        let reply = change(&store, scope, selection, SelectionChange::Clear).await;
        assert_eq!((reply.count, members(&store, scope, selection).await), (0, vec![]));
    })
    .await;
}

#[tokio::test]
async fn all_who_match_are_frozen() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5_000)]);
        directory.groups.push((group(5), "All staff".into()));
        directory.users = crowd(150, &[E3], group(5));
        let scope = customer(&store, &actor, &directory).await;
        let filter = UserFilter { ready: ReadyFilter::Licensed, search: "u0".into(), ..UserFilter::default() };
        let licensed = |user: &&ImportedUser| user.licenses.iter().any(|license| license.error.is_none());
        let expected: Vec<&ImportedUser> = directory.users.iter().filter(licensed).collect();
        let selection = new_selection();
        let reply = change(&store, scope, selection, SelectionChange::Matching(filter.clone())).await;
        assert_eq!(reply.count, expected.len() as i64);
        let within = UserQuery { within: Some(selection), ..UserQuery::default() };
        assert_eq!(walk(&store, scope, within.clone()).await, sorted(&expected, Sort::default()));
        // Users who match only later, or no longer match, don't change the selection.
        let mut later = directory.clone();
        later.users.push(holding(person(5_000_000, "Newly matching"), E3));
        later.users.iter_mut().take(75).for_each(|user| user.licenses.clear());
        arrive(&store, &actor, &later, NOW + 1).await;
        assert_eq!(walk(&store, scope, within).await, sorted(&expected, Sort::default()));
        // Matching users are added to the selection, nobody twice.
        let everybody = change(&store, scope, selection, SelectionChange::Matching(UserFilter::default())).await;
        assert_eq!(everybody.count, 151);
    })
    .await;
}

#[tokio::test]
async fn pasted_emails_are_found_in_any_case_and_the_others_are_named() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = four();
        let scope = customer(&store, &actor, &directory).await;
        directory.users.remove(2);
        arrive(&store, &actor, &directory, NOW + 1).await;
        let selection = new_selection();
        let pasted = [" USER1@fabrikam.COM ", "user2@fabrikam.com", "user2@fabrikam.com", "", "user3@fabrikam.com"];
        let unknown = ["Nobody@fabrikam.com", "nobody@fabrikam.com", "'; DROP TABLE users --"];
        let upns = pasted.iter().chain(&unknown).map(|upn| (*upn).to_owned()).collect();
        let reply = change(&store, scope, selection, SelectionChange::Upns(upns)).await;
        assert_eq!(reply.count, 2);
        assert_eq!(reply.found.not_found, ["user3@fabrikam.com", "Nobody@fabrikam.com", "'; DROP TABLE users --"]);
        assert_eq!(members(&store, scope, selection).await, [user_id(1), user_id(2)]);
    })
    .await;
}

#[tokio::test]
async fn somebody_elses_selection_is_as_if_never_used() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = four();
        let scope = customer(&store, &actor, &directory).await;
        let selection = select(&store, scope, &[user_id(1)]).await;
        let colleague = person_of(&store, actor.partner, 2).await;
        let theirs = scope::open(&store, &colleague, Permission::SeeUsers, directory.customer.id, 0)
            .await
            .unwrap()
            .scope()
            .unwrap();
        directory.customer.id = company(10, &[]).customer.id;
        let elsewhere = customer(&store, &actor, &directory).await;
        for foreign in [theirs, elsewhere] {
            assert_eq!(store.selection_count(foreign, selection).await.unwrap(), 0);
            assert_eq!(store.selected_among(foreign, selection, &[user_id(1)]).await.unwrap(), []);
            assert_eq!(members(&store, foreign, selection).await, []);
            let within = UserQuery { within: Some(selection), ..UserQuery::default() };
            assert_eq!(ids(&store.users(foreign, &within).await.unwrap()), []);
            // Nor is it told by an id that somebody else uses: each change does what it does to an id that nobody uses.
            let fresh = new_selection();
            for attempt in [
                SelectionChange::Matching(UserFilter::default()),
                SelectionChange::Clear,
                SelectionChange::Clicks { add: vec![user_id(2)], remove: vec![user_id(1)] },
                SelectionChange::Upns(vec!["user3@fabrikam.com".into()]),
            ] {
                let expected = change(&store, foreign, fresh, attempt.clone()).await;
                assert_eq!(change(&store, foreign, selection, attempt).await, expected);
                assert_eq!(members(&store, foreign, selection).await, members(&store, foreign, fresh).await);
            }
        }
        assert_eq!(members(&store, scope, selection).await, [user_id(1)]);
    })
    .await;
}

#[tokio::test]
async fn idle_selections_are_purged() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &four()).await;
        let idle = select(&store, scope, &[user_id(1), user_id(2)]).await;
        let used = new_selection();
        let add = SelectionChange::Clicks { add: vec![user_id(3)], remove: vec![] };
        store.change_selection(scope, used, &add, NOW).await.unwrap();
        store.change_selection(scope, used, &SelectionChange::Upns(vec![]), NOW + 10).await.unwrap();
        assert_eq!(store.purge_selections(NOW + 10).await.unwrap(), 1);
        assert_eq!(
            (members(&store, scope, idle).await, members(&store, scope, used).await),
            (vec![], vec![user_id(3)])
        );
        assert_eq!(number(&store, "SELECT COUNT(*) FROM selection_user").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_order_of_a_save_is_by_name_then_email() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = four();
        directory.users = vec![person(4, "anna"), person(3, "Žofia"), person(2, "Anna"), person(1, "Bert")];
        let scope = customer(&store, &actor, &directory).await;
        let selection = select(&store, scope, &[1, 2, 3, 4].map(user_id)).await;
        assert_eq!(members(&store, scope, selection).await, [2, 4, 1, 3].map(user_id));
        let query = UserQuery { within: Some(selection), ..UserQuery::default() };
        assert_eq!(store.users(scope, &query).await.unwrap().rows.len(), 4);
    })
    .await;
}

//! Editing many users as a job, and undoing that. Jobs begin above [`ABOVE`] users here.

use super::engines::each_engine;
use super::entries::save_entries;
use super::fixtures::*;
use super::history::undone;
use super::jobs::{ABOVE, crowd, users, work_off};
use domain::access::CustomerScope;
use domain::cases::entries::preview;
use domain::console::accounts::{ACCOUNTS_MAX, Who};
use domain::console::entries::{ENTRIES_MAX, Entries, EntriesRequest};
use domain::console::operation::{Operation, OperationState};
use domain::console::operation_kind::EntriesKind;
use domain::console::save::{SAVE_USERS_MAX, SaveReply};
use domain::directory::profile::TypedProfile;
use domain::ids::{OperationId, UserId};
use domain::rules::change::Change;
use domain::store::prelude::*;
use server::store::SqlStore;

fn same(who: Vec<UserId>, department: &str, licenses: Change) -> Entries {
    let profile = TypedProfile { department: Some(department.into()), ..TypedProfile::default() };
    Entries::Same { who: Who::Listed(who), profile, licenses }
}

async fn ended(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> Operation {
    let mut job = store.next_job(NOW).await.unwrap().unwrap();
    assert_eq!(job.operation(), operation);
    work_off(store, &mut job).await;
    store.operation(scope, operation).await.unwrap().unwrap()
}

async fn departments(store: &SqlStore, department: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM users WHERE COALESCE(department, '') = $1 AND deleted IS NULL";
    sqlx::query_scalar(sql).bind(department.to_owned()).fetch_one(store.read_pool()).await.unwrap()
}

#[tokio::test]
async fn many_are_edited_chunk_by_chunk_and_so_is_the_way_back() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 20).await;
        let operation = save_entries(&store, scope, EntriesKind::Edit, same(users(1..=9), "Sales", assign(E3))).await;
        // A value asked for all users is stored once per chunk.
        let stored = "SELECT COUNT(*) FROM job_chunk WHERE users LIKE '%Sales%Sales%'";
        assert_eq!((number(&store, "SELECT COUNT(*) FROM job_chunk").await, number(&store, stored).await), (3, 0));
        let end = ended(&store, scope, operation).await;
        assert_eq!((end.state, end.counts.changed, end.counts.assigned), (OperationState::Done, 9, 9));
        assert_eq!((departments(&store, "Sales").await, seats(&store, scope, E3).await.0.consumed), (9, 9));
        // One user is changed by somebody else meanwhile and stays so.
        let other =
            save_entries(&store, scope, EntriesKind::Edit, same(users(3..=3), "Legal", Change::default())).await;
        assert_eq!(store.operation(scope, other).await.unwrap().unwrap().state, OperationState::Done);
        let undo = undone(&store, scope, operation).await;
        let end = ended(&store, scope, undo).await;
        assert_eq!((end.undoes, end.counts.changed, end.counts.failed), (Some(operation), 8, 1));
        assert_eq!((departments(&store, "").await, departments(&store, "Legal").await), (8, 1));
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_large_edit_that_is_stopped_keeps_what_was_asked_chunks_together() {
    each_engine(async |store| {
        let store = store.with_jobs_above(1);
        let scope = crowd(&store, 30, 0).await;
        let asked = same(users(1..=30), "Sales", Change::default());
        let operation = save_entries(&store, scope, EntriesKind::Edit, asked).await;
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        store.work_chunk(&mut job, stamp()).await.unwrap();
        store.cancel_operation(scope, operation, stamp()).await.unwrap();
        // 29 chunks of one user each are left. They end in two steps, of twenty and nine.
        assert_eq!(work_off(&store, &mut job).await, 2);
        let end = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((end.state, end.counts.changed, end.counts.failed), (OperationState::Cancelled, 1, 29));
        assert_eq!(store.failed_entries(scope, operation).await.unwrap().len(), 29);
        assert_eq!(store.violations().await.unwrap(), []);
        let again = save_entries(&store, scope, EntriesKind::Edit, Entries::FailedIn(operation)).await;
        assert_eq!(ended(&store, scope, again).await.counts.changed, 29);
        assert_eq!(departments(&store, "Sales").await, 30);
    })
    .await;
}

#[tokio::test]
async fn the_same_may_be_asked_of_more_users_than_something_of_each() {
    each_engine(async |store| {
        let scope = crowd(&store, 1, 1).await;
        let who: Vec<UserId> = (1..=ACCOUNTS_MAX as u128 + 1).map(user_id).collect();
        let asked = same(who, "Sales", Change::default());
        assert_eq!(asked.at_most(), SAVE_USERS_MAX);
        let seen = preview(&store, scope, &asked).await.unwrap().unwrap();
        assert_eq!((seen.summary.changed, seen.summary.failed, seen.lines.len()), (1, ACCOUNTS_MAX, 0));
        let department = TypedProfile { department: Some("Sales".into()), ..TypedProfile::default() };
        let each = (1..=ENTRIES_MAX as u128 + 1)
            .map(|number| super::entries::edited(number, department.clone(), Change::default()));
        let entries = Entries::Each(each.collect());
        assert_eq!(preview(&store, scope, &entries).await.unwrap(), Err(ENTRIES_MAX + 1));
        let digest = seen.summary.digest;
        let request = EntriesRequest { key: new_key(), kind: EntriesKind::Edit, entries, digest, reason: None };
        let reply = store.save_entries(scope, &request, stamp()).await.unwrap();
        assert_eq!(reply, SaveReply::TooMany(ENTRIES_MAX + 1));
    })
    .await;
}

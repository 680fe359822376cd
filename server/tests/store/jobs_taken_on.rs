//! Jobs that servers take over from each other.

use super::engines::each_engine;
use super::entries::{added, save_entries};
use super::fixtures::*;
use super::jobs::{ABOVE, LATER, begun, crowd, shown, users, work_off};
use domain::console::entries::Entries;
use domain::console::operation::{OperationCounts, OperationState};
use domain::console::operation_kind::EntriesKind;
use domain::directory::seats::Seats;
use server::store::SqlStore;
use server::store::chunks::Step;

#[tokio::test]
async fn taking_a_job_on_shuts_out_the_server_that_had_it() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 9).await;
        let (operation, mut first) = begun(&store, scope, &users(1..=9), assign(E3)).await;
        assert_eq!(store.work_chunk(&mut first, stamp()).await.unwrap(), Step::More);
        assert!(store.next_job(NOW).await.unwrap().is_none(), "it is being worked on");
        let mut second = store.next_job(LATER).await.unwrap().unwrap();
        assert_eq!(second.operation(), operation);
        assert_eq!(store.work_chunk(&mut first, stamp()).await.unwrap(), Step::Lost);
        assert_eq!(store.work_chunk(&mut second, stamp()).await.unwrap(), Step::More);
        store.leave_job(&second).await.unwrap();
        let mut third = store.next_job(NOW).await.unwrap().unwrap();
        assert_eq!(store.work_chunk(&mut second, stamp()).await.unwrap(), Step::Lost);
        work_off(&store, &mut third).await;
        assert_eq!(store.work_chunk(&mut third, stamp()).await.unwrap(), Step::Lost);
        assert_eq!(shown(&store, scope, operation).await.counts.changed, 9);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM activity WHERE action = 'Licenses updated'").await, 1);
    })
    .await;
}

/// Four servers take over a job from each other until it has ended.
async fn worked_off_by_four(store: &SqlStore) {
    let server = |number: i64| {
        let store = store.clone();
        tokio::spawn(async move {
            // Each look is an hour later than the last, so every lease seems expired.
            for look in 0..40 {
                let now = LATER * (look * 4 + number + 1);
                if let Some(mut job) = store.next_job(now).await.unwrap() {
                    store.work_chunk(&mut job, stamp()).await.unwrap();
                }
            }
        })
    };
    let servers: Vec<_> = (0..4).map(server).collect();
    for server in servers {
        server.await.unwrap();
    }
    if let Some(mut job) = store.next_job(i64::MAX / 2).await.unwrap() {
        work_off(store, &mut job).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_take_jobs_from_each_other_do_each_user_once() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 60, 60).await;
        let operation = saved(&store, scope, &users(1..=60), assign(E3)).await;
        worked_off_by_four(&store).await;
        let end = shown(&store, scope, operation).await;
        assert_eq!((end.state, end.counts.changed), (OperationState::Done, 60));
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 60, consumed: 60, reserved: 0 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_take_an_upload_from_each_other_add_each_user_once() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 3, 40).await;
        let new = (0..60).map(|number| added(1_000 + number, &format!("New{number:02}"), assign(E3))).collect();
        let operation = save_entries(&store, scope, EntriesKind::Upload, Entries::Each(new)).await;
        assert_eq!(shown(&store, scope, operation).await.state, OperationState::Running);
        worked_off_by_four(&store).await;
        let end = shown(&store, scope, operation).await;
        let counts = OperationCounts {
            users: 60,
            changed: 60,
            failed: 0,
            unchanged: 0,
            assigned: 40,
            revoked: 0,
            direct_removed: 0,
        };
        assert_eq!((end.state, end.counts, end.done_in_part), (OperationState::Done, counts, 20));
        let expected: Vec<(String, String)> = (0..60)
            .map(|number| (user_id(1_000 + number).to_string(), format!("new{number:02}@fabrikam.com")))
            .collect();
        let there: Vec<(String, String)> =
            sqlx::query_as("SELECT id, upn FROM users WHERE upn LIKE 'new%' ORDER BY upn")
                .fetch_all(store.read_pool())
                .await
                .unwrap();
        assert_eq!(there, expected);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM users").await, 63);
        assert_eq!(number(&store, "SELECT COUNT(DISTINCT user_id) FROM operation_user").await, 60);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation_user").await, 60);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM activity WHERE action = 'Users uploaded'").await, 1);
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 40, consumed: 40, reserved: 0 });
    })
    .await;
}

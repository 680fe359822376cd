//! The activity row of a job. It matches the outcomes of all chunks, no matter which server did them and how the job
//! ended.

use super::activity_chain::{drop_triggers, flaws, run, set_triggers, tamper};
use super::engines::each_engine;
use super::fixtures::*;
use super::jobs::{ABOVE, begun, crowd, users, work_off};
use domain::access::CustomerScope;
use domain::console::activity::ActivityQuery;
use domain::console::chain::Flaw;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::chunks::Step;
use server::store::jobs::Job;

/// The number of the job's row, after the row of the import.
const ROW: i64 = 2;

async fn one_chunk(store: &SqlStore) -> (CustomerScope, Job) {
    let scope = crowd(store, 9, 9).await;
    let (_, mut job) = begun(store, scope, &users(1..=9), assign(E3)).await;
    assert_eq!(store.work_chunk(&mut job, stamp()).await.unwrap(), Step::More);
    (scope, job)
}

#[tokio::test]
async fn whatever_is_changed_in_the_outcomes_of_a_job_is_found() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let (scope, mut job) = one_chunk(&store).await;
        work_off(&store, &mut job).await;
        assert_eq!(number(&store, "SELECT COUNT(DISTINCT chunk) FROM operation_user").await, 5);
        assert_eq!(flaws(&store, scope).await, []);
        drop_triggers(&store).await;
        let user = user_id(5);
        let at = format!("user_id = '{user}'");
        for (column, to) in
            [("chunk", "0"), ("chunk", "7"), ("chunk", "NULL"), ("outcome", "'Unchanged'"), ("name", "'Bert'")]
        {
            let found = tamper(&store, scope, "operation_user", column, to, &at).await;
            assert_eq!(found, [Flaw::AboutChanged(ROW)], "{column} = {to}");
        }
        assert_eq!(store.erase_user(scope.customer(), user, stamp()).await.unwrap(), 1);
        assert_eq!(flaws(&store, scope).await, []);
        set_triggers(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_job_that_is_stopped_stands_for_what_was_done() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let (scope, mut job) = one_chunk(&store).await;
        store.cancel_operation(scope, job.operation(), stamp()).await.unwrap();
        assert_eq!(store.work_chunk(&mut job, stamp()).await.unwrap(), Step::Ended);
        let first = job.operation();
        let (_, mut job) = begun(&store, scope, &users(1..=9), assign(VISIO)).await;
        store.cancel_operation(scope, job.operation(), stamp()).await.unwrap();
        assert_eq!(store.work_chunk(&mut job, stamp()).await.unwrap(), Step::Ended);
        assert_eq!(flaws(&store, scope).await, []);
        // The log also contains that the job was stopped.
        let at = format!("id = '{first}'");
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        let row = log.iter().filter(|row| row.subject == first.uuid()).map(|row| row.sequence).max().unwrap();
        let found = tamper(&store, scope, "operation", "state", "'Done'", &at).await;
        assert_eq!(found, [Flaw::AboutChanged(row)]);
    })
    .await;
}

/// An older version stored neither the chunk of an outcome nor the digest of a chunk.
#[tokio::test]
async fn a_job_that_an_older_version_began_ends_with_all_its_outcomes() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let (scope, mut job) = one_chunk(&store).await;
        drop_triggers(&store).await;
        run(&store, "UPDATE operation_user SET chunk = NULL").await.unwrap();
        run(&store, "DELETE FROM job_chunk WHERE digest IS NOT NULL").await.unwrap();
        work_off(&store, &mut job).await;
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation_user WHERE chunk IS NULL").await, 2);
        assert_eq!(flaws(&store, scope).await, []);
        let found = tamper(&store, scope, "operation_user", "outcome", "'Unchanged'", "position = 1000000000").await;
        assert_eq!(found, [Flaw::AboutChanged(ROW)]);
        set_triggers(&store).await;
    })
    .await;
}

//! Runs jobs: those that begin in this process, and those left by another. Removes the rows of deleted customers.

use crate::failpoint::Failpoint;
use crate::store::SqlStore;
use crate::store::chunks::Step;
use crate::store::jobs::Job;
use domain::store::Stamp;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// Interval between looks for jobs that another process left.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Pause between two steps of removing a customer, in which others get the lock of a SQLite database.
const BETWEEN_STEPS: Duration = Duration::from_millis(20);
/// Wait after a database failure.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// The workers of this process.
pub struct Jobs {
    stop: watch::Sender<bool>,
    worker: JoinHandle<()>,
    remover: JoinHandle<()>,
}

impl Jobs {
    /// Starts the workers.
    pub fn start(store: SqlStore) -> Self {
        let (stop, stopping) = watch::channel(false);
        let remover = tokio::spawn(remove_customers(store.clone(), stopping.clone()));
        Self { stop, worker: tokio::spawn(work_off(store, stopping)), remover }
    }

    /// Stops after the chunks in progress. The next server to start goes on with unfinished work.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for worker in [self.worker, self.remover] {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker failed");
            }
        }
    }
}

async fn work_off(store: SqlStore, mut stopping: watch::Receiver<bool>) {
    if let Err(error) = store.take_over().await {
        tracing::warn!(%error, "unfinished jobs are taken over later");
    }
    let mut working = JoinSet::new();
    while !*stopping.borrow() {
        match store.next_job(crate::time::now()).await {
            Ok(Some(job)) => {
                tracing::info!(operation = %job.operation(), "working on a job");
                working.spawn(work_on(store.clone(), job, stopping.clone()));
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "could not look for jobs"),
        }
        tokio::select! {
            () = store.job_begun() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stopping.changed() => {}
        }
        while working.try_join_next().is_some() {}
    }
    while working.join_next().await.is_some() {}
}

/// Removes the rows of deleted customers, step by step. Others write between two steps.
async fn remove_customers(store: SqlStore, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let wait = match store.remove_deleted_customer(crate::time::now()).await {
            Ok(true) => BETWEEN_STEPS,
            Ok(false) => LOOK_EVERY,
            Err(error) => {
                tracing::warn!(%error, "rows of a deleted customer were not removed; it is tried again");
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// Works on a job until it ends, is lost, or this process stops.
async fn work_on(store: SqlStore, mut job: Job, stopping: watch::Receiver<bool>) {
    let operation = job.operation();
    loop {
        let stamp = Stamp { id: operation.uuid(), ..crate::time::stamp() };
        match store.work_chunk(&mut job, stamp).await {
            Ok(Step::More) if !*stopping.borrow() => Failpoint::BetweenChunks.pass(),
            Ok(Step::More) => {
                tracing::info!(%operation, "a job is left for the next server");
                if let Err(error) = store.leave_job(&job).await {
                    tracing::warn!(%operation, %error, "a job's lease was not ended");
                }
                return;
            }
            Ok(Step::Ended) => return tracing::info!(%operation, "a job has ended"),
            Ok(Step::Lost) => return tracing::warn!(%operation, "a job was taken over by another server"),
            Err(error) => {
                tracing::warn!(%operation, %error, "a chunk of a job failed; it is tried again");
                if *stopping.borrow() {
                    return;
                }
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }
}

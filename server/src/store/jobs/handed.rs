//! The jobs that this process began and has not yet worked on.

use crate::store::jobs::Job;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// Jobs that began in this process, with their plans. They wake the worker of this process. A process without a worker
/// leaves them to other processes once their lease has run out.
#[derive(Debug, Default)]
pub struct HandedJobs {
    jobs: Mutex<VecDeque<Job>>,
    woken: Notify,
}

impl HandedJobs {
    pub(super) fn push(&self, job: Job) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).push_back(job);
        self.woken.notify_one();
    }

    pub(in crate::store) fn pop(&self) -> Option<Job> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// Waits until a job begins in this process.
    pub(in crate::store) async fn begun(&self) {
        self.woken.notified().await;
    }
}

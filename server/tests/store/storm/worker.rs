//! Workers that carry out jobs, one on each server. Each is sometimes taken for dead by another.

use super::client::until_answered;
use crate::dice::Dice;
use crate::fixtures::*;
use domain::store::StoreError;
use server::store::SqlStore;
use server::store::chunks::Step;
use server::store::jobs::Job;
use std::ops::AddAssign;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

/// After an hour every lease has expired.
const HOUR: i64 = 3_600_000;

/// State shared by all workers.
pub struct Workplace {
    /// The clock of workers that take others for dead. The clock of all others stands still.
    clock: AtomicI64,
    /// Whether saving has ended.
    is_over: AtomicBool,
}

impl Default for Workplace {
    fn default() -> Self {
        Self { clock: AtomicI64::new(NOW), is_over: AtomicBool::new(false) }
    }
}

impl Workplace {
    /// Tells workers to stop once all jobs have ended.
    pub fn close(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    fn an_hour_later(&self) -> i64 {
        self.clock.fetch_add(HOUR, Ordering::Relaxed) + HOUR
    }
}

/// The work done by workers.
#[derive(Default)]
pub struct Worked {
    pub chunks: u64,
    /// Jobs left, or lost to other workers.
    pub left: u64,
    pub lost: u64,
}

impl AddAssign for Worked {
    fn add_assign(&mut self, other: Self) {
        self.chunks += other.chunks;
        self.left += other.left;
        self.lost += other.lost;
    }
}

/// Carries out jobs until all have ended and nobody saves any more.
pub async fn work_off(store: SqlStore, mut dice: Dice, place: Arc<Workplace>) -> Worked {
    let mut worked = Worked::default();
    loop {
        let now = if dice.roll(8) == 0 { place.an_hour_later() } else { NOW };
        match until_answered(|| store.next_job(now)).await {
            Some(job) => work_on(&store, &mut dice, job, &mut worked).await,
            None if place.is_over.load(Ordering::Relaxed) && number(&store, "SELECT COUNT(*) FROM job").await == 0 => {
                return worked;
            }
            None => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Works on a job until it ends or is lost. Sometimes leaves it, or abandons it like a dying server.
async fn work_on(store: &SqlStore, dice: &mut Dice, mut job: Job, worked: &mut Worked) {
    loop {
        match store.work_chunk(&mut job, stamp()).await {
            Err(StoreError::Unavailable(words)) => println!("again: {words}"),
            Err(error) => panic!("{error}"),
            Ok(Step::Lost) => {
                worked.lost += 1;
                return;
            }
            Ok(Step::Ended) => {
                worked.chunks += 1;
                return;
            }
            Ok(Step::More) => worked.chunks += 1,
        }
        match dice.roll(12) {
            0 => return worked.left += 1,
            1 => {
                worked.left += 1;
                return until_answered(|| store.leave_job(&job)).await;
            }
            _ => {}
        }
    }
}

//! Thirty-two people of different roles, applications and people of the customer's portal work on one customer at once, for
//! half a minute on both engines: they assign, revoke, undo, buy, confirm orders, import other seats, and repeat requests. Relationships
//! are required, and the roles of two are taken away and given back all the time.
//! Meanwhile, workers carry out their large saves as jobs, and lose the jobs to each other. Afterwards nothing is missing and
//! nothing is done twice. A sequential model in memory explains every answer and every chunk.
//!
//! `TENANTRY_STORM_SECONDS` sets the length.

mod client;
mod crew;
mod history;
mod jobs;
mod replay;
mod roles;
mod worker;

use super::dice::{Dice, PRODUCTS};
use super::engines::{all_engines, another_server};
use super::fixtures::*;
use super::model::Model;
use super::people::group;
use super::relationships::in_force_at;
use client::{Client, Shared};
use domain::import::customer::CustomerImport;
use domain::store::prelude::*;
use history::{History, Record, note_order, version};
use replay::Replay;
use roles::take_and_give;
use server::store::SqlStore;
use std::sync::Arc;
use std::time::{Duration, Instant};
use worker::{Worked, Workplace, work_off};

const CLIENTS: u64 = 32;
const USERS: u64 = 300;
/// The last users are changed less often, so that a large save still finds them as in its preview.
const QUIET: u64 = 100;
/// A save for more users than this is a job, in chunks of [`CHUNK_USERS`].
const JOB_ABOVE: usize = 12;
const CHUNK_USERS: usize = 6;
/// Number of servers on the same database. The people are spread evenly over them.
const SERVERS: u64 = 3;

/// A number from the environment, for longer runs.
pub fn from_environment(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().map_or(otherwise, |text| text.parse().expect("a whole number"))
}

fn directory(dice: &mut Dice) -> CustomerImport {
    let mut directory = company(9, &PRODUCTS.map(|part_number| (part_number, 120)));
    directory.groups = vec![(group(5), "All staff".into()), (group(6), "Sales".into())];
    directory.users = (1..=USERS).map(|number| dice.user(number)).collect();
    directory
}

/// Lets everybody work until the time is over and all jobs have ended. Returns also the customer's version before.
async fn storm(store: &SqlStore, base: &CustomerImport, length: Duration) -> (History, Worked, i64) {
    let mut servers = vec![store.clone()];
    for _ in 1..SERVERS {
        servers.push(another_server(store).await.with_jobs_above(JOB_ABOVE));
    }
    let (first, scope) = in_force_at(store, base).await;
    note_order(store).await;
    let crew = crew::gather(store, &first, base.customer.id, CLIENTS).await;
    let began = version(store, scope).await;
    let until = Instant::now() + length;
    let shared = Arc::new(Shared::of(base.clone(), until));
    let place = Arc::new(Workplace::default());
    let at_work = |(number, server): (u64, &SqlStore)| {
        tokio::spawn(work_off(server.clone(), Dice(number + 1_000), place.clone()))
    };
    let workers: Vec<_> = (0..).zip(&servers).map(at_work).collect();
    let mut working = Vec::new();
    let unsteady: Vec<_> = crew.iter().filter(|one| one.is_unsteady).map(|one| one.actor.clone()).collect();
    for (number, member) in (0..).zip(crew) {
        let server = servers[(number % SERVERS) as usize].clone();
        let client = Client::of(server, member, number, shared.clone()).await;
        working.push(tokio::spawn(client.work()));
    }
    let taking = tokio::spawn(take_and_give(store.clone(), first, unsteady, shared.roles.clone(), until));
    let mut history = History::default();
    for client in working {
        history.append(client.await.unwrap());
    }
    assert!(taking.await.unwrap() > 0, "no role was taken away");
    place.close();
    let mut worked = Worked::default();
    for worker in workers {
        worked += worker.await.unwrap();
    }
    (history, worked, began)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_model_explains_what_thirty_two_people_did_at_once() {
    let length = Duration::from_secs(from_environment("TENANTRY_STORM_SECONDS", 30));
    all_engines(async |store| {
        let store = store.with_jobs_above(JOB_ABOVE);
        let base = directory(&mut Dice(2026));
        let (history, Worked { chunks, left, lost }, began) = storm(&store, &base, length).await;
        let jobs = number(&store, "SELECT COUNT(*) FROM operation WHERE user_count > 12").await;
        let stopped = number(&store, "SELECT COUNT(*) FROM operation WHERE state = 'Cancelled'").await;
        println!("{:?}: {}", store.dialect(), history.figures(length));
        assert!(history.lacked > 0, "nobody was denied anything without a role");
        assert!(history.denied > history.lacked, "nobody was denied anything else");
        println!("  of these {jobs} jobs in {chunks} chunks, {stopped} stopped; left {left} times, lost {lost} times");
        let everybody: Vec<_> = (1..=u128::from(USERS)).map(user_id).collect();
        let (scope, selection) = history.look(&store, &everybody).await;
        let held = store.snapshot(scope, selection).await.unwrap();
        let record = Record::read(&store).await;
        let last = version(&store, scope).await;
        let stops = number(&store, "SELECT COUNT(*) FROM activity WHERE action = 'Stop requested'").await;
        let model =
            tokio::task::spawn_blocking(move || Replay::of(Model::new(base), history, record).run(began, last, stops));
        let mut model = model.await.unwrap();
        let live = everybody.into_iter().filter(|user| model.users.contains_key(user)).collect();
        model.selections.insert(selection, live);
        assert_eq!(held, model.snapshot(selection), "the directory is not what the model holds");
        for part_number in PRODUCTS {
            let (seats, over) = seats(&store, scope, part_number).await;
            assert_eq!(over, (seats.consumed - seats.owned).max(0), "{part_number}: {seats:?}");
        }
    })
    .await;
}

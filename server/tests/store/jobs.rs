//! Jobs: saves for many users, carried out chunk by chunk. Jobs begin above [`ABOVE`] users here.

use super::engines::each_engine;
use super::fixtures::*;
use super::history::preview_undo;
use super::people::*;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, Details};
use domain::console::operation::{Operation, OperationCounts, OperationState, OutcomeTab};
use domain::console::save::{SaveReply, UndoRequest};
use domain::directory::page::{Cursor, PageSize};
use domain::directory::seats::Seats;
use domain::ids::{OperationId, UserId};
use domain::rules::change::{Change, LicenseChange};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::chunks::Step;
use server::store::jobs::Job;

pub const ABOVE: usize = 4;
/// A time at which every lease has expired.
pub const LATER: i64 = NOW + 3_600_000;

/// A customer with this many unlicensed users and seats of E3, and 20 seats of Visio.
pub async fn crowd(store: &SqlStore, users: u128, seats: i64) -> CustomerScope {
    customer_of(
        store,
        &[(E3, seats), (VISIO, 20)],
        (1..=users).map(|number| person(number, &format!("Anna {number:03}"))).collect(),
    )
    .await
}

pub fn users(numbers: std::ops::RangeInclusive<u128>) -> Vec<UserId> {
    numbers.map(user_id).collect()
}

/// Begins a save and returns its job.
pub async fn begun(store: &SqlStore, scope: CustomerScope, users: &[UserId], change: Change) -> (OperationId, Job) {
    let operation = saved(store, scope, users, change).await;
    assert_eq!(shown(store, scope, operation).await.state, OperationState::Running);
    (operation, store.next_job(NOW).await.unwrap().unwrap())
}

pub async fn shown(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> Operation {
    store.operation(scope, operation).await.unwrap().unwrap()
}

/// Runs a job to its end and returns the number of its chunks.
pub async fn work_off(store: &SqlStore, job: &mut Job) -> usize {
    let mut chunks = 0;
    loop {
        chunks += 1;
        match store.work_chunk(job, stamp()).await.unwrap() {
            Step::More => {}
            Step::Ended => return chunks,
            Step::Lost => panic!("the job was lost"),
        }
    }
}

pub async fn outcomes(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> Vec<(UserId, String, String)> {
    let size = PageSize::ALL.into_iter().max_by_key(|size| size.get()).unwrap();
    let page = store.outcomes(scope, operation, OutcomeTab::All, Cursor::First, size).await.unwrap();
    page.rows.into_iter().map(|row| (row.user, row.outcome.as_str().to_owned(), row.message)).collect()
}

#[tokio::test]
async fn a_job_does_what_a_save_does() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 9).await;
        saved(&store, scope, &users(2..=3), assign(E3)).await;
        let (operation, mut job) = begun(&store, scope, &users(1..=9), assign(E3)).await;
        let actor = store.partner_user(scope.actor()).await.unwrap().unwrap().actor;
        let running = store.running_operations(&actor, NOW).await.unwrap();
        assert_eq!((running.len(), running[0].id, running[0].users, running[0].done), (1, operation, 9, 0));
        assert_eq!(store.work_chunk(&mut job, stamp()).await.unwrap(), Step::More);
        let counts = shown(&store, scope, operation).await.counts;
        assert_eq!(
            counts,
            OperationCounts {
                users: 9,
                changed: 1,
                failed: 0,
                unchanged: 1,
                assigned: 1,
                revoked: 0,
                direct_removed: 0
            }
        );
        assert_eq!(work_off(&store, &mut job).await, 4);
        let end = shown(&store, scope, operation).await;
        assert_eq!(end.state, OperationState::Done);
        let all = OperationCounts {
            users: 9,
            changed: 7,
            failed: 0,
            unchanged: 2,
            assigned: 7,
            revoked: 0,
            direct_removed: 0,
        };
        assert_eq!(end.counts, all);
        assert_eq!(outcomes(&store, scope, operation).await.len(), 9);
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 9, consumed: 9, reserved: 0 }, 0));
        assert!(store.next_job(LATER).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn failures_come_first_whichever_chunk_they_are_in() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 20)]);
        directory.users = (1..=9).map(|number| person(number, &format!("Anna {number:03}"))).collect();
        for place in [3, 8] {
            directory.users[place].location = None;
        }
        directory.users[0] = holding(directory.users[0].clone(), E3);
        let scope = customer(&store, &actor, &directory).await;
        let (operation, mut job) = begun(&store, scope, &users(1..=9), assign(E3)).await;
        work_off(&store, &mut job).await;
        let told: Vec<UserId> = outcomes(&store, scope, operation).await.into_iter().map(|row| row.0).collect();
        assert_eq!(told, [4, 9, 2, 3, 5, 6, 7, 8, 1].map(user_id));
    })
    .await;
}

#[tokio::test]
async fn its_seats_are_set_aside_and_those_left_over_come_free() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 10, 9).await;
        let (_, mut job) = begun(&store, scope, &users(1..=8), assign(E3)).await;
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 9, consumed: 0, reserved: 8 });
        saved(&store, scope, &users(9..=9), assign(E3)).await;
        let short = save(&store, scope, &users(10..=10), assign(E3)).await;
        assert_eq!(short, SaveReply::NothingToDo);
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 9, consumed: 1, reserved: 8 });
        // One of the users is deleted before their chunk.
        sqlx::query("UPDATE users SET deleted = 1 WHERE id = $1")
            .bind(user_id(8).to_string())
            .execute(store.read_pool())
            .await
            .unwrap();
        sqlx::query("UPDATE customer SET live_users = live_users - 1, version = version + 1")
            .execute(store.read_pool())
            .await
            .unwrap();
        work_off(&store, &mut job).await;
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 9, consumed: 8, reserved: 0 });
    })
    .await;
}

#[tokio::test]
async fn seats_in_order_go_to_the_same_users_as_at_once() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 5).await;
        let selection = select(&store, scope, &users(1..=9)).await;
        let both = licenses(&[(E3, LicenseChange::Assign), (VISIO, LicenseChange::Assign)]);
        let nobody = request(&store, scope, selection, both.clone(), ShortagePolicy::EverybodyOrNobody).await;
        assert!(matches!(store.save(scope, &nobody, stamp()).await.unwrap(), SaveReply::SeatsShort(_)));
        let (operation, mut job) = begun(&store, scope, &users(1..=9), both).await;
        // Seats bought meanwhile don't change a save that is already decided.
        let bought = domain::console::purchase::BuyRequest {
            key: new_key(),
            sku_id: sku(E3),
            quantity: 3.try_into().unwrap(),
            reason: None,
        };
        store.buy(scope, &bought, stamp()).await.unwrap();
        work_off(&store, &mut job).await;
        let told = outcomes(&store, scope, operation).await;
        let left_out: Vec<UserId> = told.iter().filter(|row| row.1 == "LeftOut").map(|row| row.0).collect();
        assert_eq!(left_out, users(6..=9));
        assert_eq!(told[8].2, "Unchanged by choice: no license of Microsoft 365 E3 is left for this user.");
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 8, consumed: 5, reserved: 0 });
        assert_eq!(seats(&store, scope, VISIO).await.0, Seats { owned: 20, consumed: 5, reserved: 0 });
    })
    .await;
}

#[tokio::test]
async fn who_was_changed_meanwhile_gets_what_still_fits() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 8, 8).await;
        saved(&store, scope, &users(8..=8), assign(E3)).await;
        let (operation, mut job) = begun(&store, scope, &users(1..=8), assign(E3)).await;
        // One user got the license elsewhere; another lost it and needs it again.
        saved(&store, scope, &users(8..=8), revoke(E3)).await;
        store.work_chunk(&mut job, stamp()).await.unwrap();
        saved(&store, scope, &users(7..=7), assign(E3)).await;
        work_off(&store, &mut job).await;
        let told = outcomes(&store, scope, operation).await;
        assert_eq!(told.iter().filter(|row| row.1 == "Assigned").count(), 7, "{told:?}");
        assert_eq!(told.iter().filter(|row| row.1 == "Unchanged").map(|row| row.0).collect::<Vec<_>>(), users(7..=7));
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 8, consumed: 8, reserved: 0 });
    })
    .await;
}

#[tokio::test]
async fn stopping_keeps_what_is_done_and_leaves_the_rest() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 9).await;
        let (operation, mut job) = begun(&store, scope, &users(1..=9), assign(E3)).await;
        store.work_chunk(&mut job, stamp()).await.unwrap();
        for _ in 0..2 {
            store.cancel_operation(scope, operation, stamp()).await.unwrap();
        }
        assert_eq!(store.work_chunk(&mut job, stamp()).await.unwrap(), Step::Ended);
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        let told: Vec<_> = log[..2].iter().map(|row| (row.action, row.subject)).collect();
        let of = operation.uuid();
        assert_eq!(told, [(Action::LicensesUpdated, of), (Action::StopRequested, of)], "asked twice, told once");
        assert_eq!(log[1].details, Details::Stop { done: 2, users: 9 });
        let end = shown(&store, scope, operation).await;
        assert_eq!((end.state, end.counts.users, end.counts.changed), (OperationState::Cancelled, 9, 2));
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 9, consumed: 2, reserved: 0 });
        store.cancel_operation(scope, operation, stamp()).await.unwrap();
        let digest = preview_undo(&store, scope, operation).await.unwrap().digest;
        let undo = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
        assert!(matches!(store.undo(scope, &undo, stamp()).await.unwrap(), SaveReply::Saved(_)));
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 0);
    })
    .await;
}

#[tokio::test]
async fn an_undo_of_many_is_a_job_and_waits_for_what_it_undoes() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 9).await;
        let (operation, mut job) = begun(&store, scope, &users(1..=9), assign(E3)).await;
        store.work_chunk(&mut job, stamp()).await.unwrap();
        let digest = preview_undo(&store, scope, operation).await.unwrap().digest;
        let early = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
        assert_eq!(store.undo(scope, &early, stamp()).await.unwrap(), SaveReply::StillRunning);
        work_off(&store, &mut job).await;
        saved(&store, scope, &users(2..=2), revoke(E3)).await;
        saved(&store, scope, &users(2..=2), assign(VISIO)).await;
        let digest = preview_undo(&store, scope, operation).await.unwrap().digest;
        let undo = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
        let SaveReply::Saved(undone) = store.undo(scope, &undo, stamp()).await.unwrap() else { panic!("not undone") };
        let begun_here = store.next_job(NOW).await.unwrap().unwrap();
        // The job is continued by a server that does not know the plan.
        store.leave_job(&begun_here).await.unwrap();
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        saved(&store, scope, &users(9..=9), assign(VISIO)).await;
        work_off(&store, &mut job).await;
        let end = shown(&store, scope, undone).await;
        assert_eq!((end.counts.changed, end.counts.unchanged, end.counts.failed), (8, 1, 0));
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 0);
    })
    .await;
}

#[tokio::test]
async fn the_same_request_again_gives_the_running_operation() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 9).await;
        let selection = select(&store, scope, &users(1..=9)).await;
        let asked = request(&store, scope, selection, assign(E3), ShortagePolicy::EverybodyOrNobody).await;
        let first = store.save(scope, &asked, stamp()).await.unwrap();
        assert_eq!(store.save(scope, &asked, stamp()).await.unwrap(), first);
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        work_off(&store, &mut job).await;
        assert_eq!(store.save(scope, &asked, stamp()).await.unwrap(), first);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation").await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_import_in_the_middle_takes_no_seat_away_unsaid() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 9).await;
        let (operation, mut job) = begun(&store, scope, &users(1..=9), assign(E3)).await;
        store.work_chunk(&mut job, stamp()).await.unwrap();
        let actor = store.partner_user(scope.actor()).await.unwrap().unwrap().actor;
        // The files are older than the save: nobody holds anything, and there are only three seats.
        let mut directory = company(9, &[(E3, 3), (VISIO, 20)]);
        directory.users = (1..=9).map(|number| person(number, &format!("Anna {number:03}"))).collect();
        arrive(&store, &actor, &directory, NOW).await;
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 3, consumed: 0, reserved: 7 }, 4));
        work_off(&store, &mut job).await;
        assert_eq!(shown(&store, scope, operation).await.counts.changed, 9);
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 3, consumed: 7, reserved: 0 }, 4));
    })
    .await;
}

#[tokio::test]
async fn a_job_of_another_customer_can_not_be_stopped() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 9).await;
        let other = partner(&store, 2).await;
        let foreign = customer(&store, &other, &company(8, &[(E3, 1)])).await;
        let (operation, mut job) = begun(&store, scope, &users(1..=9), assign(E3)).await;
        store.cancel_operation(foreign, operation, stamp()).await.unwrap();
        assert!(store.running_operations(&other, NOW).await.unwrap().is_empty());
        work_off(&store, &mut job).await;
        assert_eq!(shown(&store, scope, operation).await.state, OperationState::Done);
    })
    .await;
}

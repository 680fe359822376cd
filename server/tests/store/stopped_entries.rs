//! Stopping a job that adds or edits users: the users it did not reach are kept.

use super::accounts::live;
use super::engines::each_engine;
use super::entries::{added, each, edited, save_entries, two_users};
use super::fixtures::*;
use super::jobs::{ABOVE, work_off};
use domain::cases::operations::{Retry, preview_retry};
use domain::console::entries::Entries;
use domain::console::operation::OperationState;
use domain::console::operation_kind::EntriesKind;
use domain::directory::profile::TypedProfile;
use domain::rules::change::Change;
use domain::rules::entries::UserEntry;
use domain::store::prelude::*;

#[tokio::test]
async fn who_was_not_reached_before_saving_was_stopped_is_kept_in_order_and_can_be_saved_after_all() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = two_users(&store, 9).await;
        let mut entries: Vec<UserEntry> =
            (0..9).map(|number| added(1_000 + number, &format!("P{number}"), assign(E3))).collect();
        entries[1] = added(2_500, "User2", assign(E3));
        let department = TypedProfile { department: Some("Geheim".into()), ..TypedProfile::default() };
        entries.push(edited(1, department, Change::default()));
        let operation = each(&store, scope, EntriesKind::Upload, &entries).await;
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        store.work_chunk(&mut job, stamp()).await.unwrap();
        store.cancel_operation(scope, operation, stamp()).await.unwrap();
        assert_eq!(work_off(&store, &mut job).await, 1);
        let end = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((end.state, end.lists_unreached()), (OperationState::Cancelled, true));
        assert_eq!((end.counts.users, end.counts.changed, end.counts.failed), (10, 3, 7));
        let failed = store.failed_entries(scope, operation).await.unwrap();
        let kept: Vec<UserEntry> = failed.iter().map(|failed| failed.entry.clone()).collect();
        assert_eq!(kept, [&entries[1..2], &entries[4..]].concat());
        assert!(failed[0].words.contains("belongs to another user"), "{}", failed[0].words);
        let why = "Not saved: saving was stopped before this user.";
        assert!(failed[1..].iter().all(|failed| failed.words == why && !failed.only_licenses));
        assert_eq!((failed[1].upn.as_str(), failed[6].upn.as_str()), ("p4@fabrikam.com", "User1@fabrikam.com"));
        assert_eq!(store.user(scope, user_id(1)).await.unwrap().unwrap().user.department, None);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 3);
        assert_eq!(store.select_failed(scope, new_selection(), operation, NOW).await.unwrap().count, 0);
        assert_eq!(store.violations().await.unwrap(), []);

        assert_eq!(preview_retry(&store, scope, operation).await.unwrap(), Some(Retry::Possible));
        let again = save_entries(&store, scope, EntriesKind::Upload, Entries::FailedIn(operation)).await;
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        work_off(&store, &mut job).await;
        let end = store.operation(scope, again).await.unwrap().unwrap();
        assert_eq!((end.state, end.counts.changed, end.counts.failed), (OperationState::Done, 6, 1));

        let kept = "SELECT COUNT(*) FROM operation_user WHERE profile LIKE '%Geheim%'";
        assert_eq!(number(&store, kept).await, 2);
        store.erase_user(scope.customer(), user_id(1), stamp()).await.unwrap();
        assert_eq!(number(&store, kept).await, 0);
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_is_stopped_before_its_first_chunk_keeps_all_that_was_asked() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = two_users(&store, 9).await;
        let entries: Vec<UserEntry> =
            (0..6).map(|number| added(1_000 + number, &format!("P{number}"), assign(E3))).collect();
        let operation = each(&store, scope, EntriesKind::Upload, &entries).await;
        store.cancel_operation(scope, operation, stamp()).await.unwrap();
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        assert_eq!(work_off(&store, &mut job).await, 1);
        let failed = store.failed_entries(scope, operation).await.unwrap();
        assert_eq!(failed.into_iter().map(|failed| failed.entry).collect::<Vec<_>>(), entries);
        assert_eq!(live(&store, scope).await, [user_id(1), user_id(2)].into());
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

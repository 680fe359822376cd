//! Offboarding users, undoing that, and planned deletions that become due.

use super::accounts::*;
use super::engines::{another_server, each_engine};
use super::fixtures::*;
use super::history::undone;
use super::people::*;
use domain::access::CustomerScope;
use domain::cases::operations::{Retry, preview_retry};
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, Performer};
use domain::console::operation_kind::OperationKind;
use domain::console::passwords::Handover;
use domain::console::save::SaveReply;
use domain::directory::day::Day;
use domain::directory::filter::{ReadyFilter, UserFilter};
use domain::directory::page::Count;
use domain::ids::UserId;
use domain::import::customer::CustomerImport;
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use domain::rules::restore::Without;
use domain::store::prelude::*;
use domain::store::{Stamp, UserQuery};
use server::store::SqlStore;

/// The day after [`NOW`].
fn tomorrow() -> Day {
    Day::of(NOW).unwrap().after(1).unwrap()
}

fn everything(delete: DeleteWhen) -> AccountChange {
    AccountChange::Offboard(Offboarding { block: true, revoke: Revoke::All, reset: true, delete })
}

/// Anna with E3 and, through a group, Visio; Bert with Visio; Cyril with neither.
fn three_people(number: u128) -> CustomerImport {
    let mut directory = company(number, &[(E3, 5), (VISIO, 5)]);
    directory.groups.push((group(5), "Sales".into()));
    let anna = holding_by(holding(person(1, "Anna"), E3), VISIO, group(5));
    directory.users = vec![anna, holding(person(2, "Bert"), VISIO), person(3, "Cyril")];
    directory
}

async fn three(store: &SqlStore) -> CustomerScope {
    let actor = partner(store, 1).await;
    customer(store, &actor, &three_people(9)).await
}

async fn used(store: &SqlStore, scope: CustomerScope) -> (i64, i64) {
    (seats(store, scope, E3).await.0.consumed, seats(store, scope, VISIO).await.0.consumed)
}

async fn to_be_deleted(store: &SqlStore, scope: CustomerScope) -> Vec<(UserId, Option<Day>)> {
    let filter = UserFilter { ready: ReadyFilter::ToBeDeleted, ..UserFilter::default() };
    let query = UserQuery { filter, ..UserQuery::default() };
    let rows = store.users(scope, &query).await.unwrap().rows;
    assert_eq!(store.count_users(scope, &query).await.unwrap(), Count::Exact(i64::try_from(rows.len()).unwrap()));
    rows.into_iter().map(|row| (row.id, row.deletion)).collect()
}

#[tokio::test]
async fn all_steps_are_done_at_once_and_the_deletion_on_its_day() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let day = tomorrow();
        let operation = changed(&store, scope, &[1, 2], everything(DeleteWhen::On(day))).await;
        let told: Vec<_> = outcomes(&store, scope, operation).await.into_iter().map(|row| row.message).collect();
        assert!(told[0].starts_with("Sign-in: allowed → blocked, − Microsoft 365 E3, Warning"), "{told:?}");
        assert!(told[1].ends_with(&format!("Deletion: none → {}", day.words())), "{told:?}");
        // The group license stays, with its seat.
        assert_eq!(used(&store, scope).await, (0, 1));
        let anna = store.user(scope, user_id(1)).await.unwrap().unwrap();
        assert_eq!((anna.user.sign_in_allowed, anna.licenses.len(), anna.deletion), (false, 1, Some(day)));
        assert_eq!(to_be_deleted(&store, scope).await, [(user_id(1), Some(day)), (user_id(2), Some(day))]);
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.kind, shown.counts.changed, shown.counts.revoked), (OperationKind::Offboard, 2, 2));
        assert_eq!(shown.offboarding.map(AccountChange::Offboard), Some(everything(DeleteWhen::On(day))));
        // Nobody is deleted before the day, and each user once on it.
        assert_eq!(store.delete_planned_users(day.start() - 1, stamp).await.unwrap(), 0);
        assert_eq!(live(&store, scope).await.len(), 3);
        assert_eq!(store.delete_planned_users(day.start(), stamp).await.unwrap(), 2);
        assert_eq!(store.delete_planned_users(day.start(), stamp).await.unwrap(), 0);
        assert_eq!(live(&store, scope).await, [user_id(3)].into());
        assert_eq!((used(&store, scope).await, to_be_deleted(&store, scope).await), ((0, 0), Vec::new()));
        let row = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows.remove(0);
        assert_eq!((row.action, row.performer), (Action::UsersDeleted, Performer::Tenantry));
        let deletion = store.operation(scope, row.subject.to_string().parse().unwrap()).await.unwrap().unwrap();
        assert_eq!((deletion.planned_by, deletion.actor.as_str()), (Some(operation), "Person 1"));
        assert_eq!(deleted_users(&store, scope, "", NOW).await[0].deleted_by.as_deref(), Some("Person 1"));
        // Licenses revoked by the offboarding are listed with those that the deletion removed.
        let anna = deleted_users(&store, scope, "anna", NOW).await.remove(0);
        assert_eq!(lost(&anna), ["Microsoft 365 E3", "Visio Plan 2 (group Sales)"]);
        // The offboarding can't be undone any more, but the deletion can.
        let seen = super::history::preview_undo(&store, scope, operation).await.unwrap();
        assert_eq!((seen.changed, seen.failed), (0, 2));
        undone(&store, scope, deletion.id).await;
        assert_eq!(live(&store, scope).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn restoring_after_an_offboarding_offers_what_it_took() {
    each_engine(async |store| {
        let scope = three(&store).await;
        saved(&store, scope, &[user_id(2)], assign(E3)).await;
        let revoke = Revoke::These([sku(E3)].into());
        let asked = Offboarding { block: true, revoke, reset: false, delete: DeleteWhen::Now };
        changed(&store, scope, &[2], AccountChange::Offboard(asked)).await;
        assert_eq!(used(&store, scope).await, (1, 1));
        assert_eq!(deleted_users(&store, scope, "", NOW).await[0].licenses.len(), 2);
        let alone = Without { licenses: true, sign_in: true };
        let restoration = changed(&store, scope, &[2], restore_without(alone)).await;
        let bert = store.user(scope, user_id(2)).await.unwrap().unwrap();
        assert_eq!((bert.licenses.len(), bert.user.sign_in_allowed), (0, false));
        // Once the restoration is undone, everything is offered again.
        undone(&store, scope, restoration).await;
        assert_eq!(deleted_users(&store, scope, "", NOW).await[0].licenses.len(), 2);
        changed(&store, scope, &[2], AccountChange::restore()).await;
        let bert = store.user(scope, user_id(2)).await.unwrap().unwrap();
        assert_eq!((bert.licenses.len(), bert.user.sign_in_allowed), (2, true));
        assert_eq!(used(&store, scope).await, (2, 2));
    })
    .await;
}

#[tokio::test]
async fn an_undo_gives_everything_back_but_the_password() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let cases = [DeleteWhen::Never, DeleteWhen::Now, DeleteWhen::On(tomorrow())];
        for (number, delete) in (7..).zip(cases) {
            let scope = customer(&store, &actor, &three_people(number)).await;
            let before = (store.user(scope, user_id(1)).await.unwrap(), used(&store, scope).await);
            let operation = changed(&store, scope, &[1, 2, 3], everything(delete)).await;
            let undo = undone(&store, scope, operation).await;
            let after = store.user(scope, user_id(1)).await.unwrap().unwrap();
            let before_user = before.0.unwrap();
            assert_eq!((&after.user, after.deletion), (&before_user.user, None), "{delete:?}");
            assert_eq!(used(&store, scope).await, before.1, "{delete:?}");
            assert_eq!(after.licenses, before_user.licenses, "{delete:?}");
            let shown = store.operation(scope, undo).await.unwrap().unwrap();
            assert_eq!((shown.kind, shown.undoes), (OperationKind::Reinstate, Some(operation)));
            let rows = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
            assert_eq!([rows[0].action, rows[1].action], [Action::UsersReinstated, Action::UsersOffboarded]);
            assert!(store.verify_activity(scope, 1, rows[0].sequence).await.unwrap().holds());
        }
    })
    .await;
}

#[tokio::test]
async fn planned_deletions_are_cancelled_or_planned_anew() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let on = |day| AccountChange::Offboard(Offboarding { delete: DeleteWhen::On(day), ..Offboarding::default() });
        changed(&store, scope, &[1, 2], on(tomorrow())).await;
        let later = tomorrow().after(1).unwrap();
        let second = changed(&store, scope, &[2, 3], on(later)).await;
        let keep = changed(&store, scope, &[1], AccountChange::CancelDeletion).await;
        assert_eq!(store.operation(scope, keep).await.unwrap().unwrap().kind, OperationKind::CancelDeletion);
        assert_eq!(to_be_deleted(&store, scope).await, [(user_id(2), Some(later)), (user_id(3), Some(later))]);
        // A user deleted by hand, or removed by an import, is not deleted again.
        changed(&store, scope, &[3], AccountChange::Delete).await;
        assert_eq!(store.delete_planned_users(tomorrow().start(), stamp).await.unwrap(), 0);
        undone(&store, scope, second).await;
        assert_eq!(to_be_deleted(&store, scope).await, []);
        assert_eq!(change(&store, scope, listed(&[1, 2]), AccountChange::CancelDeletion).await, SaveReply::NothingToDo);
    })
    .await;
}

#[tokio::test]
async fn an_import_without_them_forgets_planned_deletions() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = three_people(9);
        let scope = customer(&store, &actor, &directory).await;
        changed(&store, scope, &[1, 2], everything(DeleteWhen::On(tomorrow()))).await;
        directory.users.truncate(1);
        customer(&store, &actor, &directory).await;
        assert_eq!(to_be_deleted(&store, scope).await, [(user_id(1), Some(tomorrow()))]);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_go_any_more_stays_and_it_is_said_once() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[], vec![admin(person(1, "Anna")), admin(person(2, "Bert"))]).await;
        let delete = DeleteWhen::On(tomorrow());
        let leaving = AccountChange::Offboard(Offboarding { delete, ..Offboarding::default() });
        changed(&store, scope, &[1], leaving).await;
        // Anna was not the last Global admin when her deletion was planned, but is now.
        changed(&store, scope, &[2], AccountChange::Delete).await;
        assert_eq!(store.delete_planned_users(tomorrow().start(), stamp).await.unwrap(), 1);
        let row = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows.remove(0);
        let operation = row.subject.to_string().parse().unwrap();
        assert_eq!(results(&store, scope, operation).await, [(user_id(1), "LastGlobalAdmin".into())]);
        assert_eq!(store.delete_planned_users(tomorrow().start(), stamp).await.unwrap(), 0);
        let retry = preview_retry(&store, scope, operation).await.unwrap().unwrap();
        assert!(matches!(retry, Retry::StillFails(_)), "{retry:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_out_before_is_void_for_the_offboarded_and_the_deleted() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let reset = changed(&store, scope, &[1, 2, 3], AccountChange::Reset).await;
        store.hand_out(scope, reset, Handover::Links, app::services::random, stamp()).await.unwrap().unwrap();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM password_link").await, 3);
        changed(&store, scope, &[1], everything(DeleteWhen::Never)).await;
        changed(&store, scope, &[2], AccountChange::Delete).await;
        assert_eq!(number(&store, "SELECT COUNT(*) FROM password_link").await, 1);
    })
    .await;
}

#[tokio::test]
async fn of_two_servers_on_the_day_each_user_goes_once() {
    each_engine(async |store| {
        let other = another_server(&store).await;
        let scope = customer_of(
            &store,
            &[(E3, 40)],
            (1..=40).map(|number| holding(person(number, &format!("Anna {number:02}")), E3)).collect(),
        )
        .await;
        for numbers in [[1, 20], [21, 40]] {
            let numbers: Vec<u128> = (numbers[0]..=numbers[1]).collect();
            changed(&store, scope, &numbers, everything(DeleteWhen::On(tomorrow()))).await;
        }
        let now = tomorrow().start();
        let (one, two) = tokio::join!(store.delete_planned_users(now, stamp), other.delete_planned_users(now, stamp));
        assert_eq!(one.unwrap() + two.unwrap(), 40);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation WHERE kind = 'Delete'").await, 2);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM users WHERE deleted IS NOT NULL").await, 40);
    })
    .await;
}

#[tokio::test]
async fn the_same_request_again_is_done_once() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let request = asked(&store, scope, listed(&[1]), everything(DeleteWhen::Now)).await;
        let first = store.change_accounts(scope, &request, stamp()).await.unwrap();
        assert!(matches!(first, SaveReply::Saved(_)));
        let later = Stamp { now: NOW + 60_000, ..stamp() };
        assert_eq!(store.change_accounts(scope, &request, later).await.unwrap(), first);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM operation").await, 1);
    })
    .await;
}

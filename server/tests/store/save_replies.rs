//! Saves that write nothing, and repeated saves.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::access::CustomerScope;
use domain::access::permission::Permission;
use domain::console::save::SaveReply;
use domain::console::selection::SelectionChange;
use domain::directory::filter::UserFilter;
use domain::ids::OperationId;
use domain::rules::change::Change;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::prelude::*;
use server::store::chunks::Step;
use server::store::{JOB_ABOVE, SqlStore};

const POLICIES: [ShortagePolicy; 2] = [ShortagePolicy::EverybodyOrNobody, ShortagePolicy::InOrder];

/// Row counts of everything that a save could write.
async fn everything_written(store: &SqlStore) -> [i64; 6] {
    [
        number(store, "SELECT COUNT(*) FROM operation").await,
        number(store, "SELECT COUNT(*) FROM operation_user").await,
        number(store, "SELECT COUNT(*) FROM activity").await,
        number(store, "SELECT COUNT(*) FROM assignment").await,
        number(store, "SELECT CAST(COALESCE(SUM(consumed), 0) AS BIGINT) FROM customer_product").await,
        number(store, "SELECT CAST(COALESCE(SUM(version + live_users), 0) AS BIGINT) FROM customer").await,
    ]
}

/// A customer with two free seats and three users without a license.
async fn short_customer(store: &SqlStore) -> CustomerScope {
    customer_of(store, &[(E3, 2)], vec![person(1, "Anna"), person(2, "Bert"), person(3, "Cyril")]).await
}

#[tokio::test]
async fn a_stale_preview_writes_nothing_and_says_what_would_happen_now() {
    each_engine(async |store| {
        let scope = short_customer(&store).await;
        let selection = select(&store, scope, &[user_id(1), user_id(2)]).await;
        let request = request(&store, scope, selection, assign(E3), ShortagePolicy::InOrder).await;
        // Somebody else takes a seat meanwhile, so one of the two users would go without.
        saved(&store, scope, &[user_id(3)], assign(E3)).await;
        let before = everything_written(&store).await;
        let SaveReply::Stale(now) = store.save(scope, &request, stamp()).await.unwrap() else { panic!("not stale") };
        assert_eq!((now.changed, now.failed, now.left_out), (1, 0, 1));
        assert_eq!(everything_written(&store).await, before);
        // After confirming the new preview, the save succeeds under the same key: the first attempt left nothing
        // behind.
        let confirmed = domain::console::save::SaveRequest { digest: now.digest.clone(), ..request };
        assert!(matches!(store.save(scope, &confirmed, stamp()).await.unwrap(), SaveReply::Saved(_)));
    })
    .await;
}

#[tokio::test]
async fn a_moved_version_alone_is_not_stale() {
    each_engine(async |store| {
        let scope = short_customer(&store).await;
        let selection = select(&store, scope, &[user_id(1)]).await;
        let request = request(&store, scope, selection, assign(E3), ShortagePolicy::EverybodyOrNobody).await;
        saved(&store, scope, &[user_id(2)], assign(E3)).await;
        assert!(matches!(store.save(scope, &request, stamp()).await.unwrap(), SaveReply::Saved(_)));
    })
    .await;
}

#[tokio::test]
async fn everybody_or_nobody_writes_nothing_when_seats_are_short() {
    each_engine(async |store| {
        let scope = short_customer(&store).await;
        let selection = select(&store, scope, &[user_id(1), user_id(2), user_id(3)]).await;
        let request = request(&store, scope, selection, assign(E3), ShortagePolicy::EverybodyOrNobody).await;
        let before = everything_written(&store).await;
        let reply = store.save(scope, &request, stamp()).await.unwrap();
        let SaveReply::SeatsShort(now) = reply else { panic!("{reply:?}") };
        assert_eq!((now.seats[&sku(E3)].short, now.seats[&sku(E3)].needed), (1, 3));
        assert_eq!(everything_written(&store).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_changes_nothing_or_nobody_writes_nothing() {
    each_engine(async |store| {
        let scope = short_customer(&store).await;
        let before = everything_written(&store).await;
        for policy in POLICIES {
            for change in [Change::default(), revoke(E3)] {
                let selection = select(&store, scope, &[user_id(1)]).await;
                let request = request(&store, scope, selection, change, policy).await;
                assert_eq!(store.save(scope, &request, stamp()).await.unwrap(), SaveReply::NothingToDo);
            }
            let empty = select(&store, scope, &[]).await;
            for selection in [empty, new_selection()] {
                let request = request(&store, scope, selection, assign(E3), policy).await;
                assert_eq!(store.save(scope, &request, stamp()).await.unwrap(), SaveReply::NobodySelected);
            }
        }
        assert_eq!(everything_written(&store).await, before);
    })
    .await;
}

#[tokio::test]
async fn ten_thousand_users_are_saved_at_once_and_more_by_a_job() {
    each_engine(async |store| {
        let scope = customer_of(
            &store,
            &[(E3, 20_000)],
            (0..=JOB_ABOVE as u128).map(|number| person(number + 1, "Anna")).collect(),
        )
        .await;
        let selection = new_selection();
        let all = SelectionChange::Matching(UserFilter::default());
        assert_eq!(store.change_selection(scope, selection, &all, NOW).await.unwrap().count, 10_001);
        let asked = request(&store, scope, selection, assign(E3), ShortagePolicy::InOrder).await;
        let SaveReply::Saved(_) = store.save(scope, &asked, stamp()).await.unwrap() else { panic!("not saved") };
        assert_eq!((seats(&store, scope, E3).await.0.consumed, seats(&store, scope, E3).await.0.reserved), (0, 10_001));
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        while store.work_chunk(&mut job, stamp()).await.unwrap() == Step::More {}
        assert_eq!((seats(&store, scope, E3).await.0.consumed, seats(&store, scope, E3).await.0.reserved), (10_001, 0));
        click(&store, scope, selection, &[], &[user_id(1)]).await;
        let asked = request(&store, scope, selection, revoke(E3), ShortagePolicy::InOrder).await;
        assert!(matches!(store.save(scope, &asked, stamp()).await.unwrap(), SaveReply::Saved(_)));
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_saves_once_and_another_request_under_it_is_refused() {
    each_engine(async |store| {
        let scope = short_customer(&store).await;
        let selection = select(&store, scope, &[user_id(1)]).await;
        let asked = request(&store, scope, selection, assign(E3), ShortagePolicy::InOrder).await;
        let first = stamp();
        let saved = SaveReply::Saved(OperationId::new(first.id));
        assert_eq!(store.save(scope, &asked, first).await.unwrap(), saved);
        let written = everything_written(&store).await;
        assert_eq!(store.save(scope, &asked, stamp()).await.unwrap(), saved);
        for other in [
            domain::console::save::SaveRequest { policy: ShortagePolicy::EverybodyOrNobody, ..asked.clone() },
            domain::console::save::SaveRequest { change: revoke(E3), ..asked.clone() },
            domain::console::save::SaveRequest { selection: new_selection(), ..asked.clone() },
        ] {
            assert_eq!(store.save(scope, &other, stamp()).await.unwrap(), SaveReply::KeyReused);
        }
        assert_eq!(everything_written(&store).await, written);
        // Keys are per person: a colleague may use the same one.
        let actor = store.partner_user(scope.actor()).await.unwrap().unwrap().actor;
        let colleague = person_of(&store, actor.partner, 2).await;
        let theirs = domain::cases::scope::open(&store, &colleague, Permission::SeeUsers, scope.customer(), 0)
            .await
            .unwrap()
            .scope()
            .unwrap();
        let selection = select(&store, theirs, &[user_id(2)]).await;
        let mut request = request(&store, theirs, selection, assign(E3), ShortagePolicy::InOrder).await;
        request.key = asked.key;
        assert!(matches!(store.save(theirs, &request, stamp()).await.unwrap(), SaveReply::Saved(_)));
    })
    .await;
}

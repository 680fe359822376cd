//! Restoring deleted users.

use super::accounts::*;
use super::engines::{another_server, each_engine};
use super::fixtures::*;
use super::history::undone;
use super::people::*;
use domain::cases::accounts::preview;
use domain::cases::operations::{Retry, preview_retry};
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::directory::filter::UserFilter;
use domain::ids::PlanId;
use domain::rules::account_change::AccountChange;
use domain::store::UserQuery;
use domain::store::prelude::*;

fn a_plan_of(part_number: &str) -> PlanId {
    product(part_number).plans[0].id
}

#[tokio::test]
async fn users_come_back_with_their_licenses_and_plans_those_of_groups_too() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5), (VISIO, 5)]);
        directory.groups.push((group(5), "Sales".into()));
        let mut anna = holding_by(holding(person(1, "Anna"), E3), VISIO, group(5));
        anna.licenses[0].disabled = [a_plan_of(E3)].into();
        anna.department = Some("Sales".into());
        directory.users = vec![anna, person(2, "Bert")];
        let scope = customer(&store, &actor, &directory).await;
        let before = store.user(scope, user_id(1)).await.unwrap().unwrap();
        let deletion = changed(&store, scope, &[1, 2], AccountChange::Delete).await;
        let operation = changed(&store, scope, &[1, 2], AccountChange::restore()).await;
        let after = store.user(scope, user_id(1)).await.unwrap().unwrap();
        assert_eq!(after, before);
        assert_eq!((seats(&store, scope, E3).await.0.consumed, seats(&store, scope, VISIO).await.0.consumed), (1, 1));
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.kind, shown.counts.changed, shown.counts.assigned), (OperationKind::Restore, 2, 1));
        assert_eq!(deleted_users(&store, scope, "", NOW).await, []);
        // The users are found again, and undoing the restoration deletes them again.
        let search = UserFilter { search: "anna".into(), ..UserFilter::default() };
        let query = UserQuery { filter: search, ..UserQuery::default() };
        assert_eq!(store.users(scope, &query).await.unwrap().rows.len(), 1);
        undone(&store, scope, operation).await;
        assert_eq!(deleted_users(&store, scope, "", NOW).await.len(), 2);
        // They have been deleted again since, so undoing the first deletion fails.
        let seen = super::history::preview_undo(&store, scope, deletion).await.unwrap();
        assert_eq!((seen.changed, seen.failed), (0, 2));
    })
    .await;
}

#[tokio::test]
async fn the_account_comes_back_also_when_the_seats_are_gone() {
    each_engine(async |store| {
        let scope = customer_of(
            &store,
            &[(E3, 2), (VISIO, 1)],
            vec![holding(holding(person(1, "Anna"), E3), VISIO), person(2, "Bert")],
        )
        .await;
        changed(&store, scope, &[1], AccountChange::Delete).await;
        saved(&store, scope, &[user_id(2)], assign(VISIO)).await;
        let operation = changed(&store, scope, &[1], AccountChange::restore()).await;
        let row = outcomes(&store, scope, operation).await.remove(0);
        assert_eq!(
            row.message,
            "Restored, + Microsoft 365 E3. Not given back: Visio Plan 2 (No licenses of Visio Plan 2 \
             are left. Buy more, or unassign one.)"
        );
        assert_eq!(row.licenses_now.iter().map(|held| held.sku_id).collect::<Vec<_>>(), [sku(E3)]);
        assert_eq!((seats(&store, scope, E3).await.0.consumed, seats(&store, scope, VISIO).await.0.consumed), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_name_that_was_taken_meanwhile_needs_another_one() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[]);
        directory.users = vec![person(1, "Anna")];
        let scope = customer(&store, &actor, &directory).await;
        changed(&store, scope, &[1], AccountChange::Delete).await;
        // Only live users must have different UPNs, so another Anna may take this one.
        let mut other = person(2, "Another Anna");
        other.upn = "USER1@fabrikam.com".into();
        directory.users = vec![other];
        arrive(&store, &actor, &directory, NOW + 1).await;
        let seen = preview(&store, scope, &listed(&[1]), &AccountChange::restore()).await.unwrap().unwrap();
        let offers: Vec<_> = seen.offers.iter().map(|offer| (offer.user, offer.upn.as_str())).collect();
        assert_eq!(offers, [(user_id(1), "User12@fabrikam.com")]);
        let refused = changed(&store, scope, &[1], AccountChange::restore()).await;
        assert_eq!(results(&store, scope, refused).await, [(user_id(1), "UpnTaken".into())]);
        assert_eq!(preview_retry(&store, scope, refused).await.unwrap(), Some(Retry::Possible));
        for (upn, code) in
            [("USER1@FABRIKAM.com", "UpnTaken"), ("anna@elsewhere.com", "InvalidUpn"), ("anna fabrikam", "InvalidUpn")]
        {
            let tried = changed(&store, scope, &[1], renaming(1, upn)).await;
            assert_eq!(results(&store, scope, tried).await, [(user_id(1), code.into())], "{upn}");
        }
        changed(&store, scope, &[1], renaming(1, "Anna.New@fabrikam.onmicrosoft.com")).await;
        let anna = store.user(scope, user_id(1)).await.unwrap().unwrap().user;
        assert_eq!(anna.upn, "Anna.New@fabrikam.onmicrosoft.com");
        for (search, found) in [("new", 1), ("user1", 1), ("anna", 2)] {
            let filter = UserFilter { search: search.into(), ..UserFilter::default() };
            let query = UserQuery { filter, ..UserQuery::default() };
            assert_eq!(store.users(scope, &query).await.unwrap().rows.len(), found, "{search}");
        }
        let by_domain = UserFilter { domain: Some("fabrikam.onmicrosoft.com".into()), ..UserFilter::default() };
        let query = UserQuery { filter: by_domain, ..UserQuery::default() };
        assert_eq!(store.users(scope, &query).await.unwrap().rows.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 2)], vec![holding(person(1, "Anna"), E3)]).await;
        let deleting = asked(&store, scope, listed(&[1]), AccountChange::Delete).await;
        let first = store.change_accounts(scope, &deleting, stamp()).await.unwrap();
        let restoring = asked(&store, scope, listed(&[1]), AccountChange::restore()).await;
        let second = store.change_accounts(scope, &restoring, stamp()).await.unwrap();
        assert!(matches!((&first, &second), (SaveReply::Saved(_), SaveReply::Saved(_))));
        // Repeated requests are not done again.
        assert_eq!(store.change_accounts(scope, &deleting, stamp()).await.unwrap(), first);
        assert_eq!(store.change_accounts(scope, &restoring, stamp()).await.unwrap(), second);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        assert_eq!(live(&store, scope).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_servers_that_restore_and_give_seats_away_never_give_one_twice() {
    each_engine(async |store| {
        let other = another_server(&store).await;
        let scope = customer_of(&store, &[(E3, 1)], vec![holding(person(1, "Anna"), E3), person(2, "Bert")]).await;
        for _ in 0..8 {
            changed(&store, scope, &[1], AccountChange::Delete).await;
            let restoring = asked(&store, scope, listed(&[1]), AccountChange::restore()).await;
            let bert = [user_id(2)];
            let (restored, taken) =
                tokio::join!(store.change_accounts(scope, &restoring, stamp()), save(&other, scope, &bert, assign(E3)));
            assert_eq!(seats(&store, scope, E3).await.0.consumed, 1, "{restored:?} {taken:?}");
            assert_eq!(store.violations().await.unwrap(), []);
            // Back to the initial state, no matter who was first.
            change(&store, scope, listed(&[1]), AccountChange::restore()).await;
            save(&store, scope, &bert, revoke(E3)).await;
            save(&store, scope, &[user_id(1)], assign(E3)).await;
        }
    })
    .await;
}

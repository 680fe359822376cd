//! Writing a whole directory: again, with fewer users, as a dry run.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use crate::support::arrivals;
use domain::directory::customer::CustomerSource;
use domain::directory::role::AdminRole;
use domain::directory::seats::Seats;
use domain::import::customer::ImportedUser;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::import::customer::{WriteCounts, WriteError};

#[tokio::test]
async fn writing_twice_doubles_nothing() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 100), (VISIO, 100)]);
        directory.groups.push((group(5), "All staff".into()));
        directory.users = crowd(100, &[E3, VISIO], group(5));
        let first = arrive(&store, &actor, &directory, NOW).await;
        assert_eq!(first, WriteCounts { added: 100, updated: 0, removed: 0 });
        let tables = "SELECT (SELECT COUNT(*) FROM users) * 1000000 + (SELECT COUNT(*) FROM assignment) * 1000 \
            + (SELECT COUNT(*) FROM user_role) * 10 + (SELECT COUNT(*) FROM subscription)";
        let rows = number(&store, tables).await;
        let tokens = number(&store, "SELECT COUNT(*) FROM user_token").await;
        let changed = "SELECT COUNT(*) * 1000 + MAX(changed) FROM users";
        let before = number(&store, changed).await;
        let arrival = arrivals::local(actor.partner, NOW + 1);
        let dry = store.write_directory(arrival, &directory, directory.users.iter().cloned(), true).await.unwrap();
        let again = arrive(&store, &actor, &directory, NOW + 1).await;
        assert_eq!([dry, again], [WriteCounts::default(); 2], "nobody changed");
        assert_eq!(number(&store, changed).await, before, "and nobody is marked as changed");
        assert_eq!(number(&store, tables).await, rows);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM user_token").await, tokens);
    })
    .await;
}

#[tokio::test]
async fn users_who_are_gone_are_deleted_and_come_back_under_their_ids() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 3)]);
        directory.users = vec![holding(person(1, "Anna"), E3), holding(person(2, "Bert"), E3)];
        let scope = customer(&store, &actor, &directory).await;
        let bert = directory.users.pop().unwrap();
        let counts = arrive(&store, &actor, &directory, NOW + 1).await;
        assert_eq!(counts, WriteCounts { added: 0, updated: 0, removed: 1 });
        assert_eq!(store.user(scope, user_id(2)).await.unwrap(), None);
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 3, consumed: 1, reserved: 0 });
        // A new account may take the freed name. The old account then comes back under another one.
        let mut other = bert.clone();
        other.id = user_id(3);
        directory.users.push(other);
        let counts = arrive(&store, &actor, &directory, NOW + 2).await;
        assert_eq!(counts, WriteCounts { added: 1, updated: 0, removed: 0 });
        let mut renamed = bert;
        renamed.upn = "bert.again@fabrikam.com".into();
        directory.users.push(renamed);
        let counts = arrive(&store, &actor, &directory, NOW + 3).await;
        assert_eq!(counts, WriteCounts { added: 1, updated: 0, removed: 0 });
        let upn = store.user(scope, user_id(2)).await.unwrap().unwrap().user.upn;
        assert_eq!(upn, "bert.again@fabrikam.com");
        assert_eq!(number(&store, "SELECT COUNT(*) FROM users").await, 3);
    })
    .await;
}

#[tokio::test]
async fn only_users_who_changed_are_counted_and_marked() {
    type Change = fn(&mut ImportedUser);
    let changes: [Change; 9] = [
        |user| user.display_name = "Anna Nová".into(),
        |user| user.department = Some("Sales".into()),
        |user| user.location = "CZ".parse().ok(),
        |user| user.sign_in_allowed = false,
        |user| user.mail = Some("anna@elsewhere.example".into()),
        |user| user.created = Some(1),
        |user| user.roles = vec![AdminRole::Global.template_id()],
        |user| user.licenses[0].disabled = product(E3).plans.iter().take(1).map(|plan| plan.id).collect(),
        |user| user.licenses.clear(),
    ];
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 3)]);
        directory.users = vec![holding(person(1, "Anna"), E3), holding(person(2, "Bert"), E3)];
        directory.users[1].created = None;
        let scope = customer(&store, &actor, &directory).await;
        for (change, round) in changes.iter().zip(1..) {
            change(&mut directory.users[0]);
            let counts = arrive(&store, &actor, &directory, NOW + round).await;
            assert_eq!(counts, WriteCounts { added: 0, updated: 1, removed: 0 }, "change {round}");
            let marked = number(
                &store,
                "SELECT COUNT(*) FROM users AS u JOIN customer AS c ON c.id = u.customer_id \
                AND c.version = u.changed",
            )
            .await;
            assert_eq!(marked, 1, "change {round}");
        }
        let bert = store.user(scope, user_id(2)).await.unwrap().unwrap().user;
        assert_eq!(bert.created, NOW, "who has no day of creation in the files keeps that of the first import");
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        // The files undo what was saved here since, and that counts as a change.
        saved(&store, scope, &[user_id(2)], revoke(E3)).await;
        let counts = arrive(&store, &actor, &directory, NOW + 20).await;
        assert_eq!(counts, WriteCounts { added: 0, updated: 1, removed: 0 });
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn two_users_may_swap_their_names() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[]);
        directory.users = vec![person(1, "Anna"), person(2, "Bert")];
        let scope = customer(&store, &actor, &directory).await;
        directory.users[0].upn = "User2@fabrikam.com".into();
        directory.users[1].upn = "User1@fabrikam.com".into();
        arrive(&store, &actor, &directory, NOW + 1).await;
        assert_eq!(store.user(scope, user_id(1)).await.unwrap().unwrap().user.upn, "User2@fabrikam.com");
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_counts_exactly_and_writes_nothing() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 3)]);
        directory.users = vec![holding(person(1, "Anna"), E3), person(2, "Bert")];
        let scope = customer(&store, &actor, &directory).await;
        let before = (store.customer(scope).await.unwrap(), store.users(scope, &UserQuery::default()).await.unwrap());
        let mut next = company(9, &[(E3, 9)]);
        next.customer.name = "Contoso".into();
        next.users = vec![person(1, "Anna renamed"), person(3, "Cyril"), person(4, "Dana")];
        let arrival = imported(&actor, NOW + 1);
        let counts = store.write_directory(arrival, &next, next.users.iter().cloned(), true).await.unwrap();
        assert_eq!(counts, WriteCounts { added: 2, updated: 1, removed: 1 });
        let after = (store.customer(scope).await.unwrap(), store.users(scope, &UserQuery::default()).await.unwrap());
        assert_eq!(after, before);
        assert_eq!(seats(&store, scope, E3).await.0, Seats { owned: 3, consumed: 1, reserved: 0 });
        // A new customer stays unknown, too.
        let unknown = company(10, &[]);
        store.write_directory(arrival, &unknown, std::iter::empty(), true).await.unwrap();
        assert_eq!(store.customer_access(&actor, unknown.customer.id, 0).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_import_says_when_it_was_made() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let directory = company(9, &[]);
        let scope = customer(&store, &actor, &directory).await;
        assert_eq!(store.customer(scope).await.unwrap().source, CustomerSource::Local);
        arrive_imported(&store, &actor, &directory, NOW + 1).await;
        assert_eq!(store.customer(scope).await.unwrap().source, CustomerSource::Imported(NOW + 1));
    })
    .await;
}

#[tokio::test]
async fn seats_that_are_lost_leave_a_product_over_assigned() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 3)]);
        directory.users = (1..=3).map(|number| holding(person(number, "Anna"), E3)).collect();
        let scope = customer(&store, &actor, &directory).await;
        directory.products = vec![owned_product(E3, 1)];
        arrive(&store, &actor, &directory, NOW + 1).await;
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 1, consumed: 3, reserved: 0 }, 2));
        // A product that is no longer owned stays visible while it is held.
        directory.products = Vec::new();
        arrive(&store, &actor, &directory, NOW + 2).await;
        assert_eq!(seats(&store, scope, E3).await, (Seats { owned: 0, consumed: 3, reserved: 0 }, 3));
    })
    .await;
}

#[tokio::test]
async fn another_partners_customer_is_not_overwritten() {
    each_engine(async |store| {
        let (actor, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let mut directory = company(9, &[]);
        directory.users = vec![person(1, "Anna")];
        let scope = customer(&store, &actor, &directory).await;
        directory.users = vec![person(1, "Mallory")];
        let arrival = imported(&stranger, NOW + 1);
        let refused = store.write_directory(arrival, &directory, directory.users.iter().cloned(), false).await;
        assert!(matches!(refused, Err(WriteError::Foreign(id)) if id == directory.customer.id));
        assert_eq!(store.user(scope, user_id(1)).await.unwrap().unwrap().user.display_name, "Anna");
    })
    .await;
}

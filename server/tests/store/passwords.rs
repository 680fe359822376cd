//! Resetting passwords, and handing out temporary ones and one-time links.

use super::accounts::*;
use super::choices::choose;
use super::engines::{another_server, each_engine};
use super::fixtures::*;
use super::history::preview_undo;
use super::people::*;
use domain::access::CustomerScope;
use domain::cases::operations::{Retry, preview_retry};
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, Details, Performer};
use domain::console::operation_kind::OperationKind;
use domain::console::passwords::{HandedOut, Handover, LinkState};
use domain::directory::password::{GOOD_FOR_MS, digest};
use domain::directory::password_kind::PasswordKind;
use domain::ids::OperationId;
use domain::rules::account_change::AccountChange;
use domain::store::Stamp;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::time::{Duration, Instant};

async fn handed(store: &SqlStore, scope: CustomerScope, operation: OperationId, how: Handover) -> HandedOut {
    store.hand_out(scope, operation, how, app::services::random, stamp()).await.unwrap().unwrap()
}

/// A customer with three users. The last is synced from the customer's own directory.
async fn three(store: &SqlStore) -> CustomerScope {
    let mut users: Vec<_> = (1..=3).map(|number| person(number, &format!("Anna {number}"))).collect();
    users[2].directory_synced = true;
    customer_of(store, &[(E3, 5)], users).await
}

pub async fn digests(store: &SqlStore, table: &str) -> Vec<String> {
    let sql = format!("SELECT digest FROM {table} ORDER BY user_id");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(store.read_pool()).await.unwrap()
}

#[tokio::test]
async fn passwords_are_reset_but_for_synced_users() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let operation = changed(&store, scope, &[1, 2, 3], AccountChange::Reset).await;
        let told = results(&store, scope, operation).await;
        assert_eq!(told[0], (user_id(3), "DirectorySynced".into()));
        assert!(told[1..].iter().all(|(_, result)| result == "PasswordReset"), "{told:?}");
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.kind, shown.counts.changed, shown.counts.failed), (OperationKind::Reset, 2, 1));
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        assert_eq!((log[0].action, log[0].subject), (Action::PasswordsReset, operation.uuid()));
        // A reset can't be undone, and a retry fails while the user is synced.
        assert_eq!(preview_undo(&store, scope, operation).await.unwrap().changed, 0);
        let retry = preview_retry(&store, scope, operation).await.unwrap();
        assert!(matches!(retry, Some(Retry::StillFails(_))), "{retry:?}");
    })
    .await;
}

#[tokio::test]
async fn passwords_are_made_on_request_and_again() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let operation = changed(&store, scope, &[1, 2, 3], AccountChange::Reset).await;
        assert_eq!(number(&store, "SELECT COUNT(*) FROM temporary_password").await, 0);
        let first = handed(&store, scope, operation, Handover::Passwords).await;
        let names: Vec<_> = first.handed.iter().map(|one| (one.name.as_str(), one.upn.as_str())).collect();
        assert_eq!(names, [("Anna 1", "User1@fabrikam.com"), ("Anna 2", "User2@fabrikam.com")]);
        assert_eq!((first.expires, first.left_out.len()), (NOW + GOOD_FOR_MS, 0));
        assert!(first.handed[0].secret != first.handed[1].secret);
        let expected: Vec<_> = first.handed.iter().map(|one| digest(one.secret.reveal())).collect();
        assert_eq!(digests(&store, "temporary_password").await, expected);
        let sql = "SELECT COUNT(*) FROM temporary_password WHERE must_change = 1 AND expires - created = 259200000";
        assert_eq!(number(&store, sql).await, 2);
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        assert_eq!((log[0].action, log[0].subject), (Action::PasswordsCreated, operation.uuid()));
        assert_eq!(log[0].details, Details::Passwords { users: 2 });
        // New passwords replace the earlier ones, and links replace passwords.
        let second = handed(&store, scope, operation, Handover::Passwords).await;
        let expected: Vec<_> = second.handed.iter().map(|one| digest(one.secret.reveal())).collect();
        assert_eq!(digests(&store, "temporary_password").await, expected);
        let links = handed(&store, scope, operation, Handover::Links).await;
        assert_eq!(number(&store, "SELECT COUNT(*) FROM temporary_password").await, 0);
        let expected: Vec<_> = links.handed.iter().map(|one| digest(one.secret.reveal())).collect();
        assert_eq!(digests(&store, "password_link").await, expected);
        // Resetting again voids everything.
        changed(&store, scope, &[1, 2], AccountChange::Reset).await;
        assert_eq!(number(&store, "SELECT COUNT(*) FROM password_link").await, 0);
    })
    .await;
}

/// Whether a password consists of words. One of characters has no hyphen.
fn is_of_words(password: &str) -> bool {
    password.split('-').count() == 9
}

#[tokio::test]
async fn passwords_are_of_the_kind_that_the_partner_chose() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let own = store.partner().await.unwrap().unwrap();
        assert_eq!(store.partner_choice::<PasswordKind>(own).await.unwrap(), PasswordKind::Characters);
        let operation = changed(&store, scope, &[1, 2], AccountChange::Reset).await;
        let out = handed(&store, scope, operation, Handover::Passwords).await;
        assert!(out.handed.iter().all(|one| one.secret.reveal().len() == 16));
        let links = handed(&store, scope, operation, Handover::Links).await;
        choose(&store, own, PasswordKind::Words).await;
        assert_eq!(store.partner_choice::<PasswordKind>(own).await.unwrap(), PasswordKind::Words);
        // The setting at the time a link is used decides.
        let token = digest(links.handed[0].secret.reveal());
        let made = store.use_password_link(&token, app::services::random, stamp()).await.unwrap().ok().unwrap();
        assert!(is_of_words(made.password.reveal()));
        assert_eq!(digests(&store, "temporary_password").await, [digest(made.password.reveal())]);
        let out = handed(&store, scope, operation, Handover::Passwords).await;
        assert_eq!(out.handed.len(), 2);
        assert!(out.handed.iter().all(|one| is_of_words(one.secret.reveal())));
        // Links stay the same, and another partner has its own setting.
        let links = handed(&store, scope, operation, Handover::Links).await;
        assert!(links.handed.iter().all(|one| one.secret.reveal().len() == 64));
        let stranger = partner(&store, 2).await;
        let chosen = store.partner_choice::<PasswordKind>(stranger.partner).await.unwrap();
        assert_eq!(chosen, PasswordKind::Characters);
    })
    .await;
}

#[tokio::test]
async fn only_who_can_have_a_password_now_gets_one() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let operation = changed(&store, scope, &[1, 2], AccountChange::Reset).await;
        changed(&store, scope, &[2], AccountChange::Delete).await;
        let out = handed(&store, scope, operation, Handover::Passwords).await;
        assert_eq!((out.handed.len(), out.left_out.len()), (1, 1));
        assert_eq!(
            (out.left_out[0].name.as_str(), out.left_out[0].why.as_str()),
            ("Anna 2", "This user no longer exists.")
        );
        changed(&store, scope, &[1], AccountChange::Delete).await;
        let rows = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows.len();
        let out = handed(&store, scope, operation, Handover::Passwords).await;
        assert_eq!((out.handed.len(), out.left_out.len()), (0, 2));
        assert_eq!(store.activity(scope, &ActivityQuery::default()).await.unwrap().rows.len(), rows);
    })
    .await;
}

#[tokio::test]
async fn operations_of_others_and_of_other_kinds_give_nothing() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let operation = changed(&store, scope, &[1], AccountChange::Reset).await;
        let blocked = changed(&store, scope, &[1], AccountChange::Block).await;
        let stranger = partner(&store, 2).await;
        let mut other = company(8, &[]);
        other.users = vec![person(1, "Cyril")];
        let foreign = customer(&store, &stranger, &other).await;
        for (scope, operation) in [(foreign, operation), (scope, blocked), (scope, OperationId::new(new_key().uuid()))]
        {
            for how in [Handover::Passwords, Handover::Links] {
                let out = store.hand_out(scope, operation, how, app::services::random, stamp()).await.unwrap();
                assert!(out.is_none());
            }
        }
        assert_eq!(number(&store, "SELECT COUNT(*) FROM temporary_password").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_link_makes_one_password_even_for_two_at_the_same_moment() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let operation = changed(&store, scope, &[1, 2], AccountChange::Reset).await;
        let links = handed(&store, scope, operation, Handover::Links).await;
        let token = digest(links.handed[0].secret.reveal());
        let state = store.password_link(&token, NOW).await.unwrap();
        assert!(matches!(&state, LinkState::Open(link) if link.upn == "User1@fabrikam.com"), "{state:?}");
        let other = another_server(&store).await;
        let (one, two) = tokio::join!(
            store.use_password_link(&token, app::services::random, stamp()),
            other.use_password_link(&token, app::services::random, stamp())
        );
        let (made, refused): (Vec<_>, Vec<_>) = [one.unwrap(), two.unwrap()].into_iter().partition(Result::is_ok);
        let made = made.into_iter().next().unwrap().ok().unwrap();
        assert_eq!(refused.into_iter().next().unwrap().err(), Some(LinkState::Used));
        assert_eq!((made.upn.as_str(), made.expires), ("User1@fabrikam.com", NOW + GOOD_FOR_MS));
        assert_eq!(digests(&store, "temporary_password").await, [digest(made.password.reveal())]);
        assert_eq!(store.password_link(&token, NOW).await.unwrap(), LinkState::Used);
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        assert_eq!((log[0].action, log[0].performer), (Action::PasswordShown, Performer::OneTimeLink));
        assert_eq!(log[0].details, Details::PasswordShown { user: user_id(1) });
        let query = ActivityQuery { performer: Some(Performer::OneTimeLink), ..ActivityQuery::default() };
        assert_eq!(store.activity(scope, &query).await.unwrap().rows, log[..1]);
        assert!(store.verify_activity(scope, 1, log[0].sequence).await.unwrap().holds());
    })
    .await;
}

#[tokio::test]
async fn late_replaced_and_foreign_links_make_nothing() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let operation = changed(&store, scope, &[1, 2], AccountChange::Reset).await;
        let old = handed(&store, scope, operation, Handover::Links).await;
        let links = handed(&store, scope, operation, Handover::Links).await;
        let [old, late] = [&old, &links].map(|links| digest(links.handed[0].secret.reveal()));
        let gone = digest(links.handed[1].secret.reveal());
        changed(&store, scope, &[2], AccountChange::Delete).await;
        let then = Stamp { now: NOW + GOOD_FOR_MS, ..stamp() };
        for (token, expected) in [
            (&old, LinkState::Unknown),
            (&gone, LinkState::Unknown),
            (&late, LinkState::Expired),
            (&digest("x"), LinkState::Unknown),
        ] {
            assert_eq!(store.password_link(token, then.now).await.unwrap(), expected);
            let used = store.use_password_link(token, app::services::random, Stamp { now: then.now, ..stamp() }).await;
            assert_eq!(used.unwrap().err(), Some(expected));
        }
        // Just before expiry the link still works. Its stored digest does not work as a token.
        assert_eq!(store.password_link(&digest(&late), NOW).await.unwrap(), LinkState::Unknown);
        let last = Stamp { now: then.now - 1, ..stamp() };
        assert!(store.use_password_link(&late, app::services::random, last).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_out_goes_with_its_user() {
    each_engine(async |store| {
        let scope = three(&store).await;
        let operation = changed(&store, scope, &[1, 2], AccountChange::Reset).await;
        let links = handed(&store, scope, operation, Handover::Links).await;
        let token = digest(links.handed[0].secret.reveal());
        assert!(store.use_password_link(&token, app::services::random, stamp()).await.unwrap().is_ok());
        changed(&store, scope, &[1, 2], AccountChange::Delete).await;
        changed(&store, scope, &[1, 2], AccountChange::DeletePermanently).await;
        assert_eq!(number(&store, "SELECT COUNT(*) FROM temporary_password").await, 0);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM password_link").await, 0);
    })
    .await;
}

/// The measured times are in docs/benchmarks.md. This limit is far above them, but would catch one statement per user.
#[tokio::test]
async fn ten_thousand_passwords_take_seconds_at_most() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[], (1..=10_000).map(|number| person(number, &format!("Anna {number}"))).collect())
                .await;
        let all: Vec<u128> = (1..=10_000).collect();
        let operation = changed(&store, scope, &all, AccountChange::Reset).await;
        let begun = Instant::now();
        let out = handed(&store, scope, operation, Handover::Passwords).await;
        let took = begun.elapsed();
        println!("10,000 passwords in {took:?}, {} bytes", serde_json::to_string(&out).unwrap().len());
        assert_eq!(out.handed.len(), 10_000);
        assert!(took < Duration::from_secs(10), "{took:?}");
    })
    .await;
}

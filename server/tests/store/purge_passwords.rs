//! Temporary passwords and one-time links are removed 30 days after they expire.

use super::accounts::*;
use super::engines::each_engine;
use super::fixtures::*;
use super::passwords::digests;
use super::people::*;
use domain::access::CustomerScope;
use domain::console::passwords::{Handover, LinkState};
use domain::directory::deleted_user::KEPT_MS;
use domain::directory::password::{GOOD_FOR_MS, digest};
use domain::rules::account_change::AccountChange;
use domain::store::Stamp;
use domain::store::prelude::*;
use server::store::SqlStore;

/// When something handed out at `NOW` is removed.
const KEPT_UNTIL: i64 = NOW + GOOD_FOR_MS + KEPT_MS;

/// Hands something out to one user, and returns its stored digest.
async fn handed(store: &SqlStore, scope: CustomerScope, number: u128, how: Handover, now: i64) -> String {
    let operation = changed(store, scope, &[number], AccountChange::Reset).await;
    let stamp = Stamp { now, ..stamp() };
    let out = store.hand_out(scope, operation, how, app::services::random, stamp).await.unwrap().unwrap();
    digest(out.handed[0].secret.reveal())
}

#[tokio::test]
async fn passwords_and_links_go_thirty_days_after_they_have_expired_and_not_before() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[], (1..=4).map(|number| person(number, &format!("Anna {number}"))).collect()).await;
        let password = handed(&store, scope, 1, Handover::Passwords, NOW).await;
        let link = handed(&store, scope, 2, Handover::Links, NOW).await;
        let next_password = handed(&store, scope, 3, Handover::Passwords, NOW + 1).await;
        let next_link = handed(&store, scope, 4, Handover::Links, NOW + 1).await;
        let all = (vec![password, next_password.clone()], vec![link.clone(), next_link.clone()]);
        let next = (vec![next_password], vec![next_link.clone()]);
        for (now, left) in [(KEPT_UNTIL, all), (KEPT_UNTIL + 1, next), (KEPT_UNTIL + 2, Default::default())] {
            store.purge_passwords(now - KEPT_MS).await.unwrap();
            // Until its removal, a link says that it has expired.
            for link in [&link, &next_link] {
                let expected = if left.1.contains(link) { LinkState::Expired } else { LinkState::Unknown };
                assert_eq!(store.password_link(link, now).await.unwrap(), expected);
            }
            let stored = (digests(&store, "temporary_password").await, digests(&store, "password_link").await);
            assert_eq!(stored, left, "{} ms after their time", now - KEPT_UNTIL);
        }
    })
    .await;
}

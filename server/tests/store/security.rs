//! Security events: retention, and who sees them.

use super::activity_chain::run;
use super::engines::{databases, each_engine};
use super::fixtures::*;
use crate::support::stores;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind, SecurityEventRow};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::CustomerId;
use domain::store::prelude::*;
use server::security::event;
use server::store::engine::dialect::Dialect;
use server::store::people::security_log::{KEPT_MS, OF_A_PERSON_MAX};
use uuid::Uuid;

fn caller(address: &str) -> Caller {
    Caller { request: Some(Uuid::from_u128(3)), address: Some(address.parse().unwrap()) }
}

fn kinds(rows: &[SecurityEventRow]) -> Vec<SecurityEventKind> {
    rows.iter().map(|row| row.kind).collect()
}

#[tokio::test]
async fn a_partner_sees_its_own_events_and_those_of_nobody() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let customer = CustomerId::new(Uuid::from_u128(9));
        let at = |kind| event(kind, NOW, caller("192.0.2.1"));
        let nobody = SecurityEvent { name_hash: Some("hash".into()), ..at(SecurityEventKind::SignInRefused) };
        let foreign = at(SecurityEventKind::CustomerRefused).by(anna.partner, anna.id).about(customer);
        let theirs = at(SecurityEventKind::SignedIn).by(stranger.partner, stranger.id);
        for event in [&nobody, &foreign, &theirs] {
            store.note_security(event).await;
        }
        let page = store.security_events(&anna, Cursor::First, PageSize::default()).await.unwrap();
        assert_eq!(kinds(&page.rows), [SecurityEventKind::CustomerRefused, SecurityEventKind::SignInRefused]);
        let [foreign, nobody] = &page.rows[..] else { panic!("{page:?}") };
        assert_eq!(foreign.person, Some(("Person 1".into(), "Person1".into())));
        assert_eq!((foreign.customer, foreign.address.as_deref()), (Some(customer), Some("192.0.2.1")));
        assert_eq!(foreign.request, Some(Uuid::from_u128(3).to_string()));
        assert_eq!((nobody.person.as_ref(), nobody.name_hash.as_deref()), (None, Some("hash")));
        let page = store.security_events(&stranger, Cursor::After(theirs.id), PageSize::default()).await.unwrap();
        assert_eq!(kinds(&page.rows), [SecurityEventKind::SignInRefused]);
        assert!(page.has_previous && !page.has_next);
    })
    .await;
}

#[tokio::test]
async fn what_a_stranger_can_repeat_is_kept_once_in_a_while() {
    each_engine(async |store| {
        let count = async || number(&store, "SELECT COUNT(*) FROM security_event").await;
        let kind = SecurityEventKind::OtherSiteRefused;
        for _ in 0..20 {
            store.note_security(&event(kind, NOW, caller("192.0.2.1"))).await;
        }
        assert_eq!(count().await, 1);
        store.note_security(&event(kind, NOW, caller("192.0.2.2"))).await;
        store.note_security(&event(kind, NOW + 15 * 60 * 1000, caller("192.0.2.1"))).await;
        assert_eq!(count().await, 3);
        // Each of these attempts was counted against an allowance.
        for _ in 0..5 {
            store.note_security(&event(SecurityEventKind::SignInRefused, NOW, caller("192.0.2.1"))).await;
        }
        assert_eq!(count().await, 8);
        store.purge_security_events(NOW + KEPT_MS).await.unwrap();
        assert_eq!(count().await, 1);
    })
    .await;
}

/// The refusals, and how often each came again, newest first.
async fn refusals(store: &server::store::SqlStore, actor: &domain::access::Actor) -> Vec<(String, i64)> {
    let rows = store.security_events(actor, Cursor::First, PageSize::LARGEST).await.unwrap().rows;
    rows.into_iter().map(|row| (row.refused.unwrap_or_default(), row.again)).collect()
}

#[tokio::test]
async fn every_refusal_is_kept_or_counted_and_says_what_was_refused() {
    each_engine(async |store| {
        let (anna, ben) = (partner(&store, 1).await, partner(&store, 2).await);
        let refuse = async |what: &str, at: i64| {
            let event = event(SecurityEventKind::ActionRefused, at, caller("192.0.2.1"));
            store.note_security(&event.by(anna.partner, anna.id).refusing(what.into())).await;
        };
        for what in ["seeing users", "buying licenses", "seeing users", "seeing users"] {
            refuse(what, NOW).await;
        }
        let kept = |what: &str, again| (what.to_owned(), again);
        assert_eq!(refusals(&store, &anna).await, [kept("buying licenses", 0), kept("seeing users", 2)]);
        refuse("seeing users", NOW + 15 * 60 * 1000).await;
        assert_eq!(refusals(&store, &anna).await[0], kept("seeing users", 0), "a new one after a while");
        assert_eq!(refusals(&store, &ben).await, []);
        store.purge_security_events(NOW + 2 * KEPT_MS).await.unwrap();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM security_event_repeat").await, 0);
    })
    .await;
}

#[tokio::test]
async fn nobody_fills_the_table_with_refusals() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        for number in 0..OF_A_PERSON_MAX + 30 {
            let customer = CustomerId::new(Uuid::from_u128(1000 + u128::try_from(number).unwrap()));
            let event = event(SecurityEventKind::CustomerRefused, NOW, caller(&format!("192.0.2.{}", number % 200)));
            store.note_security(&event.by(anna.partner, anna.id).about(customer)).await;
        }
        assert_eq!(number(&store, "SELECT COUNT(*) FROM security_event").await, OF_A_PERSON_MAX);
        assert_eq!(number(&store, "SELECT CAST(SUM(times) AS BIGINT) FROM security_event_repeat").await, 30);
    })
    .await;
}

#[tokio::test]
async fn who_has_many_addresses_does_not_fill_the_table() {
    each_engine(async |store| {
        let count = async || number(&store, "SELECT COUNT(*) FROM security_event").await;
        let refused = |address: String| event(SecurityEventKind::OtherSiteRefused, NOW, caller(&address));
        for last in 1..=20 {
            store.note_security(&refused(format!("2001:db8:1:2::{last}"))).await;
        }
        assert_eq!(count().await, 1);
        store.note_security(&refused("2001:db8:1:3::1".into())).await;
        assert_eq!(count().await, 2);
    })
    .await;
}

#[tokio::test]
async fn events_are_not_changed_and_removed_only_when_their_time_is_over() {
    each_engine(async |store| {
        let count = async || number(&store, "SELECT COUNT(*) FROM security_event").await;
        for at in [NOW, NOW + 1, NOW + 2] {
            store.note_security(&event(SecurityEventKind::SignInRefused, at, caller("192.0.2.1"))).await;
        }
        let refused = async |sql: &str| {
            let error = run(&store, sql).await.unwrap_err().to_string();
            assert!(error.contains("security events are append-only"), "{sql}: {error}");
        };
        refused("UPDATE security_event SET address = '192.0.2.9'").await;
        refused("DELETE FROM security_event").await;
        match store.dialect() {
            Dialect::Sqlite => refused("INSERT OR REPLACE INTO security_event SELECT * FROM security_event").await,
            Dialect::Postgres => refused("TRUNCATE security_event CASCADE").await,
        }
        // A purge removes events older than 400 days, and nothing else.
        store.purge_security_events(NOW + KEPT_MS - 1).await.unwrap();
        assert_eq!(count().await, 3);
        store.purge_security_events(NOW + KEPT_MS + 1).await.unwrap();
        assert_eq!(count().await, 1);
        refused("DELETE FROM security_event").await;
        // A purge of young events is refused.
        let young = format!("UPDATE security_event_purge SET until = {}", NOW + 2);
        assert!(run(&store, young).await.is_err());
        assert_eq!(count().await, 1);
    })
    .await;
}

#[tokio::test]
async fn of_too_many_events_the_oldest_go() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        run(
            &store,
            format!(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200003) \
                 INSERT INTO security_event (id, at, event, partner_user_id) \
                 SELECT CAST(i AS TEXT), {NOW} + i, 'SignInRefused', '{}' FROM n",
                anna.id
            ),
        )
        .await
        .unwrap();
        store.purge_security_events(NOW).await.unwrap();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM security_event").await, 200_000);
        assert_eq!(number(&store, "SELECT MIN(at) FROM security_event").await, NOW + 4);
        store.purge_security_events(NOW).await.unwrap();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM security_event").await, 200_000);
    })
    .await;
}

#[tokio::test]
async fn events_of_nobody_push_out_no_events_of_people() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let count = async |of: &str| {
            number(&store, &format!("SELECT COUNT(*) FROM security_event WHERE partner_user_id IS {of}")).await
        };
        store
            .note_security(&event(SecurityEventKind::SignedIn, NOW, caller("192.0.2.1")).by(anna.partner, anna.id))
            .await;
        let flood = format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200003) \
             INSERT INTO security_event (id, at, event) SELECT CAST(i AS TEXT), {NOW} + i, 'SignInRefused' FROM n"
        );
        run(&store, flood).await.unwrap();
        store.purge_security_events(NOW).await.unwrap();
        assert_eq!((count("NULL").await, count("NOT NULL").await), (50_000, 1));
        let oldest = "SELECT MIN(at) FROM security_event WHERE partner_user_id IS NULL";
        assert_eq!(number(&store, oldest).await, NOW + 150_004, "the newest stay");
        store.purge_security_events(NOW).await.unwrap();
        assert_eq!((count("NULL").await, count("NOT NULL").await), (50_000, 1));
        // Fewer than fit can't be removed that way, and those of people never.
        assert!(run(&store, "UPDATE stranger_event_purge SET kept = 49999").await.is_err());
        let error = run(&store, "DELETE FROM security_event WHERE partner_user_id IS NOT NULL").await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn an_event_that_is_written_twice_at_once_is_kept_once() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        for round in 0..10 {
            let at = NOW + round * 60 * 60 * 1000;
            let refused = || event(SecurityEventKind::ActionRefused, at, caller("192.0.2.1")).by(anna.partner, anna.id);
            let (one, two) = (refused(), refused());
            tokio::join!(store.note_security(&one), store.note_security(&two));
            assert_eq!(number(&store, "SELECT COUNT(*) FROM security_event").await, round + 1);
        }
    })
    .await;
}

#[tokio::test]
async fn the_triggers_of_an_earlier_version_make_way() {
    for database in databases().await {
        let store = stores::open(&database.url()).await;
        let back = match store.dialect() {
            Dialect::Sqlite => |table: &str, _: &str| {
                format!(
                    "CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'never'); END"
                )
            },
            Dialect::Postgres => |table: &str, now: &str| {
                format!("ALTER TRIGGER {table}_{now} ON {table} RENAME TO {table}_never_deleted")
            },
        };
        for (table, now) in [
            ("security_event", "deleted_in_time"),
            ("activity", "deleted_with_customer"),
            ("operation_user", "deleted_with_customer"),
        ] {
            run(&store, back(table, now)).await.unwrap();
        }
        assert_ne!(store.violations().await.unwrap(), [], "it is missed");
        store.close().await;
        let store = stores::open(&database.url()).await;
        assert_eq!(store.violations().await.unwrap(), []);
        store.close().await;
    }
}

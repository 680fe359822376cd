//! Sessions: stored under a hash until they end.

use super::engines::each_engine;
use server::store::people::sessions::Sessions;
use std::collections::HashMap;
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

fn record(id: i128, hours: i64) -> Record {
    let data = HashMap::from([("partner_user".to_owned(), serde_json::json!("6fd2c87f-b296-42f0-b197-1e91e994b900"))]);
    Record { id: Id(id), data, expiry_date: OffsetDateTime::now_utc() + Duration::hours(hours) }
}

#[tokio::test]
async fn a_session_is_kept_changed_and_ended() {
    each_engine(async |store| {
        let sessions = Sessions(store);
        let mut kept = record(1, 1);
        sessions.create(&mut kept).await.unwrap();
        assert_eq!(sessions.load(&kept.id).await.unwrap().unwrap().data, kept.data);
        kept.data.insert("more".into(), serde_json::json!([1, 2]));
        sessions.save(&kept).await.unwrap();
        assert_eq!(sessions.load(&kept.id).await.unwrap().unwrap().data, kept.data);
        sessions.delete(&kept.id).await.unwrap();
        assert_eq!(sessions.load(&kept.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_ended_session_stays_ended_when_a_request_that_was_under_way_saves_it() {
    each_engine(async |store| {
        let sessions = Sessions(store.clone());
        let mut ended = record(1, 1);
        sessions.create(&mut ended).await.unwrap();
        let under_way = sessions.load(&ended.id).await.unwrap().unwrap();
        sessions.delete(&ended.id).await.unwrap();
        sessions.save(&under_way).await.unwrap();
        assert_eq!(sessions.load(&ended.id).await.unwrap(), None);
        assert_eq!(super::fixtures::number(&store, "SELECT COUNT(*) FROM session").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_ended_session_is_gone_and_purged() {
    each_engine(async |store| {
        let sessions = Sessions(store.clone());
        let (mut ended, mut live) = (record(1, -1), record(2, 1));
        sessions.create(&mut ended).await.unwrap();
        sessions.create(&mut live).await.unwrap();
        assert_eq!(sessions.load(&ended.id).await.unwrap(), None);
        sessions.purge(server::time::now()).await.unwrap();
        assert_eq!(super::fixtures::number(&store, "SELECT COUNT(*) FROM session").await, 1);
        assert!(sessions.load(&live.id).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn the_table_does_not_hold_what_a_cookie_holds() {
    each_engine(async |store| {
        let mut kept = record(123_456_789_012_345, 1);
        Sessions(store.clone()).create(&mut kept).await.unwrap();
        let hash: String =
            sqlx::query_scalar("SELECT id_hash FROM session").fetch_one(store.read_pool()).await.unwrap();
        assert!(hash.len() == 64 && !hash.contains(&kept.id.to_string()));
    })
    .await;
}

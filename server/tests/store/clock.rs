//! Ids and times when the clock goes back between two processes.

use super::engines::each_engine;
use super::fixtures::*;
use super::history::preview_undo;
use super::people::*;
use domain::console::operation::ChangeRow;
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::{SaveReply, UndoRequest};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{ActivityId, ChangeId};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::Stamp;
use domain::store::prelude::*;
use std::collections::BTreeSet;
use uuid::{NoContext, Timestamp, Uuid};

/// A stamp of a process that started at this time. `NOW` is the start of the test.
fn stamp_at(now: i64) -> Stamp {
    let id = || Uuid::new_v7(Timestamp::from_unix(NoContext, (now / 1000).unsigned_abs(), 0));
    Stamp { now, id: id(), activity: ActivityId::new(id()), ..stamp() }
}

#[tokio::test]
async fn operations_of_an_earlier_clock_are_listed_undone_and_counted_like_any_other() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 1)], vec![person(1, "Anna")]).await;
        let selection = select(&store, scope, &[user_id(1)]).await;
        let mut made = BTreeSet::new();
        // Each process starts an hour earlier than the one before, so later rows have lower ids.
        for process in 0..30 {
            let now = NOW - process * 3_600_000;
            let mut latest = None;
            for change in [assign(E3), revoke(E3)] {
                let request = request(&store, scope, selection, change, ShortagePolicy::EverybodyOrNobody).await;
                let SaveReply::Saved(saved) = store.save(scope, &request, stamp_at(now)).await.unwrap() else {
                    panic!("not saved in process {process}")
                };
                latest = Some(saved);
                made.insert(saved);
            }
            let operation = latest.unwrap();
            let digest = preview_undo(&store, scope, operation).await.unwrap().digest;
            let undo = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
            let SaveReply::Saved(undone) = store.undo(scope, &undo, stamp_at(now - 1_000)).await.unwrap() else {
                panic!("not undone in process {process}")
            };
            made.insert(undone);
            let shown = store.operation(scope, operation).await.unwrap().unwrap();
            assert_eq!((shown.undone_by, shown.created), (Some(undone), now));
            saved(&store, scope, &[user_id(1)], revoke(E3)).await;
        }
        let request = BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 2.try_into().unwrap(), reason: None };
        let BuyReply::Ordered(order) = store.buy(scope, &request, stamp_at(NOW - 86_400_000)).await.unwrap() else {
            panic!("not bought")
        };
        assert_eq!(order.created, NOW - 86_400_000);
        // Walk all pages forwards and backwards: each operation and the order appear once.
        let size = PageSize::try_from(25).unwrap();
        for forwards in [true, false] {
            let mut listed: Vec<ChangeId> = Vec::new();
            let mut place = if forwards { Cursor::First } else { Cursor::Last };
            loop {
                let page = store.changes(scope, place, size).await.unwrap();
                listed.extend(page.rows.iter().map(ChangeRow::id));
                place = match (forwards, page.has_next, page.has_previous) {
                    (true, true, _) => Cursor::After(page.rows.last().unwrap().id()),
                    (false, _, true) => Cursor::Before(page.rows[0].id()),
                    _ => break,
                };
            }
            assert_eq!(listed.len(), 121);
            let listed: BTreeSet<_> = listed.into_iter().collect();
            let made: BTreeSet<_> = made.iter().map(|id| ChangeId::new(id.uuid())).collect();
            assert!(listed.len() == 121 && made.is_subset(&listed));
        }
        assert_eq!((seats(&store, scope, E3).await.0.owned, seats(&store, scope, E3).await.0.consumed), (3, 0));
    })
    .await;
}

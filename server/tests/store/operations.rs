//! Recent changes and their outcomes, page by page.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::console::operation::{ChangeRow, OutcomeTab};
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::ChangeId;
use domain::store::prelude::*;

#[tokio::test]
async fn outcomes_are_paged_failures_first() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 40)]);
        directory.users = (1..=100).map(|number| person(number, &format!("Anna {number:03}"))).collect();
        // The last sixty can't get the license.
        directory.users.iter_mut().skip(40).for_each(|user| user.location = None);
        // The first thirty already hold it.
        let holders = directory.users.iter_mut().take(30);
        holders.for_each(|user| *user = holding(user.clone(), E3));
        let scope = customer(&store, &actor, &directory).await;
        let everybody: Vec<_> = (1..=100).map(user_id).collect();
        let operation = saved(&store, scope, &everybody, assign(E3)).await;
        let size = PageSize::try_from(25).unwrap();
        let numbers = |range: std::ops::RangeInclusive<u128>| range.map(user_id);
        let (failed, changed, unchanged) = (numbers(41..=100), numbers(31..=40), numbers(1..=30));
        let successful: Vec<_> = changed.chain(unchanged).collect();
        let failed: Vec<_> = failed.collect();
        for (tab, expected) in [
            (OutcomeTab::All, [failed.clone(), successful.clone()].concat()),
            (OutcomeTab::Errors, failed),
            (OutcomeTab::Successful, successful),
        ] {
            let (mut forwards, mut place) = (Vec::new(), Cursor::First);
            loop {
                let page = store.outcomes(scope, operation, tab, place, size).await.unwrap();
                assert_eq!(page.has_previous, place != Cursor::First);
                place = Cursor::After(page.rows.last().unwrap().position);
                forwards.extend(page.rows.iter().map(|row| row.user));
                if !page.has_next {
                    break;
                }
            }
            assert_eq!(forwards, expected, "{tab:?}");
            let (mut backwards, mut place) = (Vec::new(), Cursor::Last);
            loop {
                let page = store.outcomes(scope, operation, tab, place, size).await.unwrap();
                assert_eq!(page.has_next, place != Cursor::Last);
                place = Cursor::Before(page.rows[0].position);
                backwards.splice(0..0, page.rows.iter().map(|row| row.user));
                if !page.has_previous {
                    break;
                }
            }
            assert_eq!(backwards, expected, "{tab:?} backwards");
        }
    })
    .await;
}

#[tokio::test]
async fn recent_changes_come_newest_first() {
    each_engine(async |store| {
        let scope = customer_of(&store, &[(E3, 1)], vec![person(1, "Anna")]).await;
        let (mut made, mut operations) = (Vec::new(), Vec::new());
        for at in 0..28 {
            let change = if at % 2 == 0 { assign(E3) } else { revoke(E3) };
            let operation = ChangeId::new(saved(&store, scope, &[user_id(1)], change).await.uuid());
            made.insert(0, operation);
            operations.insert(0, operation);
            // There are purchases too, one in the middle and one at the end.
            if at == 13 || at == 27 {
                let bought =
                    BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 2.try_into().unwrap(), reason: None };
                let reply = store.buy(scope, &bought, stamp()).await.unwrap();
                let BuyReply::Ordered(order) = reply else { panic!("not bought: {reply:?}") };
                made.insert(0, ChangeId::new(order.id.uuid()));
            }
        }
        let size = PageSize::try_from(25).unwrap();
        let ids = async |place| -> (Vec<ChangeId>, bool, bool) {
            let page = store.changes(scope, place, size).await.unwrap();
            (page.rows.iter().map(ChangeRow::id).collect(), page.has_previous, page.has_next)
        };
        assert_eq!(ids(Cursor::First).await, (made[..25].to_vec(), false, true));
        assert_eq!(ids(Cursor::After(made[24])).await, (made[25..].to_vec(), true, false));
        assert_eq!(ids(Cursor::Before(made[25])).await, (made[..25].to_vec(), false, true));
        assert_eq!(ids(Cursor::Last).await, (made[5..].to_vec(), true, false));
        let first = store.changes(scope, Cursor::First, size).await.unwrap().rows.remove(0);
        let ChangeRow::Order(order) = first else { panic!("{first:?} is no order") };
        assert_eq!((order.quantity, order.actor.as_str(), order.created), (2, "Person 1", NOW));
        // A user's own list shows the latest twenty changes.
        let own = store.user_changes(scope, user_id(1)).await.unwrap();
        assert_eq!(
            own.iter().map(|change| ChangeId::new(change.operation.uuid())).collect::<Vec<_>>(),
            operations[..20]
        );
        assert_eq!((own[0].outcome.as_str(), own[0].actor.as_str()), ("Revoked", "Person 1"));
    })
    .await;
}

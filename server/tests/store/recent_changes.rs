//! “Recent changes”: products and reasons of operations, and where their users are now.

use super::accounts::changed;
use super::engines::each_engine;
use super::fixtures::*;
use super::history::operation_rows;
use super::jobs::{ABOVE, begun, work_off};
use super::people::*;
use domain::console::activity::{ActivityQuery, Details};
use domain::console::operation::{OperationRow, Whereabouts};
use domain::console::save::{SaveReply, SaveRequest};
use domain::ids::UserId;
use domain::rules::account_change::AccountChange;
use domain::rules::change::{Change, LicenseChange, PlansChange, ProductChange, Switch};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::prelude::*;
use std::collections::BTreeMap;

const PROJECT: &str = "PROJECTPROFESSIONAL";

/// The products of an operation, each with its numbers of assigned and revoked licenses, and the number of further
/// products.
fn told(row: &OperationRow) -> (Vec<(&str, i64, i64)>, i64) {
    let first =
        row.products.first.iter().map(|(product, counts)| (product.name.as_str(), counts.assigned, counts.revoked));
    (first.collect(), row.products.more)
}

#[tokio::test]
async fn operations_name_the_products_of_the_most_users_and_their_reason() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 9), (VISIO, 9), (POWER_BI, 9), (PROJECT, 9)]);
        directory.users = (1..=3).map(|number| holding(person(number, "Anna"), VISIO)).collect();
        directory.users[0] = holding(directory.users[0].clone(), POWER_BI);
        directory.users[2].location = None;
        let scope = customer(&store, &actor, &directory).await;
        let everybody: Vec<UserId> = (1..=3).map(user_id).collect();
        let selection = select(&store, scope, &everybody).await;
        let change = licenses(&[
            (VISIO, LicenseChange::RevokeDirect),
            (POWER_BI, LicenseChange::RevokeDirect),
            (E3, LicenseChange::Assign),
            (PROJECT, LicenseChange::Assign),
        ]);
        let asked = request(&store, scope, selection, change, ShortagePolicy::default()).await;
        let asked = SaveRequest { reason: "INC-7".parse().ok(), ..asked };
        assert!(matches!(store.save(scope, &asked, stamp()).await.unwrap(), SaveReply::Saved(_)));
        saved(&store, scope, &[user_id(1)], revoke(E3)).await;

        let rows = operation_rows(&store, scope).await;
        let (e3, visio, project) = (product(E3).name, product(VISIO).name, product(PROJECT).name);
        assert_eq!(told(&rows[0]), (vec![(e3.as_str(), 0, 1)], 0));
        let mut assigned = [(e3.as_str(), 2, 0), (project.as_str(), 2, 0), (visio.as_str(), 0, 2)];
        assigned.sort();
        assert_eq!(told(&rows[1]), (assigned.to_vec(), 1), "who failed is not counted");
        assert_eq!([&rows[0].reason, &rows[1].reason], [&None, &Some("INC-7".into())]);
    })
    .await;
}

#[tokio::test]
async fn a_job_counts_products_over_its_chunks_and_names_all_plans_that_it_switched_off() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 9), (E5, 9)]);
        let plan = product(E3).plans.into_iter().find(|plan| product(E5).plans.iter().any(|own| own.id == plan.id));
        let plan = plan.unwrap();
        let off = PlansChange::Each([(plan.id, Switch::Off)].into());
        let e3 = ProductChange { license: LicenseChange::Assign, plans: off };
        directory.users = (1..=6).map(|number| person(number, "Anna")).collect();
        let scope = customer(&store, &actor, &directory).await;
        let users: Vec<UserId> = (1..=6).map(user_id).collect();
        let change = Change { products: BTreeMap::from([(sku(E3), e3)]), location: None };
        let (_, mut job) = begun(&store, scope, &users, change).await;
        work_off(&store, &mut job).await;
        // The plan is off in the new product only because it was off in the old one.
        let swap = licenses(&[(E3, LicenseChange::Revoke), (E5, LicenseChange::Assign)]);
        let (operation, mut job) = begun(&store, scope, &users, swap).await;
        work_off(&store, &mut job).await;

        let rows = operation_rows(&store, scope).await;
        let (e3, e5) = (product(E3).name, product(E5).name);
        assert_eq!(rows[0].id, operation);
        assert_eq!(told(&rows[0]), (vec![(e3.as_str(), 0, 6), (e5.as_str(), 6, 0)], 0));
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        let Details::Licenses { products, .. } = &log[0].details else { panic!("{:?}", log[0].details) };
        let off: Vec<_> = products.iter().map(|used| (used.product.name.as_str(), used.plans_off.clone())).collect();
        let mut expected = [(e3.as_str(), vec![]), (e5.as_str(), vec![plan.friendly_name])];
        expected.sort_by_key(|(name, _)| if *name == e3 { sku(E3) } else { sku(E5) });
        assert_eq!(off, expected);
        assert_eq!(number(&store, "SELECT COUNT(*) FROM job_plan_off").await, 0);
    })
    .await;
}

#[tokio::test]
async fn outcomes_tell_where_their_users_are_by_now() {
    each_engine(async |store| {
        let scope =
            customer_of(&store, &[(E3, 9)], (1..=3).map(|number| person(number, &format!("Anna {number}"))).collect())
                .await;
        let everybody: Vec<UserId> = (1..=3).map(user_id).collect();
        let operation = saved(&store, scope, &everybody, assign(E3)).await;
        changed(&store, scope, &[2, 3], AccountChange::Delete).await;
        changed(&store, scope, &[3], AccountChange::DeletePermanently).await;
        let now: Vec<_> = outcomes(&store, scope, operation).await.into_iter().map(|row| (row.user, row.now)).collect();
        let expected = [Whereabouts::Listed, Whereabouts::Deleted, Whereabouts::Gone];
        assert_eq!(now, everybody.into_iter().zip(expected).collect::<Vec<_>>());
    })
    .await;
}

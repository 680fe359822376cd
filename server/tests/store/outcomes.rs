//! Details of an operation's result: reasons, direct licenses beside those of a group, service plans.

use super::engines::each_engine;
use super::fixtures::*;
use super::history::operation_rows;
use super::people::*;
use domain::console::operation::OperationCounts;
use domain::ids::PlanId;
use domain::rules::change::{Change, LicenseChange, PlansChange, ProductChange, Switch};
use domain::rules::failure::FailureCode;
use domain::rules::plans_off::PlansOff;
use domain::store::prelude::*;
use std::collections::BTreeMap;

#[tokio::test]
async fn failures_are_counted_by_reason_the_most_frequent_first() {
    each_engine(async |store| {
        let mut users: Vec<_> = (1..=5).map(|number| person(number, "Anna")).collect();
        users[0].location = None;
        let scope = customer_of(&store, &[(VISIO, 1)], users).await;
        let everybody: Vec<_> = (1..=5).map(user_id).collect();
        let operation = saved(&store, scope, &everybody, assign(VISIO)).await;
        let found = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!(found.failures, [(FailureCode::InvalidUsageLocation, 1)]);
        let operation = saved(&store, scope, &everybody, revoke(VISIO)).await;
        assert_eq!(store.operation(scope, operation).await.unwrap().unwrap().failures, []);
    })
    .await;
}

#[tokio::test]
async fn a_direct_license_beside_a_groups_is_counted_apart_and_its_activity_verifies() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5)]);
        directory.groups.push((group(7), "Sales".into()));
        directory.users =
            vec![holding_by(holding(person(1, "Anna"), E3), E3, group(7)), holding(person(2, "Bert"), E3)];
        let scope = customer(&store, &actor, &directory).await;
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], revoke(E3)).await;
        let counts = OperationCounts { users: 2, changed: 2, revoked: 1, direct_removed: 1, ..Default::default() };
        assert_eq!(store.operation(scope, operation).await.unwrap().unwrap().counts, counts);
        assert_eq!(operation_rows(&store, scope).await[0].counts, counts);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        let rows = outcomes(&store, scope, operation).await;
        let told: Vec<_> = rows.iter().map(|row| (row.outcome.as_str(), row.message.as_str())).collect();
        let removed = "Microsoft 365 E3: direct license removed; still licensed by the group Sales";
        assert_eq!(told, [("DirectRemoved", removed), ("Revoked", "− Microsoft 365 E3")]);
    })
    .await;
}

#[tokio::test]
async fn all_service_plans_that_are_off_are_told_by_name() {
    each_engine(async |store| {
        let mut users = vec![person(1, "Anna"), person(2, "Bert")];
        users[1].location = None;
        let scope = customer_of(&store, &[(E3, 5)], users).await;
        let plans: Vec<PlanId> = product(E3).plans.iter().take(4).map(|plan| plan.id).collect();
        let off = PlansChange::Each(plans.iter().map(|plan| (*plan, Switch::Off)).collect());
        let asked = ProductChange { license: LicenseChange::Assign, plans: off };
        let change = Change { products: BTreeMap::from([(sku(E3), asked)]), location: None };
        let operation = saved(&store, scope, &[user_id(1), user_id(2)], change).await;
        let rows = outcomes(&store, scope, operation).await;
        let mut names: Vec<String> = product(E3).plans.into_iter().take(4).map(|plan| plan.friendly_name).collect();
        names.sort();
        assert_eq!(rows[0].plans_off, [], "who failed has no plans off");
        assert_eq!(rows[1].plans_off, [PlansOff { product: "Microsoft 365 E3".into(), plans: names.clone() }]);
        assert_eq!(rows[1].message, format!("+ Microsoft 365 E3 ({} and 1 more off)", names[..3].join(", ")));
    })
    .await;
}

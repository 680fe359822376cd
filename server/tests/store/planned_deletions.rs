//! Planned deletions of users who are admins when the day comes, and of whose planner less is allowed by then.

use super::accounts::*;
use super::choices::choose;
use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use super::relationships::in_force_at;
use domain::access::CustomerScope;
use domain::access::relationship::DAY_MS;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::console::activity::ActivityQuery;
use domain::directory::day::Day;
use domain::directory::role::AdminRole;
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding};
use domain::store::prelude::*;
use server::store::SqlStore;

/// Anna and Bert are to be deleted on this day; the person who planned it is User Administrator there for 90 days.
async fn planned(store: &SqlStore, day: Day) -> CustomerScope {
    let mut directory = company(9, &[]);
    directory.users = vec![person(1, "Anna"), person(2, "Bert"), admin(person(3, "Cyril"))];
    let (_, scope) = in_force_at(store, &directory).await;
    let asked = Offboarding { delete: DeleteWhen::On(day), ..Offboarding::default() };
    changed(store, scope, &[1, 2], AccountChange::Offboard(asked)).await;
    scope
}

async fn make_admin(store: &SqlStore, scope: CustomerScope, number: u128) {
    let sql = "INSERT INTO user_role (customer_id, user_id, role_id) VALUES ($1, $2, $3)";
    let role = AdminRole::Global.template_id().to_string();
    let query = sqlx::query(sql).bind(scope.customer().to_string()).bind(user_id(number).to_string()).bind(role);
    query.execute(store.read_pool()).await.unwrap();
}

/// The outcomes of the operation that deleted.
async fn deleted(store: &SqlStore, scope: CustomerScope, day: Day) -> Vec<(domain::ids::UserId, String)> {
    assert_eq!(store.delete_planned_users(day.start(), stamp).await.unwrap(), 2);
    let row = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows.remove(0);
    results(store, scope, row.subject.to_string().parse().unwrap()).await
}

#[tokio::test]
async fn who_became_an_admin_out_of_reach_is_not_deleted() {
    each_engine(async |store| {
        let day = Day::of(NOW).unwrap().after(1).unwrap();
        let scope = planned(&store, day).await;
        make_admin(&store, scope, 2).await;
        let outcomes = deleted(&store, scope, day).await;
        assert_eq!(outcomes, [(user_id(2), "NeedsRole".to_owned()), (user_id(1), "Deleted".to_owned())]);
        assert_eq!(live(&store, scope).await, [user_id(2), user_id(3)].into());
        assert_eq!(store.delete_planned_users(day.start(), stamp).await.unwrap(), 0, "it is not tried again");
    })
    .await;
}

#[tokio::test]
async fn what_was_allowed_when_it_was_planned_is_done_to_all_others() {
    each_engine(async |store| {
        let day = Day::of(NOW + 100 * DAY_MS).unwrap();
        let scope = planned(&store, day).await;
        make_admin(&store, scope, 2).await;
        let outcomes = deleted(&store, scope, day).await;
        assert_eq!(outcomes, [(user_id(2), "NeedsRole".to_owned()), (user_id(1), "Deleted".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn where_relationships_do_not_matter_admins_are_deleted_too() {
    each_engine(async |store| {
        let day = Day::of(NOW).unwrap().after(1).unwrap();
        let scope = planned(&store, day).await;
        let partner = store.partner_user(scope.actor()).await.unwrap().unwrap().actor.partner;
        choose(&store, partner, RelationshipPolicy::Advised).await;
        make_admin(&store, scope, 2).await;
        assert_eq!(deleted(&store, scope, day).await.len(), 2);
        assert_eq!(live(&store, scope).await, [user_id(3)].into());
    })
    .await;
}

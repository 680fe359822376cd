//! The grants of relationships are read by a statement of its own. It agrees with the domain.

use super::engines::each_engine;
use super::fixtures::*;
use super::relationships::{granted, group, in_force, listed};
use domain::access::entra_role::EntraRole;
use domain::access::relationship::{AssignmentStatus, DAY_MS, Stage};
use server::store::SqlStore;
use std::collections::BTreeSet;

pub async fn write(store: &SqlStore, stage: Stage, ends: Option<i64>, extends: bool, status: AssignmentStatus) {
    let ends = ends.map_or("NULL".to_owned(), |ends| ends.to_string());
    let relationship = format!(
        "UPDATE relationship SET stage = '{}', ends = {ends}, auto_extend = {}",
        stage.as_str(),
        u8::from(extends)
    );
    let assignment = format!("UPDATE access_assignment SET status = '{}'", status.as_str());
    for sql in [relationship, assignment] {
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(store.read_pool()).await.unwrap();
    }
}

#[tokio::test]
async fn a_relationship_grants_what_it_is_said_to_at_every_stage_and_moment() {
    each_engine(async |store| {
        let (anna, scope) = in_force(&store).await;
        let mut granting = 0;
        for stage in Stage::ALL {
            for ends in
                [None, Some(NOW - 400 * DAY_MS), Some(NOW - 1), Some(NOW), Some(NOW + 1), Some(NOW + 40 * DAY_MS)]
            {
                // An active relationship always has an end.
                for extends in [false, true].into_iter().filter(|_| ends.is_some() || stage != Stage::Active) {
                    for status in AssignmentStatus::ALL {
                        write(&store, stage, ends, extends, status).await;
                        let one = listed(&store, scope).await.relationships.remove(0);
                        let said = one.granted_to(group(7), NOW).into_iter().filter_map(|role| role.known());
                        let said: BTreeSet<EntraRole> = said.collect();
                        let found = granted(&store, &anna, scope, NOW).await.roles;
                        assert_eq!(found, said, "{stage:?}, ends {ends:?}, {extends}, {status:?}");
                        granting += usize::from(!found.is_empty());
                    }
                }
            }
        }
        // In force: with two ends to come, and if it goes on by itself with three that have passed too.
        assert_eq!(granting, 7);
        write(&store, Stage::Active, Some(NOW + 90 * DAY_MS), false, AssignmentStatus::Active).await;
    })
    .await;
}

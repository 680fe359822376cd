//! Where relationships are needed: who chooses it, and at how many customers nobody could do anything.

use super::choices::choose;
use super::engines::each_engine;
use super::fixtures::*;
use super::relationships::in_force_at;
use super::relationships_granted::write;
use domain::access::Actor;
use domain::access::permission::Permission;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::relationship::{AssignmentStatus, DAY_MS, Stage};
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::relationship_policy_rules::{PolicyRefused, RelationshipCounts};
use domain::access::role::PartnerRole;
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::CustomerId;
use domain::store::prelude::*;
use server::security::event;
use server::store::SqlStore;
use uuid::Uuid;

fn id(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

fn setting(actor: &Actor) -> SecurityEvent {
    event(SecurityEventKind::SettingChanged, NOW, Caller::default()).by(actor.partner, actor.id)
}

async fn set(store: &SqlStore, actor: &Actor, policy: RelationshipPolicy) -> Result<(), PolicyRefused> {
    store.set_relationship_policy(actor, policy, &setting(actor)).await.unwrap()
}

/// The settings that were changed, newest first.
async fn noted(store: &SqlStore, actor: &Actor) -> Vec<String> {
    let rows = store.security_events(actor, Default::default(), Default::default()).await.unwrap().rows;
    let changed = rows.into_iter().filter(|row| row.kind == SecurityEventKind::SettingChanged);
    changed.filter_map(|row| row.done_to).collect()
}

#[tokio::test]
async fn it_counts_where_nobody_could_see_users() {
    each_engine(async |store| {
        let (anna, _) = in_force_at(&store, &company(9, &[])).await;
        for number in [7, 8] {
            customer(&store, &anna, &company(number, &[])).await;
        }
        let stranger = partner(&store, 2).await;
        for (stage, ends, status) in [
            (Stage::Active, NOW + DAY_MS, AssignmentStatus::Active),
            (Stage::Active, NOW, AssignmentStatus::Active),
            (Stage::Active, NOW + DAY_MS, AssignmentStatus::Pending),
            (Stage::Terminated, NOW + DAY_MS, AssignmentStatus::Active),
        ] {
            write(&store, stage, Some(ends), false, status).await;
            let (_, counts) = store.relationship_policy(&anna, NOW).await.unwrap();
            for policy in RelationshipPolicy::ALL {
                choose(&store, anna.partner, policy).await;
                let mut refused = 0;
                for number in [7, 8, 9] {
                    let opened = scope::open(&store, &anna, Permission::SeeUsers, id(number), NOW).await.unwrap();
                    refused += i64::from(opened.scope().is_none());
                }
                assert_eq!(counts.refused(policy), refused, "{policy}, {stage:?}, {ends}, {status:?}");
            }
            assert_eq!((counts.customers, counts.recorded), (3, 1));
            let (_, theirs) = store.relationship_policy(&stranger, NOW).await.unwrap();
            assert_eq!(theirs, RelationshipCounts::default(), "those of others are not counted");
        }
        write(&store, Stage::Active, Some(NOW + 90 * DAY_MS), false, AssignmentStatus::Active).await;
    })
    .await;
}

#[tokio::test]
async fn a_global_admin_chooses_it_and_what_was_before_is_noted() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let stranger = partner(&store, 2).await;
        let policy = async |actor: &Actor| store.relationship_policy(actor, NOW).await.unwrap().0;
        assert_eq!(policy(&anna).await, RelationshipPolicy::WhereRecorded);
        assert_eq!(set(&store, &anna, RelationshipPolicy::Required).await, Ok(()));
        assert_eq!(set(&store, &anna, RelationshipPolicy::Required).await, Ok(()), "nothing is changed");
        assert_eq!(set(&store, &anna, RelationshipPolicy::Advised).await, Ok(()));
        assert_eq!((policy(&anna).await, policy(&stranger).await), (RelationshipPolicy::Advised, Default::default()));
        let expected = ["Admin relationships: required → advised", "Admin relationships: where-recorded → required"];
        assert_eq!(noted(&store, &anna).await, expected);
        assert_eq!(noted(&store, &stranger).await, Vec::<String>::new());

        // The roles of now count, not those with which somebody came.
        let ben = person_of(&store, anna.partner, 3).await;
        let account_admin = PersonForm {
            name: ben.name.clone(),
            sign_in_name: ben.sign_in_name.clone(),
            roles: [PartnerRole::AccountAdmin].into(),
            custom: None,
        };
        let edited = event(SecurityEventKind::PersonEdited, NOW, Caller::default()).by(anna.partner, anna.id);
        store.change_person(&anna, ben.id, &PersonChange::Edit(account_admin), &edited).await.unwrap().unwrap();
        let refused = set(&store, &ben, RelationshipPolicy::Required).await;
        assert_eq!(refused, Err(PolicyRefused::OnlyGlobalAdmin));
        assert_eq!(policy(&anna).await, RelationshipPolicy::Advised);
    })
    .await;
}

//! Groups of people: what they give, and changes that meet.

use super::engines::each_engine;
use super::fixtures::*;
use super::people_managed::{accept, event, form as person_form, invite};
use domain::access::Actor;
use domain::access::group::{GroupChange, GroupForm, GroupRefused};
use domain::access::person::PersonChange;
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::console::security::RolesChanged;
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{PartnerGroupId, PartnerUserId};
use domain::store::prelude::*;
use server::store::SqlStore;
use std::collections::BTreeSet;
use uuid::Uuid;

fn group_id(number: u128) -> PartnerGroupId {
    PartnerGroupId::new(Uuid::from_u128(number))
}

fn form(name: &str, roles: &[PartnerRole], members: &[PartnerUserId]) -> GroupForm {
    let (roles, members) = (roles.iter().copied().collect(), members.iter().copied().collect());
    GroupForm { name: name.into(), roles, members, ..GroupForm::default() }
}

async fn change(store: &SqlStore, by: &Actor, number: u128, change: GroupChange) -> Result<(), GroupRefused> {
    store.change_group(by, group_id(number), &change, &event(by)).await.unwrap()
}

async fn known(store: &SqlStore, person: &Actor) -> Actor {
    store.partner_user(person.id).await.unwrap().unwrap().actor
}

/// Somebody with one role of their own.
async fn person_with(store: &SqlStore, by: &Actor, number: u128, role: PartnerRole) -> Actor {
    let person = person_of(store, by.partner, number).await;
    let edit = PersonChange::Edit(person_form(&format!("Person {number}"), role));
    store.change_person(by, person.id, &edit, &event(by)).await.unwrap().unwrap();
    known(store, &person).await
}

#[tokio::test]
async fn members_have_the_roles_of_their_groups() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_with(&store, &anna, 2, PartnerRole::SalesAgent).await;
        let support = form(" Support ", &[PartnerRole::HelpdeskAgent], &[ben.id]);
        change(&store, &anna, 1, GroupChange::Add(support)).await.unwrap();
        change(&store, &anna, 2, GroupChange::Add(form("a Team", &[], &[ben.id, anna.id]))).await.unwrap();
        let groups = store.groups(&anna).await.unwrap();
        let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["a Team", "Support"], "in order of their names");
        assert_eq!(groups[1].members, BTreeSet::from([ben.id]));
        let member = known(&store, &ben).await;
        assert_eq!(member.roles, BTreeSet::from([PartnerRole::SalesAgent, PartnerRole::HelpdeskAgent]));
        assert_eq!(member.groups, BTreeSet::from([group_id(1), group_id(2)]));
        let by_name = store.partner_user_secret(&ben.sign_in_name).await.unwrap().unwrap().actor;
        assert_eq!(by_name, member);
        let people = store.partner_people(&anna, NOW).await.unwrap();
        assert_eq!(people.groups, groups);
        let own = people.person(ben.id).unwrap().roles.clone();
        assert_eq!(own, BTreeSet::from([PartnerRole::SalesAgent]), "own roles stay apart");

        let edit = form("Support", &[PartnerRole::BillingAdmin], &[anna.id]);
        change(&store, &anna, 1, GroupChange::Edit(edit)).await.unwrap();
        assert_eq!(known(&store, &ben).await.roles, BTreeSet::from([PartnerRole::SalesAgent]));
        assert!(known(&store, &anna).await.roles.contains(&PartnerRole::BillingAdmin));
        change(&store, &anna, 2, GroupChange::Delete).await.unwrap();
        assert_eq!(known(&store, &ben).await, ben);
        assert_eq!(change(&store, &anna, 2, GroupChange::Delete).await, Err(GroupRefused::Gone));
    })
    .await;
}

#[tokio::test]
async fn the_event_of_a_change_tells_roles_and_members() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_with(&store, &anna, 2, PartnerRole::SalesAgent).await;
        change(&store, &anna, 1, GroupChange::Add(form("Team", &[PartnerRole::HelpdeskAgent], &[ben.id])))
            .await
            .unwrap();
        change(&store, &anna, 1, GroupChange::Edit(form("Crew", &[PartnerRole::BillingAdmin], &[anna.id])))
            .await
            .unwrap();
        let rows = store.security_events(&anna, Cursor::First, PageSize::default()).await.unwrap().rows;
        let told: Vec<RolesChanged> = rows.into_iter().filter_map(|row| row.roles).collect();
        let (one, two) = ([PartnerRole::HelpdeskAgent].into(), BTreeSet::from([PartnerRole::BillingAdmin]));
        let edited = RolesChanged {
            group: Some("Team".into()),
            before: one,
            after: two,
            joined: vec![anna.sign_in_name.clone()],
            left: vec![ben.sign_in_name.clone()],
            ..RolesChanged::default()
        };
        assert_eq!(told[0], edited);
        assert_eq!((told[1].group.as_deref(), &told[1].joined), (Some("Team"), &vec![ben.sign_in_name.clone()]));
        let person = RolesChanged {
            before: PartnerRole::FIRST.into(),
            after: [PartnerRole::SalesAgent].into(),
            ..RolesChanged::default()
        };
        assert_eq!(told[2], person);
    })
    .await;
}

#[tokio::test]
async fn groups_of_another_partner_do_not_exist() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        change(&store, &anna, 1, GroupChange::Add(form("Team", &[], &[]))).await.unwrap();
        assert_eq!(store.groups(&stranger).await.unwrap(), []);
        for foreign in [GroupChange::Edit(form("Mine", &[], &[stranger.id])), GroupChange::Delete] {
            assert_eq!(change(&store, &stranger, 1, foreign).await, Err(GroupRefused::Gone));
        }
        let with_anna = form("Team", &[], &[anna.id]);
        assert_eq!(change(&store, &stranger, 2, GroupChange::Add(with_anna)).await, Err(GroupRefused::MemberGone));
        change(&store, &stranger, 2, GroupChange::Add(form("TEAM", &[], &[]))).await.unwrap();
        assert_eq!(store.groups(&anna).await.unwrap()[0].name, "Team");
    })
    .await;
}

#[tokio::test]
async fn who_is_removed_leaves_the_groups_and_comes_back_without() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        invite(&store, &anna, "Ben", 1).await.unwrap();
        let ben = accept(&store, "token 1", 20, NOW).await.unwrap();
        change(&store, &anna, 1, GroupChange::Add(form("Team", &[PartnerRole::AdminAgent], &[ben.id]))).await.unwrap();
        store.change_person(&anna, ben.id, &PersonChange::Remove, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(store.groups(&anna).await.unwrap()[0].members, BTreeSet::new());
        invite(&store, &anna, "Ben", 2).await.unwrap();
        assert_eq!(accept(&store, "token 2", 21, NOW).await.unwrap().roles, BTreeSet::from([PartnerRole::SalesAgent]));
    })
    .await;
}

#[tokio::test]
async fn invitations_end_when_a_group_gives_the_rank_no_more() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_with(&store, &anna, 2, PartnerRole::SalesAgent).await;
        change(&store, &anna, 1, GroupChange::Add(form("Team", &[PartnerRole::AccountAdmin], &[ben.id])))
            .await
            .unwrap();
        invite(&store, &ben, "Cleo", 1).await.unwrap();
        invite(&store, &anna, "Dora", 2).await.unwrap();
        change(&store, &anna, 1, GroupChange::Edit(form("Team", &[PartnerRole::HelpdeskAgent], &[ben.id])))
            .await
            .unwrap();
        assert_eq!(accept(&store, "token 1", 20, NOW).await, None);
        assert!(accept(&store, "token 2", 21, NOW).await.is_some());
        assert_eq!(invite(&store, &ben, "Eve", 3).await, Err(PersonRefused::NotAllowed));
    })
    .await;
}

/// Anna is Global admin by her own role, Ben by the group. Each takes it from the other at once.
#[tokio::test]
async fn two_changes_at_once_do_not_take_the_last_global_admin_away() {
    each_engine(async |store| {
        for round in 0..10 {
            let anna = partner(&store, 100 + 2 * round).await;
            let ben = person_with(&store, &anna, 101 + 2 * round, PartnerRole::AccountAdmin).await;
            let global = form("Global", &[PartnerRole::GlobalAdmin], &[ben.id]);
            change(&store, &anna, round, GroupChange::Add(global)).await.unwrap();
            let ben = known(&store, &ben).await;
            let delete = {
                let (store, anna) = (store.clone(), anna.clone());
                async move { change(&store, &anna, round, GroupChange::Delete).await.is_ok() }
            };
            let edit = {
                let (store, ben, anna) = (store.clone(), ben.clone(), anna.clone());
                let less = PersonChange::Edit(person_form("Anna", PartnerRole::AccountAdmin));
                async move { store.change_person(&ben, anna.id, &less, &event(&ben)).await.unwrap().is_ok() }
            };
            let (deleted, edited) = tokio::join!(tokio::spawn(delete), tokio::spawn(edit));
            assert!(deleted.unwrap() != edited.unwrap());
            let people = store.partner_people(&anna, NOW).await.unwrap();
            let global = |person| people.roles_of(person).contains(&PartnerRole::GlobalAdmin);
            assert_eq!(people.people.iter().filter(|person| global(person)).count(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn two_groups_do_not_get_the_same_name_at_once() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let add = |number, name: &str| {
            let (store, anna, form) = (store.clone(), anna.clone(), form(name, &[], &[]));
            tokio::spawn(async move { change(&store, &anna, number, GroupChange::Add(form)).await })
        };
        let (one, other) = tokio::join!(add(1, "Team"), add(2, "TEAM"));
        let results = [one.unwrap(), other.unwrap()];
        assert!(results.contains(&Ok(())) && results.contains(&Err(GroupRefused::Taken)), "{results:?}");
    })
    .await;
}

//! Managing people: invitations, and changes that meet.

use super::activity_chain::run;
use super::engines::each_engine;
use super::fixtures::*;
use domain::access::Actor;
use domain::access::invitation_form::{InvitationForm, InviteRefused, Invitee};
use domain::access::person::{PersonChange, PersonForm, WhyVoid};
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{InvitationId, PartnerUserId};
use domain::store::InvitationLink;
use domain::store::prelude::*;
use server::security;
use server::store::SqlStore;
use std::collections::BTreeSet;
use uuid::Uuid;

/// An event of the actor.
pub fn event(actor: &Actor) -> SecurityEvent {
    security::event(SecurityEventKind::PersonEdited, NOW, Caller::default()).by(actor.partner, actor.id)
}

/// The form of a person with one role.
pub fn form(name: &str, role: PartnerRole) -> PersonForm {
    PersonForm {
        name: name.into(),
        sign_in_name: format!("{name}@partner.example"),
        roles: BTreeSet::from([role]),
        custom: None,
    }
}

/// The link of an invitation.
pub fn link(number: u128, token: &str) -> InvitationLink {
    let id = InvitationId::new(Uuid::from_u128(number));
    InvitationLink { id, token_hash: token.into(), created: NOW, expires: NOW + 1_000 }
}

/// Invites a Sales agent.
pub async fn invite(store: &SqlStore, actor: &Actor, name: &str, number: u128) -> Result<(), PersonRefused> {
    let token = format!("token {number}");
    let form = InvitationForm::of_one(form(name, PartnerRole::SalesAgent));
    let done = store.invite(actor, &form, &[link(number, &token)], &event(actor)).await.unwrap();
    done.map_err(InviteRefused::why)
}

/// Accepts an invitation.
pub async fn accept(store: &SqlStore, token: &str, number: u128, now: i64) -> Option<Actor> {
    let id = PartnerUserId::new(Uuid::from_u128(number));
    let event = security::event(SecurityEventKind::AccountCreated, now, Caller::default());
    store.accept_invitation(token, id, "hash", event).await.unwrap().map(|made| made.actor)
}

#[tokio::test]
async fn an_invitation_is_accepted_once_and_in_time() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        invite(&store, &anna, "Ben", 1).await.unwrap();
        assert_eq!(invite(&store, &anna, "BEN", 2).await, Err(PersonRefused::Taken));
        assert!(store.open_invitation("token 1", NOW).await.unwrap().is_some());
        assert_eq!(store.open_invitation("token 1", NOW + 1_000).await.unwrap(), None);
        assert_eq!(accept(&store, "token 1", 20, NOW + 1_000).await, None);
        let (one, other) = tokio::join!(accept(&store, "token 1", 20, NOW), accept(&store, "token 1", 21, NOW));
        let made: Vec<Actor> = one.into_iter().chain(other).collect();
        assert_eq!(made.len(), 1);
        assert_eq!((made[0].name.as_str(), made[0].partner), ("Ben", anna.partner));
        assert_eq!(made[0].roles, BTreeSet::from([PartnerRole::SalesAgent]));
        let people = store.partner_people(&anna, NOW).await.unwrap();
        assert_eq!((people.people.len(), people.invitations.len()), (2, 0));
        assert_eq!(invite(&store, &anna, "ben", 3).await, Err(PersonRefused::Taken));
    })
    .await;
}

#[tokio::test]
async fn a_new_link_voids_the_old_one_and_withdrawing_voids_it_too() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        invite(&store, &anna, "Ben", 1).await.unwrap();
        let renewed = link(1, "token new");
        let foreign = store.renew_invitation(&stranger, &renewed, &event(&stranger)).await.unwrap();
        assert_eq!(foreign, Err(PersonRefused::InvitationGone));
        store.renew_invitation(&anna, &renewed, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(store.open_invitation("token 1", NOW).await.unwrap(), None);
        assert!(store.open_invitation("token new", NOW).await.unwrap().is_some());
        let foreign = store.withdraw_invitation(&stranger, renewed.id, &event(&stranger)).await.unwrap();
        assert_eq!(foreign, Err(PersonRefused::InvitationGone));
        store.withdraw_invitation(&anna, renewed.id, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(accept(&store, "token new", 20, NOW).await, None);
        let again = store.withdraw_invitation(&anna, renewed.id, &event(&anna)).await.unwrap();
        assert_eq!(again, Err(PersonRefused::InvitationGone));
    })
    .await;
}

#[tokio::test]
async fn two_who_block_each_other_at_once_do_not_both_succeed() {
    each_engine(async |store| {
        for round in 0..10 {
            let anna = partner(&store, 100 + 2 * round).await;
            let ben = person_of(&store, anna.partner, 101 + 2 * round).await;
            let block = |by: Actor, target: PartnerUserId| {
                let store = store.clone();
                async move { store.change_person(&by, target, &PersonChange::Block, &event(&by)).await.unwrap() }
            };
            let (one, other) =
                tokio::join!(tokio::spawn(block(anna.clone(), ben.id)), tokio::spawn(block(ben.clone(), anna.id)));
            assert!(one.unwrap().is_ok() != other.unwrap().is_ok());
            let people = store.partner_people(&anna, NOW).await.unwrap().people;
            assert_eq!(people.iter().filter(|person| person.blocked).count(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_person_of_another_partner_does_not_exist() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        for change in [
            PersonChange::Block,
            PersonChange::Allow,
            PersonChange::Remove,
            PersonChange::Edit(form("Mallory", PartnerRole::SalesAgent)),
        ] {
            let done = store.change_person(&anna, stranger.id, &change, &event(&anna)).await.unwrap();
            assert_eq!(done, Err(PersonRefused::Gone));
        }
        assert_eq!(store.partner_user(stranger.id).await.unwrap().unwrap().actor, stranger);
    })
    .await;
}

#[tokio::test]
async fn who_was_removed_comes_back_by_an_invitation() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        invite(&store, &anna, "Ben", 1).await.unwrap();
        let ben = accept(&store, "token 1", 20, NOW).await.unwrap();
        store.change_person(&anna, ben.id, &PersonChange::Remove, &event(&anna)).await.unwrap().unwrap();
        assert!(store.partner_user(ben.id).await.unwrap().is_none());
        invite(&store, &anna, "Ben", 2).await.unwrap();
        let back = accept(&store, "token 2", 21, NOW).await.unwrap();
        assert_eq!(back.id, ben.id, "what Ben did is still Ben's");
    })
    .await;
}

#[tokio::test]
async fn an_account_that_was_made_meanwhile_is_left_alone() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        invite(&store, &anna, "Ben", 1).await.unwrap();
        let same = super::support::people::new_person(Uuid::from_u128(30), "Ben@partner.example", "kept", NOW);
        store.add_partner_user(anna.partner, &same).await.unwrap();
        assert_eq!(accept(&store, "token 1", 20, NOW).await, None);
        assert_eq!(store.partner_user(same.id).await.unwrap().unwrap().password_hash, "kept");
    })
    .await;
}

#[tokio::test]
async fn accepting_and_withdrawing_at_once_end_in_one_of_the_two() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        for round in 0..10 {
            let (name, token, id) = (format!("Ben {round}"), format!("token {round}"), 20 + round);
            invite(&store, &anna, &name, round).await.unwrap();
            let invitation = link(round, &token).id;
            let withdrawn = event(&anna);
            let withdraw = async { store.withdraw_invitation(&anna, invitation, &withdrawn).await.unwrap().is_ok() };
            let (made, withdrawn) = tokio::join!(accept(&store, &token, id, NOW), withdraw);
            assert!(made.is_some() != withdrawn);
            let people = store.partner_people(&anna, NOW).await.unwrap();
            assert!(people.invitations.is_empty());
            assert_eq!(people.people.iter().any(|person| person.name == name), made.is_some());
        }
    })
    .await;
}

#[tokio::test]
async fn invitations_of_a_person_end_with_what_the_person_could_give() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_of(&store, anna.partner, 2).await;
        invite(&store, &ben, "Cleo", 1).await.unwrap();
        invite(&store, &anna, "Dora", 2).await.unwrap();
        let less = PersonChange::Edit(form("Ben", PartnerRole::AccountAdmin));
        store.change_person(&anna, ben.id, &less, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(accept(&store, "token 1", 20, NOW).await, None);
        assert!(accept(&store, "token 2", 21, NOW).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn an_invitation_that_opens_nothing_says_why_until_somebody_else_renews_it() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_of(&store, anna.partner, 2).await;
        invite(&store, &ben, "Cleo", 1).await.unwrap();
        let void = async || store.partner_people(&anna, NOW).await.unwrap().invitations[0].void;
        let opens = async |token: &str| store.open_invitation(token, NOW).await.unwrap().is_some();
        assert_eq!((void().await, opens("token 1").await), (None, true));
        // Ways that withdraw nothing.
        for (lost, back, why) in [
            ("blocked = 1", "blocked = NULL", WhyVoid::MakerGone),
            ("roles = 'Helpdesk agent'", "roles = 'Global admin'", WhyVoid::MakerMayNot),
        ] {
            let set = |what: &str| format!("UPDATE partner_user SET {what} WHERE id = '{}'", ben.id);
            run(&store, set(lost)).await.unwrap();
            assert_eq!((void().await, opens("token 1").await), (Some(why), false), "{lost}");
            run(&store, set(back)).await.unwrap();
            assert_eq!((void().await, opens("token 1").await), (None, true), "{back}");
        }
        run(&store, format!("UPDATE partner_user SET blocked = 1 WHERE id = '{}'", ben.id)).await.unwrap();
        store.renew_invitation(&anna, &link(1, "token 2"), &event(&anna)).await.unwrap().unwrap();
        assert_eq!((void().await, opens("token 2").await), (None, true), "Anna answers for it");
    })
    .await;
}

#[tokio::test]
async fn a_removed_person_is_still_found_for_erasing() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_of(&store, anna.partner, 2).await;
        store.change_person(&anna, ben.id, &PersonChange::Remove, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(store.person_by_sign_in_name(&ben.sign_in_name).await.unwrap().unwrap().id, ben.id);
        assert_eq!(store.count_partner_users().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn several_people_are_invited_all_of_them_or_nobody() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        invite(&store, &stranger, "Eve", 9).await.unwrap();
        let of = |names: &[&str]| InvitationForm {
            people: names.iter().map(|name| invitee(name)).collect(),
            roles: [PartnerRole::SalesAgent].into(),
            ..InvitationForm::default()
        };
        let links = [link(1, "token 1"), link(2, "token 2")];
        let send = async |names: &[&str]| store.invite(&anna, &of(names), &links, &event(&anna)).await.unwrap();
        // Somebody is invited by another partner, which only the database knows.
        let taken = InviteRefused::One { at: 1, why: PersonRefused::Taken };
        assert_eq!(send(&["Ben", "Eve"]).await, Err(taken));
        assert!(store.partner_people(&anna, NOW).await.unwrap().invitations.is_empty());
        assert_eq!(send(&["Ben", "Cleo"]).await, Ok(()));
        let people = store.partner_people(&anna, NOW).await.unwrap();
        let names: Vec<_> = people.invitations.iter().map(|one| (one.name.as_str(), one.roles.len())).collect();
        assert_eq!(names, [("Ben", 1), ("Cleo", 1)]);
        let noted = store.security_events(&anna, Cursor::First, PageSize::default()).await.unwrap().rows;
        assert_eq!(noted.len(), 2, "one event for each");
        assert_eq!(accept(&store, "token 2", 20, NOW).await.unwrap().name, "Cleo");
        assert_eq!(accept(&store, "token 1", 21, NOW).await.unwrap().name, "Ben");
    })
    .await;
}

fn invitee(name: &str) -> Invitee {
    Invitee { name: name.into(), sign_in_name: format!("{name}@partner.example"), directory_user: None }
}

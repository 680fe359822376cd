//! Partner users and the set-up link.

use super::engines::each_engine;
use super::fixtures::*;
use super::people_managed::event;
use crate::support::people::new_person;
use domain::access::person::PersonChange;
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::prelude::*;
use server::store::{NewPartnerUser, PersonAdded, PersonError};
use uuid::Uuid;

#[tokio::test]
async fn a_person_is_found_by_sign_in_name_in_any_case() {
    each_engine(async |store| {
        assert_eq!((store.partner().await.unwrap(), store.count_partner_users().await.unwrap()), (None, 0));
        let actor = partner(&store, 1).await;
        assert_eq!(store.partner().await.unwrap(), Some(actor.partner));
        let secret = store.partner_user_secret(" PERSON1 ").await.unwrap().unwrap();
        assert_eq!((secret.actor, secret.password_hash.as_str()), (actor.clone(), "none"));
        assert!(store.partner_user_secret("person").await.unwrap().is_none());
        assert!(store.partner_user(PartnerUserId::new(Uuid::from_u128(9))).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn adding_a_sign_in_name_again_gives_it_the_new_password() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let again =
            NewPartnerUser { sign_in_name: "PERSON1".into(), ..new_person(Uuid::from_u128(2), "Renamed", "new", NOW) };
        let added = store.add_partner_user(actor.partner, &again).await.unwrap();
        assert_eq!(added, PersonAdded::Changed(actor.id));
        let secret = store.partner_user_secret("person1").await.unwrap().unwrap();
        assert_eq!((secret.actor.id, secret.actor.name.as_str()), (actor.id, "Renamed"));
        assert_eq!((secret.password_hash.as_str(), store.count_partner_users().await.unwrap()), ("new", 1));
    })
    .await;
}

#[tokio::test]
async fn the_command_line_adds_the_first_person_alone() {
    each_engine(async |store| {
        let partner = PartnerId::new(Uuid::from_u128(1));
        store.add_partner(partner, "Fabrikam").await.unwrap();
        let (anna, zoe) =
            (new_person(Uuid::from_u128(2), "Anna", "hash", NOW), new_person(Uuid::from_u128(3), "Zoe", "hash", NOW));
        assert_eq!(store.let_in(partner, &anna, None).await.unwrap(), PersonAdded::New);
        let refused = store.let_in(partner, &zoe, None).await.unwrap_err();
        assert!(matches!(refused, PersonError::NotFirst), "{refused:?}");
        assert_eq!(store.count_partner_users().await.unwrap(), 1);
        // Somebody who is there is let in again, by a new row's id or not.
        let again = NewPartnerUser { id: zoe.id, password_hash: "new".into(), ..anna.clone() };
        assert_eq!(store.let_in(partner, &again, None).await.unwrap(), PersonAdded::Changed(anna.id));
        // Somebody who was removed is not there, while others are.
        store.add_partner_user(partner, &zoe).await.unwrap();
        let actor = store.partner_user(anna.id).await.unwrap().unwrap().actor;
        store.change_person(&actor, zoe.id, &PersonChange::Remove, &event(&actor)).await.unwrap().unwrap();
        assert!(matches!(store.let_in(partner, &zoe, None).await, Err(PersonError::NotFirst)));
    })
    .await;
}

/// Adding a sign-in name for one organization never takes the person from another.
#[tokio::test]
async fn a_sign_in_name_does_not_wander_to_another_partner() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let other = PartnerId::new(Uuid::from_u128(2));
        store.add_partner(other, "Another partner").await.unwrap();
        let same = NewPartnerUser {
            sign_in_name: "person1".into(),
            ..new_person(Uuid::from_u128(2), "Mallory", "mallory's", NOW)
        };
        let refused = store.add_partner_user(other, &same).await.unwrap_err();
        assert!(matches!(refused, PersonError::Taken), "{refused:?}");
        let secret = store.partner_user_secret("person1").await.unwrap().unwrap();
        assert_eq!((secret.actor, secret.password_hash.as_str()), (actor, "none"));
    })
    .await;
}

fn first(number: u128) -> NewPartnerUser {
    new_person(Uuid::from_u128(number), &format!("First {number}"), "hash", NOW)
}

const NEW: (PartnerId, &str) = (PartnerId::new(Uuid::from_u128(7)), "Partner");

#[tokio::test]
async fn a_set_up_link_works_once_in_time_and_for_the_first_account_alone() {
    each_engine(async |store| {
        store.add_setup_link("late", NOW - 1).await.unwrap();
        store.add_setup_link("good", NOW + 1).await.unwrap();
        store.add_setup_link("other", NOW + 1).await.unwrap();
        for unusable in ["late", "unknown"] {
            assert!(!store.is_setup_link(unusable, NOW).await.unwrap(), "{unusable}");
            assert!(store.set_up(unusable, NEW, &first(1)).await.unwrap().is_none(), "{unusable}");
        }
        assert_eq!((store.partner().await.unwrap(), store.count_partner_users().await.unwrap()), (None, 0));
        assert!(store.is_setup_link("good", NOW).await.unwrap(), "others' mistakes void nothing");
        let (one, two) = (first(1), first(2));
        let (one, two) = tokio::join!(store.set_up("good", NEW, &one), store.set_up("other", NEW, &two));
        let made: Vec<_> = [one.unwrap(), two.unwrap()].into_iter().flatten().collect();
        assert_eq!((made.len(), store.count_partner_users().await.unwrap()), (1, 1));
        let known = store.partner_user(made[0].actor.id).await.unwrap().unwrap();
        assert_eq!((known.actor, known.password_hash), (made[0].actor.clone(), "hash".into()));
        for link in ["good", "other"] {
            assert!(!store.is_setup_link(link, NOW).await.unwrap(), "{link}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_left_over_takes_no_account_over() {
    each_engine(async |store| {
        store.add_setup_link("left over", NOW + 1).await.unwrap();
        let actor = partner(&store, 1).await;
        assert_eq!(number(&store, "SELECT COUNT(*) FROM setup_link").await, 0);
        // A link left by an earlier version.
        store.add_setup_link("left over", NOW + 1).await.unwrap();
        let mallory = NewPartnerUser { sign_in_name: "person1".into(), ..first(1) };
        assert!(!store.is_setup_link("left over", NOW).await.unwrap());
        assert!(store.set_up("left over", NEW, &mallory).await.unwrap().is_none());
        let secret = store.partner_user_secret("person1").await.unwrap().unwrap();
        assert_eq!((secret.actor, secret.password_hash.as_str()), (actor, "none"));
    })
    .await;
}

//! Partner users, the set-up link, refused sign-ins.

use super::engines::each_engine;
use super::fixtures::*;
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::Store;
use server::store::NewPartnerUser;
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
        let again = NewPartnerUser {
            id: PartnerUserId::new(Uuid::from_u128(2)),
            name: "Renamed".into(),
            sign_in_name: "PERSON1".into(),
            password_hash: "new".into(),
            created: NOW,
        };
        store.add_partner_user(actor.partner, &again).await.unwrap();
        let secret = store.partner_user_secret("person1").await.unwrap().unwrap();
        assert_eq!((secret.actor.id, secret.actor.name.as_str()), (actor.id, "Renamed"));
        assert_eq!((secret.password_hash.as_str(), store.count_partner_users().await.unwrap()), ("new", 1));
    })
    .await;
}

/// A person of one organization is never handed to another by adding the name there.
#[tokio::test]
async fn a_sign_in_name_does_not_wander_to_another_partner() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let other = PartnerId::new(Uuid::from_u128(2));
        store.add_partner(other, "Another partner").await.unwrap();
        let same = NewPartnerUser {
            id: PartnerUserId::new(Uuid::from_u128(2)),
            name: "Mallory".into(),
            sign_in_name: "person1".into(),
            password_hash: "mallory's".into(),
            created: NOW,
        };
        assert!(store.add_partner_user(other, &same).await.is_err());
        let secret = store.partner_user_secret("person1").await.unwrap().unwrap();
        assert_eq!((secret.actor, secret.password_hash.as_str()), (actor, "none"));
    })
    .await;
}

#[tokio::test]
async fn a_set_up_link_works_once_and_in_time() {
    each_engine(async |store| {
        store.add_setup_link("late", NOW - 1).await.unwrap();
        store.add_setup_link("good", NOW + 1).await.unwrap();
        for unusable in ["late", "unknown"] {
            assert!(!store.is_setup_link(unusable, NOW).await.unwrap(), "{unusable}");
            assert!(!store.use_setup_link(unusable, NOW).await.unwrap(), "{unusable}");
        }
        assert!(store.is_setup_link("good", NOW).await.unwrap());
        let (one, two) = tokio::join!(store.use_setup_link("good", NOW), store.use_setup_link("good", NOW));
        assert!(one.unwrap() != two.unwrap());
        assert!(!store.is_setup_link("good", NOW).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn refused_sign_ins_are_counted_per_name_and_forgotten() {
    each_engine(async |store| {
        for (name, at) in [("Anna", NOW - 100), ("anna", NOW), (" ANNA", NOW + 1), ("bert", NOW - 100), ("bert", NOW)] {
            store.add_sign_in_attempt(name, at).await.unwrap();
        }
        let count = async |name, since| store.count_sign_in_attempts(name, since, NOW + 1).await.unwrap();
        assert_eq!((count("anna", NOW - 50).await, count("anna", 0).await, count("bert", 0).await), (2, 3, 2));
        // One of them was noted while the clock was ahead.
        assert_eq!(store.count_sign_in_attempts("anna", NOW - 50, NOW).await.unwrap(), 1);
        store.forget_sign_in_attempts("Anna", NOW - 50).await.unwrap();
        // All of Anna's, and whatever is too old to matter.
        assert_eq!((count("anna", 0).await, count("bert", 0).await), (0, 1));
    })
    .await;
}

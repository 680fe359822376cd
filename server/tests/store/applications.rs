//! Applications and their keys.

use super::engines::each_engine;
use super::fixtures::*;
use super::people_managed::{event, form as person_form};
use domain::access::Actor;
use domain::access::application::{ApplicationChange, ApplicationForm, ApplicationRefused};
use domain::access::application_key::{KEYS_KEPT_MAX, KeyForm, KeyMonths, KeyStatus, PresentedKey};
use domain::access::group::{GroupChange, GroupForm};
use domain::access::person::PersonChange;
use domain::access::person_refused::PersonRefused;
use domain::access::relationship::DAY_MS;
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::{RolesChanged, SecurityEvent, SecurityEventKind};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{ApplicationId, ApplicationKeyId, PartnerGroupId, PartnerUserId};
use domain::store::NewKey;
use domain::store::prelude::*;
use server::security;
use server::store::SqlStore;
use server::store::people::application_keys::{KeyFound, NOTE_EVERY_MS};
use server::store::people::key_reminders::KeyReminder;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The id of an application as the one who acts.
pub fn application_id(number: u128) -> PartnerUserId {
    PartnerUserId::new(Uuid::from_u128(900 + number))
}

fn client_id(number: u128) -> ApplicationId {
    ApplicationId::new(Uuid::from_u128(9_000 + number))
}

fn form(name: &str, roles: &[PartnerRole]) -> ApplicationForm {
    ApplicationForm { name: name.into(), roles: roles.iter().copied().collect(), ..ApplicationForm::default() }
}

fn at(actor: &Actor, now: i64) -> SecurityEvent {
    security::event(SecurityEventKind::KeyCreated, now, Caller::default()).by(actor.partner, actor.id)
}

/// Adds an application.
pub async fn add(store: &SqlStore, by: &Actor, number: u128, role: PartnerRole) -> Result<(), ApplicationRefused> {
    let ids = (application_id(number), client_id(number));
    store.add_application(by, ids, &form(&format!("Sync {number}"), &[role]), &event(by)).await.unwrap()
}

async fn change(
    store: &SqlStore,
    by: &Actor,
    number: u128,
    change: ApplicationChange,
) -> Result<(), ApplicationRefused> {
    store.change_application(by, application_id(number), &change, &event(by)).await.unwrap()
}

/// Makes a key for an application.
pub async fn make_key(
    store: &SqlStore,
    by: &Actor,
    number: u128,
    now: i64,
) -> Result<PresentedKey, ApplicationRefused> {
    let key = PresentedKey::draw(ApplicationKeyId::new(Uuid::new_v4()), app::services::random);
    let new = NewKey { id: key.id, key_hash: key.digest() };
    let form = KeyForm { description: " Server room ".into(), months: KeyMonths::default() };
    let made = store.add_key(by, application_id(number), &form, &new, &at(by, now)).await.unwrap();
    made.map(|()| key)
}

/// The application whose key this is.
pub async fn actor_of(store: &SqlStore, key: &PresentedKey) -> Option<Actor> {
    match store.find_key(key, NOW).await.unwrap() {
        KeyFound::Of { actor, .. } => Some(actor),
        KeyFound::Void(..) | KeyFound::None => None,
    }
}

#[tokio::test]
async fn a_key_is_good_for_its_application_until_it_is_void() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        add(&store, &anna, 1, PartnerRole::HelpdeskAgent).await.unwrap();
        let key = make_key(&store, &anna, 1, NOW).await.unwrap();
        let actor = actor_of(&store, &key).await.unwrap();
        assert_eq!((actor.id, actor.partner, actor.name.as_str()), (application_id(1), anna.partner, "Sync 1"));
        assert_eq!(actor.roles, BTreeSet::from([PartnerRole::HelpdeskAgent]));
        let void = KeyFound::Void(anna.partner, application_id(1));
        let expires = KeyMonths::default().after(NOW);
        assert!(matches!(store.find_key(&key, expires - 1).await.unwrap(), KeyFound::Of { .. }));
        assert_eq!(store.find_key(&key, expires).await.unwrap(), void);

        let other = PresentedKey::draw(key.id, app::services::random);
        assert_eq!(store.find_key(&other, NOW).await.unwrap(), KeyFound::None, "the id alone is no key");
        let unknown = PresentedKey::draw(ApplicationKeyId::new(Uuid::new_v4()), app::services::random);
        assert_eq!(store.find_key(&unknown, NOW).await.unwrap(), KeyFound::None);

        change(&store, &anna, 1, ApplicationChange::Block).await.unwrap();
        assert_eq!(store.find_key(&key, NOW).await.unwrap(), void);
        change(&store, &anna, 1, ApplicationChange::Allow).await.unwrap();
        assert!(actor_of(&store, &key).await.is_some());
        change(&store, &anna, 1, ApplicationChange::Revoke(key.id)).await.unwrap();
        assert_eq!(store.find_key(&key, NOW).await.unwrap(), void);
        let again = change(&store, &anna, 1, ApplicationChange::Revoke(key.id)).await;
        assert_eq!(again, Err(ApplicationRefused::KeyGone));
        change(&store, &anna, 1, ApplicationChange::Remove).await.unwrap();
        assert_eq!(store.find_key(&key, NOW).await.unwrap(), KeyFound::None);
        assert_eq!(make_key(&store, &anna, 1, NOW).await.map(drop), Err(ApplicationRefused::Gone));
    })
    .await;
}

#[tokio::test]
async fn names_and_ids_are_taken_and_become_free_again() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        add(&store, &anna, 1, PartnerRole::SalesAgent).await.unwrap();
        let add_as = async |by: &Actor, number, id, name: &str| {
            let ids = (application_id(number), client_id(id));
            let form = form(name, &[PartnerRole::SalesAgent]);
            store.add_application(by, ids, &form, &event(by)).await.unwrap()
        };
        assert_eq!(add_as(&anna, 2, 2, " SÝNC 1 ").await, Err(ApplicationRefused::Taken));
        assert_eq!(add_as(&anna, 2, 1, "Other").await, Err(ApplicationRefused::IdTaken));
        assert_eq!(add_as(&stranger, 2, 1, "Sync 1").await, Err(ApplicationRefused::IdTaken), "of another partner");
        for foreign in [ApplicationChange::Block, ApplicationChange::Remove] {
            assert_eq!(change(&store, &stranger, 1, foreign).await, Err(ApplicationRefused::Gone));
        }
        assert_eq!(make_key(&store, &stranger, 1, NOW).await.map(drop), Err(ApplicationRefused::Gone));
        change(&store, &anna, 1, ApplicationChange::Remove).await.unwrap();
        assert_eq!(add_as(&anna, 2, 1, "Sync 1").await, Ok(()));
        let people = store.partner_people(&anna, NOW).await.unwrap();
        assert_eq!(people.applications.len(), 1);
        assert_eq!(people.applications[0].id, application_id(2), "the one that was removed stays removed");
        assert_eq!(store.partner_people(&stranger, NOW).await.unwrap().applications, []);
    })
    .await;
}

#[tokio::test]
async fn two_applications_do_not_get_the_same_name_at_once() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let add = |number, name: &'static str| {
            let (store, anna) = (store.clone(), anna.clone());
            tokio::spawn(async move {
                let ids = (application_id(number), client_id(number));
                let form = form(name, &[PartnerRole::SalesAgent]);
                store.add_application(&anna, ids, &form, &event(&anna)).await.unwrap()
            })
        };
        let (one, other) = tokio::join!(add(1, "Sync"), add(2, "SYNC"));
        let results = [one.unwrap(), other.unwrap()];
        assert!(results.contains(&Ok(())) && results.contains(&Err(ApplicationRefused::Taken)), "{results:?}");
    })
    .await;
}

#[tokio::test]
async fn of_keys_made_at_once_two_are_live() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        add(&store, &anna, 1, PartnerRole::HelpdeskAgent).await.unwrap();
        let make = || {
            let (store, anna) = (store.clone(), anna.clone());
            tokio::spawn(async move { make_key(&store, &anna, 1, NOW).await.map(drop) })
        };
        let (one, two, three) = tokio::join!(make(), make(), make());
        let made = [one.unwrap(), two.unwrap(), three.unwrap()];
        assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 2, "{made:?}");
        assert!(made.contains(&Err(ApplicationRefused::TooManyKeys)));
    })
    .await;
}

#[tokio::test]
async fn only_some_void_keys_are_kept() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        add(&store, &anna, 1, PartnerRole::HelpdeskAgent).await.unwrap();
        let first = make_key(&store, &anna, 1, NOW).await.unwrap();
        for after in 1..20 {
            let key = make_key(&store, &anna, 1, NOW + after).await.unwrap();
            change(&store, &anna, 1, ApplicationChange::Revoke(key.id)).await.unwrap();
        }
        let people = store.partner_people(&anna, NOW + 20).await.unwrap();
        let keys = &people.applications[0].keys;
        assert_eq!(keys.len(), KEYS_KEPT_MAX);
        assert!(keys.windows(2).all(|pair| pair[0].created > pair[1].created), "newest first");
        assert_eq!(keys.last().map(|key| (key.id, key.status)), Some((first.id, KeyStatus::Live)), "a live one stays");
        assert_eq!((keys[0].status, keys[0].description.as_str()), (KeyStatus::Revoked, "Server room"));
        assert!(keys.iter().all(|key| key.made_by == anna.name), "{keys:?}");
        assert!(actor_of(&store, &first).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn the_use_of_a_key_is_noted_once_a_minute() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        add(&store, &anna, 1, PartnerRole::HelpdeskAgent).await.unwrap();
        let key = make_key(&store, &anna, 1, NOW).await.unwrap();
        let is_due = async |now| match store.find_key(&key, now).await.unwrap() {
            KeyFound::Of { note_use, .. } => note_use,
            other => panic!("{other:?}"),
        };
        let last = async || store.partner_people(&anna, NOW).await.unwrap().applications[0].keys[0].last_used;
        assert!(is_due(NOW).await);
        store.note_key_use(key.id, NOW).await.unwrap();
        assert!(!is_due(NOW + NOTE_EVERY_MS - 1).await);
        store.note_key_use(key.id, NOW + NOTE_EVERY_MS - 1).await.unwrap();
        assert_eq!(last().await, Some(NOW));
        assert!(is_due(NOW + NOTE_EVERY_MS).await);
        store.note_key_use(key.id, NOW + NOTE_EVERY_MS).await.unwrap();
        assert_eq!(last().await, Some(NOW + NOTE_EVERY_MS));
    })
    .await;
}

#[tokio::test]
async fn groups_give_an_application_roles_until_it_is_removed() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        add(&store, &anna, 1, PartnerRole::BillingAdmin).await.unwrap();
        let key = make_key(&store, &anna, 1, NOW).await.unwrap();
        let group = PartnerGroupId::new(Uuid::from_u128(1));
        let form = GroupForm {
            name: "Support".into(),
            roles: [PartnerRole::HelpdeskAgent].into(),
            members: [application_id(1), anna.id].into(),
            ..GroupForm::default()
        };
        store.change_group(&anna, group, &GroupChange::Add(form), &event(&anna)).await.unwrap().unwrap();
        let actor = actor_of(&store, &key).await.unwrap();
        assert_eq!(actor.roles, BTreeSet::from([PartnerRole::BillingAdmin, PartnerRole::HelpdeskAgent]));
        assert_eq!(actor.groups, BTreeSet::from([group]));
        let rows = store.security_events(&anna, Cursor::First, PageSize::default()).await.unwrap().rows;
        let joined = rows[0].roles.as_ref().unwrap().joined.clone();
        assert!(joined.contains(&"Sync 1".to_owned()) && joined.contains(&anna.sign_in_name), "{joined:?}");
        change(&store, &anna, 1, ApplicationChange::Remove).await.unwrap();
        assert_eq!(store.groups(&anna).await.unwrap()[0].members, BTreeSet::from([anna.id]));
    })
    .await;
}

#[tokio::test]
async fn an_application_is_no_person() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        add(&store, &anna, 1, PartnerRole::GlobalAdmin).await.unwrap();
        let (id, name) = (application_id(1), client_id(1).to_string());
        assert!(store.partner_user(id).await.unwrap().is_none());
        for name in [name.clone(), format!("Application {name}"), "Sync 1".to_owned()] {
            assert!(store.partner_user_secret(&name).await.unwrap().is_none(), "{name}");
            assert!(store.person_by_sign_in_name(&name).await.unwrap().is_none(), "{name}");
        }
        let people = store.partner_people(&anna, NOW).await.unwrap();
        assert_eq!((people.people.len(), people.applications.len()), (1, 1));
        assert!(people.needs_manager(), "it is not the second who manages people");
        for gone in [PersonChange::Block, PersonChange::Remove, PersonChange::RemoveSecondFactor] {
            let changed = store.change_person(&anna, id, &gone, &event(&anna)).await.unwrap();
            assert_eq!(changed, Err(PersonRefused::Gone));
        }
        let edit = PersonChange::Edit(person_form("Person 1", PartnerRole::SalesAgent));
        let changed = store.change_person(&anna, anna.id, &edit, &event(&anna)).await.unwrap();
        assert_eq!(changed, Err(PersonRefused::LastManager));
    })
    .await;
}

#[tokio::test]
async fn the_events_tell_what_was_done_to_which_application() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        add(&store, &anna, 1, PartnerRole::SalesAgent).await.unwrap();
        let key = make_key(&store, &anna, 1, NOW).await.unwrap();
        let edit = ApplicationChange::Edit(form("Nightly", &[PartnerRole::BillingAdmin]));
        change(&store, &anna, 1, edit).await.unwrap();
        change(&store, &anna, 1, ApplicationChange::Revoke(key.id)).await.unwrap();
        let rows = store.security_events(&anna, Cursor::First, PageSize::default()).await.unwrap().rows;
        let told: Vec<_> = rows.iter().filter_map(|row| row.done_to.as_deref()).collect();
        let expected = ["Nightly, key Server room", "Sync 1", "Sync 1, key Server room", "Sync 1"];
        assert_eq!(told.len(), 4);
        assert!(expected.iter().all(|one| told.contains(one)), "{told:?}");
        let (one, two) = ([PartnerRole::SalesAgent].into(), [PartnerRole::BillingAdmin].into());
        let edited = RolesChanged { before: one, after: two, ..RolesChanged::default() };
        assert!(rows.iter().any(|row| row.roles.as_ref() == Some(&edited)));
    })
    .await;
}

#[tokio::test]
async fn those_who_manage_applications_are_reminded_once_of_a_key_that_nothing_replaces() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        for number in [1, 2, 3] {
            add(&store, &anna, number, PartnerRole::HelpdeskAgent).await.unwrap();
            make_key(&store, &anna, number, NOW).await.unwrap();
        }
        let end = KeyMonths::default().after(NOW);
        make_key(&store, &anna, 2, end - 40 * DAY_MS).await.unwrap();
        change(&store, &anna, 3, ApplicationChange::Block).await.unwrap();

        let due = async |days_left: i64| store.claim_key_reminders(end - days_left * DAY_MS).await.unwrap();
        assert_eq!(due(31).await, []);
        let first = KeyReminder {
            application: "Sync 1".into(),
            description: "Server room".into(),
            expires: end,
            recipients: BTreeSet::from([anna.sign_in_name.clone()]),
        };
        assert_eq!(due(30).await, [first]);
        let mut given = Vec::new();
        for days_left in [30, 29, 8, 7, 6, 1, 0, -1] {
            given.extend(due(days_left).await.iter().map(|_| days_left));
        }
        assert_eq!(given, [7]);
    })
    .await;
}

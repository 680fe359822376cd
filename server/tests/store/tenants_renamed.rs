//! A person and the user that the person is in a tenant's directory are renamed together, or neither is.

use super::choices::choose;
use super::engines::each_engine;
use super::fixtures::*;
use super::people_managed::event;
use super::tenants::{directory, opened, with_admin};
use domain::access::Actor;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::cases::directory_user::rename;
use domain::console::reason::ReasonPolicy;
use domain::console::security::SecurityEvent;
use domain::ids::{IdempotencyKey, SecurityEventId};
use domain::store::prelude::*;
use domain::store::{Stamp, StoreError};
use server::store::SqlStore;
use uuid::Uuid;

fn form(person: &Actor, name: &str, role: PartnerRole) -> PersonForm {
    let (name, sign_in_name) = (name.to_owned(), person.sign_in_name.clone());
    PersonForm { name, sign_in_name, roles: [role].into(), custom: None }
}

/// Renames Dora, who is a user of the ninth directory.
async fn renamed(
    store: &SqlStore,
    by: &Actor,
    (dora, name): (&Actor, &str),
    event: &SecurityEvent,
    stamp: Stamp,
) -> Result<Result<(), PersonRefused>, StoreError> {
    let form = form(dora, name, PartnerRole::GlobalAdmin);
    let key = IdempotencyKey::new(Uuid::new_v4());
    rename(store, by, (directory(9).customer.id, dora.id, &form), (key, event), stamp).await
}

/// The names of Dora here and in the directory, and how many events there are of a changed person.
async fn names(store: &SqlStore, anna: &Actor, dora: &Actor) -> (String, String, usize) {
    let scope = opened(store, anna, 9).await;
    let users = store.users(scope, &Default::default()).await.unwrap().rows;
    let user = users.into_iter().find(|user| user.id == user_id(1)).unwrap();
    let events = store.security_events(anna, Default::default(), Default::default()).await.unwrap().rows;
    let people = store.partner_people(anna, NOW).await.unwrap();
    (people.person(dora.id).unwrap().name.clone(), user.display_name, events.len())
}

#[tokio::test]
async fn a_write_that_fails_leaves_both_names_as_they_were() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let dora = with_admin(&store, &anna, 9).await;
        let before = names(&store, &anna, &dora).await;

        // An event that is there already: the person can't be written.
        let known = event(&anna);
        store.note_security(&known).await;
        let before = (before.0, before.1, before.2 + 1);
        assert!(renamed(&store, &anna, (&dora, "Dora Park"), &known, stamp()).await.is_err());
        assert_eq!(names(&store, &anna, &dora).await, before);

        let once = stamp();
        assert_eq!(renamed(&store, &anna, (&dora, "Dora Park"), &event(&anna), once).await.unwrap(), Ok(()));
        let after = ("Dora Park".to_owned(), "Dora Park".to_owned(), before.2 + 1);
        assert_eq!(names(&store, &anna, &dora).await, after);

        // An operation that is there already: the user can't be written.
        let again = SecurityEvent { id: SecurityEventId::new(Uuid::new_v4()), ..event(&anna) };
        assert!(renamed(&store, &anna, (&dora, "Dora Lind"), &again, once).await.is_err());
        assert_eq!(names(&store, &anna, &dora).await, after);
    })
    .await;
}

#[tokio::test]
async fn what_the_directory_refuses_changes_nothing_of_the_person() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let dora = with_admin(&store, &anna, 9).await;
        choose(&store, anna.partner, ReasonPolicy::Required).await;
        let before = names(&store, &anna, &dora).await;
        let refused = renamed(&store, &anna, (&dora, "Dora Park"), &event(&anna), stamp()).await.unwrap();
        assert_eq!(refused, Err(PersonRefused::DirectoryWantsReason));
        assert_eq!(names(&store, &anna, &dora).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_person_of_a_directory_is_renamed_in_no_other_way() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let dora = with_admin(&store, &anna, 9).await;
        let before = names(&store, &anna, &dora).await;
        let edit = async |name: &str| {
            let change = PersonChange::Edit(form(&dora, name, PartnerRole::AccountAdmin));
            store.change_person(&anna, dora.id, &change, &event(&anna)).await.unwrap()
        };
        assert_eq!(edit("Dora Park").await, Err(PersonRefused::NameChanged));
        assert_eq!(names(&store, &anna, &dora).await, before);
        assert_eq!(edit(&before.0).await, Ok(()), "what leaves the name");
        // The user has this name already, so the person alone gets it.
        let same = renamed(&store, &anna, (&dora, "Dora Lind"), &event(&anna), stamp()).await.unwrap();
        assert_eq!(same, Ok(()));
        let after = names(&store, &anna, &dora).await;
        assert_eq!((after.0.as_str(), after.1.as_str()), ("Dora Lind", "Dora Lind"));
    })
    .await;
}

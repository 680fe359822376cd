//! Deleting a customer: refusals, and what nobody finds any more from that moment on.

use super::custom_permissions::{custom, give, id, three_customers};
use super::engines::each_engine;
use super::fixtures::*;
use super::history::{IMPORTED, LOCAL, history, opened_customer, person_1};
use super::jobs::{ABOVE, begun, crowd, users, work_off};
use super::people_managed::{event as by, form as person_form};
use super::portal::{add_petra, by as portal_event, managed};
use super::rows::{everything, tables};
use domain::access::custom_permissions::CustomersCovered;
use domain::access::invitation_form::InvitationForm;
use domain::access::permission::Permission;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::portal::PortalForm;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::access::{Actor, CustomerScope};
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::passwords::LinkState;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::customer_deletion::{CustomerContents, DeletionForm, DeletionRefused};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{CustomerId, PartnerUserId};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::prelude::*;
use domain::store::{CustomerQuery, StoreError, TemporaryPassword};
use server::security;
use server::store::SqlStore;
use std::collections::BTreeSet;
use uuid::Uuid;

fn event(actor: &Actor, customer: CustomerId) -> SecurityEvent {
    security::event(SecurityEventKind::CustomerDeleted, NOW, Caller::default())
        .by(actor.partner, actor.id)
        .about(customer)
}

/// Deletes a customer as it is seen now, with this name typed.
async fn delete_as(
    store: &SqlStore,
    actor: &Actor,
    scope: CustomerScope,
    change: impl FnOnce(&mut DeletionForm),
) -> Result<Result<(), DeletionRefused>, StoreError> {
    let seen = store.customer_contents(scope).await?;
    let mut form = DeletionForm { name: seen.name.clone(), seen };
    change(&mut form);
    store.delete_customer(actor, scope, &form, &event(actor, scope.customer())).await
}

pub async fn delete(store: &SqlStore, actor: &Actor, scope: CustomerScope) {
    delete_as(store, actor, scope, |_| {}).await.unwrap().unwrap();
}

/// The customer with a number, as Person 1 may delete it. Relationships don't decide that.
pub async fn deletable(store: &SqlStore, number: u128) -> CustomerScope {
    let opened = scope::open(store, &person_1(store).await, Permission::DeleteCustomers, id(number), NOW).await;
    opened.unwrap().scope().unwrap()
}

async fn customers(store: &SqlStore, actor: &Actor) -> BTreeSet<u128> {
    let rows = store.customers(actor, &CustomerQuery::default()).await.unwrap().rows;
    rows.into_iter().map(|row| row.id.uuid().as_u128()).collect()
}

#[tokio::test]
async fn what_there_is_of_a_customer_is_counted() {
    each_engine(async |store| {
        history(&store).await;
        let local = store.customer_contents(opened_customer(&store, LOCAL).await).await.unwrap();
        let rows = number(&store, &format!("SELECT COUNT(*) FROM activity WHERE customer_id = '{}'", id(LOCAL))).await;
        let expected = CustomerContents {
            name: "Fabrikam 9, Inc.".into(),
            users: 4,
            deleted_users: 1,
            purchases: local.purchases,
            activity: rows,
            ..CustomerContents::default()
        };
        assert_eq!(local, expected);
        assert!(local.purchases > 2 && rows > 5, "{local:?}");
        let imported = store.customer_contents(deletable(&store, IMPORTED).await).await.unwrap();
        assert_eq!((imported.relationships, imported.portal_people, imported.users), (1, 1, 2));
    })
    .await;
}

#[tokio::test]
async fn a_refusal_changes_nothing() {
    each_engine(async |store| {
        let store = store.with_jobs_above(ABOVE);
        let scope = crowd(&store, 9, 9).await;
        let actor = store.partner_user(scope.actor()).await.unwrap().unwrap().actor;
        let ben = person_of(&store, actor.partner, 2).await;
        let (_, mut job) = begun(&store, scope, &users(1..=9), assign(E3)).await;
        let tables = tables(&store).await;
        let refused = async |change: fn(&mut DeletionForm), expected: DeletionRefused| {
            let before = everything(&store, &tables).await;
            assert_eq!(delete_as(&store, &ben, scope, change).await.unwrap(), Err(expected));
            assert_eq!(everything(&store, &tables).await, before, "{expected}");
        };
        refused(|form| form.name = "Fabrikam".into(), DeletionRefused::Name).await;
        refused(|_| {}, DeletionRefused::Running).await;
        work_off(&store, &mut job).await;
        refused(|form| form.seen.users += 1, DeletionRefused::Changed).await;
        let edit = PersonForm {
            name: ben.name.clone(),
            sign_in_name: ben.sign_in_name.clone(),
            roles: [PartnerRole::AdminAgent].into(),
            custom: None,
        };
        store.change_person(&actor, ben.id, &PersonChange::Edit(edit), &by(&actor)).await.unwrap().unwrap();
        refused(|_| {}, DeletionRefused::OnlyGlobalAdmin).await;
        assert_eq!(customers(&store, &actor).await, [9].into());
    })
    .await;
}

#[tokio::test]
async fn from_that_moment_on_nobody_finds_it() {
    each_engine(async |store| {
        history(&store).await;
        let actor = person_1(&store).await;
        let (scope, other) = (deletable(&store, IMPORTED).await, opened_customer(&store, LOCAL).await);
        let petra = store.partner_user_secret("petra@fabrikam.com").await.unwrap().unwrap().actor;
        let links = "SELECT digest FROM password_link LIMIT 1";
        let link: String = sqlx::query_scalar(links).fetch_one(store.read_pool()).await.unwrap();
        let words = CustomerQuery { search: "fabrikam".into(), ..CustomerQuery::default() };
        assert_eq!(store.customers(&actor, &words).await.unwrap().rows.len(), 2);
        let seats_of_other = store.customer_contents(other).await.unwrap();
        delete(&store, &actor, scope).await;
        // Its rows are still there.
        assert!(
            number(&store, &format!("SELECT COUNT(*) FROM users WHERE customer_id = '{}'", id(IMPORTED))).await > 0
        );

        assert_eq!(customers(&store, &actor).await, [LOCAL].into());
        assert_eq!(store.customers(&actor, &words).await.unwrap().rows.len(), 1);
        for who in [&actor, &petra] {
            assert_eq!(store.customer_access(who, scope.customer(), NOW).await.unwrap(), None);
        }
        let found = store.find(&actor, "filip", NOW).await.unwrap();
        assert!(found.users.is_empty() && found.customers.is_empty(), "{found:?}");
        let found = store.find(&actor, &id(IMPORTED).to_string(), NOW).await.unwrap();
        assert!(found.customers.is_empty(), "{found:?}");
        let log = store.partner_activity(&actor, &Default::default(), NOW).await.unwrap();
        assert!(log.rows.iter().all(|row| row.customer != scope.customer()) && !log.rows.is_empty());
        let people = store.people(&actor, NOW).await.unwrap();
        assert!(people.iter().all(|person| person.id != petra.id), "{people:?}");
        assert_eq!(store.relationships_of_all(&actor, Default::default(), NOW).await.unwrap().rows, []);
        assert_eq!(store.tags(&actor).await.unwrap(), []);
        assert!(store.partner_user(petra.id).await.unwrap().is_none());
        assert!(store.partner_user_secret("petra@fabrikam.com").await.unwrap().is_none());
        assert_eq!(store.password_link(&link, NOW).await.unwrap(), LinkState::Unknown);
        assert_eq!(store.relationship_policy(&actor, NOW).await.unwrap().1.customers, 1);
        assert_eq!(store.delete_planned_users(i64::MAX, server::time::stamp).await.unwrap(), 0);

        // Requests that had begun are told so, and write nothing.
        let selection = select(&store, other, &[user_id(2)]).await;
        let request = request(&store, other, selection, assign(VISIO), ShortagePolicy::InOrder).await;
        let gone = Err(StoreError::CustomerGone);
        assert_eq!(store.save(scope, &request, stamp()).await.map(drop), gone);
        assert_eq!(store.customer_contents(scope).await.map(drop), gone);
        assert_eq!(delete_as(&store, &actor, scope, |_| {}).await.map(drop), gone);
        let form = DeletionForm { name: String::new(), seen: CustomerContents::default() };
        let again = store.delete_customer(&actor, scope, &form, &event(&actor, scope.customer())).await;
        assert_eq!(again.map(drop), gone);
        assert_eq!(store.customer_contents(other).await.unwrap(), seats_of_other);
    })
    .await;
}

#[tokio::test]
async fn the_security_log_keeps_what_was_deleted_and_by_whom() {
    each_engine(async |store| {
        history(&store).await;
        let actor = person_1(&store).await;
        delete(&store, &actor, deletable(&store, IMPORTED).await).await;
        while store.remove_deleted_customer(NOW).await.unwrap() {}
        let size = PageSize::ALL.into_iter().max_by_key(|size| size.get()).unwrap();
        let rows = store.security_events(&actor, Cursor::First, size).await.unwrap().rows;
        let deleted = rows.iter().find(|row| row.kind == SecurityEventKind::CustomerDeleted).unwrap();
        assert_eq!(deleted.person, Some(("Person 1".into(), "Person1".into())));
        assert_eq!(deleted.done_to.as_deref(), Some("Fabrikam 8, Inc."));
        assert_eq!((deleted.customer, &deleted.customer_name), (Some(id(IMPORTED)), &None), "it is no link");
        let about_it: Vec<_> = rows.iter().filter(|row| row.customer == Some(id(IMPORTED))).collect();
        assert!(about_it.len() > 3 && about_it.iter().all(|row| row.customer_name.is_none()), "{about_it:?}");
        assert!(rows.iter().any(|row| row.person.as_ref().is_some_and(|(name, _)| name == "Petra")), "{rows:?}");
    })
    .await;
}

#[tokio::test]
async fn custom_permissions_name_it_no_more() {
    each_engine(async |store| {
        let (anna, ben, scopes) = three_customers(&store).await;
        let see = |customers: &[u128]| {
            custom(&[Permission::SeeUsers], CustomersCovered::Chosen(customers.iter().map(|one| id(*one)).collect()))
        };
        give(&store, &anna, &ben, see(&[7, 8])).await.unwrap();
        let cleo = person_of(&store, anna.partner, 3).await;
        give(&store, &anna, &cleo, see(&[7])).await.unwrap();
        let invited = PersonForm {
            roles: BTreeSet::new(),
            custom: Some(see(&[7])),
            ..person_form("Dora", PartnerRole::SalesAgent)
        };
        let link = super::people_managed::link(9, "token of Dora");
        store.invite(&anna, &InvitationForm::of_one(invited), &[link], &by(&anna)).await.unwrap().unwrap();
        assert!(store.open_invitation("token of Dora", NOW).await.unwrap().is_some());
        delete(&store, &anna, scopes[0]).await;
        let custom_of = async |who: &Actor| store.partner_user(who.id).await.unwrap().unwrap().actor.custom;
        assert_eq!(custom_of(&ben).await, [see(&[8])]);
        assert_eq!(custom_of(&cleo).await, []);
        assert_eq!(store.open_invitation("token of Dora", NOW).await.unwrap(), None);
        while store.remove_deleted_customer(NOW).await.unwrap() {}
        // The same customer comes back as another one.
        arrive(&store, &anna, &company(7, &[]), NOW + 1).await;
        for who in [&ben, &cleo] {
            let who = store.partner_user(who.id).await.unwrap().unwrap().actor;
            let opened = scope::open(&store, &who, Permission::SeeUsers, id(7), NOW).await.unwrap().scope();
            assert_eq!(opened, None);
        }
    })
    .await;
}

#[tokio::test]
async fn people_of_its_portal_can_be_added_elsewhere_and_again() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = managed(&store, &actor, 7).await;
        add_petra(&store, &actor, scope).await.unwrap();
        delete(&store, &actor, scope).await;
        // Somebody who had opened the page adds a person at the same moment. Nobody signs in with that.
        let password = TemporaryPassword { hash: "hash".into(), until: NOW + 1 };
        let add = async |scope, number: u128, sign_in_name: &str| {
            let form = PortalForm {
                name: "Somebody".into(),
                sign_in_name: sign_in_name.into(),
                role: PortalRole::LicenseAdmin,
            };
            let (id, event) =
                (PartnerUserId::new(Uuid::from_u128(number)), portal_event(&actor, SecurityEventKind::AccountCreated));
            store.add_portal_person(&actor, scope, (id, &form), &password, &event).await.unwrap().unwrap();
            id
        };
        let switch_on = async |scope| {
            let event = portal_event(&actor, SecurityEventKind::PortalOn);
            store.switch_portal(&actor, scope, true, &event).await.unwrap().unwrap();
        };
        let found = async |name: &str| store.partner_user_secret(name).await.unwrap().map(|who| who.actor.id);
        add(scope, 901, "late@fabrikam.com").await;
        switch_on(scope).await;
        assert_eq!(found("late@fabrikam.com").await, None);
        while store.remove_deleted_customer(NOW).await.unwrap() {}
        assert_eq!(number(&store, "SELECT COUNT(*) FROM partner_user WHERE customer_id IS NOT NULL").await, 0);

        let again = managed(&store, &actor, 7).await;
        assert!(!store.portal(again).await.unwrap().is_on);
        switch_on(again).await;
        let petra = add(again, 902, "Petra@Fabrikam.com").await;
        assert_eq!(found("petra@fabrikam.com").await, Some(petra));
        assert_eq!(found("late@fabrikam.com").await, None);
    })
    .await;
}

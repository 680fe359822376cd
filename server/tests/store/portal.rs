//! Portals of customers, and everything that was bought for them.

use super::engines::each_engine;
use super::fixtures::*;
use domain::access::permission::Permission;
use domain::access::portal::{PortalChange, PortalForm, PortalRefused};
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::access::second_factor::RequiredRoles;
use domain::access::{Actor, CustomerScope};
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::product::Channel;
use domain::ids::PartnerUserId;
use domain::store::TemporaryPassword;
use domain::store::prelude::*;
use server::security::event;
use server::store::{PersonError, SqlStore};
use uuid::Uuid;

const PETRA: PartnerUserId = PartnerUserId::new(Uuid::from_u128(900));

/// Something that the actor did to a portal.
pub fn by(actor: &Actor, kind: SecurityEventKind) -> SecurityEvent {
    event(kind, NOW, Caller::default()).by(actor.partner, actor.id)
}

fn form(role: PortalRole) -> PortalForm {
    PortalForm { name: "Petra".into(), sign_in_name: "Petra@Fabrikam.com".into(), role }
}

fn password(until: i64) -> TemporaryPassword {
    TemporaryPassword { hash: "hash".into(), until }
}

/// The customer with a number, managed by the actor.
pub async fn managed(store: &SqlStore, actor: &Actor, number: u128) -> CustomerScope {
    let customer = customer(store, actor, &company(number, &[])).await.customer();
    let opened = scope::open(store, actor, Permission::ManagePeople, customer, NOW).await.unwrap();
    opened.scope().unwrap()
}

/// Two customers, with Petra in the portal of the first.
async fn with_petra(store: &SqlStore) -> (Actor, CustomerScope, CustomerScope) {
    let actor = partner(store, 1).await;
    let (own, other) = (managed(store, &actor, 1).await, managed(store, &actor, 2).await);
    add_petra(store, &actor, own).await.unwrap();
    (actor, own, other)
}

/// Adds Petra to the portal of a customer, which is on.
pub async fn add_petra(store: &SqlStore, actor: &Actor, scope: CustomerScope) -> Result<(), PortalRefused> {
    store.switch_portal(actor, scope, true, &by(actor, SecurityEventKind::PortalOn)).await.unwrap().unwrap();
    let made = by(actor, SecurityEventKind::AccountCreated);
    let petra = form(PortalRole::UserManagementAdmin);
    store.add_portal_person(actor, scope, (PETRA, &petra), &password(NOW + 1), &made).await.unwrap()
}

#[tokio::test]
async fn a_portal_has_people_while_it_is_on() {
    each_engine(async |store| {
        let store = &store;
        let actor = partner(store, 1).await;
        let scope = managed(store, &actor, 1).await;
        assert!(!store.portal(scope).await.unwrap().is_on);
        add_petra(store, &actor, scope).await.unwrap();
        assert_eq!(add_petra(store, &actor, scope).await, Err(PortalRefused::Taken));
        let portal = store.portal(scope).await.unwrap();
        assert_eq!((portal.is_on, portal.people.len(), portal.people[0].temporary_until), (true, 1, Some(NOW + 1)));
        let petra = store.partner_user_secret("petra@fabrikam.com").await.unwrap().unwrap();
        let place = petra.actor.portal.unwrap();
        assert_eq!((place.customer, place.role), (scope.customer(), PortalRole::UserManagementAdmin));
        let other = customer(store, &actor, &company(2, &[])).await.customer();
        assert_eq!(
            store.customer_access(&petra.actor, other, NOW).await.unwrap(),
            None,
            "nothing is looked up about it"
        );
        assert!(store.is_current(&petra, NOW).await.unwrap() && !store.is_current(&petra, NOW + 1).await.unwrap());

        let off = by(&actor, SecurityEventKind::PortalOff);
        store.switch_portal(&actor, scope, false, &off).await.unwrap().unwrap();
        assert!(store.partner_user(PETRA).await.unwrap().is_none());
        let on = by(&actor, SecurityEventKind::PortalOn);
        store.switch_portal(&actor, scope, true, &on).await.unwrap().unwrap();
        assert_eq!(store.partner_user(PETRA).await.unwrap().unwrap().sessions_from, NOW);
    })
    .await;
}

#[tokio::test]
async fn roles_of_one_portal_need_a_second_factor_and_those_of_another_do_not() {
    each_engine(async |store| {
        let store = &store;
        let (actor, own, other) = with_petra(store).await;
        let petra = store.partner_user(PETRA).await.unwrap().unwrap().actor;
        let roles = RequiredRoles([PortalRole::UserManagementAdmin].into());
        let event = || by(&actor, SecurityEventKind::SecondFactorRolesChanged);
        let needs = async || store.second_factor(&petra).await.unwrap().is_required;
        store.require_portal_second_factor(&actor, other, &roles, &event()).await.unwrap().unwrap();
        assert!(!needs().await, "that is another customer");
        store.require_second_factor(&actor, &RequiredRoles(PartnerRole::ALL.into()), &event()).await.unwrap();
        assert!(!needs().await, "people of portals have no roles of the partner");
        store.require_portal_second_factor(&actor, own, &roles, &event()).await.unwrap().unwrap();
        assert!(needs().await);
        assert_eq!(store.portal(own).await.unwrap().required, roles);
        let license_admin = RequiredRoles([PortalRole::LicenseAdmin].into());
        store.require_portal_second_factor(&actor, own, &license_admin, &event()).await.unwrap().unwrap();
        assert!(!needs().await, "hers is another role");
        assert_eq!(store.portal(other).await.unwrap().required, roles);

        let remove = async || {
            let removed = by(&actor, SecurityEventKind::SecondFactorRemoved);
            store.change_portal_person(&actor, own, PETRA, &PortalChange::RemoveSecondFactor, &removed).await.unwrap()
        };
        assert_eq!(remove().await, Err(PortalRefused::NoSecondFactor));
        super::second_factor::set_up(store, &petra).await;
        assert!(store.portal(own).await.unwrap().people[0].has_second_factor);
        assert_eq!(remove().await, Ok(()));
        assert!(!store.second_factor(&petra).await.unwrap().is_on);
        assert!(!store.portal(own).await.unwrap().people[0].has_second_factor);
    })
    .await;
}

#[tokio::test]
async fn a_person_of_a_portal_is_found_at_its_customer_alone() {
    each_engine(async |store| {
        let store = &store;
        let (actor, own, other) = with_petra(store).await;
        let edited = by(&actor, SecurityEventKind::PersonEdited);
        for change in [PortalChange::Block, PortalChange::Remove, PortalChange::Edit(form(PortalRole::GlobalAdmin))] {
            let done = store.change_portal_person(&actor, other, PETRA, &change, &edited).await.unwrap();
            assert_eq!(done, Err(PortalRefused::Gone));
        }
        let done = store.reset_portal_person(&actor, other, PETRA, &password(1), &edited).await.unwrap();
        assert_eq!(done, Err(PortalRefused::Gone));
        let done = store.reset_portal_person(&actor, own, actor.id, &password(1), &edited).await.unwrap();
        assert_eq!(done, Err(PortalRefused::Gone), "people of the partner are in no portal");
        assert_eq!(store.partner_people(&actor, NOW).await.unwrap().people.len(), 1);
        let performers: Vec<String> =
            store.people(&actor, NOW).await.unwrap().into_iter().map(|one| one.name).collect();
        assert_eq!(performers, [actor.name.clone(), "Petra (of Fabrikam 1, Inc.)".to_owned()]);
        assert_eq!(store.count_partner_users().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn who_manages_people_no_more_adds_and_resets_nobody() {
    each_engine(async |store| {
        let store = &store;
        let actor = partner(store, 1).await;
        let scope = managed(store, &actor, 1).await;
        add_petra(store, &actor, scope).await.unwrap();
        // Somebody who was removed after the request had begun.
        let gone = Actor { id: PartnerUserId::new(Uuid::from_u128(903)), ..actor.clone() };
        let event = by(&gone, SecurityEventKind::AccountCreated);
        let form = PortalForm { sign_in_name: "pavol@fabrikam.com".into(), ..form(PortalRole::LicenseAdmin) };
        let id = PartnerUserId::new(Uuid::from_u128(904));
        let added = store.add_portal_person(&gone, scope, (id, &form), &password(NOW + 1), &event).await.unwrap();
        assert_eq!(added, Err(PortalRefused::NotAllowed));
        let reset = store.reset_portal_person(&gone, scope, PETRA, &password(NOW + 1), &event).await.unwrap();
        assert_eq!(reset, Err(PortalRefused::NotAllowed));
        for is_on in [true, false] {
            let switched = store.switch_portal(&gone, scope, is_on, &event).await.unwrap();
            assert_eq!(switched, Err(PortalRefused::NotAllowed));
        }
        assert!(store.portal(scope).await.unwrap().is_on);
    })
    .await;
}

#[tokio::test]
async fn who_was_removed_comes_back_with_another_role() {
    each_engine(async |store| {
        let store = &store;
        let (actor, own, other) = with_petra(store).await;
        let removed = by(&actor, SecurityEventKind::PersonRemoved);
        store.change_portal_person(&actor, own, PETRA, &PortalChange::Remove, &removed).await.unwrap().unwrap();
        assert!(store.portal(own).await.unwrap().people.is_empty());
        assert_eq!(add_petra(store, &actor, other).await, Err(PortalRefused::Taken), "the name stays the customer's");
        let made = by(&actor, SecurityEventKind::AccountCreated);
        let again = form(PortalRole::LicenseAdmin);
        let id = PartnerUserId::new(Uuid::from_u128(901));
        store.add_portal_person(&actor, own, (id, &again), &password(NOW + 1), &made).await.unwrap().unwrap();
        let people = store.portal(own).await.unwrap().people;
        assert_eq!((people[0].id, people[0].role), (PETRA, PortalRole::LicenseAdmin));
    })
    .await;
}

#[tokio::test]
async fn the_command_line_makes_no_partner_user_of_a_person_of_a_portal() {
    each_engine(async |store| {
        let store = &store;
        let (actor, ..) = with_petra(store).await;
        let mut user = crate::support::people::new_person(Uuid::from_u128(902), "Petra", "hash", NOW);
        user.sign_in_name = "petra@fabrikam.com".into();
        let added = store.add_partner_user(actor.partner, &user).await;
        assert!(matches!(added, Err(PersonError::Taken)));
        assert!(store.partner_user(PETRA).await.unwrap().unwrap().actor.roles.is_empty());
    })
    .await;
}

#[tokio::test]
async fn purchases_are_all_that_was_bought() {
    each_engine(async |store| {
        let store = &store;
        let actor = partner(store, 1).await;
        let mut directory = company(1, &[(VISIO, 2), (POWER_BI, 3)]);
        directory.products[1].subscriptions[0].channel = Channel::Marketplace;
        directory.products[1].subscriptions[0].publisher = Some("Contoso Apps".into());
        let scope = customer(store, &actor, &directory).await;
        let mut purchases = store.purchases(scope).await.unwrap();
        purchases.sort_by_key(|purchase| purchase.quantity);
        let found: Vec<_> = purchases.iter().map(|one| (one.quantity, one.channel, one.publisher.as_deref())).collect();
        assert_eq!(found[1], (3, Channel::Marketplace, Some("Contoso Apps")));
        assert_eq!((found.len(), found[0].0), (2, 2));
    })
    .await;
}

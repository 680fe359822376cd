//! Organization tenants: what they are on both engines, and importing them.

use super::accounts::{change, listed};
use super::engines::each_engine;
use super::entries::{added, asked, edited, save_entries};
use super::fixtures::*;
use super::jobs::work_off;
use super::people_managed::{accept, event, link};
use crate::support::users::user;
use domain::access::invitation_form::{InvitationForm, Invitee};
use domain::access::permission::Permission;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::role::PartnerRole;
use domain::access::tenant::TenantChange;
use domain::access::tenant_rules::TenantRefused;
use domain::access::{Actor, CustomerScope};
use domain::cases::entries::preview;
use domain::cases::scope;
use domain::console::accounts::Who;
use domain::console::entries::{Entries, EntryEnd};
use domain::console::operation_kind::EntriesKind;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::profile::TypedProfile;
use domain::import::customer::CustomerImport;
use domain::rules::account_change::AccountChange;
use domain::rules::change::Change;
use domain::rules::failure::FailureCode;
use domain::store::CustomerQuery;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::import::customer::{Arrival, WriteError};
use std::collections::BTreeMap;

pub fn directory(number: u128) -> CustomerImport {
    CustomerImport { users: vec![user(1, "Dora Lind"), user(2, "Ben Novak")], ..company(number, &[]) }
}

async fn write(
    store: &SqlStore,
    actor: &Actor,
    directory: &CustomerImport,
    own_organization: bool,
) -> Result<(), WriteError> {
    let arrival = Arrival { own_organization, ..imported(actor, NOW) };
    store.write_directory(arrival, directory, directory.users.clone().into_iter(), false).await.map(|_| ())
}

#[tokio::test]
async fn an_own_organization_is_associated_and_no_customer() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let mut own = directory(9);
        own.customer.on_premises = true;
        write(&store, &anna, &own, true).await.unwrap();
        write(&store, &anna, &directory(8), false).await.unwrap();
        let listed = store.customers(&anna, &CustomerQuery::default()).await.unwrap().rows;
        assert_eq!(listed.iter().map(|row| row.id).collect::<Vec<_>>(), [company(8, &[]).customer.id]);
        assert!(
            store.find(&anna, "Dora", NOW).await.unwrap().users.iter().all(|found| found.customer != own.customer.id)
        );
        let scope = scope::open(&store, &anna, Permission::SeeUsers, own.customer.id, NOW).await.unwrap().scope();
        assert_eq!(store.users(scope.unwrap(), &Default::default()).await.unwrap().rows.len(), 2);

        // Security events name customers. The reader may not manage an own organization.
        for id in [own.customer.id, company(8, &[]).customer.id] {
            let refused = SecurityEvent { kind: SecurityEventKind::CustomerRefused, ..event(&anna).about(id) };
            store.note_security(&refused).await;
        }
        let events = store.security_events(&anna, Default::default(), Default::default()).await.unwrap().rows;
        let named: BTreeMap<_, _> =
            events.iter().filter_map(|row| Some((row.customer?, row.customer_name.is_some()))).collect();
        assert_eq!(named, BTreeMap::from([(own.customer.id, false), (company(8, &[]).customer.id, true)]));

        let tenants = store.tenants(&anna).await.unwrap();
        assert_eq!((tenants.len(), tenants[0].users, tenants[0].associated), (1, 2, None));
        assert!(tenants[0].on_premises);
        assert_eq!(store.tenants(&stranger).await.unwrap(), []);
        let change = async |by, change| store.change_tenant(by, own.customer.id, change, &event(by)).await.unwrap();
        assert_eq!(change(&stranger, TenantChange::Associate).await, Err(TenantRefused::Gone));
        assert_eq!(change(&anna, TenantChange::Associate).await, Ok(()));
        assert_eq!(store.tenants(&anna).await.unwrap()[0].associated, Some(NOW));
        let people = store.partner_people(&anna, NOW).await.unwrap();
        assert_eq!(people.tenants.iter().map(|tenant| tenant.id).collect::<Vec<_>>(), [own.customer.id]);
        assert_eq!(change(&anna, TenantChange::Dissociate).await, Ok(()));
        assert_eq!(store.partner_people(&anna, NOW).await.unwrap().tenants, []);
    })
    .await;
}

#[tokio::test]
async fn an_import_keeps_customers_and_own_organizations_apart() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        write(&store, &anna, &directory(9), true).await.unwrap();
        write(&store, &anna, &directory(8), false).await.unwrap();
        let refused = write(&store, &anna, &directory(9), false).await;
        assert!(matches!(refused, Err(WriteError::IsOwnOrganization(id)) if id == directory(9).customer.id));
        let refused = write(&store, &anna, &directory(8), true).await;
        assert!(matches!(refused, Err(WriteError::IsCustomer(id)) if id == directory(8).customer.id));
        // A user who is missing in a second import is deleted, as at customers.
        let less = CustomerImport { users: vec![user(1, "Dora Lind")], ..company(9, &[]) };
        write(&store, &anna, &less, true).await.unwrap();
        assert_eq!(store.tenants(&anna).await.unwrap()[0].users, 1);
    })
    .await;
}

/// Associates a tenant and adds a user of its directory, who is Global admin then.
pub async fn with_admin(store: &SqlStore, anna: &Actor, number: u128) -> Actor {
    write(store, anna, &directory(number), true).await.unwrap();
    let tenant = directory(number).customer.id;
    store.change_tenant(anna, tenant, TenantChange::Associate, &event(anna)).await.unwrap().unwrap();
    let name = format!("admin of {number}");
    let form = InvitationForm {
        people: vec![Invitee { name: name.clone(), sign_in_name: name.clone(), directory_user: Some(user_id(1)) }],
        roles: [PartnerRole::GlobalAdmin].into(),
        tenant: Some(tenant),
        ..InvitationForm::default()
    };
    store.invite(anna, &form, &[link(number, &name)], &event(anna)).await.unwrap().unwrap();
    accept(store, &name, 100 + number, NOW).await.unwrap()
}

/// A tenant's users, opened by somebody who may change them.
pub async fn opened(store: &SqlStore, by: &Actor, number: u128) -> CustomerScope {
    let tenant = directory(number).customer.id;
    scope::open(store, by, Permission::BlockUsers, tenant, NOW).await.unwrap().scope().unwrap()
}

async fn can_sign_in(store: &SqlStore, who: &Actor) -> bool {
    store.partner_user(who.id).await.unwrap().is_some()
}

#[tokio::test]
async fn of_managers_who_lose_access_at_once_in_two_directories_and_among_people_one_stays() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let (dora, eve) = (with_admin(&store, &anna, 9).await, with_admin(&store, &anna, 8).await);
        // Nobody takes their own access, so somebody else does.
        let (of_dora, of_eve) = (opened(&store, &anna, 9).await, opened(&store, &anna, 8).await);
        let (name, sign_in_name) = (anna.name.clone(), anna.sign_in_name.clone());
        let roles = [PartnerRole::HelpdeskAgent].into();
        let less = PersonChange::Edit(PersonForm { name, sign_in_name, roles, custom: None });
        let event = event(&anna);
        let block = async |scope| change(&store, scope, listed(&[1]), AccountChange::Block).await;
        let (_, _, less) =
            tokio::join!(block(of_dora), block(of_eve), store.change_person(&anna, anna.id, &less, &event));
        let anna_stays = less.unwrap().is_err();
        let left = [can_sign_in(&store, &dora).await, can_sign_in(&store, &eve).await, anna_stays];
        assert_eq!(left.iter().filter(|left| **left).count(), 1, "{left:?}");
    })
    .await;
}

#[tokio::test]
async fn who_loses_access_by_a_job_or_an_import_begins_anew() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let dora = with_admin(&store, &anna, 9).await;
        let scope = opened(&store, &anna, 9).await;
        let sessions_from =
            async || number(&store, &format!("SELECT sessions_from FROM partner_user WHERE id = '{}'", dora.id)).await;
        let jobs = store.clone().with_jobs_above(1);
        let profile = TypedProfile { sign_in_allowed: Some(false), ..TypedProfile::default() };
        let who = Who::Listed(vec![user_id(1), user_id(2)]);
        let entries = Entries::Same { who, profile, licenses: Change::default() };
        save_entries(&jobs, scope, EntriesKind::Edit, entries).await;
        assert!(can_sign_in(&store, &dora).await, "the job has not begun");
        let mut job = jobs.next_job(NOW).await.unwrap().unwrap();
        work_off(&jobs, &mut job).await;
        assert_eq!((sessions_from().await, can_sign_in(&store, &dora).await), (stamp().now, false));

        let mut blocked = directory(9);
        blocked.users[0].sign_in_allowed = false;
        let later = stamp().now;
        let import = async |now, directory: &CustomerImport| {
            let arrival = Arrival { own_organization: true, ..imported(&anna, now) };
            store.write_directory(arrival, directory, directory.users.clone().into_iter(), false).await.unwrap();
        };
        import(later + 10, &directory(9)).await;
        assert_eq!((sessions_from().await, can_sign_in(&store, &dora).await), (later + 10, true), "given back");
        import(later + 20, &blocked).await;
        assert_eq!((sessions_from().await, can_sign_in(&store, &dora).await), (later + 20, false));
        import(later + 30, &blocked).await;
        assert_eq!(sessions_from().await, later + 20, "nothing is lost twice");
    })
    .await;
}

#[tokio::test]
async fn users_of_an_own_organization_that_is_synchronized_from_on_premises_are_not_added_here() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let synced = |number: u128| {
            let mut directory = directory(number);
            directory.customer.on_premises = true;
            directory
        };
        write(&store, &anna, &synced(9), true).await.unwrap();
        write(&store, &anna, &synced(8), false).await.unwrap();
        let ends = async |number: u128| {
            let customer = company(number, &[]).customer.id;
            let scope =
                scope::open(&store, &anna, Permission::EditUsers, customer, NOW).await.unwrap().scope().unwrap();
            // Pages say so before anything is typed.
            assert_eq!(store.customer(scope).await.unwrap().created_on_premises, number == 9);
            let entries = Entries::Each(vec![
                added(11, "Cyril", Change::default()),
                edited(
                    1,
                    TypedProfile { display_name: Some("Dora Park".into()), ..TypedProfile::default() },
                    Change::default(),
                ),
            ]);
            let seen = preview(&store, scope, &entries).await.unwrap().unwrap().lines;
            let request = asked(&store, scope, EntriesKind::Add, entries).await;
            store.save_entries(scope, &request, stamp()).await.unwrap();
            let users = store.users(scope, &Default::default()).await.unwrap().rows;
            (seen[0].end, users.iter().map(|user| user.display_name.clone()).collect::<Vec<_>>())
        };
        let (end, names) = ends(9).await;
        assert_eq!(
            (end, names),
            (EntryEnd::Failed(FailureCode::OnPremises), ["Ben Novak", "Dora Park"].map(String::from).into())
        );
        // A customer's directory has users of both kinds.
        let (end, names) = ends(8).await;
        assert_eq!(names, ["Ben Novak", "Cyril", "Dora Park"], "{end:?}");
    })
    .await;
}

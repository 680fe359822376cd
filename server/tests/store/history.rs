//! A database with a history: every table has rows.

use super::accounts::changed;
use super::activity_chain::run;
use super::choices::choose;
use super::fixtures::*;
use super::people::*;
use domain::access::group::{GroupChange, GroupForm};
use domain::access::invitation_form::InvitationForm;
use domain::access::permission::Permission;
use domain::access::person::PersonChange;
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::access::second_factor::{RequiredRoles, Seed};
use domain::access::{Actor, CustomerScope};
use domain::cases::operations as undoing;
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::errors::ErrorsOf;
use domain::console::operation::{ChangeRow, OperationRow};
use domain::console::passwords::Handover;
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::{SaveReply, UndoRequest};
use domain::console::security::SecurityEventKind;
use domain::directory::day::Day;
use domain::directory::page::{Cursor, PageSize};
use domain::directory::password::Secret;
use domain::directory::password_kind::PasswordKind;
use domain::directory::product::AppliesTo;
use domain::directory::role::AdminRole;
use domain::ids::{CustomerId, OperationId, PartnerGroupId};
use domain::import::customer::{ProductSaid, SaidPlan};
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding};
use domain::rules::summary::PlanSummary;
use domain::store::prelude::*;
use domain::store::{ResetLink, StoreError};
use server::security::event;
use server::store::SqlStore;
use server::store::people::security_log::KEPT_MS;
use server::store::people::sessions::Sessions;
use server::store::people::throttle::Trying;
use std::collections::HashMap;
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use uuid::Uuid;

pub use crate::support::stores::open as opened;

/// The session of Person 1 in the history. It ends in a hundred years.
pub const SESSION: Id = Id(7);
/// The hash of the set-up link in the history.
pub const LINK: &str = "set-up link";

/// The Local customer of [`history`], with five users. The last is deleted.
pub const LOCAL: u128 = 9;
/// The Imported customer of [`history`], with an unconfirmed order.
pub const IMPORTED: u128 = 8;

/// Person 1 of the history.
pub async fn person_1(store: &SqlStore) -> Actor {
    store.partner_user_secret("person1").await.unwrap().unwrap().actor
}

/// Opens a customer of [`history`] as its person.
pub async fn opened_customer(store: &SqlStore, number: u128) -> CustomerScope {
    let customer = CustomerId::new(Uuid::from_u128(number));
    scope::open(store, &person_1(store).await, Permission::SeeUsers, customer, 0).await.unwrap().scope().unwrap()
}

/// The operations of a customer, newest first.
pub async fn operations(store: &SqlStore, scope: CustomerScope) -> Vec<OperationId> {
    operation_rows(store, scope).await.into_iter().map(|row| row.id).collect()
}

/// The customer's operations in “Recent changes”.
pub async fn operation_rows(store: &SqlStore, scope: CustomerScope) -> Vec<OperationRow> {
    let rows = store.changes(scope, Cursor::First, PageSize::default()).await.unwrap().rows;
    let operation = |row| if let ChangeRow::Operation(operation) = row { Some(operation) } else { None };
    rows.into_iter().filter_map(operation).collect()
}

/// Previews the undo of an operation.
pub async fn preview_undo(
    store: &SqlStore,
    scope: CustomerScope,
    operation: OperationId,
) -> Result<PlanSummary, StoreError> {
    Ok(undoing::preview_undo(store, scope, operation, &Default::default()).await?.summary)
}

/// Undoes an operation right after its preview.
pub async fn undone(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> OperationId {
    let digest = preview_undo(store, scope, operation).await.unwrap().digest;
    let request = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
    match store.undo(scope, &request, stamp()).await.unwrap() {
        SaveReply::Saved(undo) => undo,
        other => panic!("not undone: {other:?}"),
    }
}

/// Writes people who are invited, blocked, removed and in a group; two customers; a save, its undo, and a save that fails
/// for two of three users; orders; a selection; a session and its sign-in; a second factor; a tag and
/// a group with custom permissions for it.
pub async fn history(store: &SqlStore) {
    let actor = partner(store, 1).await;
    some_people(store, &actor).await;
    let mut directory = company(LOCAL, &[(VISIO, 2), (POWER_BI, 2)]);
    directory.groups.push((group(5), "All staff".into()));
    let names = ["Anna Kováčová", "Bert O'Neil", "Cyril \"C\" Łukasz", "李静", "Émile"];
    directory.roles.push((Uuid::from_u128(12), "Own role".into()));
    let own = directory.products[0].product.plans.iter().map(|plan| SaidPlan { id: plan.id, applies_to: None });
    directory.products[0].said = ProductSaid { applies_to: Some(AppliesTo::User), plans: own.collect() };
    directory.users = (1..).zip(names).map(|(number, name)| person(number, name)).collect();
    directory.users[0] = holding(directory.users[0].clone(), VISIO);
    directory.users[1] = holding_by(directory.users[1].clone(), POWER_BI, group(5));
    directory.users[2] = in_error(directory.users[2].clone(), VISIO);
    directory.users[3].roles.push(AdminRole::ALL[0].template_id());
    for nowhere in [2, 3] {
        directory.users[nowhere].location = None;
    }
    directory.users[3].department = Some("Vývoj".into());
    arrive(store, &actor, &directory, NOW).await;
    directory.users.pop();
    let member = format!(
        "INSERT INTO directory_group_member (customer_id, group_id, user_id) VALUES ('{}', '{}', '{}')",
        directory.customer.id,
        group(5),
        user_id(1)
    );
    run(store, member).await.unwrap();
    let scope = customer(store, &actor, &directory).await;
    let first = saved(store, scope, &[user_id(1)], assign(POWER_BI)).await;
    undone(store, scope, first).await;
    saved(store, scope, &[user_id(3), user_id(1), user_id(4)], assign(POWER_BI)).await;
    bought(store, scope).await;
    assert_eq!(store.dismiss_errors(scope, &ErrorsOf::User(user_id(3)), stamp()).await.unwrap(), 1);
    store.save_template(scope, &super::templates::template(1, "Sales"), stamp()).await.unwrap();

    let mut imported = company(IMPORTED, &[(VISIO, 1)]);
    imported.users = vec![person(11, "Filip"), person(12, "Gabi")];
    let keys = vec![Secret::shown("AAAAA-BBBBB".into())];
    imported.software = vec![super::software::of(&imported, keys)];
    imported.users[0].mail = Some("filip@contoso.com".into());
    arrive_imported(store, &actor, &imported, NOW).await;
    let scope = opened_customer(store, IMPORTED).await;
    bought(store, scope).await;
    let reset = changed(store, scope, &[11, 12], AccountChange::Reset).await;
    let day = Day::of(NOW).unwrap().after(9).unwrap();
    let leaving = Offboarding { delete: DeleteWhen::On(day), ..Offboarding::default() };
    changed(store, scope, &[11], AccountChange::Offboard(leaving)).await;
    let links = store.hand_out(scope, reset, Handover::Links, app::services::random, stamp()).await.unwrap().unwrap();
    let first = links.handed[0].secret.digest();
    assert!(store.use_password_link(&first, app::services::random, stamp()).await.unwrap().is_ok());

    // Before a relationship decides who gives roles in the portal.
    super::portal::add_petra(store, &actor, scope).await.unwrap();
    let required = RequiredRoles([PortalRole::LicenseAdmin].into());
    let chosen = super::portal::by(&actor, SecurityEventKind::SecondFactorRolesChanged);
    store.require_portal_second_factor(&actor, scope, &required, &chosen).await.unwrap().unwrap();
    super::portal_providers::set_up(store, &actor, scope).await;
    super::relationships_imported::import_one(store, &actor, scope.customer()).await;
    super::custom_permissions::tag_and_group(store, &actor, scope.customer()).await;

    // Adding somebody voids set-up links.
    let ben = person_of(store, actor.partner, 2).await;
    store.add_setup_link(LINK, NOW).await.unwrap();
    choose(store, actor.partner, PasswordKind::Words).await;
    store.note_security(&event(SecurityEventKind::SignedOut, NOW - KEPT_MS, Caller::default())).await;
    store.purge_security_events(NOW).await.unwrap();
    run(store, "INSERT INTO stranger_event_purge (one, until, at, kept) VALUES (1, 0, 0, 50000)").await.unwrap();
    for _ in 0..2 {
        let refused = event(SecurityEventKind::ActionRefused, NOW, Caller::default()).refusing("seeing users".into());
        store.note_security(&refused.by(actor.partner, actor.id)).await;
    }
    let trying = Trying { sign_in_name: "Person1", person: None, address: None, device: None };
    let attempt = store.note_sign_in_attempt(trying, NOW).await.unwrap().unwrap();
    store.note_sign_in_attempt(Trying { sign_in_name: "Nobody", ..trying }, NOW).await.unwrap();
    let who = store.partner_user(actor.id).await.unwrap().unwrap();
    let made = event(SecurityEventKind::ResetLinkCreated, NOW, Caller::default()).by(actor.partner, actor.id);
    let event = event(SecurityEventKind::SignedIn, NOW, Caller::default()).by(actor.partner, actor.id);
    super::second_factor::set_up(store, &actor).await;
    let new_phone = Seed::from_bytes(&[2; 20]).unwrap();
    store.begin_second_factor(&actor, &new_phone, NOW).await.unwrap().unwrap();
    super::identity_providers::set_up(store, &actor, PartnerGroupId::new(Uuid::from_u128(1))).await;
    // Setting up a second factor ends the sessions before.
    let data = HashMap::from([("partner_user".to_owned(), serde_json::json!(actor.id))]);
    let mut session = Record { id: SESSION, data, expiry_date: OffsetDateTime::now_utc() + Duration::days(36_500) };
    Sessions(store.clone()).create(&mut session).await.unwrap();
    store.sign_in_succeeded(&attempt, &who, "a browser", &event).await.unwrap();
    let link = ResetLink { token_hash: "reset link".into(), created: NOW, expires: NOW + 1 };
    store.make_reset_link(&actor, ben.id, &link, &made).await.unwrap().unwrap();
}

/// Somebody who is blocked and in a group, somebody who was removed, somebody who is invited, and an application with a key.
async fn some_people(store: &SqlStore, actor: &Actor) {
    let event = |kind| event(kind, NOW, Caller::default()).by(actor.partner, actor.id);
    let (blocked, removed) = (person_of(store, actor.partner, 2).await, person_of(store, actor.partner, 3).await);
    for (person, change, kind) in [
        (blocked.id, PersonChange::Block, SecurityEventKind::PersonBlocked),
        (removed.id, PersonChange::Remove, SecurityEventKind::PersonRemoved),
    ] {
        store.change_person(actor, person, &change, &event(kind)).await.unwrap().unwrap();
    }
    let form = super::people_managed::form("Ben", PartnerRole::SalesAgent);
    let link = super::people_managed::link(1, "invitation");
    let form = InvitationForm::of_one(form);
    store.invite(actor, &form, &[link], &event(SecurityEventKind::PersonInvited)).await.unwrap().unwrap();
    let form = GroupForm {
        name: "Support".into(),
        roles: [PartnerRole::HelpdeskAgent].into(),
        members: [actor.id, blocked.id].into(),
        ..GroupForm::default()
    };
    let (group, add) = (PartnerGroupId::new(Uuid::from_u128(1)), GroupChange::Add(form));
    store.change_group(actor, group, &add, &event(SecurityEventKind::GroupCreated)).await.unwrap().unwrap();
    super::applications::add(store, actor, 1, PartnerRole::SalesAgent).await.unwrap();
    super::applications::make_key(store, actor, 1, NOW).await.unwrap();
}

async fn bought(store: &SqlStore, scope: CustomerScope) {
    let request = BuyRequest { key: new_key(), sku_id: sku(VISIO), quantity: 3.try_into().unwrap(), reason: None };
    assert!(matches!(store.buy(scope, &request, stamp()).await.unwrap(), BuyReply::Ordered(_)));
}

//! Admin relationships: requests and answers, assignments, what they grant, and lists.

use super::engines::each_engine;
use super::fixtures::*;
use domain::access::entra_role::{EntraRole, RelationshipRole};
use domain::access::relationship::{
    CustomerRelationships, DAY_MS, Relationship, RelationshipGrant, RelationshipStatus, Stage,
};
use domain::access::relationship_list::{RelationshipFilter, RelationshipQuery};
use domain::access::relationship_request::{ApprovalLink, CustomerAnswer};
use domain::access::relationship_rules::{AssignmentForm, RelationshipChange, RelationshipForm, RelationshipRefused};
use domain::access::reseller::{ResellerEvent, ResellerRefused, ResellerRelationship};
use domain::access::{Actor, CustomerScope};
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::page::Cursor;
use domain::ids::{AccessAssignmentId, PartnerGroupId, RelationshipId};
use domain::import::customer::CustomerImport;
use domain::store::prelude::*;
use server::security;
use server::store::SqlStore;
use std::collections::BTreeSet;
use uuid::Uuid;

pub fn event_at(kind: SecurityEventKind, at: i64) -> SecurityEvent {
    security::event(kind, at, Caller::default())
}

fn event(actor: &Actor, kind: SecurityEventKind, at: i64) -> SecurityEvent {
    event_at(kind, at).by(actor.partner, actor.id)
}

fn id(number: u128) -> RelationshipId {
    RelationshipId::new(Uuid::from_u128(number))
}

pub fn group(number: u128) -> PartnerGroupId {
    PartnerGroupId::new(Uuid::from_u128(number))
}

pub fn roles(roles: &[EntraRole]) -> BTreeSet<RelationshipRole> {
    roles.iter().map(|role| (*role).into()).collect()
}

pub fn form(name: &str) -> RelationshipForm {
    let roles = [EntraRole::UserAdministrator, EntraRole::DirectoryReaders].into();
    RelationshipForm { name: name.into(), days: 90, roles, auto_extend: false }
}

fn link(token: &str) -> ApprovalLink {
    ApprovalLink { token_hash: token.into(), expires: NOW + 90 * DAY_MS }
}

/// Adds a group with a member, or adds a member to it.
pub async fn join(store: &SqlStore, actor: &Actor, group: PartnerGroupId) {
    let run = async |sql: String| sqlx::query(sqlx::AssertSqlSafe(sql)).execute(store.read_pool()).await.unwrap();
    run(format!(
        "INSERT INTO partner_group (id, partner_id, name, name_key, roles, created) \
         VALUES ('{group}', '{}', 'Group {group}', 'group {group}', '', 1) ON CONFLICT DO NOTHING",
        actor.partner
    ))
    .await;
    run(format!("INSERT INTO partner_group_member (group_id, partner_user_id) VALUES ('{group}', '{}')", actor.id))
        .await;
}

pub async fn request(
    store: &SqlStore,
    actor: &Actor,
    scope: CustomerScope,
    number: u128,
    form: &RelationshipForm,
) -> Result<(), RelationshipRefused> {
    let event = event(actor, SecurityEventKind::RelationshipRequested, NOW);
    let link = link(&format!("token {number}"));
    store.request_relationship(scope, id(number), form, &link, &event).await.unwrap()
}

async fn answer(store: &SqlStore, token: &str, answer: CustomerAnswer, at: i64) -> bool {
    let event = event_at(SecurityEventKind::RelationshipApproved, at);
    store.answer_request(token, answer, &event).await.unwrap().is_some()
}

async fn change(
    store: &SqlStore,
    actor: &Actor,
    scope: CustomerScope,
    number: u128,
    change: RelationshipChange,
    at: i64,
) -> Result<(), RelationshipRefused> {
    let fresh = AccessAssignmentId::new(Uuid::new_v4());
    let event = event(actor, SecurityEventKind::GroupAssigned, at);
    store.change_relationship(actor, scope, id(number), &change, fresh, &event).await.unwrap()
}

fn assign(number: u128, given: &[EntraRole]) -> RelationshipChange {
    RelationshipChange::Assign(AssignmentForm { group: group(number), roles: roles(given) })
}

pub async fn listed(store: &SqlStore, scope: CustomerScope) -> CustomerRelationships {
    let actor = store.partner_user(scope.actor()).await.unwrap().unwrap().actor;
    store.relationships(&actor, scope, NOW).await.unwrap()
}

async fn one(store: &SqlStore, scope: CustomerScope, number: u128) -> Relationship {
    listed(store, scope).await.relationships.into_iter().find(|one| one.id == id(number)).unwrap()
}

/// The grants of the relationships of the scope's customer to the actor at a moment.
pub async fn granted(store: &SqlStore, actor: &Actor, scope: CustomerScope, at: i64) -> RelationshipGrant {
    store.roles_at(actor, scope.customer(), at).await.unwrap()
}

/// Partner 1 with customer 9 and with relationship 1 in force, which group 7 with partner 1's person uses.
pub async fn in_force(store: &SqlStore) -> (Actor, CustomerScope) {
    in_force_at(store, &company(9, &[])).await
}

/// The same with this customer.
pub async fn in_force_at(store: &SqlStore, directory: &CustomerImport) -> (Actor, CustomerScope) {
    let anna = partner(store, 1).await;
    let scope = customer(store, &anna, directory).await;
    join(store, &anna, group(7)).await;
    request(store, &anna, scope, 1, &form("Support")).await.unwrap();
    assert!(answer(store, "token 1", CustomerAnswer::Approve, NOW).await);
    change(store, &anna, scope, 1, assign(7, &[EntraRole::UserAdministrator]), NOW).await.unwrap();
    (anna, scope)
}

#[tokio::test]
async fn a_group_has_its_roles_while_the_relationship_is_in_force() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        join(&store, &anna, group(7)).await;
        assert_eq!(granted(&store, &anna, scope, NOW).await, RelationshipGrant::default());
        request(&store, &anna, scope, 1, &form(" Support ")).await.unwrap();
        let pending = RelationshipRefused::NotNow(RelationshipStatus::ApprovalPending);
        let early = change(&store, &anna, scope, 1, assign(7, &[EntraRole::UserAdministrator]), NOW).await;
        assert_eq!(early, Err(pending));
        let asked = store.open_request("token 1", NOW).await.unwrap().unwrap();
        assert_eq!((asked.name.as_str(), asked.days, asked.roles.len()), ("Support", 90, 2));
        assert!(answer(&store, "token 1", CustomerAnswer::Approve, NOW).await);
        let active = one(&store, scope, 1).await;
        assert_eq!((active.activated, active.ends), (Some(NOW), Some(NOW + 90 * DAY_MS)));
        assert!(granted(&store, &anna, scope, NOW).await.roles.is_empty(), "nobody is assigned yet");

        change(&store, &anna, scope, 1, assign(7, &[EntraRole::UserAdministrator]), NOW).await.unwrap();
        let expected = RelationshipGrant { was_in_force: true, roles: [EntraRole::UserAdministrator].into() };
        assert_eq!(granted(&store, &anna, scope, NOW + 90 * DAY_MS - 1).await, expected);
        let late = granted(&store, &anna, scope, NOW + 90 * DAY_MS).await;
        assert_eq!(late, RelationshipGrant { was_in_force: true, ..RelationshipGrant::default() });
        let ben = person_of(&store, anna.partner, 2).await;
        assert!(granted(&store, &ben, scope, NOW).await.roles.is_empty(), "Ben is in no group");

        let twice = change(&store, &anna, scope, 1, assign(7, &[EntraRole::DirectoryReaders]), NOW).await;
        assert_eq!(twice, Err(RelationshipRefused::GroupAssigned));
        let assignment = one(&store, scope, 1).await.assignments[0].id;
        change(&store, &anna, scope, 1, RelationshipChange::Unassign(assignment), NOW).await.unwrap();
        let again = change(&store, &anna, scope, 1, RelationshipChange::Unassign(assignment), NOW).await;
        assert_eq!(again, Err(RelationshipRefused::AssignmentGone));
        assert!(granted(&store, &anna, scope, NOW).await.roles.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_terminated_grants_nothing_and_never_comes_back() {
    each_engine(async |store| {
        let (anna, scope) = in_force(&store).await;
        assert!(!granted(&store, &anna, scope, NOW).await.roles.is_empty());
        change(&store, &anna, scope, 1, RelationshipChange::Terminate, NOW).await.unwrap();
        assert!(granted(&store, &anna, scope, NOW).await.roles.is_empty());
        let over = Err(RelationshipRefused::NotNow(RelationshipStatus::Terminated));
        assert_eq!(change(&store, &anna, scope, 1, RelationshipChange::Terminate, NOW).await, over);
        assert_eq!(change(&store, &anna, scope, 1, assign(7, &[EntraRole::DirectoryReaders]), NOW).await, over);
        let ask = event(&anna, SecurityEventKind::RelationshipRequested, NOW);
        assert_eq!(store.ask_customer(scope, id(1), &link("other"), &ask).await.unwrap(), over);
        let rows = store.security_events(&anna, Cursor::First, Default::default()).await.unwrap().rows;
        assert!(rows.iter().all(|row| row.done_to.as_deref() == Some("Support")), "{rows:?}");
        assert!(rows.iter().any(|row| row.person.is_none()), "the customer answered");
    })
    .await;
}

#[tokio::test]
async fn an_answer_of_nobody_who_was_signed_in_is_marked() {
    each_engine(async |store| {
        let (anna, scope) = in_force(&store).await;
        assert!(one(&store, scope, 1).await.answered_by_link);
        request(&store, &anna, scope, 2, &form("More")).await.unwrap();
        assert!(!one(&store, scope, 2).await.answered_by_link, "there is no answer yet");
        let signed_in = event(&anna, SecurityEventKind::RelationshipApproved, NOW);
        let answered = store.answer_request("token 2", CustomerAnswer::Approve, &signed_in).await.unwrap();
        assert!(answered.is_some());
        assert!(!one(&store, scope, 2).await.answered_by_link);
    })
    .await;
}

#[tokio::test]
async fn a_name_is_used_once_by_a_partner_in_any_case() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let scope = customer(&store, &anna, &company(9, &[])).await;
        let other = customer(&store, &anna, &company(8, &[])).await;
        let foreign = customer(&store, &stranger, &company(7, &[])).await;
        request(&store, &anna, scope, 1, &form("Support")).await.unwrap();
        let taken = request(&store, &anna, other, 2, &form("sUPPORT")).await;
        assert_eq!(taken, Err(RelationshipRefused::NameTaken));
        request(&store, &stranger, foreign, 3, &form("Support")).await.unwrap();
        assert_eq!(request(&store, &anna, scope, 4, &form(" ")).await, Err(RelationshipRefused::NoName));
    })
    .await;
}

#[tokio::test]
async fn a_link_is_used_once_and_in_time_and_a_new_one_voids_it() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        request(&store, &anna, scope, 1, &form("Support")).await.unwrap();
        assert!(store.open_request("token 1", NOW + 90 * DAY_MS).await.unwrap().is_none());
        assert!(!answer(&store, "token 1", CustomerAnswer::Approve, NOW + 90 * DAY_MS).await);
        let ask = event(&anna, SecurityEventKind::RelationshipRequested, NOW);
        store.ask_customer(scope, id(1), &link("new"), &ask).await.unwrap().unwrap();
        assert!(!answer(&store, "token 1", CustomerAnswer::Approve, NOW).await);
        let (approved, rejected) = tokio::join!(
            answer(&store, "new", CustomerAnswer::Approve, NOW),
            answer(&store, "new", CustomerAnswer::Reject, NOW)
        );
        assert!(approved != rejected, "one of two answers counts");
        let stage = one(&store, scope, 1).await.stage;
        assert_eq!(stage, if approved { Stage::Active } else { Stage::Rejected });
        assert!(!answer(&store, "new", CustomerAnswer::Approve, NOW).await);
    })
    .await;
}

#[tokio::test]
async fn what_belongs_to_others_does_not_exist() {
    each_engine(async |store| {
        let (anna, scope) = in_force(&store).await;
        let stranger = partner(&store, 2).await;
        let foreign = customer(&store, &stranger, &company(7, &[])).await;
        join(&store, &stranger, group(8)).await;
        let gone = Err(RelationshipRefused::Gone);
        assert_eq!(change(&store, &stranger, foreign, 1, RelationshipChange::Terminate, NOW).await, gone);
        let group_gone = change(&store, &anna, scope, 1, assign(8, &[EntraRole::UserAdministrator]), NOW).await;
        assert_eq!(group_gone, Err(RelationshipRefused::GroupGone));
        let shown = listed(&store, foreign).await;
        assert!(shown.relationships.is_empty());
        assert_eq!(shown.groups.iter().map(|one| one.id).collect::<Vec<_>>(), [group(8)]);
        assert_eq!(granted(&store, &stranger, scope, NOW).await, RelationshipGrant::default());
        let query = RelationshipQuery { filter: RelationshipFilter::All, ..Default::default() };
        assert!(store.relationships_of_all(&stranger, query, NOW).await.unwrap().rows.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_list_of_all_customers_says_what_each_is_now_and_is_walked_in_pages() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        for number in 1..=30 {
            let form = RelationshipForm { days: i64::try_from(number).unwrap(), ..form(&format!("Support {number}")) };
            request(&store, &anna, scope, number, &form).await.unwrap();
            assert!(answer(&store, &format!("token {number}"), CustomerAnswer::Approve, NOW).await);
        }
        request(&store, &anna, scope, 31, &form("Pending")).await.unwrap();
        let list = async |filter, descending, place, at| {
            let query = RelationshipQuery { filter, descending, place, size: 25.try_into().unwrap() };
            store.relationships_of_all(&anna, query, at).await.unwrap()
        };
        let later = NOW + 5 * DAY_MS;
        let first = list(RelationshipFilter::Current, false, Cursor::First, later).await;
        assert_eq!((first.rows[0].name.as_str(), first.rows[0].days_left), ("Support 6", Some(1)));
        assert!(first.has_next && !first.has_previous);
        let second = list(RelationshipFilter::Current, false, Cursor::After(first.rows[24].id), later).await;
        assert_eq!(second.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Pending"]);
        let back = list(RelationshipFilter::Current, false, Cursor::Before(second.rows[0].id), later).await;
        assert_eq!(back.rows, first.rows);
        let ended = list(RelationshipFilter::Status(RelationshipStatus::Expired), true, Cursor::First, later).await;
        let names: Vec<_> = ended.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["Support 5", "Support 4", "Support 3", "Support 2", "Support 1"]);
        assert!(ended.rows.iter().all(|row| row.status == RelationshipStatus::Expired));
        for status in RelationshipStatus::ALL {
            let rows = list(RelationshipFilter::Status(status), false, Cursor::First, later).await.rows;
            assert!(rows.iter().all(|row| row.status == status), "{status}: {rows:?}");
        }
        assert_eq!(store.expiring_relationships(&anna, NOW).await.unwrap(), 30);
        assert_eq!(store.expiring_relationships(&anna, later).await.unwrap(), 25);
    })
    .await;
}

#[tokio::test]
async fn an_extended_one_goes_on_before_and_after_the_hourly_work() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        join(&store, &anna, group(7)).await;
        request(&store, &anna, scope, 1, &RelationshipForm { auto_extend: true, ..form("Support") }).await.unwrap();
        assert!(answer(&store, "token 1", CustomerAnswer::Approve, NOW).await);
        change(&store, &anna, scope, 1, assign(7, &[EntraRole::DirectoryReaders]), NOW).await.unwrap();
        let later = NOW + 91 * DAY_MS;
        assert!(!granted(&store, &anna, scope, later).await.roles.is_empty());
        let extended = || event_at(SecurityEventKind::RelationshipExtended, later);
        assert_eq!(store.extend_relationships(later, extended).await.unwrap(), 1);
        assert_eq!(store.extend_relationships(later, extended).await.unwrap(), 0);
        assert_eq!(one(&store, scope, 1).await.ends, Some(NOW + (90 + 180) * DAY_MS));
        assert!(!granted(&store, &anna, scope, later).await.roles.is_empty());
    })
    .await;
}

#[tokio::test]
async fn going_on_by_itself_is_switched_off_and_on_at_the_end_of_now() {
    each_engine(async |store| {
        let (anna, scope) = in_force(&store).await;
        let switch =
            async |on: bool, at: i64| change(&store, &anna, scope, 1, RelationshipChange::AutoExtend(on), at).await;
        switch(true, NOW).await.unwrap();
        let later = NOW + 91 * DAY_MS;
        assert!(!granted(&store, &anna, scope, later).await.roles.is_empty(), "it went on");
        switch(false, later).await.unwrap();
        let over = NOW + (90 + 180) * DAY_MS;
        let off = one(&store, scope, 1).await;
        assert_eq!((off.auto_extend, off.ends), (false, Some(over)), "what went on ends at its end of then");
        assert!(granted(&store, &anna, scope, over).await.roles.is_empty());
        let refused = RelationshipRefused::NotNow(RelationshipStatus::Expired);
        assert_eq!(switch(true, over).await, Err(refused));

        let roles = [EntraRole::GlobalAdministrator].into();
        request(&store, &anna, scope, 2, &RelationshipForm { roles, ..form("All") }).await.unwrap();
        assert!(answer(&store, "token 2", CustomerAnswer::Approve, NOW).await);
        let all = change(&store, &anna, scope, 2, RelationshipChange::AutoExtend(true), NOW).await;
        assert_eq!(all, Err(RelationshipRefused::ExtendsGlobalAdministrator));
        let off = change(&store, &anna, scope, 3, RelationshipChange::AutoExtend(false), NOW).await;
        assert_eq!(off, Err(RelationshipRefused::Gone));
    })
    .await;
}

#[tokio::test]
async fn each_reminder_is_given_once() {
    each_engine(async |store| {
        let (anna, _) = in_force(&store).await;
        let end = NOW + 90 * DAY_MS;
        let due = async |days_left: i64| store.claim_reminders(end - days_left * DAY_MS).await.unwrap();
        assert_eq!(due(31).await, []);
        let first = due(30).await;
        assert_eq!(first.len(), 1);
        assert_eq!(
            (first[0].name.as_str(), first[0].ends, &first[0].recipients),
            ("Support", end, &BTreeSet::from([anna.sign_in_name]))
        );
        let mut given = Vec::new();
        for days_left in [30, 29, 8, 7, 6, 2, 1, 1, 0, 0] {
            given.extend(due(days_left).await.iter().map(|_| days_left));
        }
        assert_eq!(given, [7, 1, 0]);
        assert_eq!(due(-2).await, []);
    })
    .await;
}

#[tokio::test]
async fn the_reseller_relationship_is_accepted_first_and_can_be_removed_and_requested() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        assert_eq!(listed(&store, scope).await.reseller, ResellerRelationship::Accepted(None));
        let done = async |change, at| {
            let event = event(&anna, SecurityEventKind::ResellerRemoved, at).about(scope.customer());
            store.change_reseller(scope, change, &event).await.unwrap()
        };
        assert_eq!(done(ResellerEvent::Request, NOW).await, Err(ResellerRefused));
        assert_eq!(done(ResellerEvent::Remove, NOW).await, Ok(()));
        assert_eq!(listed(&store, scope).await.reseller, ResellerRelationship::Removed(NOW));
        assert_eq!(done(ResellerEvent::Request, NOW + 1).await, Ok(()));
        assert_eq!(done(ResellerEvent::Accept, NOW + 2).await, Ok(()));
        assert_eq!(listed(&store, scope).await.reseller, ResellerRelationship::Accepted(Some(NOW + 2)));
    })
    .await;
}

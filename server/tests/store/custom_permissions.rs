//! Custom permissions and tags: who is given what, and what is kept.

use super::choices::choose;
use super::covered_customers::listed;
use super::engines::each_engine;
use super::fixtures::*;
use super::people::person;
use super::people_managed::{accept, event, link};
use domain::access::custom_permissions::{CustomPermissions, CustomersCovered};
use domain::access::denied::Denied;
use domain::access::group::{GroupChange, GroupForm, GroupRefused};
use domain::access::invitation_form::{InvitationForm, InviteRefused};
use domain::access::permission::Permission;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::person_refused::PersonRefused;
use domain::access::relationship::DAY_MS;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::relationship_request::{ApprovalLink, CustomerAnswer};
use domain::access::relationship_rules::RelationshipForm;
use domain::access::role::PartnerRole;
use domain::access::{Actor, CustomerScope, Decision};
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::operation_kind::EntriesKind;
use domain::console::passwords::Handover;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::page::Cursor;
use domain::directory::tag::{Tag, TagsRefused};
use domain::ids::{CustomerId, PartnerGroupId, RelationshipId};
use domain::rules::account_change::AccountChange;
use domain::rules::change::Change;
use domain::store::prelude::*;
use domain::store::{CustomerQuery, TagsChange};
use server::security;
use server::store::SqlStore;
use std::collections::BTreeSet;
use uuid::Uuid;

pub fn tags(names: &[&str]) -> BTreeSet<Tag> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

pub fn custom(permissions: &[Permission], customers: CustomersCovered) -> CustomPermissions {
    CustomPermissions::new(permissions.iter().copied().collect(), customers).unwrap()
}

pub fn id(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

fn form(name: &str, given: Option<CustomPermissions>) -> PersonForm {
    let sign_in_name = format!("{name}@partner.example");
    PersonForm { name: name.into(), sign_in_name, roles: BTreeSet::new(), custom: given }
}

pub async fn give(store: &SqlStore, by: &Actor, who: &Actor, given: CustomPermissions) -> Result<Actor, PersonRefused> {
    let edit = PersonChange::Edit(form(&who.name, Some(given)));
    store.change_person(by, who.id, &edit, &event(by)).await.unwrap()?;
    Ok(store.partner_user(who.id).await.unwrap().unwrap().actor)
}

/// Gives a customer these tags instead of those.
async fn tag(
    store: &SqlStore,
    by: &Actor,
    customer: CustomerId,
    (seen, now): (&[&str], &[&str]),
) -> Result<Vec<String>, TagsRefused> {
    let opened = scope::open(store, by, Permission::ManagePeople, customer, NOW).await.unwrap().scope().unwrap();
    let event = security::event(SecurityEventKind::TagsChanged, NOW, Caller::default()).by(by.partner, by.id);
    let change = TagsChange { seen: tags(seen), tags: tags(now) };
    store.set_tags(by, opened, &change, &event.about(customer)).await.unwrap()
}

/// Gives a customer a tag, and makes a group with custom permissions for it.
pub async fn tag_and_group(store: &SqlStore, by: &Actor, customer: CustomerId) {
    tag(store, by, customer, (&[], &["Retail"])).await.unwrap();
    let covered = CustomersCovered::Tagged(tags(&["Retail"]));
    let given = Some(custom(&[Permission::SeeUsers], covered));
    let form = GroupForm { name: "Retail".into(), custom: given, ..GroupForm::default() };
    let group = PartnerGroupId::new(Uuid::from_u128(90));
    store.change_group(by, group, &GroupChange::Add(form), &event(by)).await.unwrap().unwrap();
}

/// Anna of partner 1 with the customers 7, 8 and 9, each with a user, an operation and a relationship that ends soon; Ben is
/// another person. Customer 8 has the tag “Retail” and customer 9 the tag “Bank”.
pub async fn three_customers(store: &SqlStore) -> (Actor, Actor, Vec<CustomerScope>) {
    let anna = partner(store, 1).await;
    let ben = person_of(store, anna.partner, 2).await;
    let mut scopes = Vec::new();
    for number in [7, 8, 9] {
        let mut directory = company(number, &[(E3, 9)]);
        directory.users = vec![person(number * 100, "Lidia Holloway")];
        let opened = customer(store, &anna, &directory).await;
        saved(store, opened, &[user_id(number * 100)], assign(E3)).await;
        relationship(store, &anna, opened, number).await;
        scopes.push(opened);
    }
    tag(store, &anna, id(8), (&[], &["Retail"])).await.unwrap();
    tag(store, &anna, id(9), (&[], &["Bank"])).await.unwrap();
    (anna, ben, scopes)
}

/// A relationship that ends in 10 days.
async fn relationship(store: &SqlStore, anna: &Actor, opened: CustomerScope, number: u128) {
    let event = |kind| -> SecurityEvent { security::event(kind, NOW, Caller::default()).by(anna.partner, anna.id) };
    let roles = [domain::access::entra_role::EntraRole::GlobalAdministrator].into();
    let form = RelationshipForm { name: format!("Support {number}"), days: 10, roles, auto_extend: false };
    let (id, token) = (RelationshipId::new(Uuid::from_u128(number)), format!("token {number}"));
    let link = ApprovalLink { token_hash: token.clone(), expires: NOW + DAY_MS };
    let requested = event(SecurityEventKind::RelationshipRequested);
    store.request_relationship(opened, id, &form, &link, &requested).await.unwrap().unwrap();
    let approved = event(SecurityEventKind::RelationshipApproved);
    assert!(store.answer_request(&token, CustomerAnswer::Approve, &approved).await.unwrap().is_some());
}

#[tokio::test]
async fn a_tag_covers_a_customer_from_now_on_and_no_longer_than_it_is_there() {
    each_engine(async |store| {
        let (anna, ben, _) = three_customers(&store).await;
        let retail = custom(&[Permission::ResetPasswords], CustomersCovered::Tagged(tags(&["Retail"])));
        let ben = give(&store, &anna, &ben, retail).await.unwrap();
        let of = async |permission, number| scope::open(&store, &ben, permission, id(number), NOW).await.unwrap();
        let reset = Permission::ResetPasswords;
        assert_eq!(of(reset, 7).await, Decision::Missing);
        tag(&store, &anna, id(7), (&[], &["RETAIL", "North"])).await.unwrap();
        // A relationship was in force there, and Ben has none of its roles.
        assert_eq!(of(reset, 7).await, Decision::Denied(Denied::Relationship(reset)));
        assert!(of(Permission::SeeCustomers, 7).await.scope().is_some());
        let edit = Permission::EditUsers;
        assert_eq!(of(edit, 7).await, Decision::Denied(Denied::Custom(edit)));
        tag(&store, &anna, id(7), (&["retail", "north"], &["North"])).await.unwrap();
        for permission in Permission::ALL {
            assert_eq!(of(permission, 7).await, Decision::Missing);
        }
    })
    .await;
}

#[tokio::test]
async fn who_adds_users_hands_them_a_first_password_and_no_later_one() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_of(&store, anna.partner, 2).await;
        let full = customer(&store, &anna, &company(7, &[(E3, 9)])).await;
        let ben = give(&store, &anna, &ben, custom(&[Permission::EditUsers], CustomersCovered::All)).await.unwrap();
        let opened = scope::open(&store, &ben, Permission::EditUsers, id(7), NOW).await.unwrap();
        let edits = opened.scope().unwrap();
        let hand_out = async |by: CustomerScope, operation, how| {
            let out = store.hand_out(by, operation, how, app::services::random, stamp()).await.unwrap().unwrap();
            out.handed.len()
        };
        let entry = |number, name| super::entries::added(number, name, Change::default());
        let first = super::entries::each(&store, full, EntriesKind::Add, &[entry(11, "Cyril")]).await;
        // Nobody opened the link, so it gave nobody a password.
        assert_eq!(hand_out(edits, first, Handover::Links).await, 1);
        assert_eq!(hand_out(edits, first, Handover::Passwords).await, 1);
        for how in [Handover::Links, Handover::Passwords] {
            assert_eq!(hand_out(edits, first, how).await, 0, "the user may have chosen a password");
        }
        assert_eq!(hand_out(full, first, Handover::Links).await, 1, "who may reset it can");
        assert_eq!(hand_out(edits, first, Handover::Passwords).await, 0);

        let second = super::entries::each(&store, full, EntriesKind::Add, &[entry(12, "Diego")]).await;
        super::accounts::changed(&store, full, &[12], AccountChange::Reset).await;
        assert_eq!(hand_out(edits, second, Handover::Passwords).await, 0, "it was reset since");
    })
    .await;
}

#[tokio::test]
async fn tags_are_changed_as_they_were_seen_and_noted() {
    each_engine(async |store| {
        let (anna, ben, scopes) = three_customers(&store).await;
        assert_eq!(tag(&store, &anna, id(7), (&["Gone"], &["New"])).await, Err(TagsRefused::Changed));
        assert_eq!(tag(&store, &anna, id(7), (&[], &["b", "A"])).await.unwrap(), ["A", "b"]);
        assert_eq!(store.customer(scopes[0]).await.unwrap().tags, ["A", "b"]);
        tag(&store, &anna, id(7), (&["a", "B"], &["b", "c"])).await.unwrap();
        let rows = store.security_events(&anna, Cursor::First, Default::default()).await.unwrap().rows;
        let noted = rows.iter().find(|row| row.kind == SecurityEventKind::TagsChanged).unwrap();
        let changed = noted.roles.clone().unwrap();
        assert_eq!((changed.tags_added, changed.tags_removed), (vec!["c".to_owned()], vec!["A".to_owned()]));
        assert_eq!(noted.customer, Some(id(7)));

        let all = |tags: Vec<Tag>| tags.iter().map(Tag::to_string).collect::<Vec<_>>();
        assert_eq!(all(store.tags(&anna).await.unwrap()), ["b", "Bank", "c", "Retail"]);
        let one = custom(&[Permission::SeeUsers], CustomersCovered::Chosen([id(8)].into()));
        let ben = give(&store, &anna, &ben, one).await.unwrap();
        assert_eq!(all(store.tags(&ben).await.unwrap()), ["Retail"]);

        let listed = async |search: &str| {
            let query = CustomerQuery { search: search.into(), ..CustomerQuery::default() };
            let rows = store.customers(&anna, &query).await.unwrap().rows;
            rows.into_iter().map(|row| (row.id, row.tags)).collect::<Vec<_>>()
        };
        assert_eq!(listed(" BANK ").await, [(id(9), vec!["Bank".to_owned()])], "a whole tag finds its customers");
        assert_eq!(listed("Ban").await, []);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_gives_custom_permissions_and_a_new_password_on_the_server_the_first_roles() {
    each_engine(async |store| {
        let (anna, _, _) = three_customers(&store).await;
        let given = custom(&[Permission::ManageLicenses], CustomersCovered::Chosen([id(8)].into()));
        let cleo = form("Cleo", Some(given.clone()));
        let cleo = InvitationForm::of_one(cleo);
        store.invite(&anna, &cleo, &[link(1, "token")], &event(&anna)).await.unwrap().unwrap();
        let people = store.partner_people(&anna, NOW).await.unwrap();
        assert_eq!(people.invitations[0].custom, Some(given.clone()));
        assert_eq!(people.customers.get(&id(8)).map(String::as_str), Some("Fabrikam 8, Inc."));
        let cleo = accept(&store, "token", 5, NOW).await.unwrap();
        assert_eq!((cleo.roles.len(), cleo.custom.as_slice()), (0, std::slice::from_ref(&given)));

        // Somebody with access to the server makes the account anew.
        let again = server::store::NewPartnerUser {
            sign_in_name: cleo.sign_in_name.clone(),
            ..crate::support::people::new_person(Uuid::from_u128(6), "Cleo", "none", NOW)
        };
        store.add_partner_user(anna.partner, &again).await.unwrap();
        let cleo = store.partner_user(cleo.id).await.unwrap().unwrap().actor;
        assert_eq!((cleo.roles, cleo.custom.len()), (PartnerRole::FIRST.into(), 0));
    })
    .await;
}

#[tokio::test]
async fn a_group_gives_its_members_custom_permissions_beside_their_own() {
    each_engine(async |store| {
        let (anna, ben, _) = three_customers(&store).await;
        // The limits of relationships are another matter.
        choose(&store, anna.partner, RelationshipPolicy::Advised).await;
        let own = custom(&[Permission::SeeUsers], CustomersCovered::Chosen([id(7)].into()));
        let ben = give(&store, &anna, &ben, own).await.unwrap();
        let given = custom(&[Permission::BuyLicenses], CustomersCovered::Tagged(tags(&["Bank"])));
        let form =
            GroupForm { name: "Banks".into(), custom: Some(given), members: [ben.id].into(), ..GroupForm::default() };
        let group = PartnerGroupId::new(Uuid::from_u128(1));
        let add = GroupChange::Add(form.clone());
        store.change_group(&anna, group, &add, &event(&anna)).await.unwrap().unwrap();
        let ben = store.partner_user(ben.id).await.unwrap().unwrap().actor;
        assert_eq!(ben.custom.len(), 2);
        for (list, numbers) in listed(&store, &ben).await {
            assert_eq!(numbers, [7, 9].into(), "{list}");
        }
        let buy = Permission::BuyLicenses;
        assert!(scope::open(&store, &ben, buy, id(9), NOW).await.unwrap().scope().is_some());
        let denied = Decision::Denied(Denied::Custom(buy));
        assert_eq!(scope::open(&store, &ben, buy, id(7), NOW).await.unwrap(), denied);

        let both = GroupForm { roles: [PartnerRole::SalesAgent].into(), ..form };
        let refused = store.change_group(&anna, group, &GroupChange::Edit(both), &event(&anna)).await.unwrap();
        assert_eq!(refused, Err(GroupRefused::People(PersonRefused::RolesAndCustom)));
    })
    .await;
}

#[tokio::test]
async fn only_customers_of_the_partner_can_be_chosen_and_only_by_who_manages_people() {
    each_engine(async |store| {
        let (anna, ben, _) = three_customers(&store).await;
        let stranger = partner(&store, 3).await;
        customer(&store, &stranger, &company(20, &[])).await;
        let see = [Permission::SeeUsers];
        for number in [20, 21] {
            let foreign = custom(&see, CustomersCovered::Chosen([id(7), id(number)].into()));
            assert_eq!(give(&store, &anna, &ben, foreign.clone()).await.unwrap_err(), PersonRefused::CustomerGone);
            let invited = InvitationForm::of_one(form("Cleo", Some(foreign)));
            let refused = store.invite(&anna, &invited, &[link(1, "token")], &event(&anna)).await.unwrap();
            assert_eq!(refused, Err(InviteRefused::All(PersonRefused::CustomerGone)));
        }
        let all = custom(&see, CustomersCovered::All);
        let ben = give(&store, &anna, &ben, all.clone()).await.unwrap();
        assert_eq!(give(&store, &ben, &ben, all.clone()).await.unwrap_err(), PersonRefused::NotAllowed);
        // Anna is the only one who manages people.
        assert_eq!(give(&store, &anna, &anna, all).await.unwrap_err(), PersonRefused::LastManager);
        assert!(store.partner_people(&anna, NOW).await.unwrap().needs_manager());
    })
    .await;
}

#[tokio::test]
async fn reminders_of_ends_go_to_those_whose_custom_permissions_cover_the_customer() {
    each_engine(async |store| {
        let (anna, ben, _) = three_customers(&store).await;
        let retail = || CustomersCovered::Tagged(tags(&["Retail"]));
        give(&store, &anna, &ben, custom(&[Permission::ManageRelationships], retail())).await.unwrap();
        // A person who only sees these customers is not told.
        let cleo = person_of(&store, anna.partner, 3).await;
        give(&store, &anna, &cleo, custom(&[Permission::SeeUsers], CustomersCovered::All)).await.unwrap();

        let reminders = store.claim_reminders(NOW + 5 * DAY_MS).await.unwrap();
        let mut told: Vec<_> = reminders.into_iter().map(|one| (one.customer, one.recipients)).collect();
        told.sort();
        let only_anna = BTreeSet::from([anna.sign_in_name.clone()]);
        let both = BTreeSet::from([anna.sign_in_name.clone(), ben.sign_in_name.clone()]);
        assert_eq!(told, [(id(7), only_anna.clone()), (id(8), both), (id(9), only_anna)]);
    })
    .await;
}

//! Groups of a tenant's directory that are added to the people's groups: they follow the directory, on both engines.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::group;
use super::people_managed::{accept, event, link};
use super::tenants::{directory, opened};
use crate::support::users::user_id;
use domain::access::Actor;
use domain::access::group::{DirectoryGroup, Group, GroupChange, GroupForm, GroupRefused, InDirectory};
use domain::access::invitation_form::{InvitationForm, InviteRefused, Invitee};
use domain::access::person::PersonChange;
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::access::role::PartnerRole::{AccountAdmin, GlobalAdmin, HelpdeskAgent, SalesAgent};
use domain::access::tenant::TenantChange;
use domain::console::security::{SecurityEventKind, SecurityEventRow};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{CustomerId, GroupId, PartnerGroupId, PartnerUserId};
use domain::import::customer::CustomerImport;
use domain::rules::account_change::AccountChange;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::import::customer::Arrival;
use std::collections::BTreeSet;
use uuid::Uuid;

const SALES: u128 = 5;
const ADMINS: u128 = 6;

fn tenant() -> CustomerId {
    directory(9).customer.id
}

fn here(number: u128) -> PartnerGroupId {
    PartnerGroupId::new(Uuid::from_u128(number))
}

/// A directory with two groups and their members.
fn with_groups(sales: &str, members: &[(u128, &[u128])]) -> CustomerImport {
    let groups = vec![(group(SALES), sales.to_owned()), (group(ADMINS), "Admins of all".to_owned())];
    let of = |(number, users): &(u128, &[u128])| (group(*number), users.iter().copied().map(user_id).collect());
    CustomerImport { groups, group_members: members.iter().map(of).collect(), ..directory(9) }
}

async fn import(store: &SqlStore, anna: &Actor, directory: &CustomerImport) {
    let arrival = Arrival { own_organization: true, ..imported(anna, NOW) };
    store.write_directory(arrival, directory, directory.users.clone().into_iter(), false).await.unwrap();
}

/// The tenant with its groups, associated.
async fn associated(store: &SqlStore) -> Actor {
    let anna = partner(store, 1).await;
    import(store, &anna, &with_groups("Sales", &[(SALES, &[1, 2]), (ADMINS, &[2])])).await;
    store.change_tenant(&anna, tenant(), TenantChange::Associate, &event(&anna)).await.unwrap().unwrap();
    anna
}

fn invitation(number: u128, role: PartnerRole) -> InvitationForm {
    let name = format!("user {number}");
    let invitee = Invitee { name: name.clone(), sign_in_name: name, directory_user: Some(user_id(number)) };
    InvitationForm { people: vec![invitee], roles: [role].into(), tenant: Some(tenant()), ..InvitationForm::default() }
}

async fn invite(store: &SqlStore, by: &Actor, number: u128, role: PartnerRole) -> Result<(), PersonRefused> {
    let link = link(number, &format!("token {number}"));
    let done = store.invite(by, &invitation(number, role), &[link], &event(by)).await.unwrap();
    done.map_err(InviteRefused::why)
}

async fn join(store: &SqlStore, by: &Actor, number: u128, role: PartnerRole) -> Actor {
    invite(store, by, number, role).await.unwrap();
    accept(store, &format!("token {number}"), 100 + number, NOW).await.unwrap()
}

async fn found(store: &SqlStore, by: &Actor, search: &str) -> Vec<DirectoryGroup> {
    store.directory_groups(by, tenant(), search).await.unwrap().groups
}

async fn add(
    store: &SqlStore,
    by: &Actor,
    (number, in_directory): (u128, GroupId),
    (roles, members): (&[PartnerRole], &[PartnerUserId]),
) -> Result<(), GroupRefused> {
    let form = GroupForm {
        name: "What the browser thinks".into(),
        roles: roles.iter().copied().collect(),
        members: members.iter().copied().collect(),
        tenant: Some(tenant()),
        directory: Some(in_directory),
        ..GroupForm::default()
    };
    store.change_group(by, here(number), &GroupChange::Add(form), &event(by)).await.unwrap()
}

async fn of(store: &SqlStore, anna: &Actor, number: u128) -> Group {
    store.groups(anna).await.unwrap().into_iter().find(|group| group.id == here(number)).unwrap()
}

async fn roles(store: &SqlStore, who: &Actor) -> BTreeSet<PartnerRole> {
    store.partner_user(who.id).await.unwrap().unwrap().actor.roles
}

#[tokio::test]
async fn a_group_of_the_directory_is_added_and_follows_it() {
    each_engine(async |store| {
        let anna = associated(&store).await;
        let dora = join(&store, &anna, 1, HelpdeskAgent).await;
        let found_now = found(&store, &anna, " SAL").await;
        let [sales] = found_now.as_slice() else { panic!("{found_now:?}") };
        assert_eq!((sales.id, sales.name.as_str(), sales.users), (group(SALES), "Sales", 2));
        assert_eq!(sales.members, [dora.id].into());
        assert_eq!(found(&store, &anna, "").await.len(), 2);
        assert_eq!(found(&store, &partner(&store, 2).await, "").await, [], "another partner");
        // Who joined meanwhile was not seen by who adds the group.
        let ben = join(&store, &anna, 2, HelpdeskAgent).await;
        assert_eq!(
            add(&store, &anna, (1, group(SALES)), (&[SalesAgent], &[dora.id])).await,
            Err(GroupRefused::MembersChanged)
        );
        assert_eq!(add(&store, &anna, (1, group(77)), (&[], &[])).await, Err(GroupRefused::NotInDirectory));
        add(&store, &anna, (1, group(SALES)), (&[SalesAgent], &[dora.id, ben.id])).await.unwrap();
        assert_eq!(add(&store, &anna, (2, group(SALES)), (&[], &[dora.id, ben.id])).await, Err(GroupRefused::Added));
        let now = of(&store, &anna, 1).await;
        assert_eq!((now.name.as_str(), now.tenant), ("Sales", Some(tenant())));
        assert_eq!(now.directory, Some(InDirectory { group: group(SALES), is_gone: false }));
        assert_eq!(roles(&store, &dora).await, [HelpdeskAgent, SalesAgent].into());

        // An import without the members of a group leaves them as they were.
        import(&store, &anna, &with_groups("Sell", &[])).await;
        let now = of(&store, &anna, 1).await;
        assert_eq!((now.name.as_str(), now.members), ("Sell", [dora.id, ben.id].into()));
        import(&store, &anna, &with_groups("Sell", &[(SALES, &[2])])).await;
        assert_eq!(roles(&store, &dora).await, [HelpdeskAgent].into(), "she left the group there");
        assert_eq!(roles(&store, &ben).await, [HelpdeskAgent, SalesAgent].into());

        // Nobody else decides its members.
        let mut form = GroupForm { name: "Sell".into(), members: [dora.id].into(), ..GroupForm::default() };
        let edit = GroupChange::Edit(form.clone());
        let refused = store.change_group(&anna, here(1), &edit, &event(&anna)).await.unwrap();
        assert_eq!(refused, Err(GroupRefused::FollowsDirectory));
        form.members = [ben.id].into();
        form.roles = [AccountAdmin].into();
        store.change_group(&anna, here(1), &GroupChange::Edit(form), &event(&anna)).await.unwrap().unwrap();
        assert_eq!(roles(&store, &ben).await, [HelpdeskAgent, AccountAdmin].into());

        // The group is deleted in the directory.
        let mut gone = with_groups("Sell", &[]);
        gone.groups.remove(0);
        import(&store, &anna, &gone).await;
        let now = of(&store, &anna, 1).await;
        assert_eq!((now.directory.map(|one| one.is_gone), now.members), (Some(true), BTreeSet::new()));
        assert_eq!(roles(&store, &ben).await, [HelpdeskAgent].into());
        assert_eq!(found(&store, &anna, "sel").await, []);
        store.change_group(&anna, here(1), &GroupChange::Delete, &event(&anna)).await.unwrap().unwrap();
    })
    .await;
}

/// The events of groups that followed the directory, oldest first: the directory, the group, who joined and who left.
async fn followed(store: &SqlStore, by: &Actor) -> Vec<(String, String, Vec<String>, Vec<String>)> {
    let rows = store.security_events(by, Cursor::First, PageSize::LARGEST).await.unwrap().rows;
    let of = |row: SecurityEventRow| {
        assert_eq!((row.person, row.customer), (None, None), "nobody did it, and no customer is concerned");
        let roles = row.roles.unwrap();
        assert_eq!(roles.before, roles.after);
        (row.done_to.unwrap(), roles.group.unwrap(), roles.joined, roles.left)
    };
    rows.into_iter().rev().filter(|row| row.kind == SecurityEventKind::GroupFollowed).map(of).collect()
}

#[tokio::test]
async fn each_group_whose_members_an_import_changes_leaves_one_event() {
    each_engine(async |store| {
        let anna = associated(&store).await;
        let (dora, ben) = (join(&store, &anna, 1, HelpdeskAgent).await, join(&store, &anna, 2, HelpdeskAgent).await);
        add(&store, &anna, (1, group(SALES)), (&[SalesAgent], &[dora.id, ben.id])).await.unwrap();
        add(&store, &anna, (2, group(ADMINS)), (&[], &[ben.id])).await.unwrap();
        assert_eq!(followed(&store, &anna).await, []);
        import(&store, &anna, &with_groups("Sales", &[(SALES, &[1, 2]), (ADMINS, &[2])])).await;
        assert_eq!(followed(&store, &anna).await, [], "nothing changed");
        import(&store, &anna, &with_groups("Sell", &[(SALES, &[2]), (ADMINS, &[1])])).await;
        let directory = directory(9).customer.name;
        let event = |group: &str, joined: &[&str], left: &[&str]| {
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            (directory.clone(), group.to_owned(), names(joined), names(left))
        };
        let both = [event("Sell", &[], &["user 1"]), event("Admins of all", &["user 1"], &["user 2"])];
        assert_eq!(followed(&store, &anna).await, both);
        assert_eq!(followed(&store, &dora).await, both, "she is of the tenant");
        let others = partner(&store, 2).await;
        assert_eq!(followed(&store, &others).await, []);
        // A trial leaves none, and neither does an import that is told nothing of members.
        let trial = with_groups("Sell", &[(SALES, &[1, 2]), (ADMINS, &[])]);
        let arrival = Arrival { own_organization: true, ..imported(&anna, NOW) };
        store.write_directory(arrival, &trial, trial.users.clone().into_iter(), true).await.unwrap();
        import(&store, &anna, &with_groups("Sell", &[])).await;
        assert_eq!(followed(&store, &anna).await, both);
    })
    .await;
}

#[tokio::test]
async fn who_joins_leaves_or_loses_the_tenant_is_followed() {
    each_engine(async |store| {
        let anna = associated(&store).await;
        add(&store, &anna, (1, group(SALES)), (&[SalesAgent], &[])).await.unwrap();
        let (dora, ben) = (join(&store, &anna, 1, HelpdeskAgent).await, join(&store, &anna, 2, HelpdeskAgent).await);
        assert_eq!(dora.roles, [HelpdeskAgent, SalesAgent].into(), "from the first moment");
        store.change_person(&anna, ben.id, &PersonChange::Remove, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(of(&store, &anna, 1).await.members, [dora.id].into());
        let back = join(&store, &anna, 2, HelpdeskAgent).await;
        assert_eq!(of(&store, &anna, 1).await.members, [dora.id, back.id].into());
        // A user who is deleted permanently is in no group of the directory.
        let scope = opened(&store, &anna, 9).await;
        super::accounts::changed(&store, scope, &[2], AccountChange::Delete).await;
        super::accounts::changed(&store, scope, &[2], AccountChange::DeletePermanently).await;
        assert_eq!(of(&store, &anna, 1).await.members, [dora.id].into());

        store.change_tenant(&anna, tenant(), TenantChange::Dissociate, &event(&anna)).await.unwrap().unwrap();
        assert!(store.partner_user(dora.id).await.unwrap().is_none(), "the whole tenant has no access");
        assert_eq!(found(&store, &anna, "").await, []);
    })
    .await;
}

#[tokio::test]
async fn nobody_lets_a_member_in_whose_group_gives_what_they_could_not() {
    each_engine(async |store| {
        let anna = associated(&store).await;
        let cleo = join(&store, &anna, 1, AccountAdmin).await;
        invite(&store, &cleo, 2, HelpdeskAgent).await.unwrap();
        add(&store, &anna, (1, group(ADMINS)), (&[GlobalAdmin], &[])).await.unwrap();
        // The earlier link would make a Global admin now.
        assert!(store.open_invitation("token 2", NOW).await.unwrap().is_none());
        assert!(accept(&store, "token 2", 102, NOW).await.is_none());
        let invited = store.partner_people(&anna, NOW).await.unwrap().invitations;
        let renewed = link(2, "renewed");
        let renewed = domain::store::InvitationLink { id: invited[0].id, ..renewed };
        let refused = store.renew_invitation(&cleo, &renewed, &event(&cleo)).await.unwrap();
        assert_eq!(refused, Err(PersonRefused::OnlyGlobalAdmin));
        store.withdraw_invitation(&anna, invited[0].id, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(invite(&store, &cleo, 2, HelpdeskAgent).await, Err(PersonRefused::OnlyGlobalAdmin));
        let mut form = invitation(2, HelpdeskAgent);
        form.groups = [here(1)].into();
        let refused = store.invite(&anna, &form, &[link(3, "token 3")], &event(&anna)).await.unwrap();
        assert_eq!(refused.map_err(InviteRefused::why), Err(PersonRefused::GroupFollowsDirectory));
        let ben = join(&store, &anna, 2, HelpdeskAgent).await;
        assert_eq!(ben.roles, [HelpdeskAgent, GlobalAdmin].into());
        // Of a group of Global admins she changes nothing.
        let delete = store.change_group(&cleo, here(1), &GroupChange::Delete, &event(&cleo)).await.unwrap();
        assert_eq!(delete, Err(PersonRefused::OnlyGlobalAdmin.into()));
    })
    .await;
}

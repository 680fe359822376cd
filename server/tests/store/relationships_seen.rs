//! Which groups of the partner somebody sees beside the relationships with a customer, and can assign.

use super::engines::each_engine;
use super::fixtures::*;
use super::relationships::{event_at, group, in_force, roles};
use domain::access::entra_role::EntraRole;
use domain::access::permission::Permission;
use domain::access::relationship::{CustomerRelationships, GROUP_ELSEWHERE};
use domain::access::relationship_rules::{AssignmentForm, RelationshipChange, RelationshipRefused};
use domain::access::role::PartnerRole;
use domain::access::{Actor, CustomerScope};
use domain::cases::scope;
use domain::console::security::SecurityEventKind;
use domain::ids::AccessAssignmentId;
use domain::store::prelude::*;
use server::store::SqlStore;
use uuid::Uuid;

async fn seen(store: &SqlStore, actor: &Actor, at: CustomerScope) -> (Vec<String>, Vec<String>) {
    let opened = scope::open(store, actor, Permission::SeeCustomers, at.customer(), NOW).await.unwrap();
    let CustomerRelationships { relationships, groups, .. } =
        store.relationships(actor, opened.scope().unwrap(), NOW).await.unwrap();
    let assigned = relationships.into_iter().flat_map(|one| one.assignments).map(|one| one.group_name).collect();
    (groups.into_iter().map(|group| group.name).collect(), assigned)
}

/// Anna, who is Global admin and belongs to no tenant, with these roles and in this tenant instead.
fn with(anna: &Actor, role: PartnerRole, in_tenant: bool, at: CustomerScope) -> Actor {
    Actor { roles: [role].into(), tenant: in_tenant.then(|| at.customer()), ..anna.clone() }
}

#[tokio::test]
async fn groups_are_offered_to_who_assigns_them_and_those_of_other_tenants_have_no_name() {
    each_engine(async |store| {
        let (anna, at) = in_force(&store).await;
        let name = format!("Group {}", group(7));
        assert_eq!(seen(&store, &anna, at).await, (vec![name.clone()], vec![name.clone()]));
        let helpdesk = with(&anna, PartnerRole::HelpdeskAgent, false, at);
        assert_eq!(seen(&store, &helpdesk, at).await, (vec![], vec![name.clone()]), "who assigns none is offered none");

        // The kind of tenant does not matter here.
        let sql = format!("UPDATE partner_group SET tenant_id = '{}'", at.customer());
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(store.read_pool()).await.unwrap();
        let agent = |in_tenant| with(&anna, PartnerRole::AdminAgent, in_tenant, at);
        let hidden = GROUP_ELSEWHERE.to_owned();
        assert_eq!(seen(&store, &agent(false), at).await, (vec![], vec![hidden.clone()]));
        assert_eq!(seen(&store, &helpdesk, at).await, (vec![], vec![hidden]));
        for of_all in [agent(true), anna.clone()] {
            assert_eq!(seen(&store, &of_all, at).await, (vec![name.clone()], vec![name.clone()]));
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_roles_from_a_group_of_another_tenant() {
    each_engine(async |store| {
        let (anna, at) = in_force(&store).await;
        let shown = async || store.relationships(&anna, at, NOW).await.unwrap().relationships.remove(0);
        let before = shown().await;
        let (relationship, assigned) = (before.id, before.assignments[0].id);
        let change = async |actor: &Actor, change| {
            let event = event_at(SecurityEventKind::GroupUnassigned, NOW).by(anna.partner, anna.id);
            let fresh = AccessAssignmentId::new(Uuid::new_v4());
            store.change_relationship(actor, at, relationship, &change, fresh, &event).await.unwrap()
        };
        let sql = format!("UPDATE partner_group SET tenant_id = '{}'", at.customer());
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(store.read_pool()).await.unwrap();
        let (stranger, own) =
            (with(&anna, PartnerRole::AdminAgent, false, at), with(&anna, PartnerRole::AdminAgent, true, at));
        let never = AccessAssignmentId::new(Uuid::from_u128(404));
        for missing in [assigned, never] {
            let refused = change(&stranger, RelationshipChange::Unassign(missing)).await;
            assert_eq!(refused, Err(RelationshipRefused::AssignmentGone), "as if it were not there");
        }
        for all in [RelationshipChange::Terminate, RelationshipChange::AutoExtend(!before.auto_extend)] {
            assert_eq!(change(&stranger, all).await, Err(RelationshipRefused::OtherTenants));
        }
        assert_eq!(shown().await, before);
        let seen = store.relationships(&stranger, at, NOW).await.unwrap().relationships.remove(0);
        assert!(seen.assignments[0].elsewhere && !before.assignments[0].elsewhere);

        assert_eq!(change(&own, RelationshipChange::AutoExtend(!before.auto_extend)).await, Ok(()));
        assert_eq!(change(&own, RelationshipChange::Unassign(assigned)).await, Ok(()));
        assert_eq!(change(&stranger, RelationshipChange::Terminate).await, Ok(()), "nobody else uses it any more");
    })
    .await;
}

#[tokio::test]
async fn a_group_of_another_tenant_is_assigned_nothing() {
    each_engine(async |store| {
        let (anna, at) = in_force(&store).await;
        let shown = store.relationships(&anna, at, NOW).await.unwrap();
        let (relationship, assigned) = (shown.relationships[0].id, shown.relationships[0].assignments[0].id);
        let change = async |actor: &Actor, change| {
            let event = event_at(SecurityEventKind::GroupAssigned, NOW).by(anna.partner, anna.id);
            let fresh = AccessAssignmentId::new(Uuid::new_v4());
            store.change_relationship(actor, at, relationship, &change, fresh, &event).await.unwrap()
        };
        change(&anna, RelationshipChange::Unassign(assigned)).await.unwrap();
        let sql = format!("UPDATE partner_group SET tenant_id = '{}'", at.customer());
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(store.read_pool()).await.unwrap();
        let assign = || {
            let roles = roles(&[EntraRole::UserAdministrator]);
            RelationshipChange::Assign(AssignmentForm { group: group(7), roles })
        };
        let stranger = with(&anna, PartnerRole::AdminAgent, false, at);
        assert_eq!(change(&stranger, assign()).await, Err(RelationshipRefused::GroupGone));
        assert_eq!(change(&with(&anna, PartnerRole::AdminAgent, true, at), assign()).await, Ok(()));
    })
    .await;
}

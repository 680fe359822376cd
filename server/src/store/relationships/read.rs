//! Reading the relationships with a customer.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{parsed, parsed_if_any};
use async_trait::async_trait;
use domain::access::entra_role::RelationshipRole;
use domain::access::permission::Permission;
use domain::access::relationship::{
    AccessAssignment, CustomerRelationships, GROUP_CHOICES_MAX, GROUP_ELSEWHERE, GroupChoice, RELATIONSHIPS_SHOWN_MAX,
    Relationship,
};
use domain::access::tenant::TenantReach;
use domain::access::{Actor, CustomerScope};
use domain::ids::{CustomerId, RelationshipId};
use domain::store::{RelationshipStore, StoreError};
use sqlx::AnyConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

const OF_CUSTOMER: &str = "SELECT id, customer_id, name, days, roles, auto_extend, stage, created, approve_by, activated, \
    ends, microsoft_id, answered_by_link FROM relationship WHERE customer_id = $1 ORDER BY created DESC, id DESC LIMIT $2";
const ONE: &str = "SELECT id, customer_id, name, days, roles, auto_extend, stage, created, approve_by, activated, \
    ends, microsoft_id, answered_by_link FROM relationship WHERE customer_id = $1 AND id = $2";
const ASSIGNMENTS: &str = "SELECT a.id, a.relationship_id, a.group_id, g.name, a.roles, a.status, g.tenant_id \
    FROM access_assignment AS a JOIN partner_group AS g ON g.id = a.group_id \
    JOIN relationship AS r ON r.id = a.relationship_id WHERE r.customer_id = $1 ORDER BY g.name_key, a.id";
/// The groups of people of all tenants, or of one.
const GROUPS: &str = "SELECT g.id, g.name FROM partner_group AS g JOIN customer AS c ON c.partner_id = g.partner_id \
    WHERE c.id = $1 AND (CAST($3 AS BIGINT) = 1 OR COALESCE(g.tenant_id, '') = $4) ORDER BY g.name_key LIMIT $2";

/// A row of [`OF_CUSTOMER`] or [`ONE`], and a part of one of the list over all customers.
#[derive(sqlx::FromRow)]
pub(super) struct StoredRelationship {
    pub(super) id: String,
    customer_id: String,
    name: String,
    days: i64,
    roles: String,
    auto_extend: i64,
    stage: String,
    created: i64,
    approve_by: Option<i64>,
    activated: Option<i64>,
    ends: Option<i64>,
    microsoft_id: Option<String>,
    answered_by_link: i64,
}

impl StoredRelationship {
    pub(super) fn relationship(self, all: &[StoredAssignment], reach: TenantReach) -> Result<Relationship, StoreError> {
        let own = all.iter().filter(|one| one.relationship_id == self.id);
        Ok(Relationship {
            assignments: own.map(|one| one.assignment(reach)).collect::<Result<_, _>>()?,
            id: parsed(&self.id)?,
            customer: parsed(&self.customer_id)?,
            name: self.name,
            days: self.days,
            roles: read_entra_roles(&self.roles)?,
            auto_extend: self.auto_extend == 1,
            stage: parsed(&self.stage)?,
            created: self.created,
            approve_by: self.approve_by,
            activated: self.activated,
            ends: self.ends,
            imported: self.microsoft_id.is_some(),
            answered_by_link: self.answered_by_link == 1,
        })
    }
}

/// A row of [`ASSIGNMENTS`].
#[derive(sqlx::FromRow)]
pub(super) struct StoredAssignment {
    id: String,
    relationship_id: String,
    group_id: String,
    name: String,
    roles: String,
    status: String,
    tenant_id: Option<String>,
}

impl StoredAssignment {
    /// The assignment. The group's name is hidden if the actor does not manage its people.
    fn assignment(&self, reach: TenantReach) -> Result<AccessAssignment, StoreError> {
        let elsewhere = !reach.covers(parsed_if_any(self.tenant_id.as_deref())?);
        Ok(AccessAssignment {
            id: parsed(&self.id)?,
            group: parsed(&self.group_id)?,
            group_name: if elsewhere { GROUP_ELSEWHERE.to_owned() } else { self.name.clone() },
            roles: read_entra_roles(&self.roles)?,
            status: parsed(&self.status)?,
            elsewhere,
        })
    }
}

#[async_trait]
impl RelationshipStore for SqlStore {
    async fn relationships(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        now: i64,
    ) -> Result<CustomerRelationships, StoreError> {
        let mut reader = self.reader().await?;
        let (customer, reach) = (scope.customer(), actor.reach());
        let id = customer.to_string();
        let query = sqlx::query_as(OF_CUSTOMER).bind(id.clone()).bind(RELATIONSHIPS_SHOWN_MAX);
        let found: Vec<StoredRelationship> = query.all(&mut *reader).await?;
        let assignments: Vec<StoredAssignment> = sqlx::query_as(ASSIGNMENTS).bind(id.clone()).all(&mut *reader).await?;
        let groups = match scope.rights().withheld.contains(Permission::ManageRelationships) {
            true => Vec::new(),
            false => groups_in(&mut reader, id, reach).await?,
        };
        Ok(CustomerRelationships {
            at: now,
            reseller: super::reseller::reseller_of(&mut reader, customer).await?,
            relationships: found
                .into_iter()
                .map(|one| one.relationship(&assignments, reach))
                .collect::<Result<_, _>>()?,
            groups,
        })
    }
}

/// The groups that can be assigned at a customer, in order of their names.
async fn groups_in(
    connection: &mut AnyConnection,
    customer: String,
    reach: TenantReach,
) -> Result<Vec<GroupChoice>, StoreError> {
    let (all, own) = match reach {
        TenantReach::All => (1_i64, None),
        TenantReach::Of(tenant) => (0, tenant),
    };
    let own = own.map(|tenant| tenant.to_string()).unwrap_or_default();
    let query = sqlx::query_as(GROUPS).bind(customer).bind(GROUP_CHOICES_MAX).bind(all).bind(own);
    let groups: Vec<(String, String)> = query.all(connection).await?;
    groups.into_iter().map(|(id, name)| Ok(GroupChoice { id: parsed(&id)?, name })).collect()
}

/// A relationship with a customer, as somebody of this reach knows it; `None` if the customer has no such one.
pub(super) async fn relationship(
    connection: &mut AnyConnection,
    reach: TenantReach,
    (customer, id): (CustomerId, RelationshipId),
) -> Result<Option<Relationship>, StoreError> {
    let query = sqlx::query_as(ONE).bind(customer.to_string()).bind(id.to_string());
    let found: Option<StoredRelationship> = query.optional(&mut *connection).await?;
    let Some(found) = found else { return Ok(None) };
    let assignments: Vec<StoredAssignment> =
        sqlx::query_as(ASSIGNMENTS).bind(customer.to_string()).all(connection).await?;
    found.relationship(&assignments, reach).map(Some)
}

/// Roles as they are stored: their template ids, separated by commas.
pub(super) fn written_entra_roles(roles: impl IntoIterator<Item = RelationshipRole>) -> String {
    roles.into_iter().map(|role| role.template_id().to_string()).collect::<Vec<_>>().join(",")
}

/// Reads the text that [`written_entra_roles`] wrote.
pub(super) fn read_entra_roles(text: &str) -> Result<BTreeSet<RelationshipRole>, StoreError> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts.map(|part| parsed::<Uuid>(part).map(RelationshipRole::of_template)).collect()
}

pub(super) fn statements() -> Vec<String> {
    [OF_CUSTOMER, ONE, ASSIGNMENTS, GROUPS].map(String::from).into()
}

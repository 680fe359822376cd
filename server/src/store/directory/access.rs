//! The facts about a customer before somebody may touch it.

use super::tags::read_tags;
use crate::store::SqlStore;
use crate::store::engine::bind::Statement;
use crate::store::engine::coverage::{push_existing, some_coverage};
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use crate::store::people::partner_account::StoredPartnerAccount;
use async_trait::async_trait;
use domain::access::authority::Authority;
use domain::access::custom_permissions::Coverage;
use domain::access::reseller::ResellerRelationship;
use domain::access::tenant::OwnOrganizations;
use domain::access::{Actor, CustomerAccess};
use domain::ids::{CustomerId, PartnerId};
use domain::store::{CustomerAccessStore, RelationshipGrantStore, StoreError};

/// A customer of another partner is not found, and neither is one that was deleted or does not exist for the actor, so that the statements
/// that follow tell nobody that it exists, not even by the time they take.
const ACCESS: &str = "SELECT c.partner_id, c.reseller, c.reseller_at, p.relationship_policy, \
    p.verification, p.verification_at, p.agreement_accepted, p.agreement_by, p.agreement_at, \
    c.own_organization FROM customer AS c \
    JOIN partner AS p ON p.id = c.partner_id WHERE c.id = $1 AND c.partner_id = $2 AND c.deleted IS NULL";

fn access(
    dialect: Dialect,
    customer: CustomerId,
    partner: PartnerId,
    (covered, own): (&Coverage, OwnOrganizations),
) -> Result<Statement, StoreError> {
    let mut statement = Statement::new(ACCESS);
    statement.bind(customer.to_string());
    statement.bind(partner.to_string());
    match own {
        OwnOrganizations::All => {}
        OwnOrganizations::One(tenant) => {
            let number = statement.bind(tenant.to_string());
            statement.push(&format!(" AND (c.own_organization = 0 OR c.id = ${number})"));
        }
        OwnOrganizations::None => statement.push(" AND c.own_organization = 0"),
    }
    push_existing(&mut statement, dialect, "c.id", covered)?;
    Ok(statement)
}

/// The row of [`ACCESS`].
#[derive(sqlx::FromRow)]
struct StoredAccess {
    partner_id: String,
    reseller: String,
    reseller_at: Option<i64>,
    relationship_policy: String,
    own_organization: i64,
    #[sqlx(flatten)]
    account: StoredPartnerAccount,
}

#[async_trait]
impl CustomerAccessStore for SqlStore {
    async fn customer_access(
        &self,
        actor: &Actor,
        customer: CustomerId,
        now: i64,
    ) -> Result<Option<CustomerAccess>, StoreError> {
        self.access(actor, customer, now, (&actor.existing(), actor.own_organizations())).await
    }
}

impl SqlStore {
    /// The same for work that the actor began earlier, even if the customer is not covered any more. `None` if the actor's partner has no such
    /// customer.
    pub(in crate::store) async fn access_to(
        &self,
        actor: &Actor,
        customer: CustomerId,
        now: i64,
    ) -> Result<Option<CustomerAccess>, StoreError> {
        self.access(actor, customer, now, (&Coverage::All, OwnOrganizations::All)).await
    }

    async fn access(
        &self,
        actor: &Actor,
        customer: CustomerId,
        now: i64,
        existing: (&Coverage, OwnOrganizations),
    ) -> Result<Option<CustomerAccess>, StoreError> {
        let query = access(self.dialect, customer, actor.partner, existing)?.rows();
        let row: Option<StoredAccess> = query.optional(&self.read).await?;
        let Some(row) = row else { return Ok(None) };
        let reseller = ResellerRelationship::of_stored(&row.reseller, row.reseller_at)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        // Roles don't look at tags.
        let tags = if actor.custom.is_empty() { Vec::new() } else { self.tags_of(customer).await? };
        let is_own_organization = row.own_organization == 1;
        let grant = self.roles_at(actor, customer, now).await?;
        // Nobody grants a partner anything at its own organization.
        let authority = match is_own_organization {
            true => Authority::Unrestricted,
            false => {
                Authority::of(parsed(&row.relationship_policy)?, grant.was_in_force, grant.roles.into_iter().collect())
            }
        };
        Ok(Some(CustomerAccess {
            partner: parsed(&row.partner_id)?,
            authority,
            is_reseller: reseller.is_accepted(),
            account_gap: row.account.account()?.gap(),
            tags: read_tags(&tags)?,
            is_own_organization,
        }))
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let (customer, partner) = (CustomerId::new(uuid::Uuid::nil()), PartnerId::new(uuid::Uuid::nil()));
    let all = [Coverage::All, some_coverage(), Coverage::none()];
    let own = [OwnOrganizations::All, OwnOrganizations::One(customer), OwnOrganizations::None];
    let all = all.iter().flat_map(|covered| own.map(|own| (covered, own)));
    all.filter_map(|existing| access(dialect, customer, partner, existing).ok()).map(|one| one.sql).collect()
}

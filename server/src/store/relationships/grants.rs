//! The grants of relationships to a person. They are read with every request, so by one statement.

use super::read::read_entra_roles;
use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::relationship::RelationshipGrant;
use domain::ids::CustomerId;
use domain::store::{RelationshipGrantStore, StoreError};

/// The first row is there if any relationship was ever in force; the others are roles of assignments, and of their
/// relationships.
const GRANTED: &str = "SELECT f.assigned AS assigned, f.granted AS granted FROM (SELECT '' AS assigned, '' AS granted \
    FROM relationship WHERE customer_id = $1 AND partner_id = $2 \
    AND (activated IS NOT NULL OR stage = 'Active') LIMIT 1) AS f UNION ALL \
    SELECT a.roles AS assigned, r.roles AS granted FROM relationship AS r \
    JOIN access_assignment AS a ON a.relationship_id = r.id \
    JOIN partner_group_member AS m ON m.group_id = a.group_id AND m.partner_user_id = $3 \
    WHERE r.customer_id = $1 AND r.partner_id = $2 AND r.stage = 'Active' AND (r.auto_extend = 1 OR r.ends > $4) \
    AND a.status = 'Active'";

#[async_trait]
impl RelationshipGrantStore for SqlStore {
    async fn roles_at(&self, actor: &Actor, customer: CustomerId, now: i64) -> Result<RelationshipGrant, StoreError> {
        let query = sqlx::query_as(GRANTED)
            .bind(customer.to_string())
            .bind(actor.partner.to_string())
            .bind(actor.id.to_string())
            .bind(now);
        let rows: Vec<(String, String)> = query.all(&self.read).await?;
        let mut grant = RelationshipGrant { was_in_force: !rows.is_empty(), ..RelationshipGrant::default() };
        for (assigned, granted) in rows {
            let granted = read_entra_roles(&granted)?;
            let roles = read_entra_roles(&assigned)?.into_iter().filter(|role| granted.contains(role));
            grant.roles.extend(roles.filter_map(|role| role.known()));
        }
        Ok(grant)
    }
}

pub(super) fn statements() -> Vec<String> {
    vec![GRANTED.into()]
}

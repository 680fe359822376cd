//! The roles that groups have by admin relationships, as input of the rules about applications with keys.

use super::loaded::people_known_to;
use super::people_transaction::{LOCK, PeopleTransaction, as_now};
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{parsed, to_json};
use domain::access::Actor;
use domain::access::application_rules::keys_gain_by_assignment;
use domain::access::entra_role::{EntraRole, RelationshipRole};
use domain::access::people::People;
use domain::access::relationship_rules::AssignmentForm;
use domain::ids::{CustomerId, PartnerGroupId};
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The roles of assignments and of their relationships, of these groups at a moment.
fn granted(dialect: Dialect) -> String {
    format!(
        "SELECT a.group_id, r.customer_id, a.roles AS assigned, r.roles AS granted FROM relationship AS r \
         JOIN access_assignment AS a ON a.relationship_id = r.id WHERE r.partner_id = $1 AND r.stage = 'Active' \
         AND (r.auto_extend = 1 OR r.ends > $2) AND a.status = 'Active' AND a.group_id IN ({})",
        dialect.texts(3)
    )
}

/// A row of [`granted`].
#[derive(sqlx::FromRow)]
struct StoredGrant {
    group_id: String,
    customer_id: String,
    assigned: String,
    granted: String,
}

/// Reads the roles of the groups of applications and of the actor. Without applications nothing is read.
async fn take_granted(
    connection: &mut AnyConnection,
    dialect: Dialect,
    (people, actor): (&mut People, &Actor),
    (also, now): (Option<PartnerGroupId>, i64),
) -> Result<(), StoreError> {
    if people.applications.is_empty() {
        return Ok(());
    }
    let theirs = people.applications.iter().flat_map(|one| people.groups_of(one.id)).map(|group| group.id);
    let groups: BTreeSet<PartnerGroupId> = theirs.chain(actor.groups.iter().copied()).chain(also).collect();
    let query = sqlx::query_as(AssertSqlSafe(granted(dialect))).bind(actor.partner.to_string()).bind(now);
    let rows: Vec<StoredGrant> = query.bind(to_json(&groups)?).all(connection).await?;
    for row in rows {
        let granted = known_roles(&row.granted)?;
        let roles = known_roles(&row.assigned)?.into_iter().filter(|role| granted.contains(role));
        people.elsewhere.granted.add(parsed(&row.group_id)?, parsed(&row.customer_id)?, roles);
    }
    Ok(())
}

/// The roles of a relationship that mean something here, from their stored template ids.
fn known_roles(text: &str) -> Result<BTreeSet<EntraRole>, StoreError> {
    let ids = text.split(',').filter(|id| !id.is_empty()).map(parsed::<Uuid>).collect::<Result<Vec<_>, _>>()?;
    Ok(ids.into_iter().filter_map(EntraRole::of_template).collect())
}

impl PeopleTransaction {
    /// The same with the roles that groups have by admin relationships: those of the actor, of applications, and this one.
    pub(super) async fn with_granted(
        mut self,
        dialect: Dialect,
        also: Option<PartnerGroupId>,
        now: i64,
    ) -> Result<Self, StoreError> {
        take_granted(&mut self.transaction, dialect, (&mut self.people, &self.actor), (also, now)).await?;
        Ok(self)
    }
}

/// Whether giving a group these roles at a customer gives an application with live keys something that the actor lacks. It locks
/// the partner, so nobody adds an application meanwhile.
pub(in crate::store) async fn would_keys_gain(
    connection: &mut AnyConnection,
    dialect: Dialect,
    actor: &Actor,
    (customer, form): (CustomerId, &AssignmentForm),
    now: i64,
) -> Result<bool, StoreError> {
    sqlx::query(LOCK).bind(actor.partner.to_string()).run(&mut *connection).await?;
    let mut people = people_known_to(&mut *connection, dialect, actor, now).await?;
    let actor = as_now(actor, &people);
    take_granted(connection, dialect, (&mut people, &actor), (Some(form.group), now)).await?;
    let roles = form.roles.iter().copied().filter_map(RelationshipRole::known);
    Ok(keys_gain_by_assignment(&people, &actor, (form.group, customer), roles))
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    vec![granted(dialect)]
}

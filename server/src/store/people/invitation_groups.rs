//! The groups that an invited person will be in.

use super::partners::active_person;
use super::stored_duties::read_roles;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{from_json, to_json};
use domain::access::people_rules::check_rank;
use domain::ids::{PartnerGroupId, PartnerId, PartnerUserId};
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeSet;

/// Only groups of the person's tenant.
fn groups_to_join(dialect: Dialect) -> String {
    format!(
        "SELECT g.id, g.name, g.roles FROM partner_group AS g JOIN partner_user AS u ON u.id = $1 \
         WHERE g.partner_id = $2 AND COALESCE(g.tenant_id, '') = COALESCE(u.tenant_id, '') AND g.id IN ({}) \
         ORDER BY g.name_key",
        dialect.texts(3)
    )
}

const JOIN: &str =
    "INSERT INTO partner_group_member (group_id, partner_user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// Groups as they are stored. Nothing is stored where there is none.
pub(super) fn written_groups(groups: &BTreeSet<PartnerGroupId>) -> Result<Option<String>, StoreError> {
    if groups.is_empty() { Ok(None) } else { to_json(groups).map(Some) }
}

/// Groups from how they are stored.
pub(super) fn read_groups(stored: Option<&str>) -> Result<BTreeSet<PartnerGroupId>, StoreError> {
    stored.map_or_else(|| Ok(BTreeSet::new()), from_json)
}

/// Puts a person who accepted an invitation into its groups, and returns their names. A group that has got a role meanwhile which the
/// one who invited could not give is left out: nobody was asked about this person.
pub(super) async fn join_groups(
    connection: &mut AnyConnection,
    dialect: Dialect,
    (partner, person): (PartnerId, PartnerUserId),
    groups: &BTreeSet<PartnerGroupId>,
    invited_by: String,
) -> Result<Vec<String>, StoreError> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let inviter = active_person(&mut *connection, invited_by).await?.map(|who| who.actor.roles).unwrap_or_default();
    let found: Vec<(String, String, String)> = sqlx::query_as(AssertSqlSafe(groups_to_join(dialect)))
        .bind(person.to_string())
        .bind(partner.to_string())
        .bind(to_json(groups)?)
        .all(&mut *connection)
        .await?;
    let mut joined = Vec::new();
    for (id, name, roles) in found {
        if check_rank(&inviter, &read_roles(&roles)?).is_ok() {
            sqlx::query(JOIN).bind(id).bind(person.to_string()).run(&mut *connection).await?;
            joined.push(name);
        }
    }
    Ok(joined)
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![groups_to_join(dialect), JOIN.to_owned()]
}

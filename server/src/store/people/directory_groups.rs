//! Groups of the partner's people that follow a group of their tenant's directory: their names and members are written
//! down here whenever the directory or its people change, so that other code reads them like any group.

use super::followed::{self, MembersChanged};
use super::stored_duties::read_roles;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{parsed, to_json};
use domain::access::Actor;
use domain::access::group::{DIRECTORY_GROUPS_MAX, DirectoryGroup, DirectoryGroups};
use domain::access::group_rules::group_key;
use domain::access::people_rules::check_rank;
use domain::access::role::PartnerRole;
use domain::directory::search::sort_key;
use domain::ids::{CustomerId, GroupId, PartnerUserId, UserId};
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};

/// The members that groups have by the directory of this tenant. A group that is gone there has none.
const FOLLOWED: &str = "SELECT g.id AS group_id, u.id AS partner_user_id FROM partner_group AS g \
    JOIN directory_group AS d ON d.customer_id = g.tenant_id AND d.id = g.directory_group_id AND d.gone = 0 \
    JOIN directory_group_member AS m ON m.customer_id = d.customer_id AND m.group_id = d.id \
    JOIN partner_user AS u ON u.tenant_id = g.tenant_id AND u.directory_user_id = m.user_id \
    AND u.partner_id = g.partner_id AND u.removed IS NULL AND u.application_id IS NULL AND u.customer_id IS NULL \
    WHERE g.tenant_id = $1";

/// Members who are none any more. One who belongs to no tenant or to another one is none.
fn forget() -> String {
    format!(
        "DELETE FROM partner_group_member WHERE group_id IN (SELECT o.id FROM partner_group AS o \
         WHERE o.tenant_id = $1 AND o.directory_group_id IS NOT NULL) \
         AND NOT EXISTS (SELECT 1 FROM ({FOLLOWED}) AS f WHERE f.group_id = partner_group_member.group_id \
         AND f.partner_user_id = partner_group_member.partner_user_id) RETURNING group_id, partner_user_id"
    )
}

fn join() -> String {
    format!(
        "INSERT INTO partner_group_member (group_id, partner_user_id) \
         SELECT f.group_id, f.partner_user_id FROM ({FOLLOWED}) AS f WHERE true ON CONFLICT DO NOTHING \
         RETURNING group_id, partner_user_id"
    )
}

const RENAMED: &str = "SELECT g.id, d.id, d.name FROM partner_group AS g JOIN directory_group AS d \
    ON d.customer_id = g.tenant_id AND d.id = g.directory_group_id \
    WHERE g.tenant_id = $1 AND d.gone = 0 AND d.name <> g.name";
const RENAME: &str = "UPDATE partner_group SET name = $2, name_key = $3 WHERE id = $1";
/// The tenant of a person, if any.
const TENANT_OF: &str = "SELECT tenant_id FROM partner_user WHERE id = $1";
/// The roles that the groups of a user of the directory give here.
const ROLES_BY_USER: &str = "SELECT g.roles FROM partner_group AS g JOIN directory_group AS d \
    ON d.customer_id = g.tenant_id AND d.id = g.directory_group_id AND d.gone = 0 \
    JOIN directory_group_member AS m ON m.customer_id = d.customer_id AND m.group_id = d.id \
    WHERE g.tenant_id = $1 AND m.user_id = $2 AND g.partner_id = $3";
/// A group of the directory of a tenant that the account is associated with.
const ONE: &str = "SELECT d.name FROM directory_group AS d JOIN customer AS c ON c.id = d.customer_id \
    WHERE d.customer_id = $1 AND d.id = $2 AND d.gone = 0 AND c.partner_id = $3 AND c.own_organization = 1 \
    AND c.associated_at IS NOT NULL";
/// Their names as they are compared. Those of an earlier version have none yet.
const KEY: &str = "CASE WHEN d.name_key = '' THEN LOWER(d.name) ELSE d.name_key END";

/// A text is part of a name if replacing it changes the name.
fn sought() -> String {
    format!(
        "SELECT d.id, d.name, (SELECT COUNT(*) FROM directory_group_member AS m JOIN users AS u \
         ON u.customer_id = m.customer_id AND u.id = m.user_id WHERE m.customer_id = d.customer_id \
         AND m.group_id = d.id AND u.deleted IS NULL) AS users \
         FROM directory_group AS d JOIN customer AS c ON c.id = d.customer_id \
         WHERE d.customer_id = $1 AND c.partner_id = $2 AND c.own_organization = 1 AND c.associated_at IS NOT NULL \
         AND d.gone = 0 AND (CAST($3 AS TEXT) = '' OR REPLACE({KEY}, CAST($3 AS TEXT), '') <> {KEY}) \
         ORDER BY {KEY}, d.id LIMIT $4"
    )
}

/// The people who are members of these groups of the directory.
fn members_of(dialect: Dialect) -> String {
    format!(
        "SELECT m.group_id, u.id FROM directory_group_member AS m JOIN partner_user AS u \
         ON u.tenant_id = m.customer_id AND u.directory_user_id = m.user_id AND u.removed IS NULL \
         AND u.application_id IS NULL AND u.customer_id IS NULL \
         WHERE m.customer_id = $1 AND u.partner_id = $2 AND m.group_id IN ({})",
        dialect.texts(3)
    )
}

/// Gives the groups that follow the directory of a tenant their names and members, and notes for each whose members
/// change.
pub(in crate::store) async fn follow(
    connection: &mut AnyConnection,
    tenant: CustomerId,
    now: i64,
) -> Result<(), StoreError> {
    let mut changed: BTreeMap<String, MembersChanged> = BTreeMap::new();
    let query = sqlx::query_as(AssertSqlSafe(forget())).bind(tenant.to_string());
    let left: Vec<(String, String)> = query.all(&mut *connection).await?;
    for (group, person) in left {
        changed.entry(group).or_default().left.push(person);
    }
    let query = sqlx::query_as(AssertSqlSafe(join())).bind(tenant.to_string());
    let joined: Vec<(String, String)> = query.all(&mut *connection).await?;
    for (group, person) in joined {
        changed.entry(group).or_default().joined.push(person);
    }
    let query = sqlx::query_as(RENAMED).bind(tenant.to_string());
    let renamed: Vec<(String, String, String)> = query.all(&mut *connection).await?;
    for (group, in_directory, name) in renamed {
        let key = key_of(&name, parsed(&in_directory)?);
        sqlx::query(RENAME).bind(group).bind(name).bind(key).run(&mut *connection).await?;
    }
    followed::note(connection, tenant, changed, now).await
}

/// The same for the tenant that a person belongs to, if any.
pub(super) async fn follow_of(
    connection: &mut AnyConnection,
    person: PartnerUserId,
    now: i64,
) -> Result<(), StoreError> {
    match tenant_of(&mut *connection, &person.to_string()).await? {
        Some(tenant) => follow(connection, tenant, now).await,
        None => Ok(()),
    }
}

/// The tenant of a person, if any.
pub(super) async fn tenant_of(connection: &mut AnyConnection, person: &str) -> Result<Option<CustomerId>, StoreError> {
    let query = sqlx::query_scalar(TENANT_OF).bind(person.to_owned());
    let tenant: Option<Option<String>> = query.optional(connection).await?;
    tenant.flatten().map(|tenant| parsed(&tenant)).transpose()
}

/// The key of a group that follows the directory. Names there are not unique, so its id is part of it.
pub(super) fn key_of(name: &str, group: GroupId) -> String {
    format!("{}\u{1f}{group}", group_key(name))
}

/// Whether somebody with these roles may make a user of a tenant's directory a person here: the person gets the roles of
/// the user's groups.
pub(super) async fn may_let_in(
    connection: &mut AnyConnection,
    actor: &Actor,
    (tenant, user): (Option<CustomerId>, Option<UserId>),
) -> Result<bool, StoreError> {
    let (Some(tenant), Some(user)) = (tenant, user) else { return Ok(true) };
    let query = sqlx::query_scalar(ROLES_BY_USER).bind(tenant.to_string()).bind(user.to_string());
    let given: Vec<String> = query.bind(actor.partner.to_string()).all(connection).await?;
    let mut roles: BTreeSet<PartnerRole> = BTreeSet::new();
    for one in given {
        roles.extend(read_roles(&one)?);
    }
    Ok(check_rank(&actor.roles, &roles).is_ok())
}

/// A group of a tenant's directory as it would be here: its name and its members. `None` if there is no such group.
pub(super) async fn find_one(
    connection: &mut AnyConnection,
    dialect: Dialect,
    actor: &Actor,
    (tenant, group): (CustomerId, GroupId),
) -> Result<Option<(String, BTreeSet<PartnerUserId>)>, StoreError> {
    let query = sqlx::query_scalar(ONE).bind(tenant.to_string()).bind(group.to_string());
    let name: Option<String> = query.bind(actor.partner.to_string()).optional(&mut *connection).await?;
    let Some(name) = name else { return Ok(None) };
    let mut members = people_in(connection, dialect, actor, (tenant, &[group])).await?;
    Ok(Some((name, members.remove(&group).unwrap_or_default())))
}

/// The first groups of a tenant's directory whose names have a text.
pub(super) async fn find(
    connection: &mut AnyConnection,
    dialect: Dialect,
    actor: &Actor,
    (tenant, search): (CustomerId, &str),
) -> Result<DirectoryGroups, StoreError> {
    let most = i64::try_from(DIRECTORY_GROUPS_MAX).unwrap_or(i64::MAX);
    let rows: Vec<(String, String, i64)> = sqlx::query_as(AssertSqlSafe(sought()))
        .bind(tenant.to_string())
        .bind(actor.partner.to_string())
        .bind(sort_key(search.trim()))
        .bind(most.saturating_add(1))
        .all(&mut *connection)
        .await?;
    let has_more = rows.len() > DIRECTORY_GROUPS_MAX;
    let mut groups = Vec::new();
    for (id, name, users) in rows.into_iter().take(DIRECTORY_GROUPS_MAX) {
        groups.push(DirectoryGroup { id: parsed(&id)?, name, users, members: BTreeSet::new() });
    }
    let ids: Vec<GroupId> = groups.iter().map(|group| group.id).collect();
    let mut members = people_in(connection, dialect, actor, (tenant, &ids)).await?;
    for group in &mut groups {
        group.members = members.remove(&group.id).unwrap_or_default();
    }
    Ok(DirectoryGroups { groups, has_more })
}

async fn people_in(
    connection: &mut AnyConnection,
    dialect: Dialect,
    actor: &Actor,
    (tenant, groups): (CustomerId, &[GroupId]),
) -> Result<BTreeMap<GroupId, BTreeSet<PartnerUserId>>, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(members_of(dialect)))
        .bind(tenant.to_string())
        .bind(actor.partner.to_string())
        .bind(to_json(&groups)?)
        .all(connection)
        .await?;
    let mut members: BTreeMap<GroupId, BTreeSet<PartnerUserId>> = BTreeMap::new();
    for (group, person) in rows {
        members.entry(parsed(&group)?).or_default().insert(parsed(&person)?);
    }
    Ok(members)
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [RENAMED, RENAME, TENANT_OF, ROLES_BY_USER, ONE].map(String::from);
    fixed.into_iter().chain([forget(), join(), sought(), members_of(dialect)]).collect()
}

//! Groups of the people of a partner.

use super::directory_groups::{find, find_one, key_of};
use super::loaded::groups_of;
use super::people_transaction::PeopleTransaction;
use super::stored_duties::{written_custom, written_roles};
use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::to_json;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::group::{DirectoryGroups, Group, GroupChange, GroupForm, GroupRefused};
use domain::access::group_rules::{after_group_change, check_group_change, group_key};
use domain::access::people::People;
use domain::access::person_refused::PersonRefused;
use domain::console::security::{RolesChanged, SecurityEvent};
use domain::ids::{CustomerId, PartnerGroupId, PartnerId, PartnerUserId};
use domain::store::{GroupStore, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeSet;

/// A group of the directory is also the one that admin relationships name, unless an import of those made a group for it before.
const SAVE: &str = "INSERT INTO partner_group (id, partner_id, name, name_key, roles, created, custom, tenant_id, \
    directory_group_id, microsoft_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CAST($9 AS TEXT), \
    CASE WHEN EXISTS (SELECT 1 FROM partner_group AS o WHERE o.partner_id = $2 AND o.microsoft_id = CAST($9 AS TEXT)) \
    THEN NULL ELSE CAST($9 AS TEXT) END) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
    name_key = excluded.name_key, roles = excluded.roles, custom = excluded.custom \
    WHERE partner_group.partner_id = excluded.partner_id";
const FORGET_MEMBERS: &str = "DELETE FROM partner_group_member WHERE group_id = $1";
/// A group that is deleted is given by no identity provider any more.
const FORGET_MAPPED: &str = "DELETE FROM identity_provider_group WHERE group_id = $1";
const DELETE: &str = "DELETE FROM partner_group WHERE id = $1 AND partner_id = $2";

/// Adds members to a group.
fn add_members(dialect: Dialect) -> String {
    format!(
        "INSERT INTO partner_group_member (group_id, partner_user_id) SELECT CAST($1 AS TEXT), m.value \
         FROM ({}) AS m",
        dialect.texts(2)
    )
}

#[async_trait]
impl GroupStore for SqlStore {
    async fn groups(&self, actor: &Actor) -> Result<Vec<Group>, StoreError> {
        groups_of(&mut *self.reader().await?, actor.partner).await
    }

    async fn directory_groups(
        &self,
        actor: &Actor,
        tenant: CustomerId,
        search: &str,
    ) -> Result<DirectoryGroups, StoreError> {
        find(&mut *self.reader().await?, self.dialect, actor, (tenant, search)).await
    }

    async fn change_group(
        &self,
        actor: &Actor,
        group: PartnerGroupId,
        change: &GroupChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), GroupRefused>, StoreError> {
        let changing = self.lock_managed(actor, event.at).await?;
        let mut changing = changing.with_granted(self.dialect, Some(group), event.at).await?;
        let change = &match in_directory(&mut changing, self.dialect, change).await? {
            Ok(change) => change,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Err(refused) = check_group_change(&changing.people, &changing.actor, group, change) {
            return Ok(Err(refused));
        }
        if !changing.knows_chosen(change.form().and_then(|form| form.custom.as_ref())).await? {
            return Ok(Err(PersonRefused::CustomerGone.into()));
        }
        let after = after_group_change(&changing.people, group, change);
        let transaction = &mut *changing.transaction;
        sqlx::query(FORGET_MEMBERS).bind(group.to_string()).run(&mut *transaction).await?;
        match change {
            GroupChange::Add(_) | GroupChange::Edit(_) => {
                if let Some(group) = after.group(group) {
                    self.write_group(transaction, actor.partner, group, event.at).await?;
                }
            }
            GroupChange::Delete => {
                sqlx::query(FORGET_MAPPED).bind(group.to_string()).run(&mut *transaction).await?;
                let query = sqlx::query(DELETE).bind(group.to_string()).bind(actor.partner.to_string());
                query.run(transaction).await?;
            }
        }
        changing.withdraw_unfounded(&after).await?;
        let tenant = changing.people.group(group).or_else(|| after.group(group)).and_then(|group| group.tenant);
        let event = event.clone().in_tenant(tenant).with_roles(roles_changed(&changing.people, &after, group));
        changing.finish(&event).await?;
        Ok(Ok(()))
    }
}

impl SqlStore {
    async fn write_group(
        &self,
        transaction: &mut AnyConnection,
        partner: PartnerId,
        group: &Group,
        now: i64,
    ) -> Result<(), StoreError> {
        let follows = group.directory.map(|directory| directory.group);
        let key = follows.map_or_else(|| group_key(&group.name), |in_directory| key_of(&group.name, in_directory));
        sqlx::query(SAVE)
            .bind(group.id.to_string())
            .bind(partner.to_string())
            .bind(group.name.clone())
            .bind(key)
            .bind(written_roles(&group.roles))
            .bind(now)
            .bind(written_custom(group.custom.as_ref())?)
            .bind(group.tenant.map(|tenant| tenant.to_string()))
            .bind(follows.map(|in_directory| in_directory.to_string()))
            .run(&mut *transaction)
            .await?;
        let sql = AssertSqlSafe(add_members(self.dialect));
        let query = sqlx::query(sql).bind(group.id.to_string()).bind(to_json(&group.members)?);
        query.run(transaction).await.map(|_| ())
    }
}

/// A change with the directory's data of a new group that follows it. The actor must have seen its current members.
async fn in_directory(
    changing: &mut PeopleTransaction,
    dialect: Dialect,
    change: &GroupChange,
) -> Result<Result<GroupChange, GroupRefused>, StoreError> {
    let GroupChange::Add(form @ GroupForm { directory: Some(group), tenant: Some(tenant), .. }) = change else {
        return Ok(Ok(change.clone()));
    };
    // Nothing is told of the directory of another tenant.
    if let Err(refused) = changing.people.check_place(&changing.actor, form.tenant) {
        return Ok(Err(refused.into()));
    }
    let found = find_one(&mut changing.transaction, dialect, &changing.actor, (*tenant, *group)).await?;
    Ok(match found {
        None => Err(GroupRefused::NotInDirectory),
        Some((_, members)) if members != form.members => Err(GroupRefused::MembersChanged),
        Some((name, _)) => Ok(GroupChange::Add(GroupForm { name, ..form.clone() })),
    })
}

/// The effect of a change of a group, for its event. The group has the name that it had before, if it is not new.
fn roles_changed(before: &People, after: &People, group: PartnerGroupId) -> RolesChanged {
    let (was, is) = (before.group(group), after.group(group));
    let roles = |group: Option<&Group>| group.map(|group| group.roles.clone()).unwrap_or_default();
    let members = |group: Option<&Group>| group.map(|group| group.members.clone()).unwrap_or_default();
    let names = |of: &BTreeSet<PartnerUserId>, but: &BTreeSet<PartnerUserId>| {
        let names = of.difference(but).filter_map(|member| before.member_name(*member));
        names.map(str::to_owned).collect()
    };
    let (were, are) = (members(was), members(is));
    RolesChanged {
        group: was.or(is).map(|group| group.name.clone()),
        before: roles(was),
        after: roles(is),
        joined: names(&are, &were),
        left: names(&were, &are),
        custom_before: was.and_then(|group| group.custom.clone()),
        custom_after: is.and_then(|group| group.custom.clone()),
        ..RolesChanged::default()
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    [SAVE, FORGET_MEMBERS, FORGET_MAPPED, DELETE].map(String::from).into_iter().chain([add_members(dialect)]).collect()
}

//! The security events of groups whose members changed with the directory that they follow: one for each group.

use super::security_log::keep;
use super::stored_duties::{read_custom, read_roles};
use crate::security::event;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use domain::console::activity::Caller;
use domain::console::security::{RolesChanged, SecurityEventKind};
use domain::ids::CustomerId;
use domain::store::StoreError;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// The groups of a tenant that follow its directory, with the name of the directory.
const GROUPS: &str = "SELECT g.id, g.partner_id, g.name, g.roles, g.custom, c.name AS directory FROM partner_group AS g \
    JOIN customer AS c ON c.id = g.tenant_id WHERE g.tenant_id = $1 AND g.directory_group_id IS NOT NULL ORDER BY g.id";
const NAME: &str = "SELECT sign_in_name FROM partner_user WHERE id = $1";

/// The people who joined or left a group, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct MembersChanged {
    pub joined: Vec<String>,
    pub left: Vec<String>,
}

/// A row of [`GROUPS`].
#[derive(sqlx::FromRow)]
struct FollowingGroup {
    id: String,
    partner_id: String,
    name: String,
    roles: String,
    custom: Option<String>,
    directory: String,
}

/// Keeps an event for each of these groups of a tenant, in the transaction that changed their members.
pub(super) async fn note(
    connection: &mut AnyConnection,
    tenant: CustomerId,
    mut changed: BTreeMap<String, MembersChanged>,
    now: i64,
) -> Result<(), StoreError> {
    if changed.is_empty() {
        return Ok(());
    }
    let groups: Vec<FollowingGroup> = sqlx::query_as(GROUPS).bind(tenant.to_string()).all(&mut *connection).await?;
    for group in groups {
        let Some(members) = changed.remove(&group.id) else { continue };
        let (roles, custom) = (read_roles(&group.roles)?, read_custom(group.custom.as_deref())?);
        let roles = RolesChanged {
            group: Some(group.name),
            before: roles.clone(),
            after: roles,
            joined: named(connection, members.joined).await?,
            left: named(connection, members.left).await?,
            custom_before: custom.clone(),
            custom_after: custom,
            ..RolesChanged::default()
        };
        let event = event(SecurityEventKind::GroupFollowed, now, Caller::default())
            .at_partner(parsed(&group.partner_id)?)
            .done_to(&group.directory)
            .in_tenant(Some(tenant))
            .with_roles(roles);
        keep(connection, &event).await?;
    }
    Ok(())
}

/// The sign-in names of people, in the order of the names.
async fn named(connection: &mut AnyConnection, people: Vec<String>) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    for person in people {
        let name: Option<String> = sqlx::query_scalar(NAME).bind(person).optional(&mut *connection).await?;
        names.extend(name);
    }
    names.sort();
    Ok(names)
}

pub(super) fn statements() -> Vec<String> {
    [GROUPS, NAME].map(String::from).into()
}

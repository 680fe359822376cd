//! Groups of the partner's people.

use super::people::PeopleReply;
use crate::error::ApiError;
use crate::json::JsonHttp;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::group::GroupChange;
use domain::access::group::{DirectoryGroups, GroupForm, GroupRefused};
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::bounds::SearchText;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::ids::{CustomerId, PartnerGroupId};
use leptos::prelude::*;

/// The first groups of a tenant's directory whose names have a text. They can be added here.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] for a tenant whose people the signed-in person does not manage.
#[server(endpoint = "groups/directory", protocol = JsonHttp)]
pub async fn list_directory_groups(tenant: CustomerId, search: SearchText) -> Result<DirectoryGroups, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    if !actor.manages_people_of(Some(tenant)) {
        let refused = services.refusal(&actor, SecurityEventKind::CustomerRefused, Permission::ManagePeople);
        services.store.note_security(&refused.about(tenant)).await;
        return Err(ApiError::Missing.with_status());
    }
    Ok(services.store.directory_groups(&actor, tenant, &search.0).await?)
}

/// Adds a group.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "groups/add", protocol = Proving)]
pub async fn add_group(form: GroupForm) -> Result<PeopleReply<GroupRefused>, ApiError> {
    change(PartnerGroupId::new(uuid::Uuid::new_v4()), GroupChange::Add(form)).await
}

/// Changes the name, the roles and the members of a group.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "groups/edit", protocol = Proving)]
pub async fn edit_group(group: PartnerGroupId, form: GroupForm) -> Result<PeopleReply<GroupRefused>, ApiError> {
    change(group, GroupChange::Edit(form)).await
}

/// Deletes a group. Its members lose its roles.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "groups/delete", protocol = Proving)]
pub async fn delete_group(group: PartnerGroupId) -> Result<PeopleReply<GroupRefused>, ApiError> {
    change(group, GroupChange::Delete).await
}

#[cfg(feature = "ssr")]
async fn change(group: PartnerGroupId, change: GroupChange) -> Result<PeopleReply<GroupRefused>, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let event = services.event(&actor, kind(&change));
    let done = services.store.change_group(&actor, group, &change, &event).await?;
    services.people_after(&actor, done).await
}

#[cfg(feature = "ssr")]
fn kind(change: &GroupChange) -> SecurityEventKind {
    match change {
        GroupChange::Add(_) => SecurityEventKind::GroupCreated,
        GroupChange::Edit(_) => SecurityEventKind::GroupEdited,
        GroupChange::Delete => SecurityEventKind::GroupDeleted,
    }
}

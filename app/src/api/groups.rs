//! Groups of the partner's people.

use super::people::PeopleReply;
use crate::error::ApiError;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::group::GroupChange;
use domain::access::group::{GroupForm, GroupRefused};
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::ids::PartnerGroupId;
use leptos::prelude::*;

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
    services.people_after(&actor, done, GroupRefused::is_about_actor).await
}

#[cfg(feature = "ssr")]
fn kind(change: &GroupChange) -> SecurityEventKind {
    match change {
        GroupChange::Add(_) => SecurityEventKind::GroupCreated,
        GroupChange::Edit(_) => SecurityEventKind::GroupEdited,
        GroupChange::Delete => SecurityEventKind::GroupDeleted,
    }
}

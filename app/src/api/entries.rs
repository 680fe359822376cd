//! Adding, uploading and editing users.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::Services;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::CustomerScope;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::console::entries::{Entries, EntriesPreview, EntriesRequest, UpnHolder, UpnList, UserForm};
use domain::console::save::SaveReply;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The customer's data for the forms of new and edited users.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "entries/form", protocol = JsonHttp)]
pub async fn get_user_form(customer: CustomerId) -> Result<UserForm, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::EditUsers, customer).await?;
    Ok(domain::cases::entries::form(&*services.store, scope).await?)
}

/// The current and deleted holders of user principal names; at most [`domain::console::entries::ENTRIES_MAX`] names are
/// looked up.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "entries/upn-holders", protocol = JsonHttp)]
pub async fn find_upn_holders(customer: CustomerId, upns: UpnList) -> Result<Vec<UpnHolder>, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::EditUsers, customer).await?;
    Ok(services.store.upn_holders(scope, &upns.0).await?)
}

/// Previews entries. `Err` has the number of entries if they are more than can be saved at once.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "entries/preview", protocol = JsonHttp)]
pub async fn preview_entries(
    customer: CustomerId,
    entries: Entries,
) -> Result<Result<EntriesPreview, usize>, ApiError> {
    let (services, scope) = scope_of(customer, &entries).await?;
    Ok(domain::cases::entries::preview(&*services.store, scope, &entries).await?)
}

/// Adds or edits users. Directory roles need a recent proof.
///
/// # Errors
/// [`ApiError`]; correctable refusals are a [`SaveReply`].
#[server(endpoint = "entries/save", protocol = Proving)]
pub async fn save_entries(customer: CustomerId, request: EntriesRequest) -> Result<SaveReply, ApiError> {
    let (services, scope) = scope_of(customer, &request.entries).await?;
    let is_sensitive = domain::cases::entries::change_roles(&*services.store, scope, &request.entries).await?;
    crate::proof::proven_if(&services, is_sensitive).await?;
    Ok(services.store.save_entries(scope, &request, services.stamp()).await?)
}

/// The scope in which entries are saved. A person with the permission for directory roles, but not for editing users,
/// saves roles alone.
#[cfg(feature = "ssr")]
async fn scope_of(customer: CustomerId, entries: &Entries) -> Result<(Services, CustomerScope), ApiError> {
    let (edit, roles) = (Permission::EditUsers, Permission::ChangeAdminRoles);
    let permission =
        if entries.are_roles_alone() && !crate::services::may(edit, customer).await? { roles } else { edit };
    crate::services::customer_scope(permission, customer).await
}

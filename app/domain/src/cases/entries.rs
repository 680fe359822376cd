//! The preview of adding, uploading and editing users.

use crate::access::CustomerScope;
use crate::console::entries::{Entries, EntriesPreview, UserForm};
use crate::rules::entries::{UserEntry, plan_entries};
use crate::store::{Store, StoreError};

/// Previews these entries. Above the most that can be done at once, only their number is given.
///
/// # Errors
/// When the store cannot answer.
pub async fn preview(
    store: &dyn Store,
    scope: CustomerScope,
    entries: &Entries,
) -> Result<Result<EntriesPreview, usize>, StoreError> {
    let at_most = entries.at_most();
    let (accounts, entries) = store.entries(scope, entries).await?;
    if entries.len() > at_most {
        return Ok(Err(entries.len()));
    }
    Ok(Ok(EntriesPreview::of(&accounts, &plan_entries(&accounts, &entries))))
}

/// Whether saving these entries gives directory roles or takes them. That is sensitive: a role may be all that keeps somebody from
/// the customer.
///
/// # Errors
/// When the store cannot answer.
pub async fn change_roles(store: &dyn Store, scope: CustomerScope, entries: &Entries) -> Result<bool, StoreError> {
    Ok(match entries {
        Entries::Each(each) => each.iter().any(UserEntry::changes_roles),
        Entries::Same { profile, .. } => profile.roles.is_some(),
        Entries::FailedIn(_) => store.entries(scope, entries).await?.1.iter().any(UserEntry::changes_roles),
    })
}

/// Loads the data for the forms of new and changed users.
///
/// # Errors
/// When the store cannot answer.
pub async fn form(store: &dyn Store, scope: CustomerScope) -> Result<UserForm, StoreError> {
    Ok(UserForm { customer: store.customer(scope).await?, snapshot: store.company(scope).await? })
}

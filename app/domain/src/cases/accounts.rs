//! The preview of a change to accounts, and whether it gives directory roles back.

use crate::access::CustomerScope;
use crate::console::accounts::{ACCOUNTS_MAX, AccountsPreview, Who};
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::accounts::Accounts;
use crate::store::{Store, StoreError};

/// Previews a change to these users. Above the most that can be changed at once, only their number is given.
///
/// # Errors
/// When the store cannot answer.
pub async fn preview(
    store: &dyn Store,
    scope: CustomerScope,
    who: &Who,
    change: &AccountChange,
) -> Result<Result<AccountsPreview, usize>, StoreError> {
    let accounts: Accounts = store.accounts(scope, who, change).await?;
    if accounts.order.len() > ACCOUNTS_MAX {
        return Ok(Err(accounts.order.len()));
    }
    let preview = AccountsPreview::of(&accounts, &plan_accounts(&accounts, change), change);
    Ok(Ok(if scope.is_portal() { preview.told_to_customer() } else { preview }))
}

/// Whether a change gives users back their directory roles: they had some when they were deleted.
///
/// # Errors
/// When the store cannot answer.
pub async fn gives_roles_back(
    store: &dyn Store,
    scope: CustomerScope,
    who: &Who,
    change: &AccountChange,
) -> Result<bool, StoreError> {
    Ok(change.upns().is_some() && store.accounts(scope, who, change).await?.has_deleted_with_roles())
}

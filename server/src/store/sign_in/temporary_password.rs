//! Whether a person's password can still be used. A temporary one can't after its time, nor when its maker could not give it any
//! more.

use crate::store::SqlStore;
use async_trait::async_trait;
use domain::access::portal::temporary_stands;
use domain::store::{CustomerAccessStore, PartnerStore, PartnerUserSecret, StoreError, TemporaryPasswordStore};

#[async_trait]
impl TemporaryPasswordStore for SqlStore {
    async fn is_current(&self, who: &PartnerUserSecret, now: i64) -> Result<bool, StoreError> {
        if who.temporary.is_some_and(|temporary| temporary.until <= now) {
            return Ok(false);
        }
        is_still_given(self, who, now).await
    }
}

/// Whether the maker of a temporary password could still give it, even if it has expired.
pub(super) async fn is_still_given(store: &SqlStore, who: &PartnerUserSecret, now: i64) -> Result<bool, StoreError> {
    let Some(temporary) = who.temporary else { return Ok(true) };
    // One from before makers were recorded ends with its time alone.
    let (Some(place), Some(maker)) = (who.actor.portal, temporary.made_by) else { return Ok(true) };
    // The maker may have lost access in a way that resets nobody, such as in the directory of a tenant.
    let Some(maker) = store.partner_user(maker).await? else { return Ok(false) };
    let access = store.customer_access(&maker.actor, place.customer, now).await?;
    Ok(temporary_stands(&maker.actor, place, access))
}

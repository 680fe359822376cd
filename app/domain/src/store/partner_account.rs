//! The store port for the partner's own account.

use crate::access::Actor;
use crate::access::partner_account::{PartnerAccount, PartnerAccountChange};
use crate::console::security::SecurityEvent;
use crate::store::StoreError;
use async_trait::async_trait;

/// The partner's verification and the partner agreement.
#[async_trait]
pub trait PartnerAccountStore: Send + Sync {
    /// The record of the actor's partner.
    async fn partner_account(&self, actor: &Actor) -> Result<PartnerAccount, StoreError>;
    /// Records a change, and notes its security event. Returns the account as it is recorded then.
    async fn change_partner_account(
        &self,
        actor: &Actor,
        change: PartnerAccountChange,
        event: &SecurityEvent,
    ) -> Result<PartnerAccount, StoreError>;
}

//! The port: partner users and what their partner chose.

use crate::access::Actor;
use crate::console::reason::ReasonPolicy;
use crate::ids::PartnerUserId;
use crate::store::StoreError;
use async_trait::async_trait;

/// A partner user with what signing in is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct PartnerUserSecret {
    /// The person.
    pub actor: Actor,
    /// Argon2id hash, as a PHC string.
    pub password_hash: String,
}

/// Partner users and what their partner chose.
#[async_trait]
pub trait PartnerStore: Send + Sync {
    /// The partner user with this sign-in name, whatever its case.
    async fn partner_user_secret(&self, sign_in_name: &str) -> Result<Option<PartnerUserSecret>, StoreError>;
    /// The partner user with this id.
    async fn partner_user(&self, id: PartnerUserId) -> Result<Option<PartnerUserSecret>, StoreError>;
    /// Whether the actor's partner asks for reasons.
    async fn reason_policy(&self, actor: &Actor) -> Result<ReasonPolicy, StoreError>;
}

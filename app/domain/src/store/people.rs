//! The store port for partner users and the choices of their partner.

use crate::access::Actor;
use crate::console::reason::ReasonPolicy;
use crate::ids::PartnerUserId;
use crate::store::StoreError;
use async_trait::async_trait;

/// A partner user with the password hash.
#[derive(Clone, PartialEq, Eq)]
pub struct PartnerUserSecret {
    /// The person.
    pub actor: Actor,
    /// The Argon2id hash, as a PHC string.
    pub password_hash: String,
}

/// Partner users and the choices of their partner.
#[async_trait]
pub trait PartnerStore: Send + Sync {
    /// The partner user with this sign-in name, in any case.
    async fn partner_user_secret(&self, sign_in_name: &str) -> Result<Option<PartnerUserSecret>, StoreError>;
    /// The partner user with this id.
    async fn partner_user(&self, id: PartnerUserId) -> Result<Option<PartnerUserSecret>, StoreError>;
    /// Whether the actor's partner requires reasons.
    async fn reason_policy(&self, actor: &Actor) -> Result<ReasonPolicy, StoreError>;
}

//! The store port for second factors.

use crate::access::Actor;
use crate::access::second_factor::{RequiredRoles, SecondFactor, SecondFactorRefused, Seed, TypedCode};
use crate::console::security::SecurityEvent;
use crate::ids::SessionId;
use crate::store::StoreError;
use async_trait::async_trait;

/// Second factors. Each write is refused or done as a whole, and notes its security event.
#[async_trait]
pub trait SecondFactorStore: Send + Sync {
    /// The actor's second factor.
    async fn second_factor(&self, actor: &Actor) -> Result<SecondFactor, StoreError>;
    /// Keeps a seed until it is confirmed. A seed that was not confirmed is forgotten. Where the second factor is on, it is
    /// the seed of a new phone.
    async fn begin_second_factor(
        &self,
        actor: &Actor,
        seed: &Seed,
        now: i64,
    ) -> Result<Result<(), SecondFactorRefused>, StoreError>;
    /// Turns the second factor on, or puts the new phone in the place of the one before, if the code is one of the kept
    /// seed, and keeps the hashes of recovery codes. Ends the actor's sessions, which began without this phone, but not
    /// the one that asks.
    async fn confirm_second_factor(
        &self,
        actor: &Actor,
        code: &TypedCode,
        recovery_hashes: &[String],
        session: SessionId,
        event: &SecurityEvent,
    ) -> Result<Result<(), SecondFactorRefused>, StoreError>;
    /// Replaces the recovery codes. It uses up a code.
    async fn renew_recovery_codes(
        &self,
        actor: &Actor,
        code: &TypedCode,
        recovery_hashes: &[String],
        event: &SecurityEvent,
    ) -> Result<Result<(), SecondFactorRefused>, StoreError>;
    /// The roles that need a second factor at the actor's partner.
    async fn second_factor_roles(&self, actor: &Actor) -> Result<RequiredRoles, StoreError>;
    /// Changes the roles that need a second factor, from the next request on.
    async fn require_second_factor(
        &self,
        actor: &Actor,
        roles: &RequiredRoles,
        event: &SecurityEvent,
    ) -> Result<(), StoreError>;
}

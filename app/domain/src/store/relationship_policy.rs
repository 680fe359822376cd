//! The store port for whether relationships are needed.

use crate::access::Actor;
use crate::access::relationship_policy::RelationshipPolicy;
use crate::access::relationship_policy_rules::{PolicyRefused, RelationshipCounts};
use crate::console::security::SecurityEvent;
use crate::store::StoreError;
use async_trait::async_trait;

/// Whether the partner's people need relationships.
#[async_trait]
pub trait RelationshipPolicyStore: Send + Sync {
    /// The policy of the actor's partner, and how relationships with its customers stand at a moment.
    async fn relationship_policy(
        &self,
        actor: &Actor,
        now: i64,
    ) -> Result<(RelationshipPolicy, RelationshipCounts), StoreError>;
    /// Changes the policy from the next request on, and notes the event with the policy before. The same policy again
    /// changes nothing.
    async fn set_relationship_policy(
        &self,
        actor: &Actor,
        policy: RelationshipPolicy,
        event: &SecurityEvent,
    ) -> Result<Result<(), PolicyRefused>, StoreError>;
}

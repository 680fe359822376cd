//! Where the partner's people need admin relationships.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::Services;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::Actor;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::access::relationship_policy::RelationshipPolicy;
#[cfg(feature = "ssr")]
use domain::access::relationship_policy_rules::check_policy;
use domain::access::relationship_policy_rules::{PolicyRefused, RelationshipCounts};
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The policy, and its effect on the partner's customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipPolicyView {
    /// The policy.
    pub policy: RelationshipPolicy,
    /// The customers, by how relationships with them stand now.
    pub counts: RelationshipCounts,
    /// Why the signed-in person can't change it.
    pub why_not: Option<PolicyRefused>,
}

/// The result of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelationshipPolicyReply {
    /// It was done. The policy as it is now.
    Done(RelationshipPolicyView),
    /// It was refused; nothing was changed.
    Refused(PolicyRefused),
}

/// Where admin relationships are needed.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "partner-account/relationships", protocol = JsonHttp)]
pub async fn get_relationship_policy() -> Result<RelationshipPolicyView, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManageAccount).await?;
    services.relationship_policy(&actor).await
}

/// Changes where admin relationships are needed.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "partner-account/set-relationships", protocol = Proving)]
pub async fn set_relationship_policy(policy: RelationshipPolicy) -> Result<RelationshipPolicyReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManageAccount).await?;
    let event = services.event(&actor, SecurityEventKind::SettingChanged);
    match services.store.set_relationship_policy(&actor, policy, &event).await? {
        Ok(()) => Ok(RelationshipPolicyReply::Done(services.relationship_policy(&actor).await?)),
        Err(refused) => {
            let noted = services.refusal(&actor, SecurityEventKind::ActionRefused, refused);
            services.store.note_security(&noted).await;
            Ok(RelationshipPolicyReply::Refused(refused))
        }
    }
}

#[cfg(feature = "ssr")]
impl Services {
    async fn relationship_policy(&self, actor: &Actor) -> Result<RelationshipPolicyView, ApiError> {
        let now = (self.now)();
        let (policy, counts) = self.store.relationship_policy(actor, now).await?;
        let people = self.store.partner_people(actor, now).await?;
        Ok(RelationshipPolicyView { policy, counts, why_not: check_policy(&people, actor).err() })
    }
}

//! Tags of customers.

use crate::error::ApiError;
use crate::json::JsonHttp;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::directory::tag::{Tag, TagsRefused};
use domain::ids::CustomerId;
use domain::store::TagsChange;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The result of setting tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TagsReply {
    /// The tags as they are now.
    Done(Vec<String>),
    /// It was refused; nothing was changed.
    Refused(TagsRefused),
}

/// The tags of the customers that the signed-in person may see.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "tags/list", protocol = JsonHttp)]
pub async fn list_tags() -> Result<Vec<Tag>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::SeeCustomers).await?;
    Ok(services.store.tags(&actor).await?)
}

/// Gives a customer other tags. It takes managing people, because people with custom permissions for a tag get the customer
/// with it.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "tags/set", protocol = Proving)]
pub async fn set_tags(customer: CustomerId, change: TagsChange) -> Result<TagsReply, ApiError> {
    let (services, scope) = crate::proof::proven_scope(Permission::ManagePeople, customer).await?;
    let actor = crate::services::actor()?;
    let event = services.event(&actor, SecurityEventKind::TagsChanged).about(customer);
    Ok(match services.store.set_tags(&actor, scope, &change, &event).await? {
        Ok(tags) => TagsReply::Done(tags),
        Err(refused) => {
            services.note_refusal_at(&actor, scope, &refused).await;
            TagsReply::Refused(refused)
        }
    })
}

//! The store port for templates of new users.

use crate::access::CustomerScope;
use crate::console::user_template::{TemplateReply, UserTemplate};
use crate::ids::TemplateId;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Templates for new users.
#[async_trait]
pub trait TemplateStore: Send + Sync {
    /// Templates for new users, by name.
    async fn templates(&self, scope: CustomerScope) -> Result<Vec<UserTemplate>, StoreError>;
    /// Saves a template; it replaces a template with the same id.
    async fn save_template(
        &self,
        scope: CustomerScope,
        template: &UserTemplate,
        stamp: Stamp,
    ) -> Result<TemplateReply, StoreError>;
    /// Deletes a template, if it exists.
    async fn delete_template(&self, scope: CustomerScope, template: TemplateId, stamp: Stamp)
    -> Result<(), StoreError>;
}

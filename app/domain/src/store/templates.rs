//! The port: templates for new users.

use crate::access::CustomerScope;
use crate::directory::user_template::{TemplateReply, UserTemplate};
use crate::ids::TemplateId;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Templates for new users.
#[async_trait]
pub trait TemplateStore: Send + Sync {
    /// Templates for new users, by name.
    async fn templates(&self, scope: CustomerScope) -> Result<Vec<UserTemplate>, StoreError>;
    /// Saves a template; one with the same id is replaced.
    async fn save_template(
        &self,
        scope: CustomerScope,
        template: &UserTemplate,
        stamp: Stamp,
    ) -> Result<TemplateReply, StoreError>;
    /// Deletes a template, if it is there.
    async fn delete_template(&self, scope: CustomerScope, template: TemplateId, stamp: Stamp)
    -> Result<(), StoreError>;
}

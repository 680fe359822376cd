//! The store port for temporary passwords.

use crate::access::CustomerScope;
use crate::console::passwords::{HandedOut, Handover};
use crate::directory::password::Random;
use crate::ids::OperationId;
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;

/// Temporary passwords.
#[async_trait]
pub trait PasswordStore: Send + Sync {
    /// Makes temporary passwords or one-time links for the users of an operation that gives them passwords, in one
    /// transaction that stores their digests. Earlier passwords and links of these users are void afterwards. `None` if
    /// there is no such operation, or it gives no passwords.
    async fn hand_out(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        how: Handover,
        random: Random,
        stamp: Stamp,
    ) -> Result<Option<HandedOut>, StoreError>;
}

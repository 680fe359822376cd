//! The store port: everything the use cases ask of storage, a trait for each matter. `server/src/store` implements them over SQL,
//! each beside its statements.
//!
//! Every method on a customer takes a [`CustomerScope`](crate::access::CustomerScope). A customer of another partner is as if
//! it did not exist.

mod accounts;
mod activity;
mod customers;
mod entries;
mod licenses;
mod operations;
mod orders;
mod passwords;
mod people;
mod security;
mod selections;
mod templates;
mod users;

pub use accounts::{AccountSnapshotStore, AccountStore};
pub use activity::ActivityStore;
pub use customers::{CustomerQuery, CustomerStore};
pub use entries::{EntrySnapshotStore, EntryStore};
pub use licenses::{DoneSnapshot, LicenseSnapshotStore, LicenseStore, SelectionSnapshot};
pub use operations::{JobStore, OperationStore};
pub use orders::OrderStore;
pub use passwords::PasswordStore;
pub use people::{PartnerStore, PartnerUserSecret};
pub use security::SecurityStore;
pub use selections::SelectionStore;
pub use templates::TemplateStore;
pub use users::{DeletedUserStore, FILTER_CHOICES_MAX, FilterChoices, UserDetailStore, UserQuery, UserStore};

use crate::console::activity::Caller;
use crate::console::chain::Seed;
use crate::ids::ActivityId;
use async_trait::async_trait;

/// Why the store could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, or is busy. Nothing was written.
    #[error("The database did not answer: {0}")]
    Unavailable(String),
    /// It took longer than it may. Nothing was written.
    #[error("The database needed too long: {0}")]
    TooLong(String),
    /// There is no room for what was to be written. Nothing was written; reading goes on.
    #[error("The database has no room left: {0}. Make room on its disk.")]
    Full(String),
    /// The database can be read, not written. Nothing was written.
    #[error("The database can only be read: {0}. Make it writable for Tenantry.")]
    ReadOnly(String),
    /// A row is not what it must be.
    #[error("The database holds something unexpected: {0}")]
    Corrupt(String),
}

/// What a write is stamped with. Ids and time come from outside, so that the store invents nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Now (UTC, epoch milliseconds).
    pub now: i64,
    /// Id of the operation or order, should one be written.
    pub id: uuid::Uuid,
    /// Id of the activity row.
    pub activity: ActivityId,
    /// Random bytes, from which the salts of personal values are made.
    pub seed: Seed,
    /// Where the request came from.
    pub caller: Caller,
}

/// Everything the use cases ask of storage.
#[async_trait]
pub trait Store:
    PartnerStore
    + SecurityStore
    + CustomerStore
    + UserDetailStore
    + UserStore
    + DeletedUserStore
    + TemplateStore
    + SelectionStore
    + LicenseSnapshotStore
    + LicenseStore
    + AccountSnapshotStore
    + AccountStore
    + EntrySnapshotStore
    + EntryStore
    + PasswordStore
    + OperationStore
    + JobStore
    + OrderStore
    + ActivityStore
{
    /// Whether the database answers.
    async fn ready(&self) -> Result<(), StoreError>;
}

/// The traits of the port, to be imported together.
pub mod prelude {
    pub use super::{
        AccountSnapshotStore, AccountStore, ActivityStore, CustomerStore, DeletedUserStore, EntrySnapshotStore,
        EntryStore, JobStore, LicenseSnapshotStore, LicenseStore, OperationStore, OrderStore, PartnerStore,
        PasswordStore, SecurityStore, SelectionStore, Store, TemplateStore, UserDetailStore, UserStore,
    };
}

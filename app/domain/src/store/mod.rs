//! The store port: everything that the use cases need from storage, with one trait for each subject. `server/src/store`
//! implements them with SQL, each trait beside its statements.
//!
//! Every method on a customer takes a [`CustomerScope`](crate::access::CustomerScope). For an actor, customers of other
//! partners do not exist.

mod accounts;
mod activity;
mod customer_deletion;
mod customers;
mod directory_person;
mod entries;
mod error;
mod identity_providers;
mod licenses;
mod new_person;
mod operations;
mod orders;
mod partner_account;
mod passwords;
mod people;
mod portal;
mod portal_providers;
mod relationship_policy;
mod relationships;
mod second_factor;
mod security;
mod selections;
mod templates;
mod tenants;
mod undo;
mod users;

pub use accounts::{AccountSnapshotStore, AccountStore, DueDeletionStore, PurgeStore};
pub use activity::{ActivityStore, ChainStore, SeenActivityStore};
pub use customer_deletion::CustomerDeletionStore;
pub use customers::{
    CustomerAccessStore, CustomerQuery, CustomerStore, ProductKeyStore, PurchaseStore, SearchStore, TAGS_LISTED_MAX,
    TagStore, TagsChange,
};
pub use directory_person::DirectoryPersonStore;
pub use entries::{EntrySnapshotStore, EntryStore};
pub use error::StoreError;
pub use identity_providers::{IdentityProviderStore, LinkedIdentityStore};
pub use licenses::{DoneSnapshot, LicenseSnapshotStore, LicenseStore, SelectionSnapshot};
pub use new_person::NewPersonStore;
pub use operations::{ChangeStore, JobStore, OperationStore};
pub use orders::{OpenOrderStore, OrderStore};
pub use partner_account::PartnerAccountStore;
pub use passwords::PasswordStore;
pub use people::{
    ApplicationStore, GroupStore, InvitationLink, NewKey, PartnerStore, PartnerUserSecret, PeopleStore,
    PersonPasswordStore, PersonSessionStore, ResetLink, Temporary, TemporaryPasswordStore,
};
pub use portal::{PortalStore, TemporaryPassword};
pub use portal_providers::PortalProviderStore;
pub use relationship_policy::RelationshipPolicyStore;
pub use relationships::{
    RelationshipChangeStore, RelationshipGrantStore, RelationshipListStore, RelationshipRequestStore,
    RelationshipStore, ResellerStore,
};
pub use second_factor::SecondFactorStore;
pub use security::SecurityStore;
pub use selections::SelectionStore;
pub use templates::TemplateStore;
pub use tenants::TenantStore;
pub use undo::UndoStore;
pub use users::{
    DeletedUserStore, FILTER_CHOICES_MAX, FilterChoiceStore, FilterChoices, UserDetailStore, UserErrorStore, UserQuery,
    UserStore,
};

use crate::console::activity::Caller;
use crate::console::chain::SaltSeed;
use crate::ids::ActivityId;
use async_trait::async_trait;

/// The ids and the time of a write. They come from outside, so that the store generates nothing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Now (UTC, epoch milliseconds).
    pub now: i64,
    /// The id of the operation or order, if one is written.
    pub id: uuid::Uuid,
    /// The id of the activity row.
    pub activity: ActivityId,
    /// Random bytes for the salts of personal values.
    pub seed: SaltSeed,
    /// The origin of the request.
    pub caller: Caller,
}

/// Everything that the use cases need from storage.
#[async_trait]
pub trait Store:
    PartnerStore
    + PartnerAccountStore
    + PeopleStore
    + PortalStore
    + PortalProviderStore
    + PersonSessionStore
    + PersonPasswordStore
    + TemporaryPasswordStore
    + SecondFactorStore
    + RelationshipStore
    + RelationshipPolicyStore
    + RelationshipGrantStore
    + ResellerStore
    + RelationshipRequestStore
    + RelationshipChangeStore
    + RelationshipListStore
    + GroupStore
    + ApplicationStore
    + IdentityProviderStore
    + LinkedIdentityStore
    + SecurityStore
    + CustomerStore
    + ProductKeyStore
    + PurchaseStore
    + TagStore
    + SearchStore
    + CustomerAccessStore
    + CustomerDeletionStore
    + UserDetailStore
    + UserStore
    + UserErrorStore
    + FilterChoiceStore
    + DeletedUserStore
    + TemplateStore
    + TenantStore
    + SelectionStore
    + LicenseSnapshotStore
    + LicenseStore
    + UndoStore
    + AccountSnapshotStore
    + AccountStore
    + PurgeStore
    + DueDeletionStore
    + EntrySnapshotStore
    + EntryStore
    + NewPersonStore
    + DirectoryPersonStore
    + PasswordStore
    + OperationStore
    + ChangeStore
    + JobStore
    + OrderStore
    + OpenOrderStore
    + ActivityStore
    + ChainStore
    + SeenActivityStore
{
    /// Whether the database answers.
    async fn ready(&self) -> Result<(), StoreError>;
}

/// The traits of the port, for a common import.
pub mod prelude {
    pub use super::{
        AccountSnapshotStore, AccountStore, ActivityStore, ApplicationStore, ChainStore, ChangeStore,
        CustomerAccessStore, CustomerDeletionStore, CustomerStore, DeletedUserStore, DirectoryPersonStore,
        DueDeletionStore, EntrySnapshotStore, EntryStore, FilterChoiceStore, GroupStore, IdentityProviderStore,
        JobStore, LicenseSnapshotStore, LicenseStore, LinkedIdentityStore, NewPersonStore, OpenOrderStore,
        OperationStore, OrderStore, PartnerAccountStore, PartnerStore, PasswordStore, PeopleStore, PersonPasswordStore,
        PersonSessionStore, PortalProviderStore, PortalStore, ProductKeyStore, PurchaseStore, PurgeStore,
        RelationshipChangeStore, RelationshipGrantStore, RelationshipListStore, RelationshipPolicyStore,
        RelationshipRequestStore, RelationshipStore, ResellerStore, SearchStore, SecondFactorStore, SecurityStore,
        SeenActivityStore, SelectionStore, Store, TagStore, TemplateStore, TemporaryPasswordStore, TenantStore,
        UndoStore, UserDetailStore, UserErrorStore, UserStore,
    };
}

//! The store port: everything the use cases ask of storage. `server/src/store` implements it over SQL.
//!
//! Every method on a customer takes a [`CustomerScope`]. What is foreign is missing.

use crate::access::{Actor, CustomerScope};
use crate::console::accounts::{AccountsRequest, Who};
use crate::console::activity::{ActivityQuery, ActivityRow, Caller, Person};
use crate::console::chain::{Seed, Verification};
use crate::console::entries::{Entries, EntriesRequest, FailedEntry, UpnHolder};
use crate::console::operation::{
    Operation, OperationKind, OperationRow, OperationState, OutcomeRow, OutcomeTab, RunningOperation, UserChange,
};
use crate::console::passwords::{HandedOut, Handover};
use crate::console::purchase::{BuyReply, BuyRequest, Order};
use crate::console::reason::ReasonPolicy;
use crate::console::save::{SaveReply, SaveRequest, UndoRequest};
use crate::console::security::{SecurityEvent, SecurityEventRow};
use crate::console::selection::{SelectionChange, SelectionReply};
use crate::directory::country::CountryCode;
use crate::directory::customer::{Customer, CustomerRow, CustomerSort};
use crate::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery};
use crate::directory::filter::UserFilter;
use crate::directory::found::Found;
use crate::directory::page::{Count, Page, PageSize, Place, Sort};
use crate::directory::password::Random;
use crate::directory::profile::ProfileValues;
use crate::directory::user::{ProductName, UserDetail, UserRow};
use crate::directory::user_template::{TemplateReply, UserTemplate};
use crate::ids::{
    ActivityId, CustomerId, OperationId, OrderId, PartnerId, PartnerUserId, SecurityEventId, SelectionId, SkuId,
    TemplateId, UserId,
};
use crate::rules::accounts::{AccountChange, Accounts};
use crate::rules::entries::UserEntry;
use crate::rules::snapshot::Snapshot;
use crate::rules::undo::Done;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why the store could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, or is busy. Nothing was written.
    #[error("The database did not answer: {0}")]
    Unavailable(String),
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

/// A partner user with what signing in is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct PartnerUserSecret {
    /// The person.
    pub actor: Actor,
    /// Argon2id hash, as a PHC string.
    pub password_hash: String,
}

/// Which users a list asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserQuery {
    /// Who matches.
    pub filter: UserFilter,
    /// Only those of a selection (“Selected Users”).
    pub within: Option<SelectionId>,
    /// The order.
    pub sort: Sort,
    /// Which page.
    pub place: Place<UserId>,
    /// How many rows.
    pub size: PageSize,
}

/// Which customers a list asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerQuery {
    /// A name or domain that begins so, or a whole Microsoft ID.
    pub search: String,
    /// The order.
    #[serde(default)]
    pub sort: CustomerSort,
    /// Which page.
    pub place: Place<CustomerId>,
    /// How many rows.
    pub size: PageSize,
}

/// What a filter can choose from at a customer; each list is bounded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilterChoices {
    /// Products that the customer owns or somebody holds.
    pub products: Vec<ProductName>,
    /// Usage locations in use.
    pub locations: Vec<CountryCode>,
    /// Domains in use.
    pub domains: Vec<String>,
    /// Departments in use.
    pub departments: Vec<String>,
    /// Job titles in use.
    pub job_titles: Vec<String>,
}

/// The most values of one kind in [`FilterChoices`].
pub const FILTER_CHOICES_MAX: usize = 500;

/// What the rule needs to know of a selection: the snapshot and the users in plan order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SelectionSnapshot {
    /// Products, users, groups and rules.
    pub snapshot: Snapshot,
    /// Users by display name, then UPN; those who no longer exist come last.
    pub order: Vec<UserId>,
}

/// What an operation did, with everything the rule needs to undo it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoneSnapshot {
    /// What the operation does.
    pub kind: OperationKind,
    /// How far the operation is; as ended where there is none.
    pub state: OperationState,
    /// The customer with the live users whom the operation changed, as they are now.
    pub snapshot: Snapshot,
    /// What it did to each of them, in its order.
    pub done: Vec<Done>,
}

/// The deleted users: an interface of their own, so that no list of users can forget to leave them out.
#[async_trait]
pub trait DeletedUsers: Send + Sync {
    /// A page of deleted users, those deleted last first.
    async fn deleted_users(
        &self,
        scope: CustomerScope,
        query: &DeletedUsersQuery,
        now: i64,
    ) -> Result<Page<DeletedUserRow>, StoreError>;
    /// How many deleted users there are.
    async fn count_deleted_users(&self, scope: CustomerScope) -> Result<Count, StoreError>;
    /// Deletes users permanently who were deleted before then; returns how many. A customer for whom it fails keeps no
    /// other from going, and is left for the next time.
    async fn purge_deleted_users(&self, deleted_before: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError>;
}

/// Everything the use cases ask of storage.
#[async_trait]
pub trait Store: DeletedUsers {
    /// Whether the database answers.
    async fn ready(&self) -> Result<(), StoreError>;

    /// The partner user with this sign-in name, whatever its case.
    async fn partner_user_secret(&self, sign_in_name: &str) -> Result<Option<PartnerUserSecret>, StoreError>;
    /// The partner user with this id.
    async fn partner_user(&self, id: PartnerUserId) -> Result<Option<PartnerUserSecret>, StoreError>;
    /// The partner that a customer belongs to.
    async fn partner_of(&self, customer: CustomerId) -> Result<Option<PartnerId>, StoreError>;
    /// Logs a security event and keeps it. Where it can't be kept, the log says so: it keeps nobody from anything.
    async fn note_security(&self, event: &SecurityEvent);
    /// A page of the security events of the actor's partner, and of those that concern no partner, newest first.
    async fn security_events(
        &self,
        actor: &Actor,
        place: Place<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError>;
    /// Whether the actor's partner asks for reasons.
    async fn reason_policy(&self, actor: &Actor) -> Result<ReasonPolicy, StoreError>;
    /// The customers of the actor's partner, in the order that is asked for.
    async fn customers(&self, actor: &Actor, query: &CustomerQuery) -> Result<Page<CustomerRow>, StoreError>;
    /// The first customers, and the first users of all customers, with these words or this id; nothing for empty text.
    async fn find(&self, actor: &Actor, text: &str) -> Result<Found, StoreError>;

    /// The customer.
    async fn customer(&self, scope: CustomerScope) -> Result<Customer, StoreError>;
    /// A page of live users.
    async fn users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Page<UserRow>, StoreError>;
    /// How many live users match.
    async fn count_users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Count, StoreError>;
    /// A live user in detail.
    async fn user(&self, scope: CustomerScope, user: UserId) -> Result<Option<UserDetail>, StoreError>;
    /// The latest changes of a user, at most 20.
    async fn user_changes(&self, scope: CustomerScope, user: UserId) -> Result<Vec<UserChange>, StoreError>;
    /// What filters can choose from.
    async fn filter_choices(&self, scope: CustomerScope) -> Result<FilterChoices, StoreError>;

    /// Changes a selection; one that does not exist yet is made. Foreign ids are as if never used.
    async fn change_selection(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        change: &SelectionChange,
        now: i64,
    ) -> Result<SelectionReply, StoreError>;
    /// How many live users a selection has.
    async fn selection_count(&self, scope: CustomerScope, selection: SelectionId) -> Result<i64, StoreError>;
    /// Which of these users are in a selection.
    async fn selected_among(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, StoreError>;
    /// Makes a selection of the users who failed in an operation and still exist, without those whom it did not reach.
    async fn select_failed(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        operation: OperationId,
        now: i64,
    ) -> Result<SelectionReply, StoreError>;
    /// Removes selections that were not touched since then; returns how many.
    async fn purge_selections(&self, untouched_since: i64) -> Result<u64, StoreError>;

    /// What the rule needs to know of a selection.
    async fn snapshot(&self, scope: CustomerScope, selection: SelectionId) -> Result<SelectionSnapshot, StoreError>;
    /// A page of the selected users who hold a product.
    async fn holders(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        sku: SkuId,
        place: Place<UserId>,
    ) -> Result<Page<UserRow>, StoreError>;
    /// Saves: lock, load, [`crate::console::save::decide`], write, all in one transaction. For very many users that
    /// transaction writes down what is to be done and sets the seats aside; a job then does it chunk by chunk.
    async fn save(&self, scope: CustomerScope, request: &SaveRequest, stamp: Stamp) -> Result<SaveReply, StoreError>;

    /// The users who failed in an operation and still exist, as they are now.
    async fn failed(&self, scope: CustomerScope, operation: OperationId) -> Result<SelectionSnapshot, StoreError>;
    /// What undoing an operation needs to know; nothing done where there is no such operation.
    async fn done(&self, scope: CustomerScope, operation: OperationId) -> Result<DoneSnapshot, StoreError>;
    /// Undoes in the same way as [`Store::save`] saves, with [`crate::console::save::decide_undo`].
    async fn undo(&self, scope: CustomerScope, request: &UndoRequest, stamp: Stamp) -> Result<SaveReply, StoreError>;

    /// The accounts of these users with what the rules look at. `change` says which names they are to get.
    async fn accounts(&self, scope: CustomerScope, who: &Who, change: &AccountChange) -> Result<Accounts, StoreError>;
    /// The accounts that an operation changed in this way, with who was changed since.
    async fn accounts_changed(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        done: &[Done],
    ) -> Result<Accounts, StoreError>;
    /// Changes accounts in the same way as [`Store::save`] saves, with [`crate::console::accounts::decide_accounts`].
    async fn change_accounts(
        &self,
        scope: CustomerScope,
        request: &AccountsRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError>;
    /// The customer's products with their seats and plans, and the rules; no users.
    async fn company(&self, scope: CustomerScope) -> Result<Snapshot, StoreError>;
    /// Who has these user principal names, live users before deleted ones; others have none.
    async fn upn_holders(&self, scope: CustomerScope, upns: &[String]) -> Result<Vec<UpnHolder>, StoreError>;
    /// The profiles of these live users, every field.
    async fn profiles(
        &self,
        scope: CustomerScope,
        users: &[UserId],
    ) -> Result<BTreeMap<UserId, ProfileValues>, StoreError>;
    /// What the rule about entries looks at, and each entry in its order. Of more than
    /// [`crate::console::entries::ENTRIES_MAX`] nothing is looked at.
    async fn entries(&self, scope: CustomerScope, entries: &Entries) -> Result<(Accounts, Vec<UserEntry>), StoreError>;
    /// Adds or edits users in the same way as [`Store::save`] saves, with [`crate::console::entries::decide_entries`]. Many
    /// of them are worked off as a job.
    async fn save_entries(
        &self,
        scope: CustomerScope,
        request: &EntriesRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError>;
    /// What failed in an operation with entries, in its order; also of whom only the licenses failed, and who was not
    /// reached when it was stopped.
    async fn failed_entries(
        &self,
        scope: CustomerScope,
        operation: OperationId,
    ) -> Result<Vec<FailedEntry>, StoreError>;
    /// Templates for new users, by name.
    async fn templates(&self, scope: CustomerScope) -> Result<Vec<UserTemplate>, StoreError>;
    /// Saves a template; one with the same id is replaced.
    async fn save_template(
        &self,
        scope: CustomerScope,
        template: &UserTemplate,
        now: i64,
    ) -> Result<TemplateReply, StoreError>;
    /// Deletes a template, if it is there.
    async fn delete_template(&self, scope: CustomerScope, template: TemplateId) -> Result<(), StoreError>;
    /// Makes temporary passwords or one-time links for those whom an operation gives them, in one transaction that stores
    /// their digests. What they had of both before is void from then on. `None` where there is no such operation, and
    /// where it gives nobody a password.
    async fn hand_out(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        how: Handover,
        random: Random,
        stamp: Stamp,
    ) -> Result<Option<HandedOut>, StoreError>;
    /// Deletes users whose deletion was planned for then or before; returns how many were looked at. A customer for whom
    /// it fails keeps no other from going, and is left for the next time.
    async fn delete_planned_users(&self, due: i64, stamps: fn() -> Stamp) -> Result<u64, StoreError>;

    /// An operation.
    async fn operation(&self, scope: CustomerScope, id: OperationId) -> Result<Option<Operation>, StoreError>;
    /// A page of its outcomes, failures first. The cursor is the position.
    async fn outcomes(
        &self,
        scope: CustomerScope,
        id: OperationId,
        tab: OutcomeTab,
        place: Place<i64>,
        size: PageSize,
    ) -> Result<Page<OutcomeRow>, StoreError>;
    /// A page of operations, newest first.
    async fn operations(
        &self,
        scope: CustomerScope,
        place: Place<OperationId>,
        size: PageSize,
    ) -> Result<Page<OperationRow>, StoreError>;
    /// Operations of the actor's partner that are being worked off, oldest first, at most
    /// [`crate::console::operation::RUNNING_MAX`].
    async fn running_operations(&self, actor: &Actor) -> Result<Vec<RunningOperation>, StoreError>;
    /// Asks a running operation to stop before its next chunk; entries that it has not reached by then get an outcome that
    /// says so. One that has ended stays as it is.
    async fn cancel_operation(&self, scope: CustomerScope, id: OperationId) -> Result<(), StoreError>;

    /// Buys seats: at once for a Local customer, else an order is recorded.
    async fn buy(&self, scope: CustomerScope, request: &BuyRequest, stamp: Stamp) -> Result<BuyReply, StoreError>;
    /// Confirms a recorded order, so that its seats count. Confirming twice counts once. `None` when there is no such.
    /// The reason is the order's.
    async fn confirm_order(
        &self,
        scope: CustomerScope,
        order: OrderId,
        stamp: Stamp,
    ) -> Result<Option<Order>, StoreError>;
    /// Orders that are recorded but not confirmed, oldest first, at most 200.
    async fn open_orders(&self, scope: CustomerScope) -> Result<Vec<Order>, StoreError>;

    /// A page of the customer's activity log, newest first.
    async fn activity(&self, scope: CustomerScope, query: &ActivityQuery) -> Result<Page<ActivityRow>, StoreError>;
    /// A page of the activity log over all customers of the actor's partner, newest first.
    async fn partner_activity(&self, actor: &Actor, query: &ActivityQuery) -> Result<Page<ActivityRow>, StoreError>;
    /// The people of the actor's partner, by name, at most [`crate::console::activity::PEOPLE_MAX`].
    async fn people(&self, actor: &Actor) -> Result<Vec<Person>, StoreError>;
    /// Checks the rows of the customer's chain with these numbers, and that the first follows the row before it.
    async fn verify_activity(&self, scope: CustomerScope, first: i64, last: i64) -> Result<Verification, StoreError>;
}

//! The port: users of a customer, live and deleted ones.

use crate::access::CustomerScope;
use crate::console::errors::ErrorsOf;
use crate::console::operation::UserChange;
use crate::directory::country::CountryCode;
use crate::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery};
use crate::directory::filter::UserFilter;
use crate::directory::page::{Count, Page, PageSize, Place, Sort};
use crate::directory::user::{ProductName, UserDetail, UserRow};
use crate::ids::{SelectionId, SkuId, UserId};
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

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

/// One live user.
#[async_trait]
pub trait UserDetailStore: Send + Sync {
    /// A live user in detail.
    async fn user(&self, scope: CustomerScope, user: UserId) -> Result<Option<UserDetail>, StoreError>;
    /// The latest changes of a user, at most 20.
    async fn user_changes(&self, scope: CustomerScope, user: UserId) -> Result<Vec<UserChange>, StoreError>;
}

/// Lists of live users.
#[async_trait]
pub trait UserStore: Send + Sync {
    /// A page of live users.
    async fn users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Page<UserRow>, StoreError>;
    /// How many live users match.
    async fn count_users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Count, StoreError>;
    /// A page of the selected users who hold a product.
    async fn holders(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        sku: SkuId,
        place: Place<UserId>,
    ) -> Result<Page<UserRow>, StoreError>;
    /// What filters can choose from.
    async fn filter_choices(&self, scope: CustomerScope) -> Result<FilterChoices, StoreError>;
    /// Dismisses errors of users; returns of how many. Nothing is written where there are none.
    async fn dismiss_errors(&self, scope: CustomerScope, of: &ErrorsOf, stamp: Stamp) -> Result<i64, StoreError>;
}

/// The deleted users: a port of their own, so that no list of users can forget to leave them out.
#[async_trait]
pub trait DeletedUserStore: Send + Sync {
    /// A page of deleted users, those deleted last first.
    async fn deleted_users(
        &self,
        scope: CustomerScope,
        query: &DeletedUsersQuery,
        now: i64,
    ) -> Result<Page<DeletedUserRow>, StoreError>;
    /// How many deleted users there are.
    async fn count_deleted_users(&self, scope: CustomerScope) -> Result<Count, StoreError>;
}

//! The store port for the users of a customer, live and deleted.

use crate::access::CustomerScope;
use crate::console::errors::ErrorsOf;
use crate::console::operation::UserChange;
use crate::directory::country::CountryCode;
use crate::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery};
use crate::directory::filter::UserFilter;
use crate::directory::page::{Count, Cursor, Page, PageSize, Sort};
use crate::directory::user::{ProductName, UserDetail, UserRow};
use crate::ids::{SelectionId, SkuId, UserId};
use crate::store::{Stamp, StoreError};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// The users that a list requests.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserQuery {
    /// The filter.
    pub filter: UserFilter,
    /// Only the users of a selection (“Selected Users”).
    pub within: Option<SelectionId>,
    /// The order.
    pub sort: Sort,
    /// The page.
    pub place: Cursor<UserId>,
    /// The number of rows.
    pub size: PageSize,
}

/// The choices of a filter at a customer; each list is bounded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilterChoices {
    /// Products that the customer owns or a user holds.
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

/// The maximum number of values of one kind in [`FilterChoices`].
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
    /// The number of live users that match.
    async fn count_users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Count, StoreError>;
    /// A page of the selected users who hold a product.
    async fn holders(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        sku: SkuId,
        place: Cursor<UserId>,
    ) -> Result<Page<UserRow>, StoreError>;
}

/// The errors of users.
#[async_trait]
pub trait UserErrorStore: Send + Sync {
    /// Dismisses errors of users; returns the number of users. Nothing is written if there are none.
    async fn dismiss_errors(&self, scope: CustomerScope, of: &ErrorsOf, stamp: Stamp) -> Result<i64, StoreError>;
}

/// The choices of filters.
#[async_trait]
pub trait FilterChoiceStore: Send + Sync {
    /// The choices of filters.
    async fn filter_choices(&self, scope: CustomerScope) -> Result<FilterChoices, StoreError>;
}

/// The deleted users. They have a separate trait, so that no list of users can forget to exclude them.
#[async_trait]
pub trait DeletedUserStore: Send + Sync {
    /// A page of deleted users, last deleted first.
    async fn deleted_users(
        &self,
        scope: CustomerScope,
        query: &DeletedUsersQuery,
        now: i64,
    ) -> Result<Page<DeletedUserRow>, StoreError>;
    /// The number of deleted users.
    async fn count_deleted_users(&self, scope: CustomerScope) -> Result<Count, StoreError>;
}

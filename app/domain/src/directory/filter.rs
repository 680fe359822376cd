//! Which users a list shows.

use super::country::CountryCode;
use super::day::Day;
use super::role::AdminRole;
use crate::bounds::{self, FILTER_IDS_MAX, SEARCH_MAX, VALUE_MAX};
use crate::ids::SkuId;
use serde::{Deserialize, Serialize};

/// Which live users a list shows. Everything set must hold. One that says more than a page can ask for is not read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserFilter {
    /// One of the ready-made filters.
    #[serde(default)]
    pub ready: ReadyFilter,
    /// Words that the name or email begins with.
    #[serde(default, deserialize_with = "bounds::text::<SEARCH_MAX, _>")]
    pub search: String,
    /// Holds any of these products.
    #[serde(default, deserialize_with = "bounds::list::<FILTER_IDS_MAX, _, _>")]
    pub any_of: Vec<SkuId>,
    /// Holds all of these products.
    #[serde(default, deserialize_with = "bounds::list::<FILTER_IDS_MAX, _, _>")]
    pub all_of: Vec<SkuId>,
    /// Holds none of these products.
    #[serde(default, deserialize_with = "bounds::list::<FILTER_IDS_MAX, _, _>")]
    pub none_of: Vec<SkuId>,
    /// Usage location.
    #[serde(default)]
    pub location: Option<LocationFilter>,
    /// Domain of the email, in lower case.
    #[serde(default, deserialize_with = "bounds::text_if_any::<VALUE_MAX, _>")]
    pub domain: Option<String>,
    /// Department.
    #[serde(default, deserialize_with = "bounds::text_if_any::<VALUE_MAX, _>")]
    pub department: Option<String>,
    /// Job title.
    #[serde(default, deserialize_with = "bounds::text_if_any::<VALUE_MAX, _>")]
    pub job_title: Option<String>,
    /// Created on this day (UTC) or later.
    #[serde(default)]
    pub created_from: Option<Day>,
    /// Created on this day (UTC) or earlier.
    #[serde(default)]
    pub created_to: Option<Day>,
}

/// The ready-made filters of “Filter users by…”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ReadyFilter {
    /// All users.
    #[default]
    All,
    /// Users with at least one license.
    Licensed,
    /// Users with none.
    Unlicensed,
    /// Guests.
    Guests,
    /// Users who may sign in.
    SignInAllowed,
    /// Users who may not.
    SignInBlocked,
    /// An assignment in error, or a failed outcome not yet retried.
    WithErrors,
    /// Users whose deletion is planned.
    ToBeDeleted,
    /// Holders of a directory role.
    Admins(AdminRole),
}

impl ReadyFilter {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 14] = [
        Self::All,
        Self::Licensed,
        Self::Unlicensed,
        Self::Guests,
        Self::SignInAllowed,
        Self::SignInBlocked,
        Self::WithErrors,
        Self::ToBeDeleted,
        Self::Admins(AdminRole::Global),
        Self::Admins(AdminRole::Billing),
        Self::Admins(AdminRole::Helpdesk),
        Self::Admins(AdminRole::Service),
        Self::Admins(AdminRole::UserManagement),
        Self::Admins(AdminRole::Password),
    ];
}

/// A condition on the usage location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocationFilter {
    /// In this country.
    Is(CountryCode),
    /// Not in this country, or without any.
    IsNot(CountryCode),
    /// Without any.
    Missing,
}

impl UserFilter {
    /// Whether it lets everybody through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

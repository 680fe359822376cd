//! The filter of a list of users.

use super::country::CountryCode;
use super::day::Day;
use super::role::AdminRole;
use crate::bounds::{self, FILTER_IDS_MAX, SEARCH_MAX, VALUE_MAX};
use crate::ids::SkuId;
use serde::{Deserialize, Serialize};

/// The filter of a list of live users. Users must meet all conditions. A filter larger than a page can make is refused
/// when read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserFilter {
    /// A ready-made filter.
    #[serde(default)]
    pub ready: ReadyFilter,
    /// Beginnings of words in the name or email.
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
    /// Users without any license.
    Unlicensed,
    /// Guests.
    Guests,
    /// Users who may sign in.
    SignInAllowed,
    /// Users who may not sign in.
    SignInBlocked,
    /// Users with an assignment in error, or with a failed outcome not yet retried.
    WithErrors,
    /// Users with a planned deletion.
    ToBeDeleted,
    /// Users with this directory role.
    Admins(AdminRole),
}

impl ReadyFilter {
    /// All ready-made filters, in the order of the menu.
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
    /// In another country, or without a location.
    IsNot(CountryCode),
    /// Without a location.
    Missing,
}

impl UserFilter {
    /// Whether it matches everybody.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

//! Users: accounts in a customer's tenant.

use super::country::CountryCode;
use super::day::Day;
use super::license::License;
use super::role::AdminRole;
use crate::ids::{OperationId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The kind of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum UserType {
    /// A user of the customer's own.
    #[default]
    Member,
    /// A user invited from elsewhere.
    Guest,
}

/// An account with all stored values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Its id at this customer.
    pub id: UserId,
    /// User principal name (“Email”), as written by Microsoft or the person who added the user.
    pub upn: String,
    /// Mail address, if the user has a mailbox.
    pub mail: Option<String>,
    /// Mail nickname.
    pub mail_nickname: Option<String>,
    /// Display name.
    pub display_name: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Usage location.
    pub location: Option<CountryCode>,
    /// Whether the user may sign in.
    pub sign_in_allowed: bool,
    /// Member or guest.
    pub user_type: UserType,
    /// Whether the account is synced from the customer's own directory.
    pub directory_synced: bool,
    /// Department.
    pub department: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// When it was created (UTC, epoch milliseconds).
    pub created: i64,
}

/// A row of the list of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// Its id at this customer.
    pub id: UserId,
    /// Display name.
    pub display_name: String,
    /// User principal name.
    pub upn: String,
    /// Usage location.
    pub location: Option<CountryCode>,
    /// Whether the user may sign in.
    pub sign_in_allowed: bool,
    /// Member or guest.
    pub user_type: UserType,
    /// Whether the account is synced from the customer's own directory.
    pub directory_synced: bool,
    /// The day of the planned deletion, if there is one.
    pub deletion: Option<Day>,
    /// The products that the user holds, each once, by name.
    pub products: Vec<ProductName>,
    /// Whether the user has a [`UserError`].
    pub has_errors: bool,
    /// The address that matched the search, if it is not in the name or the user principal name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_by: Option<String>,
}

/// A product by id and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProductName {
    /// The display name.
    pub name: String,
    /// Its id.
    pub sku_id: SkuId,
}

/// A user's details: the account, its licenses and its roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetail {
    /// The account.
    pub user: User,
    /// The day of the planned deletion, if there is one.
    pub deletion: Option<Day>,
    /// The licenses, each with its group's name if it has one.
    pub licenses: Vec<NamedLicense>,
    /// Its errors.
    pub errors: Vec<UserError>,
    /// The names of its directory roles.
    pub roles: Vec<String>,
    /// The roles of these that can be given here.
    pub admin_roles: BTreeSet<AdminRole>,
}

/// An error of a user that was not dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserError {
    /// The directory could not carry out an assignment.
    Assignment {
        /// The product's name.
        product: String,
        /// The group's name, if the license has one.
        group: Option<String>,
        /// Microsoft's error code.
        code: String,
    },
    /// An operation failed for the user although nobody chose that, and no later one succeeded.
    Failure {
        /// The operation.
        operation: OperationId,
        /// When (UTC, epoch milliseconds).
        created: i64,
        /// The name of the person who saved it.
        actor: String,
        /// The reason in words.
        message: String,
    },
}

/// A license with names for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedLicense {
    /// The license.
    pub license: License,
    /// The product's name.
    pub product: String,
    /// The group's name, if the license has one.
    pub group: Option<String>,
    /// The product's service plans: each with its name and whether it is on.
    pub plans: Vec<(String, bool)>,
}

//! Users: accounts in a customer's tenant.

use super::country::CountryCode;
use super::day::Day;
use super::license::License;
use super::role::AdminRole;
use crate::ids::{OperationId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What kind of account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum UserType {
    /// Belongs to the customer.
    #[default]
    Member,
    /// Invited from elsewhere.
    Guest,
}

/// An account with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Its id at this customer.
    pub id: UserId,
    /// User principal name (“Email”), as Microsoft or the person who added it wrote it.
    pub upn: String,
    /// Mail address, if it has a mailbox.
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

/// A row of the users list.
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
    /// When it is to be deleted, if that is planned.
    pub deletion: Option<Day>,
    /// The products held, each once, by name.
    pub products: Vec<ProductName>,
    /// Whether there is a [`UserError`].
    pub has_errors: bool,
    /// The address by which the search found the user, where it is none of the name and the user principal name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_by: Option<String>,
}

/// A product by id and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProductName {
    /// The name people know.
    pub name: String,
    /// Its id.
    pub sku_id: SkuId,
}

/// A user's detail: the account, its licenses and its roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetail {
    /// The account.
    pub user: User,
    /// When it is to be deleted, if that is planned.
    pub deletion: Option<Day>,
    /// Its licenses, with the group's name where it comes from one.
    pub licenses: Vec<NamedLicense>,
    /// Its errors.
    pub errors: Vec<UserError>,
    /// Names of its directory roles.
    pub roles: Vec<String>,
    /// Those of them that can be given here.
    pub admin_roles: BTreeSet<AdminRole>,
}

/// An error of a user that nobody has dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserError {
    /// The directory could not carry an assignment out.
    Assignment {
        /// The product's name.
        product: String,
        /// The group's name, where it comes from one.
        group: Option<String>,
        /// Microsoft's error code.
        code: String,
    },
    /// An operation failed for the user, which nobody chose, and no later one has succeeded.
    Failure {
        /// The operation.
        operation: OperationId,
        /// When (UTC, epoch milliseconds).
        created: i64,
        /// Who saved it.
        actor: String,
        /// Why, in words.
        message: String,
    },
}

/// A license with the words a person knows it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedLicense {
    /// The license.
    pub license: License,
    /// The product's name.
    pub product: String,
    /// The group's name, where it comes from one.
    pub group: Option<String>,
    /// The product's service plans: name, and whether it is on.
    pub plans: Vec<(String, bool)>,
}

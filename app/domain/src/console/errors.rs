//! Dismissing the errors of users: the mark goes, what the directory and operations say stays.

use crate::directory::filter::UserFilter;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// Whose errors are dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorsOf {
    /// Of this user.
    User(UserId),
    /// Of all who match.
    Matching(UserFilter),
}

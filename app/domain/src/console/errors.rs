//! Dismissing users' errors: the mark goes; the directory and the operations keep their records.

use crate::directory::filter::UserFilter;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// The users whose errors are dismissed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorsOf {
    /// This user.
    User(UserId),
    /// All users who match the filter.
    Matching(UserFilter),
}

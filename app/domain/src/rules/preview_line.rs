//! A line of a preview: the outcome of one user.

use super::outcome::PlannedUser;
use super::plans_off::PlansOff;
use super::snapshot::Snapshot;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// The number of users shown at once in each group of a preview.
pub const PREVIEW_USERS: usize = 20;

/// The outcome of one user, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// The user.
    pub user: UserId,
    /// Display name, empty if the user no longer exists.
    pub name: String,
    /// The outcome.
    pub words: String,
    /// All service plans that are switched off, if the words name only some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans_off: Vec<PlansOff>,
}

impl PreviewLine {
    pub(super) fn of(planned: &PlannedUser, snapshot: &Snapshot) -> Self {
        Self {
            user: planned.user,
            name: snapshot.user_name(planned.user),
            words: planned.words_before(snapshot),
            plans_off: planned.shortened_plans_off(snapshot),
        }
    }
}

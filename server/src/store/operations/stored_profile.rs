//! The part of an outcome that holds the profile: personal values, apart from the others.

use crate::store::engine::stored::to_json;
use domain::directory::profile::ProfileValues;
use domain::rules::entries::UserEntry;
use domain::rules::outcome::{PlannedUser, Touched};
use domain::store::StoreError;
use serde::{Deserialize, Serialize};

/// The column `profile` of an outcome, as JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::store) struct StoredProfile {
    /// The touched values before.
    #[serde(skip_serializing_if = "ProfileValues::is_empty")]
    pub before: ProfileValues,
    /// The same values after.
    #[serde(skip_serializing_if = "ProfileValues::is_empty")]
    pub after: ProfileValues,
    /// The requested entry, if not all of it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<UserEntry>,
}

impl StoredProfile {
    /// The profile to store with an outcome; `None` where it has none.
    pub(in crate::store) fn of(planned: &PlannedUser, entry: Option<&UserEntry>) -> Result<Option<String>, StoreError> {
        let failed = planned.outcome.failure_of_any().is_some();
        let stored = Self {
            before: planned.before.profile.clone(),
            after: planned.after.profile.clone(),
            asked: entry.filter(|_| failed).cloned(),
        };
        let is_empty = stored.before.is_empty() && stored.after.is_empty() && stored.asked.is_none();
        if is_empty { Ok(None) } else { to_json(&stored).map(Some) }
    }
}

/// The touched values without the profile, as JSON.
pub(in crate::store) fn without_profile(touched: &Touched) -> Result<String, StoreError> {
    if touched.profile.is_empty() {
        return to_json(touched);
    }
    to_json(&Touched { profile: ProfileValues::default(), ..touched.clone() })
}

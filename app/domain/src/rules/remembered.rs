//! What is remembered of deleted users: the licenses that deleting took, and what the offboarding before it took.

use super::outcome::Touched;
use crate::directory::license::{License, Source};
use serde::{Deserialize, Serialize};

/// What a deleted user had.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Remembered {
    /// The licenses at the moment of the deletion.
    pub at_deletion: Vec<License>,
    /// The licenses that an offboarding before it took, where the user had none such at the deletion.
    pub before_offboarding: Vec<License>,
    /// Whether sign-in was allowed until the deletion or the offboarding blocked it.
    pub sign_in_allowed: bool,
}

impl Remembered {
    /// Of the outcomes of a deletion and of the offboarding before it, as they were before each.
    pub fn of(deletion: &Touched, offboarding: Option<&Touched>) -> Self {
        let at_deletion = deletion.licenses();
        let is_same = |one: &License, other: &License| one.sku_id == other.sku_id && one.source == other.source;
        let is_new = |license: &License| !at_deletion.iter().any(|held| is_same(held, license));
        let before_offboarding = offboarding.map(Touched::licenses).unwrap_or_default();
        let before_offboarding = before_offboarding.into_iter().filter(is_new).collect();
        let allowed = |touched: &Touched| touched.sign_in_allowed == Some(true);
        Self { at_deletion, before_offboarding, sign_in_allowed: allowed(deletion) || offboarding.is_some_and(allowed) }
    }

    /// All licenses.
    pub fn licenses(&self) -> impl Iterator<Item = &License> {
        self.at_deletion.iter().chain(&self.before_offboarding)
    }

    /// What the user had at the moment of the deletion, and at that of the offboarding as far as it is known.
    pub(super) fn moments(&self) -> [Vec<License>; 2] {
        let through_groups = self.at_deletion.iter().filter(|license| license.source != Source::Direct);
        let before = through_groups.chain(&self.before_offboarding).cloned().collect();
        [self.at_deletion.clone(), before]
    }
}

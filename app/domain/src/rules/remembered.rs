//! What is remembered of deleted users: the licenses that deleting took, and what the offboardings before it took.

use super::outcome::Touched;
use crate::directory::license::{License, Source};
use serde::{Deserialize, Serialize};

/// What a deleted user had.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Remembered {
    /// The licenses at the moment of the deletion.
    pub at_deletion: Vec<License>,
    /// The licenses that each offboarding before it took, of the latest first.
    pub before_offboardings: Vec<Vec<License>>,
    /// Whether sign-in was allowed until the deletion or an offboarding blocked it.
    pub sign_in_allowed: bool,
}

impl Remembered {
    /// Of the outcomes of a deletion and of the offboardings before it, the latest first, as they were before each.
    pub fn of<'a>(deletion: &Touched, offboardings: impl IntoIterator<Item = &'a Touched>) -> Self {
        let allowed = |touched: &Touched| touched.sign_in_allowed == Some(true);
        let mut remembered = Self {
            at_deletion: deletion.licenses(),
            before_offboardings: Vec::new(),
            sign_in_allowed: allowed(deletion),
        };
        for offboarding in offboardings {
            remembered.before_offboardings.push(offboarding.licenses());
            remembered.sign_in_allowed |= allowed(offboarding);
        }
        remembered
    }

    /// All licenses, each as the user had it last.
    pub fn licenses(&self) -> impl Iterator<Item = &License> {
        let mut all: Vec<&License> = self.at_deletion.iter().collect();
        for license in self.before_offboardings.iter().flatten() {
            if !all.iter().any(|later| later.sku_id == license.sku_id && later.source == license.source) {
                all.push(license);
            }
        }
        all.into_iter()
    }

    /// What the user had at the moment of the deletion, and at those of the offboardings as far as it is known.
    pub(super) fn moments(&self) -> Vec<Vec<License>> {
        let before = |taken: &Vec<License>| {
            let through_groups = self.at_deletion.iter().filter(|license| license.source != Source::Direct);
            through_groups.chain(taken).cloned().collect()
        };
        [self.at_deletion.clone()].into_iter().chain(self.before_offboardings.iter().map(before)).collect()
    }
}

//! Licenses remembered of deleted users: those taken by the deletion and by earlier offboardings.

use super::outcome::Touched;
use crate::directory::license::{License, Source};
use serde::{Deserialize, Serialize};

/// The licenses that a deleted user had.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Remembered {
    /// The licenses when the user was deleted.
    pub at_deletion: Vec<License>,
    /// The licenses that earlier offboardings took, latest offboarding first.
    pub before_offboardings: Vec<Vec<License>>,
    /// Whether sign-in was allowed before the deletion or an offboarding blocked it.
    pub sign_in_allowed: bool,
}

impl Remembered {
    /// Makes it from the touched values before a deletion and before its earlier offboardings, latest first.
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

    /// All licenses, each in its latest state.
    pub fn licenses(&self) -> impl Iterator<Item = &License> {
        let mut all: Vec<&License> = self.at_deletion.iter().collect();
        for license in self.before_offboardings.iter().flatten() {
            if !all.iter().any(|later| later.sku_id == license.sku_id && later.source == license.source) {
                all.push(license);
            }
        }
        all.into_iter()
    }

    /// The licenses at the deletion and, as far as known, at each offboarding.
    pub(super) fn moments(&self) -> Vec<Vec<License>> {
        let before = |taken: &Vec<License>| {
            let through_groups = self.at_deletion.iter().filter(|license| license.source != Source::Direct);
            through_groups.chain(taken).cloned().collect()
        };
        [self.at_deletion.clone()].into_iter().chain(self.before_offboardings.iter().map(before)).collect()
    }
}

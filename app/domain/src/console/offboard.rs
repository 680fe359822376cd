//! The preview of an offboarding, step by step.

use crate::ids::SkuId;
use crate::rules::failure::Failure;
use crate::rules::offboard::Offboarding;
use crate::rules::outcome::{Outcome, PlannedUser};
use crate::rules::plan::Plan;
use crate::rules::snapshot::Snapshot;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The effect of each step, in the order of the steps.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OffboardSteps {
    /// The number of users whose sign-in becomes blocked. Users already blocked do not count.
    pub blocked: usize,
    /// Revoked licenses by product name.
    pub revoked: Vec<(String, usize)>,
    /// Licenses that stay because a group gives them, by product name.
    pub left_to_groups: Vec<(String, usize)>,
    /// The number of users whose password is reset.
    pub reset: usize,
    /// The number of users who are deleted, now or on the day.
    pub deleted: usize,
}

impl OffboardSteps {
    /// Counts the users of a plan.
    pub fn of(plan: &Plan, asked: &Offboarding, names: &Snapshot) -> Self {
        let leaving = || plan.users.iter().filter(|planned| matches!(planned.outcome, Outcome::Offboarded { .. }));
        let count = |is: fn(&PlannedUser) -> bool| leaving().filter(|planned| is(planned)).count();
        let revoked = leaving().flat_map(PlannedUser::removed).filter(|sku| asked.revoke.includes(*sku));
        Self {
            blocked: count(|planned| planned.after.sign_in_allowed == Some(false)),
            revoked: counted(revoked.map(|sku| names.product_name(sku))),
            left_to_groups: counted(leaving().flat_map(left_to_groups).map(|sku| names.product_name(sku))),
            reset: count(|planned| planned.outcome == Outcome::Offboarded { reset: true }),
            deleted: count(|planned| {
                planned.after.deleted == Some(true)
                    || planned.after.deletion.is_some_and(|deletion| deletion.on.is_some())
            }),
        }
    }
}

/// The products that groups keep giving to the user.
fn left_to_groups(planned: &PlannedUser) -> BTreeSet<SkuId> {
    let warned = planned.warnings.iter().filter_map(|warning| match warning {
        Failure::InheritedFromGroup(sku, _) => Some(*sku),
        _ => None,
    });
    warned.chain(planned.still_through.keys().copied()).collect()
}

fn counted(names: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().collect()
}

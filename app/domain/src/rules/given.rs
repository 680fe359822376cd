//! The license that gives a service plan, so a reason can name the product as well as the plan.

use super::draft::LicenseDraft;
use super::snapshot::{Snapshot, SnapshotUser};
use crate::directory::invisible::isolated;
use crate::directory::license::Source;
use crate::ids::{GroupId, PlanId, SkuId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A service plan of a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct GivenPlan {
    /// The plan.
    pub plan: PlanId,
    /// The product; `None` in data stored before products were recorded.
    pub product: Option<SkuId>,
    /// The group, if the license comes only from a group.
    pub group: Option<GroupId>,
}

/// The stored form. Data stored before products were recorded has only the plan.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Plan(PlanId),
    Given { plan: PlanId, product: Option<SkuId>, group: Option<GroupId> },
}

impl From<Stored> for GivenPlan {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Plan(plan) => Self { plan, product: None, group: None },
            Stored::Given { plan, product, group } => Self { plan, product, group },
        }
    }
}

impl GivenPlan {
    /// The plan with the license that gives it after a draft. Direct licenses come before those of groups. Among direct
    /// ones, those that the user already has come first, because they can be revoked in the same change.
    pub(super) fn after(plan: PlanId, user: &SnapshotUser, draft: &LicenseDraft, snapshot: &Snapshot) -> Self {
        let gives = |sku: SkuId, disabled: &BTreeSet<PlanId>| {
            !disabled.contains(&plan) && snapshot.plans_of(sku).any(|own| own == plan)
        };
        let direct = draft.after.iter().filter(|(sku, disabled)| gives(**sku, disabled)).map(|(sku, _)| *sku);
        let (kept, new): (Vec<SkuId>, Vec<SkuId>) = direct.partition(|sku| draft.before.contains_key(sku));
        let direct =
            snapshot.by_part_number(kept.into_iter()).into_iter().chain(snapshot.by_part_number(new.into_iter()));
        let through_group = || {
            user.licenses.iter().find_map(|license| match license.source {
                Source::Group(group) if license.is_held() && gives(license.sku_id, &license.disabled) => {
                    Some((license.sku_id, Some(group)))
                }
                _ => None,
            })
        };
        let license = direct.map(|sku| (sku, None)).next().or_else(through_group);
        Self { plan, product: license.map(|(sku, _)| sku), group: license.and_then(|(_, group)| group) }
    }

    /// `SharePoint Kiosk of Microsoft 365 F3`, followed by `(group Sales)` if a group gives it. A product with the same
    /// name as its plan is not repeated.
    pub fn words(&self, names: &Snapshot) -> String {
        let plan = names.plan_name(self.plan);
        let product = self.product.map(|sku| names.product_name(sku)).filter(|product| *product != plan);
        let product = product.map(|product| format!(" of {}", isolated(&product))).unwrap_or_default();
        let group = self.group.map(|group| format!(" (group {})", names.group_in_words(group))).unwrap_or_default();
        format!("{}{product}{group}", isolated(&plan))
    }
}

//! Failures and warnings of a plan, grouped by reason, each with the command that fixes it.

use super::change::{Change, LicenseChange};
use super::failure::{Failure, FailureCode};
use super::preview_line::{PREVIEW_USERS, PreviewLine};
use super::snapshot::Snapshot;
use crate::directory::license::license_in_words;
use crate::ids::{GroupId, SkuId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most groups in a plan. The users of further groups are only counted.
pub const REASONS_MAX: usize = 20;

/// Users with the same reason about the same products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonGroup {
    /// The reason.
    pub code: FailureCode,
    /// The licenses that the reason is about.
    pub licenses: Vec<ReasonLicense>,
    /// The number of users.
    pub users: usize,
    /// The first of them.
    pub first: Vec<PreviewLine>,
}

/// A license that a reason is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonLicense {
    /// The product.
    pub sku: SkuId,
    /// The product's name.
    pub product: String,
    /// The group's name, if a group gives the license.
    pub group: Option<String>,
}

impl ReasonLicense {
    /// `Microsoft 365 F3`, or `Microsoft 365 F3 (group Sales)`
    pub fn words(&self) -> String {
        license_in_words(&self.product, self.group.as_deref())
    }
}

/// A way to fix a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    /// Buy seats of this product.
    Buy(ReasonLicense),
    /// Set a location for the users.
    SetLocation,
    /// Revoke the direct licenses of this product in the same change.
    Revoke(ReasonLicense),
}

impl ReasonGroup {
    /// The ways to fix the reason in a change, if any.
    pub fn mends(&self, change: &Change) -> Vec<Mend> {
        match self.code {
            FailureCode::CountViolation => self.licenses.iter().cloned().map(Mend::Buy).collect(),
            FailureCode::InvalidUsageLocation | FailureCode::ProhibitedInLocation => vec![Mend::SetLocation],
            FailureCode::MutuallyExclusive | FailureCode::Dependency => {
                let direct = self.licenses.iter().filter(|license| license.group.is_none());
                direct.filter(|license| change.can_also_revoke(license.sku)).cloned().map(Mend::Revoke).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Change {
    /// Whether the change asks nothing of the product, so revoking it contradicts nothing.
    fn can_also_revoke(&self, sku: SkuId) -> bool {
        self.products.get(&sku).is_none_or(super::change::ProductChange::is_empty)
    }

    /// Also revokes the direct licenses of a product.
    pub fn also_revoke(&mut self, sku: SkuId) {
        self.products.entry(sku).or_default().license = LicenseChange::RevokeDirect;
    }
}

/// Reasons with equal keys are the same.
type Key = (FailureCode, Vec<(SkuId, Option<GroupId>)>);

/// The groups while users are counted.
#[derive(Default)]
pub(super) struct Reasons(BTreeMap<Key, (usize, Vec<PreviewLine>)>);

impl Reasons {
    /// Counts a user. A line is made only for the first users of a group.
    pub(super) fn count(&mut self, failure: &Failure, line: impl FnOnce() -> PreviewLine) {
        let (users, first) = self.0.entry((failure.code(), failure.licenses())).or_default();
        *users += 1;
        if first.len() < PREVIEW_USERS {
            first.push(line());
        }
    }

    /// The groups with the most users first, at most [`REASONS_MAX`].
    pub(super) fn groups(self, names: &Snapshot) -> Vec<ReasonGroup> {
        let group = |((code, licenses), (users, first)): (Key, (usize, Vec<PreviewLine>))| {
            let named = |(sku, group): (SkuId, Option<GroupId>)| ReasonLicense {
                sku,
                product: names.product_name(sku),
                group: group.map(|group| names.group_name(group)),
            };
            ReasonGroup { code, licenses: licenses.into_iter().map(named).collect(), users, first }
        };
        let mut groups: Vec<ReasonGroup> = self.0.into_iter().map(group).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.users));
        groups.truncate(REASONS_MAX);
        groups
    }
}

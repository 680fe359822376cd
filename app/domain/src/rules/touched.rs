//! The part of a user that an operation touches, before or after it.

use crate::directory::country::CountryCode;
use crate::directory::day::Day;
use crate::directory::license::{License, Source};
use crate::directory::profile::ProfileValues;
use crate::ids::{GroupId, OperationId, PlanId, SkuId};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The touched part of a user's licenses and account. Direct licenses have the same keys before and after.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touched {
    /// The disabled plans of the direct license of each touched product; `None` if no direct license gives it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub direct: BTreeMap<SkuId, Option<BTreeSet<PlanId>>>,
    /// The direct licenses of touched products that are in error. They give nothing, so `direct` has `None` for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub in_error: BTreeMap<SkuId, LicenseInError>,
    /// The licenses from groups, if touched: before a user is deleted, and after a restoration.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "read_through_groups")]
    pub through_groups: Vec<License>,
    /// The location, if touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<TouchedLocation>,
    /// Whether the user may sign in, if touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in_allowed: Option<bool>,
    /// Whether the account is synced from the customer's own directory, if touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory_synced: Option<bool>,
    /// Whether the user is deleted, if touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
    /// The planned deletion, if touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion: Option<TouchedDeletion>,
    /// The offboarding in force on this side, if the other side has none or a later one. If a user is restored and no
    /// offboarding is in force, it is the operation that deleted the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offboarded_by: Option<OperationId>,
    /// The touched part of the profile. It is personal data, so it is stored apart from the rest.
    #[serde(default, skip_serializing_if = "ProfileValues::is_empty")]
    pub profile: ProfileValues,
}

/// A direct license in error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenseInError {
    /// Service plans that are switched off.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub disabled: BTreeSet<PlanId>,
    /// Microsoft's error code, such as `CountViolation`.
    pub error: String,
}

/// A touched location; it may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchedLocation {
    /// The country, if there is one.
    pub country: Option<CountryCode>,
}

/// A touched planned deletion; it may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchedDeletion {
    /// The day, if one is planned.
    pub on: Option<Day>,
}

impl Touched {
    /// Adds a license that is there.
    pub(super) fn note(&mut self, license: &License) {
        match (license.source, &license.error) {
            (Source::Group(_), _) => self.through_groups.push(license.clone()),
            (Source::Direct, None) => {
                self.direct.insert(license.sku_id, Some(license.disabled.clone()));
            }
            (Source::Direct, Some(error)) => {
                self.direct.insert(license.sku_id, None);
                let in_error = LicenseInError { disabled: license.disabled.clone(), error: error.clone() };
                self.in_error.insert(license.sku_id, in_error);
            }
        }
    }

    /// The touched licenses that are there, those of groups first.
    pub fn licenses(&self) -> Vec<License> {
        let direct = |sku: &SkuId, disabled: &BTreeSet<PlanId>, error: Option<String>| License {
            sku_id: *sku,
            source: Source::Direct,
            disabled: disabled.clone(),
            error,
        };
        let held = self.direct.iter().filter_map(|(sku, disabled)| Some(direct(sku, disabled.as_ref()?, None)));
        let in_error = self.in_error.iter().map(|(sku, held)| direct(sku, &held.disabled, Some(held.error.clone())));
        self.through_groups.iter().cloned().chain(held).chain(in_error).collect()
    }
}

/// Reads licenses from groups. Older operations stored pairs of product and group, without plans and errors.
fn read_through_groups<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<License>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Whole(License),
        Pair(SkuId, GroupId),
    }
    let stored = Vec::<Stored>::deserialize(deserializer)?;
    let license = |stored| match stored {
        Stored::Whole(license) => license,
        Stored::Pair(sku_id, group) => {
            License { sku_id, source: Source::Group(group), disabled: BTreeSet::new(), error: None }
        }
    };
    Ok(stored.into_iter().map(license).collect())
}

//! A snapshot: the rule's whole input, loaded under the customer's lock or sent to the browser.

use super::data::RulesData;
use super::touched::LicenseInError;
use crate::directory::country::CountryCode;
use crate::directory::invisible::isolated;
use crate::directory::license::{License, Source};
use crate::directory::product::{AppliesTo, Capability, CustomerProduct};
use crate::ids::{GroupId, PlanId, SkuId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The customer's products, the users in question with their licenses, and the rules data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Snapshot {
    /// The customer's own products, and others that a user holds or the change names.
    pub products: BTreeMap<SkuId, CustomerProduct>,
    /// The users in question. An absent user no longer exists.
    pub users: BTreeMap<UserId, SnapshotUser>,
    /// The names of the groups that licenses come from.
    pub groups: BTreeMap<GroupId, String>,
    /// Exclusive sets, dependencies, location limits.
    pub rules: RulesData,
}

/// The rule's input about one user.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SnapshotUser {
    /// Display name, for messages.
    pub name: String,
    /// User principal name, for messages.
    pub upn: String,
    /// Usage location.
    pub location: Option<CountryCode>,
    /// All licenses, direct and through groups.
    pub licenses: Vec<License>,
}

/// Why a product cannot be assigned to users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotAssignable {
    /// The customer has no subscription for it.
    NotOwned,
    /// It is for the whole company.
    Company,
    /// Its publisher manages the licenses.
    Publisher(String),
    /// Its best subscription is neither enabled nor in its grace period.
    Capability(Capability),
}

impl SnapshotUser {
    /// The products held directly, with their disabled plans. A license in error does not count.
    pub fn direct(&self) -> BTreeMap<SkuId, BTreeSet<PlanId>> {
        let held = self.licenses.iter().filter(|license| license.source == Source::Direct && license.is_held());
        held.map(|license| (license.sku_id, license.disabled.clone())).collect()
    }

    /// The direct licenses in error.
    pub fn in_error(&self) -> BTreeMap<SkuId, LicenseInError> {
        let direct = self.licenses.iter().filter(|license| license.source == Source::Direct);
        let in_error = direct.filter_map(|license| {
            let error = license.error.clone()?;
            Some((license.sku_id, LicenseInError { disabled: license.disabled.clone(), error }))
        });
        in_error.collect()
    }

    /// The first group that gives the product. A license in error does not count.
    pub fn group_of(&self, sku: SkuId) -> Option<GroupId> {
        self.licenses.iter().find_map(|license| match license.source {
            Source::Group(group) if license.sku_id == sku && license.is_held() => Some(group),
            _ => None,
        })
    }

    /// Whether the user holds the product in any way. A license in error does not count.
    pub fn holds(&self, sku: SkuId) -> bool {
        self.licenses.iter().any(|license| license.sku_id == sku && license.is_held())
    }

    /// Whether the user holds the product directly. A license in error does not count.
    pub fn holds_directly(&self, sku: SkuId) -> bool {
        let is_direct = |license: &License| license.source == Source::Direct && license.is_held();
        self.licenses.iter().any(|license| license.sku_id == sku && is_direct(license))
    }

    /// Whether the user has a direct license of the product, even one in error.
    pub fn has_direct_license(&self, sku: SkuId) -> bool {
        self.licenses.iter().any(|license| license.sku_id == sku && license.source == Source::Direct)
    }
}

impl Snapshot {
    /// The product's display name.
    pub fn product_name(&self, sku: SkuId) -> String {
        self.products.get(&sku).map_or_else(|| sku.to_string(), |held| held.product.name.clone())
    }

    /// The service plan's display name, from a product that contains it, else from the rules data.
    pub fn plan_name(&self, plan: PlanId) -> String {
        self.products
            .values()
            .flat_map(|held| &held.product.plans)
            .find(|candidate| candidate.id == plan)
            .map(|candidate| candidate.friendly_name.clone())
            .or_else(|| self.rules.plan_name(plan))
            .unwrap_or_else(|| plan.to_string())
    }

    /// The group's name.
    pub fn group_name(&self, group: GroupId) -> String {
        self.groups.get(&group).cloned().unwrap_or_else(|| group.to_string())
    }

    /// The product's name for use in a sentence.
    pub(super) fn product_in_words(&self, sku: SkuId) -> String {
        isolated(&self.product_name(sku)).into_owned()
    }

    /// The service plan's name for use in a sentence.
    pub(super) fn plan_in_words(&self, plan: PlanId) -> String {
        isolated(&self.plan_name(plan)).into_owned()
    }

    /// The group's name for use in a sentence.
    pub(super) fn group_in_words(&self, group: GroupId) -> String {
        isolated(&self.group_name(group)).into_owned()
    }

    /// Why the product cannot be assigned to users of this customer, if so.
    pub fn not_assignable(&self, sku: SkuId) -> Option<NotAssignable> {
        let Some(CustomerProduct { product, seats: Some(_), capability, publisher }) = self.products.get(&sku) else {
            return Some(NotAssignable::NotOwned);
        };
        if product.applies_to == AppliesTo::Company || self.rules.is_company_product(sku) {
            return Some(NotAssignable::Company);
        }
        if let Some(publisher) = publisher {
            return Some(NotAssignable::Publisher(publisher.clone()));
        }
        match capability {
            Some(capability) if capability.assignable() => None,
            Some(capability) => Some(NotAssignable::Capability(*capability)),
            None => Some(NotAssignable::NotOwned),
        }
    }

    /// The display name of a user, empty if the user no longer exists.
    pub(super) fn user_name(&self, user: UserId) -> String {
        self.users.get(&user).map(|user| user.name.clone()).unwrap_or_default()
    }

    /// The part number of a product, empty if the product is unknown.
    pub(super) fn part_number(&self, sku: SkuId) -> &str {
        self.products.get(&sku).map_or("", |held| held.product.part_number.as_str())
    }

    /// The products sorted by part number.
    pub(super) fn by_part_number(&self, skus: impl Iterator<Item = SkuId>) -> Vec<SkuId> {
        let mut skus: Vec<_> = skus.collect();
        skus.sort_by_key(|sku| (self.part_number(*sku), *sku));
        skus
    }

    /// The plans of a product; none if the product is unknown.
    pub(crate) fn plans_of(&self, sku: SkuId) -> impl Iterator<Item = PlanId> {
        self.products.get(&sku).into_iter().flat_map(|held| held.product.plans.iter().map(|plan| plan.id))
    }
}

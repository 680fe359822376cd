//! Rules data: exclusive sets, dependencies and location limits. It is data, not code, and the operator can replace the
//! file.

use crate::directory::country::CountryCode;
use crate::ids::{PlanId, SkuId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The rules data shipped with the product.
const SHIPPED: &str = include_str!("../../data/rules.json");

/// All rules about products and service plans that are not the customer's own data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesData {
    /// Sets of service plans; a user may have one plan of each set.
    #[serde(default)]
    pub exclusive: Vec<ExclusiveSet>,
    /// Service plans that need another plan.
    #[serde(default)]
    pub dependencies: Vec<Dependency>,
    /// Products that are not available in every country.
    #[serde(default)]
    pub locations: Vec<LocationLimit>,
    /// Products for the whole company, even if the catalogue says otherwise.
    #[serde(default)]
    pub company_products: Vec<CompanyProduct>,
}

/// The consequence of a broken rule. Some only warn, because Microsoft's own pages contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The user fails.
    #[default]
    Enforce,
    /// The user is changed, with a warning.
    Warn,
}

/// A service plan with its name, so people can read the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedPlan {
    /// The plan.
    pub id: PlanId,
    /// Microsoft's name of it.
    pub name: String,
}

/// A product with its part number, so people can read the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedSku {
    /// The product.
    pub id: SkuId,
    /// Its part number.
    pub name: String,
}

/// A product for the whole company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyProduct {
    /// The product.
    pub id: SkuId,
    /// Its part number.
    pub name: String,
    /// The source of the fact.
    #[serde(default, skip_serializing)]
    pub evidence: String,
}

/// At most one plan of the set may be enabled per user, over all products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExclusiveSet {
    /// The subject of the set.
    pub name: String,
    /// The plans.
    pub plans: Vec<NamedPlan>,
    /// The source of the rule. It is for readers of the file; the rule and the browser do not use it.
    #[serde(default, skip_serializing)]
    pub evidence: String,
    /// Missing means enforce.
    #[serde(default)]
    pub level: Level,
}

/// A plan that works only together with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dependency {
    /// The plan that needs another.
    pub plan: NamedPlan,
    /// One of these is enough.
    pub needs_any_of: Vec<NamedPlan>,
    /// The source of the rule. It is for readers of the file; the rule and the browser do not use it.
    #[serde(default, skip_serializing)]
    pub evidence: String,
    /// Missing means enforce.
    #[serde(default)]
    pub level: Level,
}

/// Products that are not available in some countries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocationLimit {
    /// The subject of the limit.
    pub name: String,
    /// The products.
    pub products: Vec<NamedSku>,
    /// The countries where they are not available.
    pub not_in: BTreeSet<CountryCode>,
    /// The source of the rule. It is for readers of the file; the rule and the browser do not use it.
    #[serde(default, skip_serializing)]
    pub evidence: String,
    /// Missing means enforce.
    #[serde(default)]
    pub level: Level,
}

impl RulesData {
    /// Reads a rules file.
    ///
    /// # Errors
    /// When the text is not a valid rules file; the message names line and column.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The rules that come with Tenantry.
    ///
    /// # Errors
    /// Never for a released product: a test reads them.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        Self::parse(SHIPPED)
    }

    /// Microsoft's name of a plan that a rule mentions.
    pub(crate) fn plan_name(&self, plan: PlanId) -> Option<String> {
        let sets = self.exclusive.iter().flat_map(|set| &set.plans);
        let needs = self.dependencies.iter().flat_map(|rule| rule.needs_any_of.iter().chain([&rule.plan]));
        sets.chain(needs).find(|named| named.id == plan).map(|named| named.name.clone())
    }

    /// Whether the data lists the product as one for the whole company.
    pub fn is_company_product(&self, sku: SkuId) -> bool {
        self.company_products.iter().any(|named| named.id == sku)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_read() {
        let rules = RulesData::shipped().unwrap();
        assert!(rules.exclusive.len() >= 8 && !rules.dependencies.is_empty() && !rules.locations.is_empty());
    }

    #[test]
    fn every_shipped_rule_says_how_it_is_known() {
        let rules = RulesData::shipped().unwrap();
        let sets = rules.exclusive.iter().map(|set| (&set.name, &set.evidence));
        let needs = rules.dependencies.iter().map(|rule| (&rule.plan.name, &rule.evidence));
        let limits = rules.locations.iter().map(|limit| (&limit.name, &limit.evidence));
        let company = rules.company_products.iter().map(|product| (&product.name, &product.evidence));
        for (name, evidence) in sets.chain(needs).chain(limits).chain(company) {
            assert!(evidence.len() > 20, "{name}: “{evidence}”");
        }
    }

    #[test]
    fn evidence_is_not_sent_along() {
        let sent = serde_json::to_string(&RulesData::shipped().unwrap()).unwrap();
        assert!(!sent.contains("evidence") && RulesData::parse(&sent).is_ok());
    }

    #[test]
    fn a_wrong_file_names_its_line() {
        let error = RulesData::parse("{\n \"exclusiv\": []}").unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}

//! The entries of saved Microsoft Graph files.
//!
//! Unknown fields are ignored. Plain values stay JSON here, so an error can name the entry and field.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A list that may be missing or `null`, which differs from an empty one: PowerShell writes `null` for fields that were
/// not requested.
#[derive(Debug, Default)]
pub(super) enum List<T> {
    /// The field is missing.
    #[default]
    Absent,
    /// The field is `null`.
    Null,
    /// The field has a list.
    Given(Vec<T>),
}

impl<T> List<T> {
    /// The items, if the file tells them.
    pub(super) fn given(&self) -> Option<&[T]> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Given(items) => Some(items),
        }
    }

    pub(super) fn items(&self) -> &[T] {
        self.given().unwrap_or_default()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Vec<T>>::deserialize(deserializer).map(|items| items.map_or(Self::Null, Self::Given))
    }
}

/// An entry of users.json.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedUser {
    pub(super) id: Value,
    pub(super) user_principal_name: Value,
    pub(super) mail: Value,
    pub(super) proxy_addresses: List<Value>,
    pub(super) mail_nickname: Value,
    pub(super) display_name: Value,
    pub(super) given_name: Value,
    pub(super) surname: Value,
    pub(super) usage_location: Value,
    pub(super) account_enabled: Value,
    pub(super) user_type: Value,
    pub(super) on_premises_sync_enabled: Value,
    pub(super) department: Value,
    pub(super) job_title: Value,
    pub(super) created_date_time: Value,
    pub(super) deleted_date_time: Value,
    pub(super) assigned_licenses: List<SavedLicense>,
    pub(super) license_assignment_states: List<SavedState>,
}

/// An entry of `assignedLicenses`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedLicense {
    pub(super) sku_id: Value,
    pub(super) disabled_plans: List<Value>,
}

/// An entry of `licenseAssignmentStates`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedState {
    pub(super) sku_id: Value,
    pub(super) disabled_plans: List<Value>,
    pub(super) assigned_by_group: Value,
    pub(super) state: Value,
    pub(super) error: Value,
}

/// An entry of subscribedSkus.json.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedSku {
    pub(super) sku_id: Value,
    pub(super) sku_part_number: Value,
    pub(super) applies_to: Value,
    pub(super) capability_status: Value,
    pub(super) consumed_units: Value,
    pub(super) subscription_ids: List<Value>,
    pub(super) prepaid_units: Option<SavedUnits>,
    pub(super) service_plans: List<SavedPlan>,
}

/// `prepaidUnits` of a product.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedUnits {
    pub(super) enabled: Value,
    pub(super) warning: Value,
    pub(super) suspended: Value,
    pub(super) locked_out: Value,
}

/// An entry of `servicePlans` of a product.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedPlan {
    pub(super) service_plan_id: Value,
    pub(super) service_plan_name: Value,
    pub(super) applies_to: Value,
}

/// An entry of organization.json.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedOrganization {
    pub(super) id: Value,
    pub(super) display_name: Value,
    pub(super) country_letter_code: Value,
    pub(super) on_premises_sync_enabled: Value,
    pub(super) verified_domains: List<SavedDomain>,
}

/// An entry of `verifiedDomains`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedDomain {
    pub(super) name: Value,
    pub(super) is_default: Value,
    pub(super) is_initial: Value,
}

/// An entry of groups.json.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedGroup {
    pub(super) id: Value,
    pub(super) display_name: Value,
}

/// An entry of subscriptions.json.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedSubscription {
    pub(super) id: Value,
    pub(super) sku_part_number: Value,
    pub(super) owner_tenant_id: Value,
}

/// An entry of software.json.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedSoftware {
    pub(super) subscription_id: Value,
    pub(super) sku_id: Value,
    pub(super) product_name: Value,
    pub(super) publisher_name: Value,
    pub(super) bought_as: Value,
    pub(super) quantity: Value,
    pub(super) downloads: List<SavedDownload>,
    pub(super) product_keys: Value,
}

/// An entry of `downloads` of software.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedDownload {
    pub(super) name: Value,
    pub(super) version: Value,
    pub(super) language: Value,
    pub(super) architecture: Value,
    pub(super) file_type: Value,
    pub(super) link: Value,
}

/// An entry of directoryRoles.json.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedRole {
    pub(super) id: Value,
    pub(super) display_name: Value,
    pub(super) role_template_id: Value,
    pub(super) members: List<SavedMember>,
}

/// An entry of `members` of a role.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SavedMember {
    pub(super) id: Value,
    #[serde(rename = "@odata.type")]
    pub(super) kind: Value,
}

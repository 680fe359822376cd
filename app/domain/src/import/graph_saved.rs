//! The entries of saved Microsoft Graph files, and the shapes in which files hold them.
//!
//! Unknown fields are ignored. Plain values stay JSON here, so that a wrong one can be told with its entry and field.

use super::graph_error::{GraphFile, ImportError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A list that may be absent, which is not the same as empty. `null` is empty.
#[derive(Debug, Default)]
pub(super) enum List<T> {
    /// The field is not there.
    #[default]
    Absent,
    /// The field is there.
    Given(Vec<T>),
}

impl<T> List<T> {
    pub(super) fn items(&self) -> &[T] {
        match self {
            Self::Absent => &[],
            Self::Given(items) => items,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Vec<T>>::deserialize(deserializer).map(|items| Self::Given(items.unwrap_or_default()))
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

/// A page of entries, or an entry itself: files hold either.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Item<T> {
    value: Option<Vec<T>>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
    error: Option<Refusal>,
    #[serde(flatten)]
    entry: T,
}

/// The answer of Microsoft Graph when it refuses.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Refusal {
    code: String,
    message: String,
}

/// Reads all entries of a file: one page, a list of pages, a bare list, or a single entry.
pub(super) fn entries<T: DeserializeOwned>(file: GraphFile, json: &str) -> Result<Vec<T>, ImportError> {
    let json = json.trim_start_matches('\u{FEFF}').trim();
    let wrong = |error: serde_json::Error| wrong_json(file, &error);
    let items: Vec<Item<T>> = match json.chars().next() {
        None => return Err(ImportError::Empty { file }),
        Some('[') => serde_json::from_str(json).map_err(wrong)?,
        Some('{') => vec![serde_json::from_str(json).map_err(wrong)?],
        Some(_) => return Err(ImportError::NotAList { file }),
    };
    let mut entries = Vec::new();
    let mut goes_on = false;
    for item in items {
        if let Some(Refusal { code, message }) = item.error {
            return Err(ImportError::Refusal { file, code, message });
        }
        goes_on = item.next_link.is_some();
        match item.value {
            Some(page) => entries.extend(page),
            None => entries.push(item.entry),
        }
    }
    if goes_on { Err(ImportError::Incomplete { file }) } else { Ok(entries) }
}

fn wrong_json(file: GraphFile, error: &serde_json::Error) -> ImportError {
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let place = format!(" at line {line} column {column}");
    ImportError::Json { file, line, column, what: said.strip_suffix(&place).unwrap_or(&said).to_owned() }
}

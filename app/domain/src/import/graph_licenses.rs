//! A user's licenses from `licenseAssignmentStates` and `assignedLicenses`.

use super::graph_error::{GraphFile, ImportError};
use super::graph_row::GraphRow;
use super::graph_saved::{List, SavedState, SavedUser};
use super::unknown_words::UnknownWords;
use crate::directory::license::{License, Source};
use crate::ids::{GroupId, PlanId, SkuId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The states of a license that does not give the product.
const WITHOUT_PRODUCT: [&str; 2] = ["Disabled", "Error"];

/// The licenses of one user, and their oddities.
#[derive(Debug, Default)]
pub(super) struct SavedLicenses {
    /// One for each product and source.
    pub(super) licenses: Vec<License>,
    /// Products listed twice with the same source.
    pub(super) repeated: Vec<SkuId>,
    /// Whether some licenses are only in `assignedLicenses`, which does not name the source.
    pub(super) source_not_said: bool,
}

/// Reads the licenses with their sources from `licenseAssignmentStates`. Licenses missing there are taken from
/// `assignedLicenses` as direct.
pub(super) fn licenses(
    row: &GraphRow,
    user: &SavedUser,
    unknown: &mut UnknownWords,
) -> Result<SavedLicenses, ImportError> {
    let mut found: BTreeMap<(SkuId, Source), License> = BTreeMap::new();
    let mut repeated = Vec::new();
    for state in user.license_assignment_states.items() {
        let license = from_state(row, state, unknown)?;
        let sku_id = license.sku_id;
        if found.insert((sku_id, license.source), license).is_some() {
            repeated.push(sku_id);
        }
    }
    let stated: BTreeSet<SkuId> = found.keys().map(|(sku_id, _)| *sku_id).collect();
    let mut source_not_said = false;
    for saved in user.assigned_licenses.items() {
        let sku_id = SkuId::new(row.needed_id("assignedLicenses.skuId", &saved.sku_id)?);
        let disabled = plans(row, "assignedLicenses.disabledPlans", &saved.disabled_plans)?;
        if !stated.contains(&sku_id) {
            source_not_said = true;
            let license = License { sku_id, source: Source::Direct, disabled, error: None };
            found.insert((sku_id, Source::Direct), license);
        }
    }
    Ok(SavedLicenses { licenses: found.into_values().collect(), repeated, source_not_said })
}

fn from_state(row: &GraphRow, state: &SavedState, unknown: &mut UnknownWords) -> Result<License, ImportError> {
    let sku_id = SkuId::new(row.needed_id("licenseAssignmentStates.skuId", &state.sku_id)?);
    let source = match row.id("licenseAssignmentStates.assignedByGroup", &state.assigned_by_group)? {
        Some(group) => Source::Group(GroupId::new(group)),
        None => Source::Direct,
    };
    let disabled = plans(row, "licenseAssignmentStates.disabledPlans", &state.disabled_plans)?;
    Ok(License { sku_id, source, disabled, error: error(row, state, unknown)? })
}

/// Microsoft's error code if the state does not give the product; the state itself if there is no code. A state that is
/// active with an error still gives the product.
fn error(row: &GraphRow, state: &SavedState, unknown: &mut UnknownWords) -> Result<Option<String>, ImportError> {
    let code = row.text("licenseAssignmentStates.error", &state.error)?;
    let state = row.text("licenseAssignmentStates.state", &state.state)?;
    let Some(state) = state.filter(|state| !gives_product(state)) else { return Ok(None) };
    if !WITHOUT_PRODUCT.iter().any(|known| known.eq_ignore_ascii_case(&state)) {
        unknown.add(GraphFile::Users, "licenseAssignmentStates.state", &state, "an error");
    }
    Ok(Some(code.filter(|code| !code.eq_ignore_ascii_case("None")).unwrap_or(state)))
}

fn gives_product(state: &str) -> bool {
    state.eq_ignore_ascii_case("Active") || state.eq_ignore_ascii_case("ActiveWithError")
}

fn plans(row: &GraphRow, field: &'static str, saved: &List<Value>) -> Result<BTreeSet<PlanId>, ImportError> {
    saved.items().iter().map(|value| row.needed_id(field, value).map(PlanId::new)).collect()
}

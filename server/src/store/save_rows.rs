//! The rows that a save writes, made from the plan.

use super::save_write::Part;
use super::to_json;
use domain::directory::license::{License, Source};
use domain::ids::{SkuId, UserId};
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::rules::snapshot::{Snapshot, SnapshotUser};
use domain::store::StoreError;
use serde_json::{Value, json};

/// How far the places of changes lie behind those of failures, and of who stayed behind those: more than a save has
/// users, so that failures come first however many chunks a save is worked off in.
const APART: usize = 1_000_000_000;

/// All rows of one save or chunk, each kind to be bound as one JSON parameter.
#[derive(Default)]
pub(super) struct SaveRows {
    /// `[user, sku]` of direct licenses to remove.
    pub removed: Vec<Value>,
    /// `[user, sku, disabled plans]` of direct licenses to write.
    pub written: Vec<Value>,
    /// `[user, whether licensed, location or null, whether licenses or location changed, whether in error]`.
    pub users: Vec<Value>,
    /// `[position, user, name, upn, outcome, code or null, before, after, message]`, failures first.
    pub outcomes: Vec<Value>,
}

impl SaveRows {
    pub(super) fn of(part: Part<'_>) -> Result<Self, StoreError> {
        let (users, snapshot) = (part.users, part.snapshot);
        let mut rows = Self::default();
        let mut by_id: Vec<&PlannedUser> = part.planned().collect();
        // Written in the order of the indexes, each of their pages is visited once.
        by_id.sort_unstable_by_key(|planned| planned.user);
        for planned in by_id {
            if let Some(user) = snapshot.users.get(&planned.user) {
                rows.push_licenses(planned)?;
                rows.users.push(user_row(planned, user));
            }
        }
        rows.outcomes = placed_outcomes(users, snapshot)?;
        Ok(rows)
    }

    fn push_licenses(&mut self, planned: &PlannedUser) -> Result<(), StoreError> {
        for (sku, after) in &planned.after.direct {
            match after {
                Some(disabled) => self.written.push(json!([planned.user, sku, to_json(disabled)?])),
                None => self.removed.push(json!([planned.user, sku])),
            }
        }
        Ok(())
    }
}

/// The outcomes of users with their places in the whole plan; see [`SaveRows::outcomes`].
pub(super) fn placed_outcomes(users: &[(usize, &PlannedUser)], snapshot: &Snapshot) -> Result<Vec<Value>, StoreError> {
    let mut placed: Vec<(usize, &PlannedUser)> =
        users.iter().map(|(place, planned)| (group(planned) * APART + place, *planned)).collect();
    placed.sort_unstable_by_key(|(position, _)| *position);
    placed.into_iter().map(|(position, planned)| outcome_row(position, planned, snapshot)).collect()
}

/// Failures first, then changes, then who stayed.
fn group(planned: &PlannedUser) -> usize {
    match planned.outcome {
        Outcome::Failed(_) => 0,
        Outcome::Unchanged => 2,
        _ => 1,
    }
}

fn user_row(planned: &PlannedUser, user: &SnapshotUser) -> Value {
    let touched = &planned.after.direct;
    let is_kept =
        |held: &License| held.is_held() && (held.source != Source::Direct || !touched.contains_key(&held.sku_id));
    let in_error = |sku: &SkuId| user.licenses.iter().any(|held| held.sku_id == *sku && is_direct_error(held));
    let is_written = planned.after.direct.iter().any(|(sku, after)| after.is_some() && !in_error(sku));
    let licensed = is_written || user.licenses.iter().any(is_kept);
    let location =
        planned.after.location.map(|location| location.country.map_or(String::new(), |code| code.to_string()));
    let errors = matches!(planned.outcome, Outcome::Failed(_)) || still_in_error(user, planned);
    json!([planned.user, i64::from(licensed), location, i64::from(planned.outcome.changes()), i64::from(errors)])
}

fn is_direct_error(license: &License) -> bool {
    license.source == Source::Direct && !license.is_held()
}

/// An error goes only with its license.
fn still_in_error(user: &SnapshotUser, planned: &PlannedUser) -> bool {
    let gone = |license: &License| {
        license.source == Source::Direct && planned.after.direct.get(&license.sku_id).is_some_and(Option::is_none)
    };
    user.licenses.iter().any(|license| !license.is_held() && !gone(license))
}

fn outcome_row(position: usize, planned: &PlannedUser, snapshot: &Snapshot) -> Result<Value, StoreError> {
    let (name, upn) = names(planned.user, snapshot);
    let code = planned.outcome.failure().map(|failure| failure.code().as_str());
    Ok(json!([
        position,
        planned.user,
        name,
        upn,
        planned.outcome.name(),
        code,
        to_json(&planned.before)?,
        to_json(&planned.after)?,
        planned.words(snapshot),
    ]))
}

fn names(user: UserId, snapshot: &Snapshot) -> (&str, &str) {
    snapshot.users.get(&user).map_or(("", ""), |user| (user.name.as_str(), user.upn.as_str()))
}

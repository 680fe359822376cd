//! The rows that a save writes to the directory, made from the plan. Its outcomes are in `outcome_rows.rs`.

use super::json_rows::JsonRows;
use super::save_write::Part;
use super::to_json;
use super::user_errors::Mark;
use domain::directory::license::{License, Source};
use domain::ids::SkuId;
use domain::rules::outcome::PlannedUser;
use domain::rules::snapshot::SnapshotUser;
use domain::store::StoreError;

/// All rows of one save or chunk.
#[derive(Default)]
pub(super) struct SaveRows {
    /// `[user, sku]` of direct licenses to remove.
    pub removed: JsonRows,
    /// `[user, sku, disabled plans]` of direct licenses to write.
    pub written: JsonRows,
    /// `[user, whether licensed, whether licenses or location changed, mark]` of users who stay where they are.
    pub users: JsonRows,
    /// The same with the location behind it, of users whose location changes.
    pub moved: JsonRows,
}

impl SaveRows {
    pub(super) fn of(part: Part<'_>) -> Result<Self, StoreError> {
        let mut rows = Self::default();
        let mut by_id: Vec<&PlannedUser> = part.planned().collect();
        // Written in the order of the indexes, each of their pages is visited once.
        by_id.sort_unstable_by_key(|planned| planned.user);
        for planned in by_id {
            if let Some(user) = part.snapshot.users.get(&planned.user) {
                rows.push_licenses(planned)?;
                rows.push_user(planned, user)?;
            }
        }
        Ok(rows)
    }

    fn push_user(&mut self, planned: &PlannedUser, user: &SnapshotUser) -> Result<(), StoreError> {
        let licensed = i64::from(is_licensed(planned, user));
        let touched = i64::from(planned.outcome.changes());
        let mark = Mark::of(planned).number();
        match planned.after.location {
            None => self.users.push(&(planned.user, licensed, touched, mark)),
            Some(location) => {
                let location = location.country.map_or(String::new(), |code| code.to_string());
                self.moved.push(&(planned.user, licensed, touched, mark, location))
            }
        }
    }

    fn push_licenses(&mut self, planned: &PlannedUser) -> Result<(), StoreError> {
        for (sku, after) in &planned.after.direct {
            match after {
                Some(disabled) => self.written.push(&(planned.user, sku, to_json(disabled)?))?,
                None => self.removed.push(&(planned.user, sku))?,
            }
        }
        Ok(())
    }
}

/// Whether the user holds anything afterwards.
fn is_licensed(planned: &PlannedUser, user: &SnapshotUser) -> bool {
    let touched = &planned.after.direct;
    let is_kept =
        |held: &License| held.is_held() && (held.source != Source::Direct || !touched.contains_key(&held.sku_id));
    let in_error = |sku: &SkuId| user.licenses.iter().any(|held| held.sku_id == *sku && is_direct_error(held));
    let is_written = planned.after.direct.iter().any(|(sku, after)| after.is_some() && !in_error(sku));
    is_written || user.licenses.iter().any(is_kept)
}

fn is_direct_error(license: &License) -> bool {
    license.source == Source::Direct && !license.is_held()
}

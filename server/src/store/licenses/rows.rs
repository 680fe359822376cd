//! The rows that a save writes to the directory, made from the plan. Its outcomes are made in `outcome_rows.rs`.

use crate::store::directory::lost_licenses::group_of;
use crate::store::directory::user_errors::Mark;
use crate::store::engine::json_rows::JsonRows;
use crate::store::engine::stored::to_json;
use crate::store::licenses::part::Part;
use domain::directory::license::{License, Source};
use domain::ids::SkuId;
use domain::rules::outcome::PlannedUser;
use domain::rules::snapshot::SnapshotUser;
use domain::store::StoreError;
use std::borrow::Cow;

/// All rows of one save or chunk.
#[derive(Default)]
pub(in crate::store) struct SaveRows {
    /// `[user, sku]` of direct licenses to remove.
    pub removed: JsonRows,
    /// `[user, sku, disabled plans, group or "", error or ""]` of licenses to write.
    pub written: JsonRows,
    /// `[user, whether licensed, whether licenses or location changed, mark]` of users whose location stays.
    pub users: JsonRows,
    /// `[user, whether licensed, whether licenses or location changed, mark, location]` of users whose location
    /// changes.
    pub moved: JsonRows,
}

impl SaveRows {
    pub(in crate::store) fn of(part: Part<'_>) -> Result<Self, StoreError> {
        let mut rows = Self::default();
        let mut by_id: Vec<&PlannedUser> = part.planned().collect();
        // In the order of the indexes, so that each of their pages is visited once.
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
        let after = &planned.after;
        let is_gone = |(sku, held): &(&SkuId, &Option<_>)| held.is_none() && !after.in_error.contains_key(*sku);
        for (sku, _) in after.direct.iter().filter(is_gone) {
            self.removed.push(&(planned.user, sku))?;
        }
        for license in after.licenses() {
            let group = group_of(&license).map_or_else(String::new, |group| group.to_string());
            let error = license.error.as_deref().unwrap_or_default();
            self.written.push(&(planned.user, license.sku_id, to_json(&license.disabled)?, group, error))?;
        }
        Ok(())
    }
}

/// Whether the user holds any license afterwards.
fn is_licensed(planned: &PlannedUser, user: &SnapshotUser) -> bool {
    licenses_after(planned, user).any(|license| license.is_held())
}

/// The user's licenses after the save: those that are written, and those that stay as they are.
fn licenses_after<'a>(planned: &'a PlannedUser, user: &'a SnapshotUser) -> impl Iterator<Item = Cow<'a, License>> {
    let is_touched =
        move |held: &&License| held.source == Source::Direct && planned.after.direct.contains_key(&held.sku_id);
    let stays = user.licenses.iter().filter(move |held| !is_touched(held)).map(Cow::Borrowed);
    planned.after.licenses().into_iter().map(Cow::Owned).chain(stays)
}

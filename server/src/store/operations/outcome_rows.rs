//! The outcomes that a save writes, made from the plan, and their digest.

use crate::store::activity::{Sealing, Unsealed, personal};
use crate::store::engine::json_rows::JsonRows;
use crate::store::operations::stored_profile::{StoredProfile, without_profile};
use domain::console::chain::{Hash, SaltSeed};
use domain::console::operation_products::ProductCounts;
use domain::ids::{PlanId, SkuId, UserId};
use domain::rules::entries::UserEntry;
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::rules::plans_off::switched_off;
use domain::rules::snapshot::Snapshot;
use domain::store::StoreError;
use std::collections::{BTreeMap, BTreeSet};

/// The distance between the positions of failures, changes and users who were left as they are. It is more than the
/// users of a save, so failures come first however many chunks a save is split into.
const APART: usize = 1_000_000_000;
/// The rows made before the task yields, so that the database can work meanwhile.
const AT_ONCE: usize = 250;

/// The requested entry of each user, where each user has one.
pub(in crate::store) type EntriesByUser<'a> = BTreeMap<UserId, &'a UserEntry>;

/// The outcomes of one save or chunk.
pub(in crate::store) struct OutcomeRows {
    /// `[position, user, name, upn, outcome, code or null, before, after, message, salt, profile or null]`, failures
    /// first.
    pub rows: JsonRows,
    /// The digest of all rows.
    pub digest: Hash,
    /// The number of these users who got and lost each product.
    pub products: BTreeMap<SkuId, ProductCounts>,
    /// The plans that were switched off for any user.
    pub plans_off: BTreeSet<(SkuId, PlanId)>,
}

impl OutcomeRows {
    /// Makes the outcomes of users with their places in the whole plan. It makes a few at a time, so that the database
    /// can work meanwhile.
    pub(in crate::store) async fn of(
        users: &[(usize, &PlannedUser)],
        snapshot: &Snapshot,
        entries: &EntriesByUser<'_>,
        seed: &SaltSeed,
    ) -> Result<Self, StoreError> {
        let mut placed: Vec<(usize, &PlannedUser)> =
            users.iter().map(|(place, planned)| (group(planned) * APART + place, *planned)).collect();
        placed.sort_unstable_by_key(|(position, _)| *position);
        let mut sealing = Sealing::with(seed);
        let mut rows = JsonRows::default();
        for some in placed.chunks(AT_ONCE) {
            for (position, planned) in some {
                let entry = entries.get(&planned.user).copied();
                push(&mut rows, &mut sealing, (*position, planned, entry), snapshot)?;
            }
            tokio::task::yield_now().await;
        }
        let planned = || placed.iter().map(|(_, planned)| *planned);
        let off = planned().flat_map(|planned| switched_off(&planned.before, &planned.after));
        let plans_off = off.flat_map(|(sku, plans)| plans.into_iter().map(move |plan| (sku, plan))).collect();
        Ok(Self { rows, digest: sealing.finish(), products: ProductCounts::of(planned()), plans_off })
    }
}

/// The group of an outcome: failures first, also partial ones, then changes, then users who were left as they are.
fn group(planned: &PlannedUser) -> usize {
    match &planned.outcome {
        outcome if outcome.failure_of_any().is_some() => 0,
        outcome if outcome.stays() => 2,
        _ => 1,
    }
}

fn push(
    rows: &mut JsonRows,
    sealing: &mut Sealing<'_>,
    (position, planned, entry): (usize, &PlannedUser, Option<&UserEntry>),
    snapshot: &Snapshot,
) -> Result<(), StoreError> {
    let (name, upn) = names(planned, snapshot);
    let (user, message) = (planned.user.to_string(), planned.words(snapshot));
    let (before, after) = (without_profile(&planned.before)?, without_profile(&planned.after)?);
    let profile = StoredProfile::of(planned, entry)?;
    let failure = planned.outcome.failure_of_any();
    let (outcome, code) = (planned.outcome.kind().as_str(), failure.map(|failure| failure.code().as_str()));
    let salt = sealing.seal(&Unsealed {
        position: i64::try_from(position).unwrap_or(i64::MAX),
        user: &user,
        outcome,
        code,
        before: &before,
        after: &after,
        personal: personal(name, upn, &message, profile.as_deref()),
    });
    rows.push(&(position, &user, name, upn, outcome, code, &before, &after, &message, salt.to_string(), &profile))
}

/// Name and UPN; both are empty for a permanently deleted user, whose name is kept nowhere.
fn names<'a>(planned: &PlannedUser, snapshot: &'a Snapshot) -> (&'a str, &'a str) {
    let user = snapshot.users.get(&planned.user).filter(|_| planned.outcome != Outcome::Erased);
    user.map_or(("", ""), |user| (user.name.as_str(), user.upn.as_str()))
}

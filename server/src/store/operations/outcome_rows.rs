//! The outcomes that a save writes, made from the plan, and their digest.

use crate::store::activity::{Sealing, Unsealed, personal};
use crate::store::engine::json_rows::JsonRows;
use crate::store::operations::stored_profile::{StoredProfile, without_profile};
use domain::console::chain::{Hash, Seed};
use domain::console::operation_products::ProductCounts;
use domain::ids::{PlanId, SkuId, UserId};
use domain::rules::entries::UserEntry;
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::rules::plans_off::switched_off;
use domain::rules::snapshot::Snapshot;
use domain::store::StoreError;
use std::collections::{BTreeMap, BTreeSet};

/// How far the places of changes lie behind those of failures, and of who stayed behind those: more than a save has
/// users, so that failures come first however many chunks a save is worked off in.
const APART: usize = 1_000_000_000;
/// After so many rows the database is looked after, which writes something else meanwhile.
const AT_ONCE: usize = 250;

/// What was asked of each user, where each has an entry of its own.
pub(in crate::store) type Entries<'a> = BTreeMap<UserId, &'a UserEntry>;

/// The outcomes of one save or chunk.
pub(in crate::store) struct OutcomeRows {
    /// `[position, user, name, upn, outcome, code or null, before, after, message, salt, profile or null]`, failures first.
    pub rows: JsonRows,
    /// The digest of them all.
    pub digest: Hash,
    /// How many of these users got and lost each product.
    pub products: BTreeMap<SkuId, ProductCounts>,
    /// The plans that were switched off for anybody.
    pub plans_off: BTreeSet<(SkuId, PlanId)>,
}

impl OutcomeRows {
    /// Makes them of users with their places in the whole plan, a few at a time, so that it can be done while the database does something else.
    pub(in crate::store) async fn of(
        users: &[(usize, &PlannedUser)],
        snapshot: &Snapshot,
        entries: &Entries<'_>,
        seed: &Seed,
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

/// Failures first, also those of a part, then changes, then who stayed.
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

/// Name and UPN of who is gone for good are kept nowhere.
fn names<'a>(planned: &PlannedUser, snapshot: &'a Snapshot) -> (&'a str, &'a str) {
    let user = snapshot.users.get(&planned.user).filter(|_| planned.outcome != Outcome::Erased);
    user.map_or(("", ""), |user| (user.name.as_str(), user.upn.as_str()))
}

//! A customer in memory: the expected state of the store after each step.

use super::fixtures::sku;
use domain::directory::license::Source;
use domain::directory::product::{Capability, CustomerProduct};
use domain::directory::seats::Seats;
use domain::ids::{GroupId, SelectionId, SkuId, UserId};
use domain::import::customer::{CustomerImport, ImportedUser};
use domain::rules::data::RulesData;
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::rules::plan::Plan;
use domain::rules::snapshot::{Snapshot, SnapshotUser};
use domain::store::SelectionSnapshot;
use std::collections::{BTreeMap, BTreeSet};

/// The customer, its live users, and one person's selections.
pub struct Model {
    /// Products, subscriptions and groups. Its users are ignored; they are in `users`.
    pub directory: CustomerImport,
    pub users: BTreeMap<UserId, ImportedUser>,
    pub selections: BTreeMap<SelectionId, BTreeSet<UserId>>,
    /// Users who failed and have not succeeded since.
    failed: BTreeSet<UserId>,
    rules: RulesData,
}

impl Model {
    pub fn new(directory: CustomerImport) -> Self {
        let mut model = Self {
            directory,
            users: BTreeMap::new(),
            selections: BTreeMap::new(),
            failed: BTreeSet::new(),
            rules: RulesData::shipped().unwrap(),
        };
        model.import();
        model
    }

    /// Takes the directory's users, as an import does.
    pub fn import(&mut self) {
        self.users = self.directory.users.iter().map(|user| (user.id, user.clone())).collect();
    }

    /// Users with a license in error, or with a failure.
    pub fn marked(&self) -> BTreeSet<UserId> {
        let in_error = |user: &ImportedUser| user.licenses.iter().any(|license| license.error.is_some());
        let marked = |user: &&ImportedUser| in_error(user) || self.failed.contains(&user.id);
        self.users.values().filter(marked).map(|user| user.id).collect()
    }

    /// The snapshot of a selection for the rule.
    pub fn snapshot(&self, selection: SelectionId) -> SelectionSnapshot {
        let selected = &self.selections[&selection];
        let live: Vec<&ImportedUser> = selected.iter().filter_map(|id| self.users.get(id)).collect();
        let snapshot = Snapshot {
            products: self.products(),
            users: live.iter().map(|user| (user.id, snapshot_user(user))).collect(),
            groups: self.groups_of(&live),
            rules: self.rules.clone(),
        };
        SelectionSnapshot { snapshot, order: self.order(selected) }
    }

    /// These users in plan order. Users who no longer exist come last.
    pub fn order(&self, users: &BTreeSet<UserId>) -> Vec<UserId> {
        let mut live: Vec<&ImportedUser> = users.iter().filter_map(|id| self.users.get(id)).collect();
        live.sort_by_key(|user| (user.display_name.to_lowercase(), user.upn.to_lowercase(), user.id));
        let gone = users.iter().filter(|id| !self.users.contains_key(id)).copied();
        live.iter().map(|user| user.id).chain(gone).collect()
    }

    /// The customer's products with their current seats.
    pub fn products(&self) -> BTreeMap<SkuId, CustomerProduct> {
        self.directory.products.iter().map(|held| (held.product.sku_id, self.product(held))).collect()
    }

    /// A user in the form that the rule takes.
    pub fn user(&self, id: UserId) -> Option<SnapshotUser> {
        self.users.get(&id).map(snapshot_user)
    }

    fn product(&self, held: &domain::import::customer::ImportedProduct) -> CustomerProduct {
        let seats = Seats {
            owned: held.subscriptions.iter().map(|owned| owned.enabled + owned.warning).sum(),
            consumed: self.users.values().filter(|user| holds(user, held.product.sku_id)).count() as i64,
            reserved: 0,
        };
        CustomerProduct {
            product: held.product.clone(),
            seats: (!held.subscriptions.is_empty()).then_some(seats),
            capability: held.subscriptions.iter().map(|owned| owned.capability).max(),
            publisher: None,
        }
    }

    fn groups_of(&self, users: &[&ImportedUser]) -> BTreeMap<GroupId, String> {
        let sources = users.iter().flat_map(|user| &user.licenses).map(|license| license.source);
        let named: BTreeSet<Source> = sources.collect();
        self.directory.groups.iter().filter(|(id, _)| named.contains(&Source::Group(*id))).cloned().collect()
    }

    /// Applies a plan.
    pub fn apply(&mut self, plan: &Plan) {
        for planned in &plan.users {
            if let Some(user) = self.users.get_mut(&planned.user) {
                change(user, planned);
                match planned.outcome {
                    Outcome::Failed(_) => self.failed.insert(user.id),
                    Outcome::LeftOut(_) => false,
                    _ => self.failed.remove(&user.id),
                };
            }
        }
    }

    /// Adds bought seats. Returns false if nothing of the product is owned.
    pub fn buy(&mut self, part_number: &str, quantity: i64) -> bool {
        let owned = self.directory.products.iter_mut().find(|held| held.product.sku_id == sku(part_number)).unwrap();
        let Some(first) = owned.subscriptions.first_mut() else { return false };
        // Bought seats are another subscription, but only the number of seats and the capability are visible.
        first.enabled += quantity;
        first.capability = Capability::Enabled;
        true
    }
}

fn holds(user: &ImportedUser, sku: SkuId) -> bool {
    user.licenses.iter().any(|license| license.sku_id == sku && license.error.is_none())
}

fn snapshot_user(user: &ImportedUser) -> SnapshotUser {
    let mut licenses = user.licenses.clone();
    licenses.sort_by_key(|license| (license.sku_id, license.source));
    SnapshotUser { name: user.display_name.clone(), upn: user.upn.clone(), location: user.location, licenses }
}

fn change(user: &mut ImportedUser, planned: &PlannedUser) {
    let touched = &planned.after.direct;
    user.licenses.retain(|license| license.source != Source::Direct || !touched.contains_key(&license.sku_id));
    user.licenses.extend(planned.after.licenses());
    if let Some(location) = planned.after.location {
        user.location = location.country;
    }
}

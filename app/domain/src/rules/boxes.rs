//! Tri-state boxes: what a box shows, what a click makes of it, and what it asks.

use super::change::{Change, LicenseChange, PlansChange, Switch};
use super::snapshot::{Snapshot, SnapshotUser};
use crate::ids::{PlanId, SkuId};
use serde::{Deserialize, Serialize};

/// What a check box shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BoxState {
    /// All have it.
    Filled,
    /// None has it.
    Clear,
    /// Some have it (`indeterminate`).
    Partly,
}

/// What a box asks. A box in its initial state asks nothing, whatever that state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Choice {
    /// Leave as is.
    #[default]
    Leave,
    /// Assign to all, or switch on.
    Fill,
    /// Revoke from all, or switch off.
    Empty,
}

/// What a change makes of the products that somebody holds directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Existing {
    /// All stay.
    Kept,
    /// All go that are not assigned.
    Replaced,
    /// Some go.
    RevokedInPart,
}

impl BoxState {
    /// The state of a box that describes `having` of `all`.
    pub fn of(having: usize, all: usize) -> Self {
        match having {
            0 => Self::Clear,
            some if some == all => Self::Filled,
            _ => Self::Partly,
        }
    }

    /// What the box shows once a choice is made.
    pub fn shown(self, choice: Choice) -> Self {
        match choice {
            Choice::Leave => self,
            Choice::Fill => Self::Filled,
            Choice::Empty => Self::Clear,
        }
    }

    /// What a click makes of the choice: filled → clear → filled; clear → filled → clear; partly → filled → clear →
    /// partly. Coming back to the initial state asks nothing again.
    pub fn clicked(self, choice: Choice) -> Choice {
        match (self, choice) {
            (Self::Filled, Choice::Leave) => Choice::Empty,
            (Self::Clear | Self::Partly, Choice::Leave) => Choice::Fill,
            (Self::Partly, Choice::Fill) => Choice::Empty,
            _ => Choice::Leave,
        }
    }
}

/// The box of a product: how many of the selected users hold it, through anything. A license in error is neither held nor
/// nothing: where there are only such, they can be assigned as well as revoked.
pub fn product_box(snapshot: &Snapshot, sku: SkuId) -> BoxState {
    let holders = snapshot.users.values().filter(|user| user.holds(sku)).count();
    match BoxState::of(holders, snapshot.users.len()) {
        BoxState::Clear if snapshot.users.values().any(|user| user.has_direct_license(sku)) => BoxState::Partly,
        state => state,
    }
}

/// The box of a service plan: the present state of those who hold the product directly; filled if there are none.
pub fn plan_box(snapshot: &Snapshot, sku: SkuId, plan: PlanId) -> BoxState {
    let holders: Vec<&SnapshotUser> = snapshot.users.values().filter(|user| user.holds_directly(sku)).collect();
    if holders.is_empty() {
        return BoxState::Filled;
    }
    let on = |user: &&&SnapshotUser| user.direct().get(&sku).is_some_and(|disabled| !disabled.contains(&plan));
    BoxState::of(holders.iter().filter(on).count(), holders.len())
}

impl Change {
    /// What the product's box asks.
    pub fn choice(&self, sku: SkuId) -> Choice {
        match self.products.get(&sku).map(|asked| asked.license).unwrap_or_default() {
            LicenseChange::Leave => Choice::Leave,
            LicenseChange::Assign | LicenseChange::AssignDirect => Choice::Fill,
            LicenseChange::Revoke | LicenseChange::RevokeDirect => Choice::Empty,
        }
    }

    /// What the service plan's box asks.
    pub fn plan_choice(&self, sku: SkuId, plan: PlanId) -> Choice {
        match self.products.get(&sku).map(|asked| &asked.plans) {
            Some(PlansChange::Each(switches)) => match switches.get(&plan) {
                Some(Switch::On) => Choice::Fill,
                Some(Switch::Off) => Choice::Empty,
                None => Choice::Leave,
            },
            _ => Choice::Leave,
        }
    }

    /// Sets what the product's box asks. Revoking forgets what was asked of its plans: they go with it.
    pub fn choose(&mut self, sku: SkuId, choice: Choice) {
        let asked = self.products.entry(sku).or_default();
        asked.license = match choice {
            Choice::Leave => LicenseChange::Leave,
            Choice::Fill => LicenseChange::Assign,
            Choice::Empty => LicenseChange::Revoke,
        };
        if choice == Choice::Empty {
            asked.plans = PlansChange::default();
        }
        self.drop_empty(sku);
    }

    /// Sets what the service plan's box asks.
    pub fn choose_plan(&mut self, sku: SkuId, plan: PlanId, choice: Choice) {
        let asked = self.products.entry(sku).or_default();
        if let PlansChange::Exactly(_) = asked.plans {
            asked.plans = PlansChange::default();
        }
        if let PlansChange::Each(switches) = &mut asked.plans {
            match choice {
                Choice::Leave => switches.remove(&plan),
                Choice::Fill => switches.insert(plan, Switch::On),
                Choice::Empty => switches.insert(plan, Switch::Off),
            };
        }
        self.drop_empty(sku);
    }

    /// Asks nothing of the product any more.
    pub fn reset(&mut self, sku: SkuId) {
        self.products.remove(&sku);
    }

    /// “Replace existing license assignments”: of the products that somebody holds directly, those that are not to be
    /// assigned are revoked where they are held directly.
    pub fn replace_existing(&mut self, held_directly: impl IntoIterator<Item = SkuId>) {
        for sku in held_directly {
            if self.choice(sku) != Choice::Fill {
                self.choose(sku, Choice::Empty);
                self.products.entry(sku).or_default().license = LicenseChange::RevokeDirect;
            }
        }
    }

    /// What the change makes of the products that somebody holds directly.
    pub fn existing(&self, held_directly: impl IntoIterator<Item = SkuId>) -> Existing {
        let revokes = |sku: &SkuId| self.products.get(sku).is_some_and(|asked| asked.license.revokes());
        if !self.products.keys().any(revokes) {
            return Existing::Kept;
        }
        let is_replaced = |sku: SkuId| self.choice(sku) == Choice::Fill || revokes(&sku);
        if held_directly.into_iter().all(is_replaced) { Existing::Replaced } else { Existing::RevokedInPart }
    }

    /// “Add to existing license assignments”: nothing is revoked.
    pub fn add_to_existing(&mut self) {
        self.products.retain(|_, asked| !asked.license.revokes());
    }

    fn drop_empty(&mut self, sku: SkuId) {
        if self.products.get(&sku).is_some_and(super::change::ProductChange::is_empty) {
            self.products.remove(&sku);
        }
    }
}

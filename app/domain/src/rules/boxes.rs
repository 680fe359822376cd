//! Tri-state boxes: the state that a box shows, the effect of a click, and the change that the box requests.

use super::change::{Change, LicenseChange, PlansChange, Switch};
use super::snapshot::{Snapshot, SnapshotUser};
use crate::ids::{PlanId, SkuId};
use serde::{Deserialize, Serialize};

/// The state a check box shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BoxState {
    /// All have it.
    Filled,
    /// None has it.
    Clear,
    /// Some have it (`indeterminate`).
    Partly,
}

/// The request of a box. A box in its initial state asks nothing.
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

/// The effect of a change on the products that a selected user holds directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Existing {
    /// All stay.
    Kept,
    /// All that are not assigned go.
    Replaced,
    /// Some go.
    RevokedInPart,
}

impl BoxState {
    /// The state of a box if `having` of `all` have it.
    pub fn of(having: usize, all: usize) -> Self {
        match having {
            0 => Self::Clear,
            some if some == all => Self::Filled,
            _ => Self::Partly,
        }
    }

    /// The state of the box after a choice.
    pub fn shown(self, choice: Choice) -> Self {
        match choice {
            Choice::Leave => self,
            Choice::Fill => Self::Filled,
            Choice::Empty => Self::Clear,
        }
    }

    /// The choice after a click: filled → clear → filled; clear → filled → clear; partly → filled → clear → partly. A
    /// box back in its initial state asks nothing.
    pub fn clicked(self, choice: Choice) -> Choice {
        match (self, choice) {
            (Self::Filled, Choice::Leave) => Choice::Empty,
            (Self::Clear | Self::Partly, Choice::Leave) => Choice::Fill,
            (Self::Partly, Choice::Fill) => Choice::Empty,
            _ => Choice::Leave,
        }
    }
}

/// The box of a product: how many selected users hold it in any way. If there are only direct licenses in error, the
/// box is partly filled, so the product can be both assigned and revoked.
pub fn product_box(snapshot: &Snapshot, sku: SkuId) -> BoxState {
    let holders = snapshot.users.values().filter(|user| user.holds(sku)).count();
    match BoxState::of(holders, snapshot.users.len()) {
        BoxState::Clear if snapshot.users.values().any(|user| user.has_direct_license(sku)) => BoxState::Partly,
        state => state,
    }
}

/// The box of a service plan: its state among users who hold the product directly; filled if there are none.
pub fn plan_box(snapshot: &Snapshot, sku: SkuId, plan: PlanId) -> BoxState {
    let holders: Vec<&SnapshotUser> = snapshot.users.values().filter(|user| user.holds_directly(sku)).collect();
    if holders.is_empty() {
        return BoxState::Filled;
    }
    let on = |user: &&&SnapshotUser| user.direct().get(&sku).is_some_and(|disabled| !disabled.contains(&plan));
    BoxState::of(holders.iter().filter(on).count(), holders.len())
}

impl Change {
    /// The choice of the product's box.
    pub fn choice(&self, sku: SkuId) -> Choice {
        match self.products.get(&sku).map(|asked| asked.license).unwrap_or_default() {
            LicenseChange::Leave => Choice::Leave,
            LicenseChange::Assign | LicenseChange::AssignDirect => Choice::Fill,
            LicenseChange::Revoke | LicenseChange::RevokeDirect => Choice::Empty,
        }
    }

    /// The choice of the service plan's box.
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

    /// Sets the choice of the product's box. Revoking drops the choices for its plans, since they go with it.
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

    /// Sets the choice of the service plan's box.
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

    /// Drops everything that is asked of the product.
    pub fn reset(&mut self, sku: SkuId) {
        self.products.remove(&sku);
    }

    /// “Replace existing license assignments”: revokes the direct licenses of these products, unless the change assigns
    /// them.
    pub fn replace_existing(&mut self, held_directly: impl IntoIterator<Item = SkuId>) {
        for sku in held_directly {
            if self.choice(sku) != Choice::Fill {
                self.choose(sku, Choice::Empty);
                self.products.entry(sku).or_default().license = LicenseChange::RevokeDirect;
            }
        }
    }

    /// The effect of the change on these directly held products.
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

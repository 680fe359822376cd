//! Choices of Manage licenses. The browser keeps them for the selection until they are saved. They survive a reload, an
//! expired sign-in and a lost connection.

use super::storage;
use domain::console::operation::Operation;
use domain::console::save::SaveRequest;
use domain::ids::{SelectionId, SkuId};
use domain::rules::change::Change;
use domain::rules::shortage_policy::ShortagePolicy;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The choices for a selection that are not saved yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choices {
    /// The change that the save asks for.
    pub change: Change,
    /// The short products whose seats may go to users in the order shown.
    #[serde(default)]
    pub in_order: BTreeSet<SkuId>,
    /// The count typed to confirm a large revocation.
    #[serde(default)]
    pub typed_count: String,
    /// The reason, as typed so far.
    #[serde(default)]
    pub reason: String,
    /// The save that was sent and got no answer (`state/send_once.rs`).
    #[serde(default)]
    pub unanswered: Option<SaveRequest>,
}

impl Choices {
    /// The choices that an operation was made with, for trying it again.
    pub fn again(operation: &Operation) -> Self {
        let assigned = operation.change.products.iter().filter(|(_, asked)| asked.license.assigns());
        let in_order = match operation.policy {
            ShortagePolicy::InOrder => assigned.map(|(sku, _)| *sku).collect(),
            ShortagePolicy::EverybodyOrNobody => BTreeSet::new(),
        };
        Self { change: operation.change.clone(), in_order, ..Self::default() }
    }

    /// The policy for these short products. Seats go in order only if the person accepted that for each product.
    pub fn policy(&self, short: impl Iterator<Item = SkuId>) -> ShortagePolicy {
        ShortagePolicy::chosen(short, &self.in_order)
    }
}

/// Stores the choices of a selection for the page that shows them later.
pub fn keep(selection: SelectionId, choices: &Choices) {
    storage::save(&storage_key(selection), choices);
}

/// Forgets the choices of a selection.
pub fn forget(selection: SelectionId) {
    storage::forget(&storage_key(selection));
}

/// The choices of a selection as a signal. It is empty in the first render. Then it holds the stored choices, and every change
/// is stored.
pub fn choices_of(selection: SelectionId) -> RwSignal<Choices> {
    let choices = RwSignal::new(Choices::default());
    Effect::new(move |before: Option<()>| {
        let now = choices.get();
        if before.is_none() {
            if let Some(kept) = storage::load(&storage_key(selection)) {
                choices.set(kept);
            }
        } else if now == Choices::default() {
            forget(selection);
        } else {
            keep(selection, &now);
        }
    });
    choices
}

fn storage_key(selection: SelectionId) -> String {
    format!("choices:{selection}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::rules::boxes::Choice;

    fn sku(last: u8) -> SkuId {
        format!("00000000-0000-4000-8000-0000000000{last:02}").parse().unwrap()
    }

    #[test]
    fn seats_go_in_order_only_when_accepted_for_every_short_product() {
        let choices = Choices { in_order: BTreeSet::from([sku(1)]), ..Choices::default() };
        assert_eq!(choices.policy([sku(1)].into_iter()), ShortagePolicy::InOrder);
        assert_eq!(choices.policy([sku(1), sku(2)].into_iter()), ShortagePolicy::EverybodyOrNobody);
        assert_eq!(choices.policy([sku(2), sku(1)].into_iter()), ShortagePolicy::EverybodyOrNobody);
        assert_eq!(choices.policy(std::iter::empty()), ShortagePolicy::EverybodyOrNobody);
    }

    #[test]
    fn choices_are_kept_as_json() {
        let mut choices = Choices { typed_count: "21".into(), reason: "INC-1".into(), ..Choices::default() };
        choices.change.choose(sku(1), Choice::Empty);
        let text = serde_json::to_string(&choices).unwrap();
        assert_eq!(serde_json::from_str::<Choices>(&text).unwrap(), choices);
    }
}

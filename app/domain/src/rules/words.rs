//! What happens to a user, in words.

use super::outcome::{Outcome, PlannedUser};
use super::snapshot::Snapshot;

impl PlannedUser {
    /// What happens: `+ Visio Plan 2, − Power BI Pro`, or the reason of a failure, or “Already as asked.”
    pub fn words(&self, names: &Snapshot) -> String {
        match &self.outcome {
            Outcome::Failed(failure) => failure.words(names),
            Outcome::Unchanged => "Already as asked.".into(),
            _ => self.effects(names).join(", "),
        }
    }

    fn effects(&self, names: &Snapshot) -> Vec<String> {
        let mut effects: Vec<String> = self.added().map(|sku| format!("+ {}", names.product_name(sku))).collect();
        effects.extend(self.removed().map(|sku| format!("− {}", names.product_name(sku))));
        for (sku, before) in &self.before.direct {
            if let (Some(old), Some(Some(new))) = (before, self.after.direct.get(sku)) {
                effects.extend(new.difference(old).map(|plan| format!("{} off", names.plan_name(*plan))));
                effects.extend(old.difference(new).map(|plan| format!("{} on", names.plan_name(*plan))));
            }
        }
        if let (Some(old), Some(new)) = (self.before.location, self.after.location) {
            let name = |country: Option<crate::directory::country::CountryCode>| {
                country.map_or("none", |country| country.name())
            };
            effects.push(format!("Location: {} → {}", name(old.country), name(new.country)));
        }
        effects.extend(self.warnings.iter().map(|warning| format!("Warning: {}", warning.words(names))));
        effects
    }
}

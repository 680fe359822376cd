//! The outcome for a user, in words.

use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser, Restored, Touched};
use super::plans_off::off_in_short;
use super::snapshot::Snapshot;
use crate::directory::day::Day;
use crate::directory::deleted_user::LostLicense;
use crate::directory::invisible::isolated;
use crate::directory::license::{License, Source};
use crate::directory::profile_field::ProfileField;
use crate::directory::upn::Upn;
use crate::ids::SkuId;

const DELETED: &str = "Deleted";
const RESET: &str = "Password reset: a temporary password is needed to sign in";

impl PlannedUser {
    /// The outcome: `+ Visio Plan 2, − Power BI Pro`, or the reason of a failure, or “Already as asked.”
    pub fn words(&self, names: &Snapshot) -> String {
        match &self.outcome {
            Outcome::Failed(failure) => failure.words(names),
            Outcome::Unchanged => {
                let warnings = self.warnings.iter().map(|warning| format!(" Warning: {}", warning.words(names)));
                format!("Already as asked.{}", warnings.collect::<String>())
            }
            Outcome::LeftOut(sku) => {
                format!("Unchanged by choice: no license of {} is left for this user.", names.product_in_words(*sku))
            }
            Outcome::SignInBlocked | Outcome::SignInAllowed => {
                self.sign_in().into_iter().chain(self.effects(names)).collect::<Vec<_>>().join(", ")
            }
            Outcome::Deleted => self.deletion(names).join(", "),
            Outcome::Restored(restored) => self.restoration(restored, names),
            Outcome::Erased => "Permanently deleted".into(),
            Outcome::Added { left } => self.entry("Added", left.as_ref(), names),
            Outcome::Edited { left } => self.entry("", left.as_ref(), names),
            Outcome::Licensed { refused } => {
                let effects = self.effects(names).join(", ");
                format!("{effects}. Details not changed ({})", refused.words(names))
            }
            Outcome::PasswordReset => RESET.into(),
            Outcome::Offboarded { reset } => self.offboarding(*reset, names).join(", "),
            Outcome::Reinstated(Restored { upn, left }) => {
                not_given_back(self.reinstatement(upn.as_ref(), names).join(", "), left, names)
            }
            Outcome::DeletionCancelled => self.planned_deletion().unwrap_or_default(),
            _ => self.effects(names).join(", "),
        }
    }

    /// The words before the save: a new user “will be added”.
    pub fn words_before(&self, names: &Snapshot) -> String {
        match &self.outcome {
            Outcome::Added { left } => self.entry("Will be added", left.as_ref(), names),
            _ => self.words(names),
        }
    }

    /// `Deleted, − Visio Plan 2, − Microsoft 365 E3 (group Sales)`
    fn deletion(&self, names: &Snapshot) -> Vec<String> {
        [DELETED.to_owned()].into_iter().chain(self.sign_in()).chain(self.effects(names)).collect()
    }

    /// `Restored, + Microsoft 365 E3. Not given back: Visio Plan 2 (No licenses …)`
    fn restoration(&self, Restored { upn, left }: &Restored, names: &Snapshot) -> String {
        let back = restored_as(upn.as_ref());
        let back = [back].into_iter().chain(self.sign_in()).chain(self.effects(names)).collect::<Vec<_>>().join(", ");
        not_given_back(back, left, names)
    }

    /// `Sign-in: allowed → blocked, − Visio Plan 2, Password reset: …, Deletion: none → 15 Dec 2026`
    fn offboarding(&self, reset: bool, names: &Snapshot) -> Vec<String> {
        let rest = if self.after.deleted == Some(true) { self.deletion(names) } else { self.effects(names) };
        let rest = rest.into_iter().filter(|words| Some(words) != self.sign_in().as_ref());
        let (deleted, licenses): (Vec<_>, Vec<_>) = rest.partition(|words| words == DELETED);
        let reset = reset.then(|| RESET.to_owned());
        self.sign_in().into_iter().chain(licenses).chain(reset).chain(self.planned_deletion()).chain(deleted).collect()
    }

    fn reinstatement(&self, upn: Option<&Upn>, names: &Snapshot) -> Vec<String> {
        let back = (self.after.deleted == Some(false)).then(|| restored_as(upn));
        back.into_iter().chain(self.sign_in()).chain(self.effects(names)).chain(self.planned_deletion()).collect()
    }

    fn sign_in(&self) -> Option<String> {
        let words =
            if self.after.sign_in_allowed? { "Sign-in: blocked → allowed" } else { "Sign-in: allowed → blocked" };
        Some(words.to_owned())
    }

    fn planned_deletion(&self) -> Option<String> {
        let (before, after) = (self.before.deletion?, self.after.deletion?);
        let day = |on: Option<Day>| on.map_or_else(|| "none".to_owned(), Day::words);
        Some(format!("Deletion: {} → {}", day(before.on), day(after.on)))
    }

    /// `Added, + Visio Plan 2` or `Department: Sales → Marketing. Licenses not changed (No licenses …)`
    fn entry(&self, first: &str, left: Option<&Failure>, names: &Snapshot) -> String {
        let first = Some(first).filter(|first| !first.is_empty()).map(str::to_owned);
        // Everything about a new user is new, so only the licenses are named.
        let profile = if first.is_some() { Vec::new() } else { self.profile_effects() };
        let effects = first.into_iter().chain(profile).chain(self.effects(names)).collect::<Vec<_>>().join(", ");
        match left {
            Some(failure) => {
                format!("{effects}. Licenses not changed ({})", failure.words(names))
            }
            None => effects,
        }
    }

    fn profile_effects(&self) -> Vec<String> {
        let (before, after) = (self.before.profile.in_words(), self.after.profile.in_words());
        let or_none = |text: &String| if text.is_empty() { "none".to_owned() } else { isolated(text).into_owned() };
        let effect = |(field, new): (&ProfileField, &String)| {
            let old = before.get(field).map(or_none).unwrap_or_default();
            format!("{}: {old} → {}", field.name(), or_none(new))
        };
        after.iter().map(effect).collect()
    }

    /// `+ Microsoft 365 E5 (Exchange Online, Sway, Teams and 2 more off)`
    fn assignment(&self, sku: SkuId, names: &Snapshot) -> String {
        let disabled = self.after.direct.get(&sku).and_then(Option::as_ref);
        let off = names.plan_names(disabled.into_iter().flatten());
        let off = if off.is_empty() { String::new() } else { format!(" ({})", off_in_short(&off)) };
        format!("+ {}{off}", names.product_in_words(sku))
    }

    /// `− Visio Plan 2 (in error)`: licenses in error that go or come back while the product itself is neither given
    /// nor taken.
    fn effects_in_error(&self, names: &Snapshot) -> Vec<String> {
        let (before, after) = (&self.before.in_error, &self.after.in_error);
        let is_given = |touched: &Touched, sku: &SkuId| touched.direct.get(sku).is_some_and(Option::is_some);
        let gone = before.keys().filter(|sku| !after.contains_key(sku) && !is_given(&self.after, sku));
        let back = after.keys().filter(|sku| !before.contains_key(sku) && !is_given(&self.before, sku));
        let words = |sign: &str, sku: &SkuId| format!("{sign} {} (in error)", names.product_in_words(*sku));
        gone.map(|sku| words("−", sku)).chain(back.map(|sku| words("+", sku))).collect()
    }

    fn effects(&self, names: &Snapshot) -> Vec<String> {
        let mut effects: Vec<String> = self.added().map(|sku| self.assignment(sku, names)).collect();
        effects.extend(self.removed().map(|sku| format!("− {}", names.product_in_words(sku))));
        effects.extend(self.still_through.iter().map(|(sku, group)| {
            let (product, group) = (names.product_in_words(*sku), names.group_in_words(*group));
            format!("{product}: direct license removed; still licensed by the group {group}")
        }));
        for (sku, before) in &self.before.direct {
            if let (Some(old), Some(Some(new))) = (before, self.after.direct.get(sku)) {
                let off = names.plan_names(new.difference(old));
                effects.extend((!off.is_empty()).then(|| off_in_short(&off)));
                effects.extend(
                    names.plan_names(old.difference(new)).into_iter().map(|plan| format!("{} on", isolated(&plan))),
                );
            }
        }
        effects.extend(self.effects_in_error(names));
        let through = |sign: &str, license: &License| {
            let Source::Group(group) = license.source else { return None };
            let (product, group) = (names.product_name(license.sku_id), Some(names.group_name(group)));
            license.is_held().then(|| format!("{sign} {}", LostLicense { product, group }.words()))
        };
        effects.extend(self.after.through_groups.iter().filter_map(|license| through("+", license)));
        effects.extend(self.before.through_groups.iter().filter_map(|license| through("−", license)));
        effects.extend(self.after.directory_synced.map(|synced| managed_in(synced).to_owned()));
        if let (Some(old), Some(new)) = (self.before.location, self.after.location) {
            let name = |country: Option<crate::directory::country::CountryCode>| {
                country.map_or("none", |country| country.name())
            };
            effects.push(format!("Location: {} → {}", name(old.country), name(new.country)));
        }
        // Where relationships are advised, the preview names once for all the actions that they don't allow.
        let own = self.warnings.iter().filter(|warning| !matches!(warning, Failure::NeedsRole(..)));
        effects.extend(own.map(|warning| format!("Warning: {}", warning.words(names))));
        effects
    }
}

/// `Restored as adele2@fabrikam.com`
fn restored_as(upn: Option<&Upn>) -> String {
    upn.map_or_else(|| "Restored".to_owned(), |upn| format!("Restored as {upn}"))
}

fn managed_in(is_synced: bool) -> &'static str {
    if is_synced { "Synced from the on-premises directory again" } else { "Managed in the cloud, no longer synced" }
}

/// `Restored. Not given back: Visio Plan 2 (No licenses …)`
fn not_given_back(back: String, left: &[(SkuId, Failure)], names: &Snapshot) -> String {
    let reason =
        |(sku, failure): &(SkuId, Failure)| format!("{} ({})", names.product_in_words(*sku), failure.words(names));
    match left {
        [] => back,
        left => format!("{back}. Not given back: {}", left.iter().map(reason).collect::<Vec<_>>().join("; ")),
    }
}

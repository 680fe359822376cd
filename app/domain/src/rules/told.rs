//! Words for a customer's own people where an outcome speaks to somebody of the partner. Their relationships, custom
//! permissions and roles are the partner's affair, and `you` would be the wrong person. Nor can they buy.

use super::failure::BUY_OR_UNASSIGN;
use super::preview_line::PreviewLine;
use super::summary::PlanSummary;
use std::borrow::Cow;

/// The beginnings of refusals that address the actor.
const REFUSALS: [&str; 3] = [
    "Your admin relationships with this customer don't allow",
    "Your custom permissions don't allow",
    "Your roles don't allow",
];
/// Instead of them, in an outcome: it may be that of a person of the partner or of the customer.
const OF_AN_OUTCOME: &str = "The person who asked for this did not have the permission.";
/// Instead of them, in a preview.
const OF_A_PREVIEW: &str =
    "Your role doesn't allow this for this user. It needs the role Global admin. Your partner can give it.";
/// Instead of [`BUY_OR_UNASSIGN`].
const ASK_OR_UNASSIGN: &str = "Ask your partner for more, or unassign one.";
/// Texts that follow the end of such words. A full stop before anything else is one between their sentences.
const FOLLOWS: [&str; 7] =
    [",", ")", ".", " Warning:", " Not given back:", " Licenses not changed", " Details not changed"];

/// The words of an outcome, for the customer's own people.
pub fn told_to_customer(words: &str) -> Cow<'_, str> {
    all_told(words, OF_AN_OUTCOME)
}

impl PlanSummary {
    /// The same for a person of the customer, whose change it is.
    #[must_use]
    pub fn told_to_customer(mut self) -> Self {
        let groups = self.reasons.iter_mut().chain(&mut self.warnings).flat_map(|group| &mut group.first);
        for PreviewLine { words, .. } in groups.chain(&mut self.first_changed).chain(&mut self.first_unchanged) {
            *words = all_told(words, OF_A_PREVIEW).into_owned();
        }
        self
    }
}

fn all_told<'a>(words: &'a str, instead: &str) -> Cow<'a, str> {
    let told = told(words, instead);
    if told.contains(BUY_OR_UNASSIGN) { Cow::Owned(told.replace(BUY_OR_UNASSIGN, ASK_OR_UNASSIGN)) } else { told }
}

fn told<'a>(words: &'a str, instead: &str) -> Cow<'a, str> {
    let begin = REFUSALS.iter().filter_map(|refusal| words.find(refusal)).min();
    let Some(begin) = begin else { return Cow::Borrowed(words) };
    let (before, refusal) = words.split_at(begin);
    let rest = refusal.get(end_of(refusal)..).unwrap_or_default();
    Cow::Owned(format!("{before}{instead}{}", told(rest, instead)))
}

/// Where the sentences of a refusal end, with which the text begins.
fn end_of(text: &str) -> usize {
    let mut stops = text.match_indices('.').map(|(at, _)| at + 1);
    let ends = |at: &usize| {
        let rest = text.get(*at..).unwrap_or_default();
        rest.is_empty() || FOLLOWS.iter().any(|follows| rest.starts_with(follows))
    };
    stops.find(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::entra_role::EntraRole;
    use crate::access::permission::Permission;
    use crate::ids::SkuId;
    use crate::rules::failure::Failure;
    use crate::rules::snapshot::Snapshot;
    use uuid::Uuid;

    /// All refusals that address the actor.
    fn refusals() -> Vec<String> {
        let roles = EntraRole::ALL.into_iter().collect();
        let of = |permission: Permission| {
            let few = permission.entra_roles().unwrap_or_default();
            [
                Failure::NeedsRole(permission, roles),
                Failure::NeedsRole(permission, few),
                Failure::NotPermitted(permission),
            ]
        };
        Permission::ALL.into_iter().flat_map(of).map(|failure| failure.words(&Snapshot::default())).collect()
    }

    #[test]
    fn no_refusal_speaks_to_a_customers_person_as_if_it_were_the_partners() {
        for refusal in refusals() {
            assert_eq!(told_to_customer(&refusal), OF_AN_OUTCOME, "{refusal}");
            for (words, told) in [
                (
                    format!("Already as asked. Warning: {refusal}"),
                    format!("Already as asked. Warning: {OF_AN_OUTCOME}"),
                ),
                (
                    format!("− Visio, Warning: {refusal}, Warning: {refusal}, Deletion: none → 1 Jan 2027"),
                    format!("− Visio, Warning: {OF_AN_OUTCOME}, Warning: {OF_AN_OUTCOME}, Deletion: none → 1 Jan 2027"),
                ),
                (
                    format!("City: Bonn → Köln. Licenses not changed ({refusal})"),
                    format!("City: Bonn → Köln. Licenses not changed ({OF_AN_OUTCOME})"),
                ),
                (
                    format!("Restored, Warning: {refusal}. Not given back: Visio (x.)"),
                    format!("Restored, Warning: {OF_AN_OUTCOME}. Not given back: Visio (x.)"),
                ),
            ] {
                assert_eq!(told_to_customer(&words), told);
            }
        }
    }

    #[test]
    fn nobody_of_the_customer_is_told_to_buy() {
        let short = Failure::CountViolation(SkuId::new(Uuid::from_u128(1))).words(&Snapshot::default());
        assert!(short.ends_with(BUY_OR_UNASSIGN), "{short}");
        let refusal = &refusals()[0];
        for words in [short.clone(), format!("Restored, Warning: {refusal}. Not given back: Visio ({short})")] {
            let told = told_to_customer(&words);
            assert!(told.contains(ASK_OR_UNASSIGN) && !told.contains("Buy"), "{told}");
        }
    }

    #[test]
    fn other_words_stay_as_they_are() {
        for words in ["", "Deleted, − Visio Plan 2", "This user no longer exists."] {
            assert_eq!(told_to_customer(words), words);
        }
    }
}

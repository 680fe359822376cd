//! Differences between the preview that a person saw and the effect of a save now.

use crate::text::licenses as words;
use domain::ids::UserId;
use domain::rules::summary::PlanSummary;
use std::collections::BTreeMap;

/// The effect on one user: id, name, words.
pub type Line = (UserId, String, String);

/// A user whose outcome differs from the one shown before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The user's name.
    pub name: String,
    /// The effect in the preview.
    pub was: String,
    /// The effect now.
    pub now: String,
}

/// The users whose lines differ, in the order of now; those who are gone come last.
pub fn differing(before: &[Line], now: &[Line]) -> Vec<Difference> {
    let mut seen: BTreeMap<_, _> = before.iter().map(|(user, name, words)| (*user, (name, words))).collect();
    let mut found = Vec::new();
    for (user, name, words) in now {
        let earlier = seen.remove(user);
        let was = earlier.map_or("not selected", |(_, words)| words.as_str());
        if was != words {
            // A user who was deleted meanwhile has no name any more.
            let name = earlier.map(|(name, _)| name).filter(|_| name.is_empty()).unwrap_or(name);
            found.push(Difference { name: name.clone(), was: was.to_owned(), now: words.clone() });
        }
    }
    let gone = before.iter().filter(|(user, ..)| seen.contains_key(user));
    found.extend(gone.map(|(_, name, words)| Difference {
        name: name.clone(),
        was: words.clone(),
        now: "not selected".into(),
    }));
    found
}

/// The numbers that differ: `Will fail: 2 → 5`.
pub fn differing_numbers(before: &PlanSummary, now: &PlanSummary) -> Vec<String> {
    let numbers = [
        ("Users", before.users, now.users),
        ("Will fail", before.failed, now.failed),
        ("Will change", before.changed, now.changed),
        ("Stay as they are", before.unchanged, now.unchanged),
        ("Licenses assigned", before.assigned, now.assigned),
        ("Licenses revoked", before.revoked, now.revoked),
        ("Direct licenses removed", before.direct_removed, now.direct_removed),
    ];
    let differ = numbers.into_iter().filter(|(_, was, is)| was != is);
    differ.map(|(what, was, is)| format!("{what}: {} → {}", words::amount(was), words::amount(is))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(user: u8, words: &str) -> Line {
        let id = format!("00000000-0000-4000-8000-0000000000{user:02}").parse().unwrap();
        (id, format!("User {user}"), words.to_owned())
    }

    #[test]
    fn only_users_who_fare_differently_are_named() {
        let before = [line(1, "+ Visio Plan 2"), line(2, "+ Visio Plan 2"), line(3, "+ Visio Plan 2")];
        let now = [line(1, "+ Visio Plan 2"), line(2, "Already as asked."), line(4, "+ Visio Plan 2")];
        let found: Vec<_> = differing(&before, &now)
            .into_iter()
            .map(|found| format!("{}: {} → {}", found.name, found.was, found.now))
            .collect();
        assert_eq!(
            found,
            [
                "User 2: + Visio Plan 2 → Already as asked.",
                "User 4: not selected → + Visio Plan 2",
                "User 3: + Visio Plan 2 → not selected",
            ]
        );
    }

    #[test]
    fn a_user_who_was_deleted_meanwhile_keeps_the_name() {
        let before = [line(1, "+ Visio Plan 2")];
        let now = [(before[0].0, String::new(), "This user no longer exists.".to_owned())];
        assert_eq!(differing(&before, &now)[0].name, "User 1");
    }
}

//! Words of offboarding users.

use super::licenses::{amount, users_counted};
use crate::format::number;
use domain::console::offboard::OffboardSteps;
use domain::directory::day::Day;
use domain::directory::invisible::isolated;

/// The command, and the page.
pub const OFFBOARD: &str = "Offboard";
/// What the page does.
pub const LEAD: &str = "Choose what happens to leaving users. Each user gets all the steps or none.";
/// Names the steps.
pub const STEPS: &str = "Steps";
/// The steps in their order.
pub const BLOCK: &str = "Block sign-in";
/// The second.
pub const REVOKE: &str = "Revoke licenses";
/// The third.
pub const RESET: &str = "Reset password";
/// The fourth.
pub const DELETE: &str = "Delete";
/// Every direct license.
pub const REVOKE_ALL: &str = "All licenses";
/// Some of them.
pub const REVOKE_SOME: &str = "Only these:";
/// None.
pub const REVOKE_NOTHING: &str = "None";
/// Nobody holds anything.
pub const NOTHING_HELD: &str = "None of these users has a direct license.";
/// What resetting means here.
pub const RESET_MEANS: &str = "Current and temporary passwords and one-time links stop working.";
/// At once.
pub const DELETE_NOW: &str = "Delete now";
/// Later.
pub const DELETE_ON: &str = "Delete on a day";
/// Not by this.
pub const DELETE_NEVER: &str = "Don't delete";
/// Names the field of the day.
pub const DAY: &str = "Day (UTC)";
/// What happens on that day.
pub const DAY_MEANS: &str = "The day begins at 00:00 UTC. Users are deleted within an hour and can be restored for 30 \
    days. Cancel before that with Undo or in the list “To be deleted”.";
/// Before the moment at which the day begins, on the browser's clock.
pub const DAY_BEGINS: &str = "That is from";
/// Nothing was chosen yet.
pub const CHOOSE_WHEN: &str = "Choose whether and when to delete these users.";
/// No day yet.
pub const CHOOSE_DAY: &str = "Choose the day to delete these users.";
/// All steps are off.
pub const CHOOSE_A_STEP: &str = "Choose at least one step.";
/// A step that changes nobody.
pub const NOBODY: &str = "No users.";
/// Nobody is left to be blocked.
pub const BLOCKED_ALREADY: &str = "No users: all are already blocked.";
/// The day is the one that was planned before.
pub const PLANNED_ALREADY: &str = "No users: already planned for that day.";
/// What it means.
pub const MEANS: &str = "Undo restores sign-in, the accounts and, while available, the licenses. Passwords stay reset.";
/// What taking it back means.
pub const REINSTATE_MEANS: &str = "Passwords stay reset: reset them again to create new ones.";
/// Cancels a planned deletion.
pub const KEEP: &str = "Cancel deletion";
/// What cancelling means.
pub const KEEP_MEANS: &str = "These users are not deleted on the planned day. Other changes to them stay.";
/// Cancelling is done once and for all.
pub const NO_PLAN_AGAIN: &str = "Plan the deletion again with Offboard.";
/// What was taken back stays.
pub const NO_OFFBOARD_AGAIN: &str = "Reinstated users can be offboarded again.";
/// Names the planned day of a user.
pub const TO_BE_DELETED: &str = "To be deleted";
/// On the page of a deletion that was planned.
pub const WAS_PLANNED: &str = "This was a planned deletion.";
/// Leads to what planned it.
pub const SHOW_PLAN: &str = "Show the offboarding";

/// `To be deleted on 15 Dec 2026`
pub fn to_be_deleted_on(day: Day) -> String {
    format!("To be deleted on {}", day.words())
}

/// What a step does, in words: of whom sign-in is blocked.
pub fn blocks(steps: &OffboardSteps, users: usize) -> String {
    match users - steps.blocked.min(users) {
        _ if steps.blocked == 0 => BLOCKED_ALREADY.into(),
        0 => format!("Blocks sign-in for {}.", users_counted(steps.blocked)),
        already => format!("Blocks sign-in for {}; {} already blocked.", users_counted(steps.blocked), are(already)),
    }
}

/// Which licenses are revoked, and which only a group can take away.
pub fn revokes(steps: &OffboardSteps) -> String {
    let named = |licenses: &[(String, usize)]| {
        licenses.iter().map(|(name, users)| held_by(name, *users)).collect::<Vec<_>>().join(", ")
    };
    let revoked = match steps.revoked.as_slice() {
        [] => "Revokes nothing.".to_owned(),
        some => format!("Revokes {}.", named(some)),
    };
    match steps.left_to_groups.as_slice() {
        [] => revoked,
        left => format!("{revoked} Groups still assign {}.", named(left)),
    }
}

/// Whose password is reset.
pub fn resets(steps: &OffboardSteps) -> String {
    format!("Resets the password of {}.", users_counted(steps.reset))
}

/// Who is deleted, and when.
pub fn deletes(steps: &OffboardSteps, day: Option<Day>) -> String {
    match day {
        Some(_) if steps.deleted == 0 => PLANNED_ALREADY.into(),
        Some(day) => format!("Deletes {} on {}.", users_counted(steps.deleted), day.words()),
        None => format!("Deletes {}.", users_counted(steps.deleted)),
    }
}

/// `Visio Plan 2 (3)`: a product and how many hold it directly.
pub fn held_by(product: &str, users: usize) -> String {
    let product = isolated(product);
    format!("{product} ({})", amount(users))
}

/// `37 users are offboarded. …`
pub fn lead(users: usize) -> String {
    format!("{} selected. {LEAD}", users_counted(users))
}

fn are(users: usize) -> String {
    if users == 1 { "1 is".into() } else { format!("{} are", number(i64::try_from(users).unwrap_or(i64::MAX))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_say_what_they_do() {
        let steps = OffboardSteps {
            blocked: 2,
            revoked: vec![("Microsoft 365 E3".into(), 1), ("Visio Plan 2".into(), 2)],
            left_to_groups: vec![("Power BI Pro".into(), 1)],
            reset: 3,
            deleted: 3,
        };
        assert_eq!(blocks(&steps, 3), "Blocks sign-in of 2 users; 1 is blocked already.");
        assert_eq!(blocks(&steps, 2), "Blocks sign-in of 2 users.");
        assert_eq!(blocks(&OffboardSteps::default(), 2), BLOCKED_ALREADY);
        assert_eq!(
            revokes(&steps),
            "Revokes Microsoft 365 E3 (1), Visio Plan 2 (2). Groups give and keep giving Power BI Pro (1)."
        );
        assert_eq!(resets(&steps), "Resets the password of 3 users.");
        let day = "2026-12-15".parse().ok();
        assert_eq!(
            [deletes(&steps, day), deletes(&steps, None)],
            ["Deletes 3 users on 15 Dec 2026.", "Deletes 3 users."]
        );
    }
}

//! Words of offboarding users.

pub use super::common::{BLOCK_SIGN_IN as BLOCK, DELETE, RESET_PASSWORD as RESET, STEPS};
use super::licenses::{amount, users_counted};
use crate::format::number;
use domain::console::offboard::OffboardSteps;
use domain::directory::day::Day;
use domain::directory::invisible::isolated;

/// Label of the command, and title of the page.
pub const OFFBOARD: &str = "Offboard";
/// Explains the page.
pub const LEAD: &str = "Choose what happens to leaving users. Each user gets all the steps or none.";
/// The second step.
pub const REVOKE: &str = "Revoke licenses";
/// Revokes all direct licenses.
pub const REVOKE_ALL: &str = "All licenses";
/// Revokes selected licenses.
pub const REVOKE_SOME: &str = "Only these:";
/// Revokes no licenses.
pub const REVOKE_NOTHING: &str = "None";
/// No user has a direct license.
pub const NOTHING_HELD: &str = "None of these users has a direct license.";
/// Explains the reset step.
pub const RESET_MEANS: &str = "Current and temporary passwords and one-time links stop working.";
/// Deletes immediately.
pub const DELETE_NOW: &str = "Delete now";
/// Deletes on a later day.
pub const DELETE_ON: &str = "Delete on a day";
/// Doesn't delete.
pub const DELETE_NEVER: &str = "Don't delete";
/// Names the day field.
pub const DAY: &str = "Day (UTC)";
/// Explains the day.
pub const DAY_MEANS: &str = "The day begins at 00:00 UTC. Users are deleted within an hour and can be restored for 30 \
    days. Cancel before that with Undo or in the list “To be deleted”.";
/// Precedes the start of the day in the browser's time zone.
pub const DAY_BEGINS: &str = "That is from";
/// No choice was made yet.
pub const CHOOSE_WHEN: &str = "Choose whether and when to delete these users.";
/// No day was entered yet.
pub const CHOOSE_DAY: &str = "Choose the day to delete these users.";
/// All steps are off.
pub const CHOOSE_A_STEP: &str = "Choose at least one step.";
/// The step changes no users.
pub const NOBODY: &str = "No users.";
/// All users are already blocked.
pub const BLOCKED_ALREADY: &str = "No users: all are already blocked.";
/// The deletion is already planned for that day.
pub const PLANNED_ALREADY: &str = "No users: already planned for that day.";
/// Explains the effect of Undo.
pub const MEANS: &str = "Undo restores sign-in, the accounts and, while available, the licenses. Passwords stay reset.";
/// Explains reinstating.
pub const REINSTATE_MEANS: &str = "Passwords stay reset: reset them again to create new ones.";
/// Cancels a planned deletion.
pub const CANCEL_DELETION: &str = "Cancel deletion";
/// Explains cancelling.
pub const CANCEL_DELETION_MEANS: &str = "These users are not deleted on the planned day. Other changes to them stay.";
/// Why cancelling has no undo.
pub const NO_PLAN_AGAIN: &str = "Plan the deletion again with Offboard.";
/// Why reinstating has no undo.
pub const NO_OFFBOARD_AGAIN: &str = "Reinstated users can be offboarded again.";
/// Names the planned day of a user.
pub const TO_BE_DELETED: &str = "To be deleted";
/// Shown on the result of a planned deletion.
pub const WAS_PLANNED: &str = "This was a planned deletion.";
/// Link to the offboarding that planned it.
pub const SHOW_PLAN: &str = "Show the offboarding";

/// `To be deleted on 15 Dec 2026`
pub fn to_be_deleted_on(day: Day) -> String {
    format!("To be deleted on {}", day.words())
}

/// Describes the first step: `Blocks sign-in for 2 users.`
pub fn blocks(steps: &OffboardSteps, users: usize) -> String {
    match users - steps.blocked.min(users) {
        _ if steps.blocked == 0 => BLOCKED_ALREADY.into(),
        0 => format!("Blocks sign-in for {}.", users_counted(steps.blocked)),
        already => format!("Blocks sign-in for {}; {} already blocked.", users_counted(steps.blocked), are(already)),
    }
}

/// The licenses that are revoked, and those that groups keep assigning.
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

/// Describes the third step: `Resets the password of 3 users.`
pub fn resets(steps: &OffboardSteps) -> String {
    format!("Resets the password of {}.", users_counted(steps.reset))
}

/// Describes the fourth step: `Deletes 3 users on 15 Dec 2026.`
pub fn deletes(steps: &OffboardSteps, day: Option<Day>) -> String {
    match day {
        Some(_) if steps.deleted == 0 => PLANNED_ALREADY.into(),
        Some(day) => format!("Deletes {} on {}.", users_counted(steps.deleted), day.words()),
        None => format!("Deletes {}.", users_counted(steps.deleted)),
    }
}

/// `Visio Plan 2 (3)`: a product and the number of its direct holders.
pub fn held_by(product: &str, users: usize) -> String {
    let product = isolated(product);
    format!("{product} ({})", amount(users))
}

/// `37 users selected. …`
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
        assert_eq!(blocks(&steps, 3), "Blocks sign-in for 2 users; 1 is already blocked.");
        assert_eq!(blocks(&steps, 2), "Blocks sign-in for 2 users.");
        assert_eq!(blocks(&OffboardSteps::default(), 2), BLOCKED_ALREADY);
        assert_eq!(
            revokes(&steps),
            "Revokes Microsoft 365 E3 (1), Visio Plan 2 (2). Groups still assign Power BI Pro (1)."
        );
        assert_eq!(resets(&steps), "Resets the password of 3 users.");
        let day = "2026-12-15".parse().ok();
        assert_eq!(
            [deletes(&steps, day), deletes(&steps, None)],
            ["Deletes 3 users on 15 Dec 2026.", "Deletes 3 users."]
        );
    }
}

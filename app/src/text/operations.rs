//! Words of operations: how far they are, what they did, trying them again, undoing them.

use super::licenses::{REVOKE_WARNING, amount, users_counted};
use super::lifecycle::title;
use crate::format::{counted, date_time, number};
use domain::cases::operations::Retry;
use domain::console::operation::{Operation, OperationCounts, OperationKind, OperationRow, OperationState};
use domain::console::purchase::{Order, OrderState};
use domain::directory::invisible::isolated;
use domain::directory::user::ProductName;

pub const STILL_RUNNING: &str = "This change is still being saved.";
pub const REASON: &str = "Reason or ticket";
pub const OPTIONAL: &str = "(optional)";
pub const REASON_REQUIRED: &str =
    "Your organization requires a reason or ticket. Nothing was done. Give one, then try again.";
pub const PROGRESS: &str = "Progress";
pub const GOES_ON: &str = "You can leave this page; saving goes on.";
pub const PROGRESS_LOST: &str = "The server doesn't answer just now. How far it is shows here again once it does.";
pub const STOP_SAVING: &str = "Stop saving";
pub const GO_ON_SAVING: &str = "Go on saving";
pub const STOP_TITLE: &str = "Stop saving for the remaining users?";
pub const STOP_MEANS: &str =
    "Users who are done stay as they are by then; you can undo that afterwards. The others are left as they were.";
pub const STOPPED: &str = "Saving was stopped. Users who are not listed here are as they were.";
pub const STOPPED_LISTED: &str =
    "Saving was stopped. Users who were not reached are among the errors; they are as they were.";
pub const LOOKING_WHETHER: &str = "Finding out whether it can succeed…";
pub const ALL_HAVE_IT: &str = "Everybody who failed has by now what was asked.";
pub const UNDO_THAT_AGAIN: &str = "This is an undo. Open what it undid, and undo that again.";
pub const UNDO: &str = "Undo";
pub const NOTHING_WAS_CHANGED: &str = "Nothing was changed here, so there is nothing to undo.";
pub const NOTHING_TO_UNDO: &str = "Nothing to undo: nobody would change.";
pub const UNDO_CHANGED: &str = "Something changed since you looked. Nothing was undone. Here is what would happen now:";
pub const KEEP_AS_IS: &str = "Keep as is";
pub const IS_UNDO: &str = "This is an undo.";
pub const SHOW_UNDONE: &str = "Show what it undid";
pub const UNDONE: &str = "This change was undone.";
pub const SHOW_UNDO: &str = "Show the undo";
pub const NOBODY_TO_RETRY: &str = "The users who failed no longer exist; there is nobody to retry.";
pub const EXPORT: &str = "Export";
pub const RESULTS: &str = "Results";
pub const COMMANDS: &str = "Commands";
pub const OUTCOME_HEADERS: [&str; 4] = ["User", "Result", "What happened", "Licenses now"];
pub const NO_OUTCOMES: &str = "No users here.";
pub const CHANGE_HEADERS: [&str; 3] = ["When", "Who", "What"];
pub const NO_CHANGES: &str =
    "Nothing was changed yet. Every save appears here with what it did to each user, and every purchase.";
pub const CHANGES: &str = "Recent changes";
pub const CHANGES_LEAD: &str = "Every save and purchase, newest first.";

/// `Manage licenses (3 done in part)`: of users who were added or edited, but not with all that was asked.
pub fn manage_those_done_in_part(users: i64) -> String {
    format!("Manage licenses ({} done in part)", number(users))
}

/// The command that tries again: for those who failed, for those who were left out for want of licenses, or for both.
pub fn retry(failed: i64, left_out: i64) -> &'static str {
    match (failed, left_out) {
        (_, 0) => "Retry failed",
        (0, _) => "Retry left out",
        _ => "Retry failed and left out",
    }
}

/// `2 users changed, 1 in part, 2 failed, 1 as before`
fn operation_lead(counts: &OperationCounts, done_in_part: i64) -> String {
    let changed = counted(counts.changed, "user");
    format!("{changed} changed{}, {}", in_part(done_in_part), failed_and_as_before(counts))
}

/// `, 1 in part`, where somebody of those who changed did not get all that was asked.
fn in_part(users: i64) -> String {
    if users > 0 { format!(", {} in part", number(users)) } else { String::new() }
}

/// `30,000 of 100,000 users done.`
pub fn done_of(done: i64, users: i64) -> String {
    format!("{} of {} done.", number(done), counted(users, "user"))
}

/// That saving was stopped, and where those are who were not reached.
pub fn stopped(operation: &Operation) -> &'static str {
    if operation.lists_unreached() { STOPPED_LISTED } else { STOPPED }
}

/// Why trying again can do nothing now, if so.
pub fn no_retry(retry: Retry) -> Option<String> {
    match retry {
        Retry::Possible => None,
        Retry::NobodyLeft => Some(NOBODY_TO_RETRY.into()),
        Retry::NothingToDo => Some(ALL_HAVE_IT.into()),
        Retry::SeatsShort(short) => Some(format!("{} short. Buy more or unassign some first.", number(short))),
        Retry::StillFails(why) => Some(format!("It would fail again: {why}")),
    }
}

/// `2 users changed, 1 in part, 2 failed, 1 as before · Anna Kováčová, 23 Nov 2026 10:42 UTC`; without the numbers while
/// they rise.
pub fn operation_said(operation: &Operation) -> String {
    if operation.state == OperationState::Running {
        return format!("{}, {}", operation.actor, date_time(operation.created));
    }
    let lead = operation_lead(&operation.counts, operation.done_in_part);
    format!("{lead} · {}, {}", operation.actor, date_time(operation.created))
}

/// The title of the question before an undo.
pub fn undo_title(customer: &str) -> String {
    let customer = isolated(customer);
    format!("{customer} | Undo this change?")
}

/// `Undo for 3 users`
pub fn undo_for(users: usize) -> String {
    format!("Undo for {}", users_counted(users))
}

/// Why an undo cannot give back what was taken.
pub fn undo_short(short: i64) -> String {
    format!(
        "{} missing to give back what this change took. Buy more or unassign some first; until then nothing is undone.",
        if short == 1 { "1 license is".to_owned() } else { format!("{} licenses are", number(short)) }
    )
}

/// What an undo leaves without any license.
pub fn undo_unlicensed(users: usize) -> String {
    format!(
        "{} left without any license. {REVOKE_WARNING}",
        match users {
            1 => "1 user is".to_owned(),
            more => format!("{} users are", amount(more)),
        }
    )
}

/// `Available now: Microsoft 365 E3 (13), Visio Plan 2 (0).`
pub fn available_now(products: &[(ProductName, i64)]) -> String {
    let named: Vec<String> =
        products.iter().map(|(product, seats)| format!("{} ({})", isolated(&product.name), number(*seats))).collect();
    format!("Available now: {}.", named.join(", "))
}

/// `Errors (2)`
pub fn tab(name: &str, users: i64) -> String {
    format!("{name} ({})", number(users))
}

/// `Licenses updated: 2 changed, 2 failed, 1 as before`; with how far it is where it has not come to its end.
pub fn operation_line(row: &OperationRow) -> String {
    let OperationRow { kind, state, counts, is_undo, done_in_part, .. } = row;
    let what = match (*kind, *state, *is_undo) {
        (OperationKind::Licenses, OperationState::Running, true) => "Change being undone",
        (kind, OperationState::Running, _) => being_done(kind),
        (OperationKind::Licenses, _, true) => "Change undone",
        (kind, ..) => title(kind),
    };
    let far = match state {
        OperationState::Done => String::new(),
        OperationState::Running => format!("{} ", done_of(counts.done(), counts.users)),
        OperationState::Cancelled if counts.are_of_all() => "stopped. ".to_owned(),
        OperationState::Cancelled => format!("stopped. {} ", done_of(counts.done(), counts.users)),
    };
    let changed = number(counts.changed);
    format!("{what}: {far}{changed} changed{}, {}", in_part(*done_in_part), failed_and_as_before(counts))
}

/// `Bought 2 licenses of Visio Plan 2`; an order that is not confirmed says so.
pub fn order_line(order: &Order) -> String {
    let (licenses, product) = (counted(order.quantity, "license"), isolated(&order.product));
    match order.state {
        OrderState::Confirmed => format!("Bought {licenses} of {product}"),
        OrderState::Recorded => format!("Ordered {licenses} of {product}, not confirmed yet"),
    }
}

/// What an operation is doing that is worked off in the background.
pub fn being_done(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Add | OperationKind::Upload => "Users being added",
        OperationKind::Edit => "Users being updated",
        _ => "Licenses being updated",
    }
}

/// `assigned 3, revoked 1`; empty when neither.
pub fn assigned_revoked(counts: &OperationCounts) -> String {
    let part = |amount: i64, what: &str| (amount > 0).then(|| format!("{what} {}", number(amount)));
    let parts =
        [part(counts.assigned, "assigned"), part(counts.revoked, "revoked"), direct_removed(counts.direct_removed)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `2 direct licenses removed`; nothing where there are none.
pub fn direct_removed(licenses: i64) -> Option<String> {
    (licenses > 0).then(|| format!("{} removed", counted(licenses, "direct license")))
}

/// Direct licenses that are gone although nobody lost the product.
pub fn still_licensed(counts: &OperationCounts) -> Option<String> {
    direct_removed(counts.direct_removed)
        .map(|removed| format!("{removed}; those users are still licensed by a group."))
}

/// An outcome's name as people read it.
pub fn outcome(name: &str) -> &str {
    match name {
        "DirectRemoved" => "Direct license removed",
        "PlansChanged" => "Plans changed",
        "LocationChanged" => "Location changed",
        "SignInBlocked" => "Sign-in blocked",
        "SignInAllowed" => "Sign-in allowed",
        "Erased" => "Permanently deleted",
        "Edited" | "Licensed" => "Updated",
        "PasswordReset" => "Password reset",
        "DeletionCancelled" => "Deletion cancelled",
        "Unchanged" | "LeftOut" => "No change",
        other => other,
    }
}

fn failed_and_as_before(counts: &OperationCounts) -> String {
    format!("{} failed, {} as before", number(counts.failed), number(counts.unchanged))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: OperationKind, counts: OperationCounts, is_undo: bool, state: OperationState) -> OperationRow {
        let id = "6fd2c87f-b296-42f0-b197-1e91e994b900".parse().unwrap();
        OperationRow { id, kind, actor: "Anna".into(), created: 0, state, counts, done_in_part: 0, is_undo }
    }

    fn line(kind: OperationKind, counts: &OperationCounts, is_undo: bool, state: OperationState) -> String {
        operation_line(&row(kind, *counts, is_undo, state))
    }

    #[test]
    fn an_order_is_bought_once_it_is_confirmed() {
        let order = |quantity, state| Order {
            id: "6fd2c87f-b296-42f0-b197-1e91e994b901".parse().unwrap(),
            sku_id: "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap(),
            product: "Visio Plan 2".into(),
            quantity,
            state,
            actor: "Anna".into(),
            created: 0,
        };
        assert_eq!(order_line(&order(2, OrderState::Confirmed)), "Bought 2 licenses of Visio Plan 2");
        let recorded = order_line(&order(1, OrderState::Recorded));
        assert_eq!(recorded, "Ordered 1 license of Visio Plan 2, not confirmed yet");
    }

    #[test]
    fn what_can_be_tried_again_is_named() {
        let labels = [retry(2, 0), retry(0, 2), retry(1, 1)];
        assert_eq!(labels, ["Retry failed", "Retry left out", "Retry failed and left out"]);
    }

    #[test]
    fn an_operation_is_said_in_a_line() {
        let counts = OperationCounts {
            users: 5,
            changed: 2,
            failed: 2,
            unchanged: 1,
            assigned: 3,
            revoked: 1,
            direct_removed: 0,
        };
        assert_eq!(operation_lead(&counts, 0), "2 users changed, 2 failed, 1 as before");
        assert_eq!(operation_lead(&counts, 1), "2 users changed, 1 in part, 2 failed, 1 as before");
        assert_eq!(
            line(OperationKind::Licenses, &counts, false, OperationState::Done),
            "Licenses updated: 2 changed, 2 failed, 1 as before"
        );
        assert_eq!(
            line(OperationKind::Licenses, &counts, true, OperationState::Done),
            "Change undone: 2 changed, 2 failed, 1 as before"
        );
        assert_eq!(
            line(OperationKind::Delete, &counts, false, OperationState::Done),
            "Users deleted: 2 changed, 2 failed, 1 as before"
        );
        assert_eq!(
            operation_line(&OperationRow {
                done_in_part: 1,
                ..row(OperationKind::Edit, counts, false, OperationState::Done)
            }),
            "Users updated: 2 changed, 1 in part, 2 failed, 1 as before"
        );
        assert_eq!(assigned_revoked(&counts), "assigned 3, revoked 1");
        assert_eq!(still_licensed(&counts), None);
        let beside = OperationCounts { direct_removed: 2, ..counts };
        assert_eq!(assigned_revoked(&beside), "assigned 3, revoked 1, 2 direct licenses removed");
    }

    #[test]
    fn an_operation_that_has_not_come_to_its_end_says_how_far_it_is() {
        let counts = OperationCounts {
            users: 5,
            changed: 2,
            failed: 0,
            unchanged: 1,
            assigned: 2,
            revoked: 0,
            direct_removed: 0,
        };
        let running = line(OperationKind::Licenses, &counts, false, OperationState::Running);
        assert_eq!(running, "Licenses being updated: 3 of 5 users done. 2 changed, 0 failed, 1 as before");
        let stopped = line(OperationKind::Licenses, &counts, true, OperationState::Cancelled);
        assert_eq!(stopped, "Change undone: stopped. 3 of 5 users done. 2 changed, 0 failed, 1 as before");
        let listed = OperationCounts { failed: 2, ..counts };
        let stopped = line(OperationKind::Upload, &listed, false, OperationState::Cancelled);
        assert_eq!(stopped, "Users uploaded: stopped. 2 changed, 2 failed, 1 as before");
    }
}

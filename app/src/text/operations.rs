//! Words of operations: progress, results, retry, undo.

pub use super::common::{COMMANDS, GOES_ON, KEEP_AS_IS};
use super::licenses::{REVOKE_WARNING, amount, users_counted};
use crate::format::{counted, number};
use domain::cases::operations::Retry;
use domain::console::operation::{Operation, OperationCounts, OperationRow, OperationState};
use domain::console::operation_kind::OperationKind;
use domain::console::operation_products::OperationProducts;
use domain::console::purchase::{Order, OrderState};
use domain::directory::invisible::isolated;
use domain::directory::user::ProductName;
use domain::rules::outcome_kind::OutcomeKind;

pub const STILL_RUNNING: &str = "This change is still being saved.";
pub const REASON: &str = "Reason or ticket";
pub const OPTIONAL: &str = "(optional)";
pub const REASON_REQUIRED: &str =
    "Your organization requires a reason or ticket. Nothing was done. Enter one, then try again.";
pub const PROGRESS: &str = "Progress";
pub const PROGRESS_LOST: &str = "The server isn't responding. Progress appears here again once it does.";
pub const STOP_SAVING: &str = "Stop saving";
pub const GO_ON_SAVING: &str = "Continue saving";
pub const STOP_TITLE: &str = "Stop saving for the remaining users?";
pub const STOP_MEANS: &str =
    "Users already done keep their changes; you can undo them afterwards. The others stay unchanged.";
pub const STOPPED: &str = "Saving was stopped. Users not listed here are unchanged.";
pub const STOPPED_LISTED: &str = "Saving was stopped. Users not reached are listed as errors; they are unchanged.";
pub const LOOKING_WHETHER: &str = "Checking whether a retry can succeed…";
pub const ALL_HAVE_IT: &str = "Nothing to retry: these users are already up to date.";
pub const UNDO_THAT_AGAIN: &str = "This is an undo. Open the original change and undo that again.";
pub const UNDO: &str = "Undo";
pub const NOTHING_WAS_CHANGED: &str = "Nothing was changed, so there is nothing to undo.";
pub const NOTHING_TO_UNDO: &str = "Nothing to undo: no users would change.";
pub const UNDO_CHANGED: &str = "The preview is out of date. Nothing was undone. Updated preview:";
pub const IS_UNDO: &str = "This is an undo.";
pub const SHOW_UNDONE: &str = "Show the original change";
pub const UNDONE: &str = "This change was undone.";
pub const SHOW_UNDO: &str = "Show the undo";
pub const NOBODY_TO_RETRY: &str = "Nothing to retry: the failed users no longer exist.";
pub const RESULTS: &str = "Results";
pub const OUTCOME_HEADERS: [&str; 4] = ["User", "Result", "What happened", "Licenses now"];
pub const NO_OUTCOMES: &str = "No users.";
pub const CHANGE_HEADERS: [&str; 3] = ["When", "Who", "What"];
pub const NO_CHANGES: &str =
    "No changes yet. Every save, with its result for each user, and every purchase appears here.";
pub const CHANGES: &str = "Recent changes";
pub const CHANGES_LEAD: &str = "Every save and purchase, newest first.";

/// `Manage licenses (3 done in part)`: users who were added or edited, but without some requested changes.
pub fn manage_those_done_in_part(users: i64) -> String {
    format!("Manage licenses ({} done in part)", number(users))
}

/// Label of the retry: for failed users, for users left out because licenses were short, or for both.
pub fn retry(failed: i64, left_out: i64) -> &'static str {
    match (failed, left_out) {
        (_, 0) => "Retry failed",
        (0, _) => "Retry left out",
        _ => "Retry failed and left out",
    }
}

/// `2 users changed, 1 in part, 2 failed, 1 unchanged`
fn operation_lead(counts: &OperationCounts, done_in_part: i64) -> String {
    let changed = counted(counts.changed, "user");
    format!("{changed} changed{}, {}", in_part(done_in_part), failed_and_as_before(counts))
}

/// `, 1 in part`: changed users who did not get all requested changes.
fn in_part(users: i64) -> String {
    if users > 0 { format!(", {} in part", number(users)) } else { String::new() }
}

/// `30,000 of 100,000 users done.`
pub fn done_of(done: i64, users: i64) -> String {
    format!("{} of {} done.", number(done), counted(users, "user"))
}

/// Says that saving was stopped, and where unreached users are listed.
pub fn stopped(operation: &Operation) -> &'static str {
    if operation.lists_unreached() { STOPPED_LISTED } else { STOPPED }
}

/// Why a retry would have no effect now, if so.
pub fn no_retry(retry: Retry) -> Option<String> {
    match retry {
        Retry::Possible => None,
        Retry::NobodyLeft => Some(NOBODY_TO_RETRY.into()),
        Retry::NothingToDo => Some(ALL_HAVE_IT.into()),
        Retry::SeatsShort(short) => Some(format!("{} short. Buy more or unassign some first.", number(short))),
        Retry::StillFails(why) => Some(format!("It would fail again: {why}")),
    }
}

/// `2 users changed, 1 in part, 2 failed, 1 unchanged · Anna Kováčová`; while the operation runs only the name.
pub fn operation_said(operation: &Operation) -> String {
    if operation.state == OperationState::Running {
        return operation.actor.clone();
    }
    let lead = operation_lead(&operation.counts, operation.done_in_part);
    format!("{lead} · {}", operation.actor)
}

/// Title of the question before an undo.
pub fn undo_title(customer: &str) -> String {
    let customer = isolated(customer);
    format!("{customer} | Undo this change?")
}

/// `Undo for 3 users`
pub fn undo_for(users: usize) -> String {
    format!("Undo for {}", users_counted(users))
}

/// Why an undo cannot restore the revoked licenses.
pub fn undo_short(short: i64) -> String {
    format!(
        "{} missing to restore what this change revoked. Buy more or unassign some first.",
        if short == 1 { "1 license is".to_owned() } else { format!("{} licenses are", number(short)) }
    )
}

/// Users left without a license by an undo.
pub fn undo_unlicensed(users: usize) -> String {
    format!(
        "{} left without a license. {REVOKE_WARNING}",
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

/// `Complete (10)`
pub fn complete_count(users: i64) -> String {
    format!("Complete ({})", number(users))
}

/// `In part (3)`
pub fn in_part_count(users: i64) -> String {
    format!("In part ({})", number(users))
}

/// `Failed (2)`
pub fn failed_count(users: i64) -> String {
    format!("Failed ({})", number(users))
}

/// Title of an operation's result.
pub fn title(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Licenses => "Licenses updated",
        OperationKind::Block => "Sign-in blocked",
        OperationKind::Allow => "Sign-in allowed",
        OperationKind::Delete => "Users deleted",
        OperationKind::Restore => "Users restored",
        OperationKind::DeletePermanently => "Users permanently deleted",
        OperationKind::Add => "Users added",
        OperationKind::Upload => "Users uploaded",
        OperationKind::Edit => "Users updated",
        OperationKind::Reset => "Passwords reset",
        OperationKind::Offboard => "Users offboarded",
        OperationKind::Reinstate => "Users reinstated",
        OperationKind::CancelDeletion => "Planned deletions cancelled",
    }
}

/// Title of a result; an undo says so.
pub fn result_title(kind: OperationKind, is_undo: bool) -> &'static str {
    match kind {
        _ if !is_undo => title(kind),
        OperationKind::Licenses => "Change undone",
        OperationKind::Block => "Undo: sign-in blocked",
        OperationKind::Allow => "Undo: sign-in allowed",
        OperationKind::Delete => "Undo: users deleted",
        OperationKind::Restore => "Undo: users restored",
        OperationKind::Edit => "Undo: users updated",
        OperationKind::Reinstate => "Undo: users reinstated",
        OperationKind::DeletePermanently
        | OperationKind::Add
        | OperationKind::Upload
        | OperationKind::Reset
        | OperationKind::Offboard
        | OperationKind::CancelDeletion => title(kind),
    }
}

/// `Microsoft 365 E5 assigned to 20, Visio Plan 2 revoked from 3, and 2 more products`; `assigned 3, revoked 1` for old
/// operations, whose products were not counted.
fn products_of(row: &OperationRow) -> String {
    let OperationProducts { first, more } = &row.products;
    if first.is_empty() {
        return assigned_revoked(&row.counts);
    }
    let named = first.iter().map(|(product, counts)| {
        let part = |users: i64, what: &str| (users > 0).then(|| format!("{what} {}", number(users)));
        let parts = [part(counts.assigned, "assigned to"), part(counts.revoked, "revoked from")];
        format!("{} {}", product.name, parts.into_iter().flatten().collect::<Vec<_>>().join(" and "))
    });
    let more = (*more > 0).then(|| format!("and {}", counted(*more, "more product")));
    let direct = direct_removed(row.counts.direct_removed);
    named.chain(more).chain(direct).collect::<Vec<_>>().join(", ")
}

/// A summary line and further details: `Licenses updated: Visio Plan 2 assigned to 3` and the numbers of users, or
/// `Users deleted: 2 changed, 2 failed, 1 unchanged` and the products. An operation that is running or stopped also
/// shows its progress.
pub fn operation_line(row: &OperationRow) -> (String, String) {
    let OperationRow { kind, state, counts, is_undo, done_in_part, .. } = row;
    let what = match (*kind, *state, *is_undo) {
        (OperationKind::Licenses, OperationState::Running, true) => "Undoing a change",
        (kind, OperationState::Running, _) => being_done(kind),
        (kind, _, is_undo) => result_title(kind, is_undo),
    };
    let far = match state {
        OperationState::Done => String::new(),
        OperationState::Running => format!("{} ", done_of(counts.done(), counts.users)),
        OperationState::Cancelled if counts.are_of_all() => "stopped. ".to_owned(),
        OperationState::Cancelled => format!("stopped. {} ", done_of(counts.done(), counts.users)),
    };
    let changed = number(counts.changed);
    let users = format!("{changed} changed{}, {}", in_part(*done_in_part), failed_and_as_before(counts));
    let (first, rest) = match products_of(row) {
        products if *kind == OperationKind::Licenses && !products.is_empty() => (products, users),
        products => (users, products),
    };
    (format!("{what}: {far}{first}"), rest)
}

/// `Bought 2 licenses of Visio Plan 2`; an unconfirmed order says so.
pub fn order_line(order: &Order) -> String {
    let (licenses, product) = (counted(order.quantity, "license"), isolated(&order.product));
    match order.state {
        OrderState::Confirmed => format!("Bought {licenses} of {product}"),
        OrderState::Recorded => format!("Ordered {licenses} of {product}, not confirmed yet"),
    }
}

/// Title of an operation that runs in the background.
pub fn being_done(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Add | OperationKind::Upload => "Adding users",
        OperationKind::Edit => "Updating users",
        _ => "Updating licenses",
    }
}

/// `assigned 3, revoked 1`; empty if neither happened.
fn assigned_revoked(counts: &OperationCounts) -> String {
    let part = |amount: i64, what: &str| (amount > 0).then(|| format!("{what} {}", number(amount)));
    let parts =
        [part(counts.assigned, "assigned"), part(counts.revoked, "revoked"), direct_removed(counts.direct_removed)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `2 direct licenses removed`; `None` if there are none.
pub fn direct_removed(licenses: i64) -> Option<String> {
    (licenses > 0).then(|| format!("{} removed", counted(licenses, "direct license")))
}

/// Direct licenses removed from users who keep the product through a group.
pub fn still_licensed(counts: &OperationCounts) -> Option<String> {
    direct_removed(counts.direct_removed)
        .map(|removed| format!("{removed}; those users are still licensed by a group."))
}

/// Display name of an outcome.
pub fn outcome(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::DirectRemoved => "Direct license removed",
        OutcomeKind::PlansChanged => "Plans changed",
        OutcomeKind::LocationChanged => "Location changed",
        OutcomeKind::SignInBlocked => "Sign-in blocked",
        OutcomeKind::SignInAllowed => "Sign-in allowed",
        OutcomeKind::Erased => "Permanently deleted",
        OutcomeKind::Edited | OutcomeKind::Licensed => "Updated",
        OutcomeKind::PasswordReset => "Password reset",
        OutcomeKind::DeletionCancelled => "Deletion cancelled",
        OutcomeKind::Unchanged | OutcomeKind::LeftOut => "No change",
        other => other.as_str(),
    }
}

fn failed_and_as_before(counts: &OperationCounts) -> String {
    format!("{} failed, {} unchanged", number(counts.failed), number(counts.unchanged))
}

#[cfg(test)]
#[path = "operations_tests.rs"]
mod tests;

//! Words of the activity log.

pub use super::common::{ANY, SHOW};
use super::frame::TENANTRY;
pub use super::operations::REASON;
use super::operations::direct_removed;
use crate::format::{counted, moment, number};
use domain::console::activity::{ActivityRow, Details, OldNew, Performer, REPORT_ROWS_MAX};
use domain::console::chain::ChainVerification;
use domain::console::operation::OperationCounts;
use domain::directory::deleted_user::KEPT_DAYS;
use domain::directory::invisible::isolated;
use domain::directory::password::GOOD_FOR_HOURS;
use domain::rules::plans_off::off_in_short;

/// The activity log of a customer, in menus and titles.
pub const ACTIVITY: &str = "Activity";
/// Explains the page.
pub const LEAD: &str =
    "All changes with their time and the person who made them, newest first. Rows are never changed or removed.";
/// The filter matches no rows.
pub const NOTHING_MATCHES: &str = "No matching activity.";
/// The log is empty.
pub const NOTHING_YET: &str = "No activity yet.";

/// Names the filters.
pub const FILTERS: &str = "Filter activity";
/// Placeholder of that field on a customer's page.
pub const SEARCH_HINT: &str = "Product, ticket, or an id";
/// Placeholder of that field for all customers.
pub const SEARCH_ALL_HINT: &str = "Product, customer, ticket, or an id";
/// Field: action.
pub const ACTION: &str = "Action";
/// Field: performer.
pub const PERFORMED_BY: &str = "Performed by";
/// Field: first day.
pub const FROM: &str = "From (UTC)";
/// Field: last day.
pub const TO: &str = "To (UTC)";
/// Performer of changes made on the command line.
pub const COMMAND_LINE: &str = "Command line";
/// Performer: the user of a one-time link; also a filter choice.
pub const ONE_TIME_LINK: &str = "One-time link";
/// Removes all filters.
pub const CLEAR: &str = "Clear filters";
/// Link to the report.
pub const REPORT: &str = "Report";
/// Title of the report.
pub const REPORT_TITLE: &str = "Activity report";
/// Explains the report.
pub const REPORT_LEAD: &str = "All activity in the period, oldest first, with the verification of its hash chain.";
/// Heading of the verification.
pub const VERIFICATION: &str = "Verification";
/// Explains the verification and its limits.
pub const VERIFICATION_NOTE: &str = "The check shows that these rows match each other and their operations. To rule \
    out that the whole log was rewritten, compare a signed checkpoint kept elsewhere: tenantry audit verify.";
/// The period has no activity.
pub const NOTHING_IN_PERIOD: &str = "No activity in this period.";

/// Column: position in the chain.
pub const NO: &str = "No.";
/// Column of the files: time.
pub const DATE_TIME: &str = "Date-Time (UTC)";
/// Column on screen, where each time includes its zone.
pub const WHEN: &str = "Date-Time";
/// Column: customer.
pub const CUSTOMER: &str = "Customer";
/// Column: target of the action.
pub const TARGET: &str = "Target";
/// Column: old and new values, and counts.
pub const WHAT_CHANGED: &str = "What changed";
/// Column: request id and address.
pub const REQUEST: &str = "Request";
/// Expands the request id.
pub const REQUEST_ID: &str = "Request id";
/// Target of a temporary password shown by a one-time link.
pub const ONE_USER: &str = "1 user";
/// Column of the files: address.
pub const ADDRESS: &str = "Address";
/// Column of the files: hash of the row.
pub const HASH: &str = "Hash";

/// The performer's name.
pub fn performer(row: &ActivityRow) -> &str {
    match (row.performer, &row.name) {
        (Performer::Person(_), Some(name)) => name,
        (nobody, _) => nobody_in_words(nobody),
    }
}

/// The performer, for a row without a name.
pub fn nobody_in_words(performer: Performer) -> &'static str {
    match performer {
        Performer::Person(_) => "Erased",
        Performer::CommandLine => COMMAND_LINE,
        Performer::Tenantry => TENANTRY,
        Performer::OneTimeLink => ONE_TIME_LINK,
    }
}

/// The target of a row.
pub fn target(row: &ActivityRow) -> String {
    match &row.details {
        Details::Licenses { counts, .. } | Details::Accounts { counts, .. } => counted(counts.users, "user"),
        Details::Purged { users } | Details::Passwords { users } | Details::Dismissed { users } => {
            counted(*users, "user")
        }
        Details::PasswordShown { user } => user.to_string(),
        Details::Seats { product, .. } | Details::ProductKeys { product, .. } => product.name.clone(),
        Details::Import { .. } => "Users and licenses".into(),
        Details::Erased { .. } => row.subject.to_string(),
        Details::Stop { users, .. } => counted(*users, "user"),
        Details::Template { name, .. } => name.clone(),
    }
}

/// The change; old → new if there is an old value.
pub fn what_changed(details: &Details) -> String {
    match details {
        Details::Licenses { counts, products, .. } | Details::Accounts { counts, products, .. } => {
            let used = products.iter().filter_map(|one| {
                let used = one.used.map(|OldNew { old, new }| format!("{} → {} used", number(old), number(new)));
                let off = (!one.plans_off.is_empty()).then(|| off_in_short(&one.plans_off));
                let said: Vec<String> = used.into_iter().chain(off).collect();
                (!said.is_empty()).then(|| format!("{}: {}", isolated(&one.product.name), said.join(", ")))
            });
            [outcomes(counts)].into_iter().chain(used).collect::<Vec<_>>().join(" · ")
        }
        Details::Seats { product, quantity, owned } => {
            let name = isolated(&product.name);
            match owned {
                Some(OldNew { old, new }) if old == new => {
                    format!("{name}: {} ordered, {} until confirmed", counted(*quantity, "seat"), number(*new))
                }
                Some(OldNew { old, new }) => format!("{name}: {} → {}", number(*old), counted(*new, "seat")),
                None => format!("{name}: {}", counted(*quantity, "seat")),
            }
        }
        Details::Import { added, updated, removed } => {
            format!("{} added, {} updated, {} removed", counted(*added, "user"), number(*updated), number(*removed))
        }
        Details::Purged { users } => format!("{} deleted more than {KEPT_DAYS} days ago", counted(*users, "user")),
        Details::Passwords { users } => format!("{} created, valid for {GOOD_FOR_HOURS} hours", number(*users)),
        Details::PasswordShown { .. } => format!("1 created, valid for {GOOD_FOR_HOURS} hours"),
        Details::Dismissed { users } => format!("Errors of {} dismissed", counted(*users, "user")),
        Details::ProductKeys { product, keys } => {
            format!("{}: {} shown", isolated(&product.name), counted(*keys, "product key"))
        }
        Details::Erased { rows } => format!("Personal values erased in {}", counted(*rows, "row")),
        Details::Stop { done, users } => {
            format!("Stop requested after {} of {}", number(*done), counted(*users, "user"))
        }
        Details::Template { products, .. } => format!("For new users, with {}", counted(*products, "product")),
    }
}

/// `Assigned 12, revoked 3 · 1 failed · 2 unchanged`.
fn outcomes(counts: &OperationCounts) -> String {
    let part = |amount: i64, text: String| (amount > 0).then_some(text);
    let direct = direct_removed(counts.direct_removed);
    let licenses = match (counts.assigned, counts.revoked) {
        (0, 0) if direct.is_some() => None,
        (0, 0) => part(counts.changed, format!("{} changed", number(counts.changed))),
        (assigned, 0) => Some(format!("Assigned {}", number(assigned))),
        (0, revoked) => Some(format!("Revoked {}", number(revoked))),
        (assigned, revoked) => Some(format!("Assigned {}, revoked {}", number(assigned), number(revoked))),
    };
    let failed = part(counts.failed, format!("{} failed", number(counts.failed)));
    let unchanged = part(counts.unchanged, format!("{} unchanged", number(counts.unchanged)));
    [licenses, direct, failed, unchanged].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The period of a report: `The whole log`, `From 1 Nov 2026 00:00:00 UTC`, …
pub fn period(from: Option<i64>, until: Option<i64>) -> String {
    match (from, until.map(|until| until - 1)) {
        (None, None) => "The whole log".into(),
        (Some(from), None) => format!("From {} UTC", moment(from)),
        (None, Some(last)) => format!("Until {} UTC", moment(last)),
        (Some(from), Some(last)) => format!("From {} to {} UTC", moment(from), moment(last)),
    }
}

/// Results of the verification, a line each.
pub fn verification(found: &ChainVerification) -> Vec<String> {
    if found.last == 0 {
        return vec![NOTHING_IN_PERIOD.into()];
    }
    let (rows, verb) = match found.last - found.first {
        0 => (format!("Row {}", number(found.first)), "does"),
        _ => (format!("Rows {} to {}", number(found.first), number(found.last)), "do"),
    };
    let head = format!("Hash of row {}: {}", number(found.last), found.head);
    if found.holds() {
        vec![format!("{rows} verified: nothing was changed, removed or inserted."), head]
    } else {
        let flaws = found.flaws.iter().map(domain::console::chain::Flaw::words);
        [format!("{rows} {verb} not verify:")].into_iter().chain(flaws).chain([head]).collect()
    }
}

/// The report has more rows than the page shows.
pub fn more_rows() -> String {
    let rows = number(i64::try_from(REPORT_ROWS_MAX).unwrap_or(i64::MAX));
    format!("These are the first {rows} rows. Choose a shorter period, or export all rows.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::console::activity::ProductUsed;
    use domain::console::chain::{Flaw, Hash};
    use domain::directory::user::ProductName;

    fn visio() -> ProductName {
        ProductName { name: "Visio".into(), sku_id: "c5928f49-12ba-48f7-ada3-0d743a3601d5".parse().unwrap() }
    }

    #[test]
    fn a_save_says_counts_and_seats() {
        let counts = OperationCounts {
            users: 16,
            changed: 13,
            failed: 1,
            unchanged: 2,
            assigned: 12,
            revoked: 3,
            direct_removed: 0,
        };
        let used = |used| vec![ProductUsed { product: visio(), used, plans_off: Vec::new() }];
        let details = |counts, products| Details::Licenses { counts, products, undoes: None };
        assert_eq!(
            what_changed(&details(counts, used(Some(OldNew { old: 7, new: 16 })))),
            "Assigned 12, revoked 3 · 1 failed · 2 unchanged · Visio: 7 → 16 used"
        );
        let plans = OperationCounts { users: 2, changed: 2, ..OperationCounts::default() };
        assert_eq!(what_changed(&details(plans, used(None))), "2 changed");
        let off = ["A", "B", "C", "D", "E"].map(str::to_owned).to_vec();
        let off = vec![ProductUsed { product: visio(), used: Some(OldNew { old: 7, new: 9 }), plans_off: off }];
        let assigned = OperationCounts { users: 3, changed: 3, assigned: 2, direct_removed: 1, ..plans };
        assert_eq!(
            what_changed(&details(assigned, off)),
            "Assigned 2 · 1 direct license removed · Visio: 7 → 9 used, A, B, C and 2 more off"
        );
    }

    #[test]
    fn a_purchase_says_old_and_new() {
        let seats = |quantity, owned| what_changed(&Details::Seats { product: visio(), quantity, owned });
        assert_eq!(seats(5, Some(OldNew { old: 10, new: 15 })), "Visio: 10 → 15 seats");
        assert_eq!(seats(1, Some(OldNew { old: 10, new: 10 })), "Visio: 1 seat ordered, 10 until confirmed");
        assert_eq!(seats(5, None), "Visio: 5 seats");
        assert_eq!(
            what_changed(&Details::Import { added: 1, updated: 1_000, removed: 0 }),
            "1 user added, 1,000 updated, 0 removed"
        );
    }

    #[test]
    fn a_check_names_rows_and_flaws() {
        let mut found = ChainVerification { first: 3, last: 7, head: Hash::START, flaws: Vec::new() };
        assert!(verification(&found)[0].starts_with("Rows 3 to 7 verified"));
        found.flaws.push(Flaw::Changed(4));
        assert_eq!(
            verification(&found)[..2],
            ["Rows 3 to 7 do not verify:", "Row 4 was changed after it was written."]
        );
        let nothing = ChainVerification { first: 0, last: 0, head: Hash::START, flaws: Vec::new() };
        assert_eq!(verification(&nothing), [NOTHING_IN_PERIOD]);
    }

    #[test]
    fn a_period_ends_with_its_last_second() {
        let day = 24 * 60 * 60 * 1000;
        assert_eq!(period(None, None), "The whole log");
        assert_eq!(period(Some(0), Some(day)), "From 1 Jan 1970 00:00:00 to 1 Jan 1970 23:59:59 UTC");
    }
}

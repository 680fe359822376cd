//! Words about relationships with customers.

pub use super::activity::CUSTOMER;
pub use super::common::{APPLY, OFF, ON, SHOW};
pub use super::frame::NAME;
pub use super::people::{EXPIRES, ROLES, STATUS};
pub use super::providers::CHOOSE_GROUP;
use crate::format::{counted, date_time, day};
use domain::access::entra_role::RelationshipRole;
use domain::access::relationship::{APPROVAL_DAYS, EXPIRING_DAYS, EXTENSION_DAYS, RelationshipStatus, days_until};
use domain::access::relationship_request::CustomerAnswer;
use domain::access::reseller::ResellerRelationship;
use domain::directory::invisible::isolated;
use std::collections::BTreeSet;

// The page of a customer.

/// Explains the page.
pub const LEAD: &str = "This customer grants roles to your organization. Groups of your people use them.";
/// Nothing here goes to Microsoft.
pub const RECORDED_HERE: &str = "Recorded here; does not create a relationship at Microsoft";
/// Heading: the reseller relationship.
pub const RESELLER: &str = "Reseller relationship";
/// Heading and name of the table.
pub const RELATIONSHIPS: &str = "Admin relationships";
/// Opens the form, and is its title.
pub const REQUEST: &str = "Request a relationship";
/// There are none.
pub const NONE_YET: &str = "No admin relationship with this customer is recorded.";
/// Column: the end.
pub const ENDS: &str = "Ends";
/// Column and check box: whether it is extended automatically.
pub const AUTO_EXTEND: &str = "Auto extend";

/// Switches it on or off.
pub fn switch_auto_extend(on: bool) -> &'static str {
    if on { "Turn auto extend on" } else { "Turn auto extend off" }
}

/// It was switched on or off.
pub fn auto_extend_switched(name: &str, on: bool) -> String {
    match on {
        true => format!("“{name}” is extended by {EXTENSION_DAYS} days whenever it would end."),
        false => format!("“{name}” ends on its end date."),
    }
}

/// `Directory Readers, User Administrator and 2 more`: the first roles, and how many more.
pub fn few_roles(roles: &BTreeSet<RelationshipRole>) -> String {
    const FEW: usize = 2;
    let names: Vec<String> = roles.iter().take(FEW).map(|role| role.name()).collect();
    match roles.len().saturating_sub(FEW) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// `in 23 days`
pub fn in_days(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "in 1 day".to_owned(),
        more => format!("in {more} days"),
    }
}

/// Warns of relationships that end soon.
pub fn ending_soon(count: i64) -> String {
    let verb = if count == 1 { "ends" } else { "end" };
    format!("{} {verb} within {EXPIRING_DAYS} days.", counted(count, "admin relationship"))
}

// Reminders by e-mail.

/// Subject of a reminder.
pub fn reminder_subject(ends: i64, now: i64) -> String {
    match ends > now {
        true => format!("An admin relationship ends {}", in_days(days_until(ends, now))),
        false => "An admin relationship has ended".to_owned(),
    }
}

/// Text of a reminder.
pub fn reminder(name: &str, customer: &str, ends: i64) -> String {
    let (name, customer) = (isolated(name), isolated(customer));
    format!(
        "The admin relationship “{name}” with {customer} ends on {}. Your groups then lose its roles at this customer. Request another one if they need them longer.",
        date_time(ends)
    )
}

// The reseller relationship.

/// Describes the reseller relationship.
pub fn reseller(state: ResellerRelationship) -> &'static str {
    match state {
        ResellerRelationship::None => "Not requested",
        ResellerRelationship::Requested(_) => "Requested",
        ResellerRelationship::Accepted(_) => "Accepted",
        ResellerRelationship::Removed(_) => "Removed",
    }
}

/// In place of a moment.
pub const BEFORE: &str = "recorded before Tenantry noted when";
/// Requests the reseller relationship.
pub const REQUEST_RESELLER: &str = "Request reseller relationship";
/// Records that the customer accepted.
pub const ACCEPT_RESELLER: &str = "Record as accepted";
/// Removes the reseller relationship.
pub const REMOVE_RESELLER: &str = "Remove reseller relationship";
/// Explains removing.
pub const REMOVE_RESELLER_MEANS: &str =
    "Your organization is no longer recorded as this customer's reseller. Licenses and admin relationships stay.";
/// It was requested.
pub const RESELLER_REQUESTED: &str = "The reseller relationship is recorded as requested.";
/// It was accepted.
pub const RESELLER_ACCEPTED: &str = "The reseller relationship is recorded as accepted.";
/// It was removed.
pub const RESELLER_REMOVED: &str = "The reseller relationship was removed.";

// The form.

/// Explains the name.
pub const NAME_HINT: &str = "Up to 50 characters. No other relationship of your organization may have the same name.";
/// Field: how long it lasts.
pub const DAYS: &str = "Duration in days";
/// Explains the duration.
pub const DAYS_HINT: &str = "From 1 to 730. It begins when the customer approves.";
/// Sends the form.
pub const SEND_REQUEST: &str = "Request";
/// Shown while a request is under way.
pub const WORKING: &str = "Working…";
/// Why it can't be extended automatically.
pub const NO_AUTO_EXTEND: &str = "Not with the role Global Administrator.";

/// Explains automatic extension.
pub fn auto_extend_hint() -> String {
    format!("It is extended by {EXTENSION_DAYS} days whenever it would end, until you or the customer end it.")
}

/// It was requested.
pub fn requested(name: &str) -> String {
    format!("{} was requested.", isolated(name))
}

// The link.

/// Title of the dialog with the link.
pub const LINK_TITLE: &str = "Approval link";

/// Says how to pass the link on.
pub fn send_link(name: &str) -> String {
    format!("Send this link to the customer. With it, the customer approves or rejects {}.", isolated(name))
}

// One relationship.

/// Another link for the customer.
pub const NEW_LINK: &str = "New approval link";
/// Ends the relationship.
pub const TERMINATE: &str = "Terminate";
/// The list of facts: how long it lasts.
pub const DURATION: &str = "Duration";
/// The list of facts: when it was requested.
pub const REQUESTED: &str = "Requested";
/// The list of facts: when it came into force.
pub const ACTIVATED: &str = "Activated";
/// The list of facts: until when the customer can approve.
pub const APPROVE_BY: &str = "Approve by";
/// The list of facts: how the customer answered.
pub const ANSWER: &str = "Answer of the customer";
/// Nobody of the customer was signed in.
pub const ANSWERED_BY_LINK: &str = "Given by the link alone, without signing in. The person is not known.";
/// The list of facts: where it came from.
pub const ORIGIN: &str = "Source";
/// It was imported.
pub const IMPORTED: &str = "Imported from Microsoft's files";
/// It was requested here.
pub const MADE_HERE: &str = "Requested here";
/// Heading and name of the table of groups.
pub const GROUPS: &str = "Groups that use it";
/// Column: the group.
pub const GROUP: &str = "Group";
/// No group has roles.
pub const NO_GROUPS: &str = "No group uses it yet, so nobody has its roles.";
/// Opens the form for an assignment, and is its title.
pub const ASSIGN: &str = "Assign a group";
/// Sends the form.
pub const SEND_ASSIGN: &str = "Assign";
/// There are no groups to choose.
pub const NO_GROUP_LEFT: &str = "Every group of your organization uses this relationship already, or there is none.";
/// The relationship is not there.
pub const NO_SUCH: &str = "This customer has no such relationship.";
/// Back to the list.
pub const TO_LIST: &str = "All relationships with this customer";

/// `90 days`
pub fn days(days: i64) -> String {
    counted(days, "day")
}

/// Why nothing can be assigned.
pub fn not_in_force(status: RelationshipStatus) -> String {
    format!("Groups are assigned while a relationship is active. This one is now “{status}”.")
}

/// Why it cannot be ended.
pub fn not_ended(status: RelationshipStatus) -> String {
    format!("This relationship is now “{status}”.")
}

/// Why the roles of a group of another directory are not removed.
pub const ELSEWHERE_STAYS: &str = "The people of this group belong to another directory. Those of them who manage relationships can remove it, and so \
    can a Global admin who belongs to no directory.";

/// The roles of a group are removed: command.
pub fn remove_group(group: &str) -> String {
    format!("Remove {}", isolated(group))
}

/// Explains removing a group.
pub fn remove_group_means(group: &str) -> String {
    format!("The people in {} lose these roles at this customer at once.", isolated(group))
}

/// Explains terminating.
pub fn terminate_means(groups: &[String]) -> String {
    match groups {
        [] => "It can't be made active again. No group uses it.".to_owned(),
        groups => {
            let names: Vec<_> = groups.iter().map(|group| isolated(group)).collect();
            format!(
                "It can't be made active again. These groups lose its roles at this customer at once: {}.",
                names.join(", ")
            )
        }
    }
}

/// A question from the name of its command.
pub fn question(command: &str, name: &str) -> String {
    format!("{command} {}?", isolated(name))
}

/// It was ended.
pub fn terminated(name: &str) -> String {
    format!("{} was terminated.", isolated(name))
}

/// It has a new link.
pub fn asked_again(name: &str) -> String {
    format!("{} has a new approval link. The one before no longer works.", isolated(name))
}

/// A group was assigned.
pub fn assigned(group: &str) -> String {
    format!("{} was assigned.", isolated(group))
}

/// A group was removed.
pub fn unassigned(group: &str) -> String {
    format!("{} was removed.", isolated(group))
}

// The list of all customers.

/// Title of the list, and link to it.
pub const ALL: &str = "Admin relationships of all customers";
/// All that are requested or in force.
pub const CURRENT: &str = "Requested or active";
/// Those that end soon.
pub const EXPIRING: &str = "Expiring in 30 days";
/// All of them.
pub const EVERY: &str = "All";
/// None matches.
pub const NONE_MATCH: &str = "No admin relationship matches.";

/// The name of a state in the list of choices.
pub fn status_choice(status: RelationshipStatus) -> &'static str {
    match status {
        RelationshipStatus::Expiring => EXPIRING,
        other => other.as_str(),
    }
}

// The customer's page of a request.

/// Title of the page.
pub const ANSWER_TITLE: &str = "Approve an admin relationship";
/// The customer approves.
pub const APPROVE: &str = "Approve";
/// The customer refuses.
pub const REJECT: &str = "Reject";
/// The link is not valid.
pub const REQUEST_GONE: &str =
    "This request can't be answered: it was answered already, taken back, or is too old. Ask for another link.";
/// The database did not respond.
pub const REQUEST_BROKEN: &str = "The request can't be shown right now. Try again in a few minutes.";
/// Introduces the roles.
pub const GRANTS: &str = "It grants these roles in your organization's directory:";

/// The sentence that names the partner and the customer.
pub fn asks(partner: &str, customer: &str, name: &str) -> String {
    format!("{} asks {} for the admin relationship “{}”.", isolated(partner), isolated(customer), isolated(name))
}

/// For how long it would last.
pub fn lasts(count: i64, auto_extend: bool) -> String {
    let base = format!("It begins when you approve, and lasts {}.", days(count));
    match auto_extend {
        true => {
            format!("{base} It is extended by {EXTENSION_DAYS} days whenever it would end, until either side ends it.")
        }
        false => format!("{base} Then it ends."),
    }
}

/// Tells a signed-in person who can't answer that somebody else does.
pub fn customer_answers(customer: &str) -> String {
    format!(
        "You can't answer this request while you are signed in here. A Global administrator of {customer} answers it: send \
         them the link."
    )
}

/// Until when one can answer.
pub fn answer_until(until: i64) -> String {
    format!("You can answer until {} (UTC), within {APPROVAL_DAYS} days of the request.", day(until))
}

/// The customer's answer.
pub fn answered(answer: CustomerAnswer, name: &str, partner: &str) -> String {
    let (name, partner) = (isolated(name), isolated(partner));
    match answer {
        CustomerAnswer::Approve => format!("You approved “{name}”. {partner} can use it now."),
        CustomerAnswer::Reject => format!("You rejected “{name}”. {partner} gets none of its roles."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::entra_role::EntraRole;

    #[test]
    fn a_few_roles_are_named_and_the_others_counted() {
        let roles = |many: usize| EntraRole::ALL.into_iter().rev().take(many).map(Into::into).collect();
        assert_eq!(few_roles(&roles(1)), "Directory Readers");
        assert_eq!(few_roles(&roles(2)), "Global Reader, Directory Readers");
        assert_eq!(
            few_roles(&EntraRole::ALL.into_iter().map(Into::into).collect()),
            "Global Administrator, Privileged Role Administrator and 11 more"
        );
    }

    #[test]
    fn days_are_counted_as_people_say_it() {
        assert_eq!([0, 1, 23].map(in_days), ["today", "in 1 day", "in 23 days"]);
        assert_eq!(ending_soon(1), "1 admin relationship ends within 30 days.");
        assert_eq!(ending_soon(2), "2 admin relationships end within 30 days.");
    }

    #[test]
    fn a_reminder_says_when_and_what_ends() {
        let end = 1_795_430_520_000;
        assert_eq!(reminder_subject(end, end - 1), "An admin relationship ends in 1 day");
        assert_eq!(reminder_subject(end, end), "An admin relationship has ended");
        assert!(
            reminder("Support", "Fabrikam", end)
                .starts_with("The admin relationship “Support” with Fabrikam ends on 23 Nov 2026 10:42 UTC.")
        );
    }

    #[test]
    fn what_ends_is_named() {
        assert!(terminate_means(&[]).ends_with("No group uses it."));
        assert!(terminate_means(&["Helpdesk".into(), "Night shift".into()]).ends_with("Helpdesk, Night shift."));
    }
}

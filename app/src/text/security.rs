//! Words about security events.

pub use super::activity::{ACTIVITY, CUSTOMER, REQUEST, WHEN};
use super::custom_permissions::in_full;
use super::people::roles;
use domain::access::role::PartnerRole;
use domain::console::security::{RolesChanged, SecurityEventKind, SecurityEventRow};
use std::collections::BTreeSet;

/// The list of security events.
pub const SECURITY: &str = "Security";
/// The list of refusals about a customer.
pub const REFUSALS: &str = "Refusals";
/// Explains the list of security events.
pub const LEAD: &str = "Sign-ins, refusals and changes of access, newest first. Events are kept for 400 days.";
/// Explains the list of refusals.
pub const REFUSALS_LEAD: &str =
    "Refused actions at this customer with their reasons, newest first. Refusals are kept for 400 days.";
/// The list of security events is empty.
pub const NOTHING_YET: &str = "No events yet.";
/// The list of refusals is empty.
pub const NOTHING_REFUSED: &str = "Nothing was refused.";
/// Column: the kind of event.
pub const EVENT: &str = "Event";
/// Column: the person.
pub const PERSON: &str = "Person";
/// Column of the command line: the change of roles.
pub const ROLES: &str = "Roles";
/// Column of the command line: the refused action, and how often it was refused again.
pub const REFUSED: &str = "Refused";
/// The performer of a change of a group's members; the name of the directory follows.
pub const DIRECTORY: &str = "The directory";
/// The performer of a changed setting.
pub const COMMAND_LINE: &str = "The command line";
/// The most members that the page names of an event.
pub const MEMBERS_SHOWN_MAX: usize = 10;

/// Changes of roles and of members. Of members who came or left, at most `most` are named each.
pub fn roles_changed(changed: &RolesChanged, most: usize) -> String {
    let group = changed.group.iter().map(|name| format!("Group: {name}"));
    let before = (changed.before != changed.after).then(|| format!("Roles before: {}", or_none(&changed.before)));
    let before = before.filter(|_| !changed.before.is_empty());
    let custom_before = changed.custom_before.as_ref().filter(|_| changed.custom_before != changed.custom_after);
    let custom_before = custom_before.map(|before| format!("Before: {}", in_full(before)));
    let tags = [("New tags", &changed.tags_added), ("Tags taken away", &changed.tags_removed)];
    let is_about_tags = tags.iter().any(|(_, tags)| !tags.is_empty());
    let after = match &changed.custom_after {
        Some(after) => Some(in_full(after)),
        None => (!is_about_tags).then(|| format!("Roles: {}", or_none(&changed.after))),
    };
    let parts = group
        .chain(before)
        .chain(custom_before)
        .chain(after)
        .chain(tags.into_iter().filter_map(|(label, tags)| names(label, tags, usize::MAX)))
        .chain(names("Groups", &changed.groups, usize::MAX))
        .chain(names("New members", &changed.joined, most))
        .chain(names("No members any more", &changed.left, most));
    parts.collect::<Vec<_>>().join("; ")
}

fn or_none(of: &BTreeSet<PartnerRole>) -> String {
    if of.is_empty() { "none".to_owned() } else { roles(of) }
}

fn names(label: &str, names: &[String], most: usize) -> Option<String> {
    let shown = names.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(most);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    (!names.is_empty()).then(|| format!("{label}: {shown}{more}"))
}

/// The refusal, and how often it came again within a quarter of an hour.
pub fn refused(row: &SecurityEventRow) -> Option<String> {
    let again = match row.again {
        0 => None,
        1 => Some("once more within 15 minutes".to_owned()),
        times => Some(format!("{times} more times within 15 minutes")),
    };
    match (&row.refused, again) {
        (None, again) => again,
        (Some(what), None) => Some(what.clone()),
        (Some(what), Some(again)) => Some(format!("{what}; {again}")),
    }
}

/// The person and the subject of an event. An unknown sign-in name is shown as the start of its hash, which identifies attempts with
/// the same name.
pub fn person(row: &SecurityEventRow) -> String {
    match (&row.person, row.name_hash.as_deref().and_then(|hash| hash.get(..12))) {
        (Some((name, sign_in_name)), _) => match &row.done_to {
            Some(what)
                if matches!(row.kind, SecurityEventKind::SettingChanged | SecurityEventKind::CustomerDeleted) =>
            {
                format!("{name} ({sign_in_name}), {what}")
            }
            Some(done_to) => format!("{name} ({sign_in_name}), of {done_to}"),
            None => format!("{name} ({sign_in_name})"),
        },
        (None, Some(hash)) => format!("Unknown name ({hash})"),
        // A user of the command line on the server has no account here.
        (None, None) if row.kind == SecurityEventKind::SettingChanged => {
            format!("{COMMAND_LINE}, {}", row.done_to.as_deref().unwrap_or_default())
        }
        (None, None) if row.kind == SecurityEventKind::GroupFollowed => {
            format!("{DIRECTORY} {}", row.done_to.as_deref().unwrap_or_default())
        }
        (None, None) => row.done_to.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_told_with_those_before() {
        let (one, two) = (BTreeSet::from([PartnerRole::SalesAgent]), BTreeSet::from([PartnerRole::AdminAgent]));
        let told = |changed: &RolesChanged| roles_changed(changed, 1);
        assert_eq!(told(&RolesChanged::given(&one)), "Roles: Sales agent");
        let edited = RolesChanged { before: one.clone(), after: two, ..RolesChanged::default() };
        assert_eq!(told(&edited), "Roles before: Sales agent; Roles: Admin agent");
        let taken = RolesChanged { before: one.clone(), ..RolesChanged::default() };
        assert_eq!(told(&taken), "Roles before: Sales agent; Roles: none");
        let (joined, left) = (vec!["ben".into(), "cleo".into()], vec!["dora".into()]);
        let group = Some("Support".into());
        let group = RolesChanged { group, before: one.clone(), after: one, joined, left, ..RolesChanged::default() };
        assert_eq!(
            told(&group),
            "Group: Support; Roles: Sales agent; New members: ben and 1 more; No members any more: dora"
        );
    }
}

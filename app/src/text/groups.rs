//! Words about groups of the partner's people.

pub use super::common::DELETE;
pub use super::custom_permissions::MEMBERS_LOSE;
use super::custom_permissions::custom;
use super::people::roles as role_names;
pub use super::people::{EDIT, NAME, ROLES, SAVE, SAVING, edit_one};
use domain::access::custom_permissions::CustomPermissions;
use domain::access::role::PartnerRole;
use domain::directory::invisible::isolated;
use std::collections::BTreeSet;

/// The tab, the heading and the name of the table.
pub const GROUPS: &str = "Groups";
/// Explains the page.
pub const LEAD: &str = "Members of a group have its roles beside their own.";
/// Opens the form for a new group, and is its title.
pub const NEW_GROUP: &str = "New group";
/// Opens the form that adds a group of the directory, and is its title.
pub const ADD_EXISTING: &str = "Add existing groups";
/// Explains that form.
pub const ADD_EXISTING_MEANS: &str = "The group keeps its name and its members in the directory. Those of them who are people here get \
                                      its roles, and lose them when they leave the group there.";
/// The groups of the directory.
pub const DIRECTORY_GROUPS: &str = "Groups of the directory";
/// Label of the field that searches them.
pub const FIND_GROUP: &str = "Find a group";
/// No group of the directory matches.
pub const NO_GROUP_FOUND: &str =
    "No group was found. Groups come with the import of the directory, from groups.json and group-members.";
/// Not all groups are listed.
pub const MORE_GROUPS: &str = "There are more groups. Type a part of the name.";
/// The group of the directory is a group here.
pub const ADDED_ALREADY: &str = "Added already";
/// Adds the group.
pub const ADD: &str = "Add";
/// Shown meanwhile.
pub const ADDING: &str = "Adding…";
/// Marks a group that follows the directory.
pub const IN_DIRECTORY: &str = "From the directory";
/// Marks a group that the directory does not have any more.
pub const GONE_IN_DIRECTORY: &str = "Not in the directory any more";
/// In the form of such a group.
pub const FOLLOWS_DIRECTORY: &str =
    "The name and the members of this group are those of the directory. Only its roles are changed here.";
/// In the question before such a group is deleted.
pub const STAYS_IN_DIRECTORY: &str = "The group stays in the directory.";
/// There are no groups.
pub const NO_GROUPS: &str = "No groups yet.";
/// Column and group of check boxes: the members.
pub const MEMBERS: &str = "Members";
/// Explains the roles of a group.
pub const ROLES_HINT: &str = "A group can be without roles.";
/// Label of the field that searches people and applications.
pub const FIND_PERSON: &str = "Find a person or application";
/// No person is found.
pub const NOBODY_FOUND: &str = "Nobody matches.";
/// The question before deleting: all members have the roles otherwise.
pub const NOBODY_LOSES: &str = "Nobody loses a role.";
/// Marks a person in the list that was removed meanwhile.
pub const REMOVED: &str = "Removed";
/// In place of roles.
pub const NO_ROLES: &str = "None";

/// The roles of a group.
pub fn roles(roles: &BTreeSet<PartnerRole>) -> String {
    if roles.is_empty() { NO_ROLES.to_owned() } else { role_names(roles) }
}

/// The roles of a group, or its custom permissions.
pub fn duties(of: &BTreeSet<PartnerRole>, given: Option<&CustomPermissions>) -> String {
    given.map_or_else(|| roles(of), custom)
}

/// `3 people chosen`, `3 people and 1 application chosen`.
pub fn chosen(members: usize, applications: usize) -> String {
    match applications {
        0 => format!("{} chosen", people(members)),
        1 => format!("{} and 1 application chosen", people(members)),
        more => format!("{} and {more} applications chosen", people(members)),
    }
}

/// `5 users, 2 of them here`.
pub fn members_here(users: i64, here: usize) -> String {
    let users = if users == 1 { "1 user".to_owned() } else { format!("{users} users") };
    format!("{users}, {here} of them here")
}

fn people(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

/// Accessible name of `Delete`.
pub fn delete_one(name: &str) -> String {
    format!("{DELETE} {}", isolated(name))
}

/// The question before a group is deleted.
pub fn delete_question(name: &str) -> String {
    format!("{DELETE} the group {}?", isolated(name))
}

/// Names the people who lose roles, and the roles.
pub fn loses(name: &str, lost: &BTreeSet<PartnerRole>) -> String {
    format!("{} loses {}.", isolated(name), role_names(lost))
}

/// People who are not listed.
pub fn and_more(more: usize) -> String {
    format!("And {more} more.")
}

/// A group was added or changed.
pub fn saved(name: &str) -> String {
    format!("The group {} was saved.", isolated(name))
}

/// A group was deleted.
pub fn deleted(name: &str) -> String {
    format!("The group {} was deleted.", isolated(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_words() {
        assert_eq!((chosen(1, 0), chosen(0, 0)), ("1 person chosen".into(), "0 people chosen".into()));
        assert_eq!(chosen(2, 1), "2 people and 1 application chosen");
    }
}

//! The members of groups, from saved responses of Microsoft Graph.

use super::customer::ImportedUser;
use super::graph_error::{GraphFile, ImportError};
use super::graph_pages;
use super::graph_row::GraphRow;
use super::graph_saved::SavedMember;
use crate::ids::{GroupId, UserId};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The users who are members of these groups. Members that are no users, such as devices and other groups, are left out.
pub(super) fn members(
    files: &[(GroupId, String)],
    users: &[ImportedUser],
) -> Result<BTreeMap<GroupId, BTreeSet<UserId>>, ImportError> {
    if files.is_empty() {
        return Ok(BTreeMap::new());
    }
    let known: HashSet<UserId> = users.iter().map(|user| user.id).collect();
    let read = |(group, json): &(GroupId, String)| {
        let saved: Vec<SavedMember> = graph_pages::entries(GraphFile::GroupMembers, json)?;
        let mut members = BTreeSet::new();
        for (index, member) in saved.iter().enumerate() {
            let row = GraphRow::new(GraphFile::GroupMembers, index, &[&member.id]);
            members.insert(UserId::new(row.needed_id("id", &member.id)?));
        }
        members.retain(|member| known.contains(member));
        Ok((*group, members))
    };
    files.iter().map(read).collect()
}

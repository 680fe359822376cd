//! Directory roles from directoryRoles.json: their names and members.

use super::customer::ImportedUser;
use super::graph_error::{GraphFile, ImportError};
use super::graph_pages;
use super::graph_row::GraphRow;
use super::graph_saved::{List, SavedRole};
use super::note::ImportNote;
use crate::ids::UserId;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Reads the roles, adds their template ids to the users and returns their names.
pub(super) fn give_roles(
    json: &str,
    users: &mut [ImportedUser],
    notes: &mut Vec<ImportNote>,
) -> Result<Vec<(Uuid, String)>, ImportError> {
    let saved: Vec<SavedRole> = graph_pages::entries(GraphFile::DirectoryRoles, json)?;
    if !saved.is_empty() && saved.iter().all(|role| matches!(role.members, List::Absent | List::Null)) {
        notes.push(ImportNote::RolesWithoutMembers);
    }
    let places: HashMap<UserId, usize> = users.iter().enumerate().map(|(place, user)| (user.id, place)).collect();
    let mut names = BTreeMap::new();
    for (index, role) in saved.iter().enumerate() {
        names.extend(give_role(index, role, &places, users, notes)?);
    }
    for user in users {
        user.roles.sort_unstable();
        user.roles.dedup();
    }
    Ok(names.into_iter().collect())
}

/// Adds a role to its members. Returns its template id and name, if it has both.
fn give_role(
    index: usize,
    role: &SavedRole,
    places: &HashMap<UserId, usize>,
    users: &mut [ImportedUser],
    notes: &mut Vec<ImportNote>,
) -> Result<Option<(Uuid, String)>, ImportError> {
    let row = GraphRow::new(GraphFile::DirectoryRoles, index, &[&role.display_name, &role.id]);
    let said = row.text("displayName", &role.display_name)?;
    let name = said.clone().or(row.text("id", &role.id)?).unwrap_or_default();
    let Some(template) = row.id("roleTemplateId", &role.role_template_id)? else {
        notes.push(ImportNote::RoleWithoutTemplate { role: name });
        return Ok(None);
    };
    let mut unknown = 0;
    for member in role.members.items() {
        let id = UserId::new(row.needed_id("members.id", &member.id)?);
        let kind = row.text("members.@odata.type", &member.kind)?;
        match places.get(&id) {
            Some(place) => users[*place].roles.push(template),
            // Groups and applications have roles too. Only missing users are reported.
            None => unknown += usize::from(kind.is_none_or(|kind| kind.ends_with("graph.user"))),
        }
    }
    if unknown > 0 {
        notes.push(ImportNote::UnknownRoleMembers { role: name, members: unknown });
    }
    Ok(said.map(|name| (template, name)))
}

//! Reading the groups that use admin relationships, with their roles, from saved responses of Microsoft Graph.

use super::graph_error::{FieldProblem, GraphFile, ImportError};
use super::graph_pages;
use super::graph_row::GraphRow;
use super::graph_saved::List;
use crate::access::entra_role::RelationshipRole;
use crate::access::relationship::AssignmentStatus;
use crate::ids::{AccessAssignmentId, PartnerGroupId};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// Roles of a relationship that a group has, as Microsoft keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedAssignment {
    /// Microsoft's id.
    pub id: AccessAssignmentId,
    /// The group.
    pub group: PartnerGroupId,
    /// The group's name, if the file says it.
    pub group_name: Option<String>,
    /// Some of the relationship's roles.
    pub roles: BTreeSet<RelationshipRole>,
    /// Whether the group has them.
    pub status: AssignmentStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedDetails {
    unified_roles: List<SavedUnifiedRole>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct SavedUnifiedRole {
    role_definition_id: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SavedAssignment {
    id: Value,
    status: Value,
    access_container: Option<SavedContainer>,
    access_details: Option<SavedDetails>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct SavedContainer {
    access_container_id: Value,
    display_name: Value,
}

/// Reads the assignments of one relationship, saved by themselves, in the same forms.
///
/// # Errors
/// When the file is not valid; the message names entry and field. Then nothing is returned.
pub fn read_assignments(json: &str) -> Result<Vec<ImportedAssignment>, ImportError> {
    let saved: Vec<SavedAssignment> = graph_pages::entries(GraphFile::Assignments, json)?;
    let read = |(index, one): (usize, &SavedAssignment)| {
        assignment(&GraphRow::new(GraphFile::Assignments, index, &[&one.id]), one).transpose()
    };
    saved.iter().enumerate().filter_map(read).collect()
}

/// The assignments, without those that were taken away.
pub(super) fn assignments(row: &GraphRow, saved: &[SavedAssignment]) -> Result<Vec<ImportedAssignment>, ImportError> {
    saved.iter().filter_map(|one| assignment(row, one).transpose()).collect()
}

/// An assignment. `None` if it was taken away.
fn assignment(row: &GraphRow, one: &SavedAssignment) -> Result<Option<ImportedAssignment>, ImportError> {
    let status = assignment_status(row, &one.status)?;
    if status == AssignmentStatus::Deleted {
        return Ok(None);
    }
    let container = one.access_container.as_ref();
    let Some(container) = container else {
        return Err(row.wrong("accessAssignments.accessContainer", FieldProblem::Missing));
    };
    let group = row.needed_id("accessAssignments.accessContainer.accessContainerId", &container.access_container_id)?;
    Ok(Some(ImportedAssignment {
        id: AccessAssignmentId::new(row.needed_id("accessAssignments.id", &one.id)?),
        group: PartnerGroupId::new(group),
        group_name: row.text("accessAssignments.accessContainer.displayName", &container.display_name)?,
        roles: roles(row, one.access_details.as_ref())?,
        status,
    }))
}

/// The roles in the details of a relationship or an assignment.
pub(super) fn roles(row: &GraphRow, details: Option<&SavedDetails>) -> Result<BTreeSet<RelationshipRole>, ImportError> {
    // A file that does not tell the roles must not take them away.
    let saved = details.and_then(|details| details.unified_roles.given());
    let saved = saved.ok_or_else(|| row.wrong("accessDetails.unifiedRoles", FieldProblem::Missing))?;
    let id = |role: &SavedUnifiedRole| {
        row.needed_id("accessDetails.unifiedRoles.roleDefinitionId", &role.role_definition_id)
    };
    saved.iter().map(|role| id(role).map(RelationshipRole::of_template)).collect()
}

fn assignment_status(row: &GraphRow, status: &Value) -> Result<AssignmentStatus, ImportError> {
    let field = "accessAssignments.status";
    let text = row.needed_text(field, status)?;
    let found = AssignmentStatus::ALL.into_iter().find(|one| one.as_str().eq_ignore_ascii_case(&text));
    found.ok_or_else(|| row.wrong(field, FieldProblem::NotAState(format!("“{text}”"))))
}

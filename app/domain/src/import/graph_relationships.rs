//! Reading admin relationships from saved responses of Microsoft Graph.

use super::graph_assignments::{ImportedAssignment, SavedAssignment, SavedDetails, assignments, roles};
use super::graph_error::{FieldProblem, GraphFile, ImportError};
use super::graph_pages;
use super::graph_row::GraphRow;
use super::graph_saved::List;
use super::graph_time::{days_of, epoch_ms};
use crate::access::entra_role::{EntraRole, RelationshipRole};
use crate::access::relationship::{DAY_MS, Stage};
use crate::ids::CustomerId;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// An admin relationship as Microsoft keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRelationship {
    /// Microsoft's id.
    pub microsoft_id: String,
    /// The customer's tenant.
    pub customer: CustomerId,
    /// Its name.
    pub name: String,
    /// For how many days it lasts.
    pub days: i64,
    /// The roles that the customer grants.
    pub roles: BTreeSet<RelationshipRole>,
    /// Whether it goes on when it would end.
    pub auto_extend: bool,
    /// How far it has come.
    pub stage: Stage,
    /// When it was requested (UTC, epoch milliseconds), if the file says so.
    pub created: Option<i64>,
    /// When it came into force.
    pub activated: Option<i64>,
    /// When it ends.
    pub ends: Option<i64>,
    /// The groups that use it. `None` if the file does not say: it was saved without `$expand=accessAssignments`.
    pub assignments: Option<Vec<ImportedAssignment>>,
}

/// The relationships of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelationshipsImport {
    /// The relationships.
    pub relationships: Vec<ImportedRelationship>,
    /// Names of relationships that are not for a customer yet, so they are left out.
    pub without_customer: Vec<String>,
}

/// An entry of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct SavedRelationship {
    id: Value,
    display_name: Value,
    duration: Value,
    customer: Option<SavedCustomer>,
    access_details: Option<SavedDetails>,
    status: Value,
    auto_extend_duration: Value,
    created_date_time: Value,
    activated_date_time: Value,
    end_date_time: Value,
    access_assignments: List<SavedAssignment>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct SavedCustomer {
    tenant_id: Value,
}

/// Reads the relationships of a saved file: one page, a list of pages, or a plain list, with names in any casing.
///
/// # Errors
/// When the file is not valid; the message names entry and field. Then nothing is returned.
pub fn read(json: &str) -> Result<RelationshipsImport, ImportError> {
    let saved: Vec<SavedRelationship> = graph_pages::entries(GraphFile::Relationships, json)?;
    let mut import = RelationshipsImport::default();
    for (index, saved) in saved.iter().enumerate() {
        let row = GraphRow::new(GraphFile::Relationships, index, &[&saved.display_name, &saved.id]);
        let name = row.needed_text("displayName", &saved.display_name)?;
        let tenant = saved.customer.as_ref().map(|customer| row.id("customer.tenantId", &customer.tenant_id));
        match tenant.transpose()?.flatten() {
            Some(tenant) => import.relationships.push(relationship(&row, saved, name, CustomerId::new(tenant))?),
            None => import.without_customer.push(name),
        }
    }
    Ok(import)
}

fn relationship(
    row: &GraphRow,
    saved: &SavedRelationship,
    name: String,
    customer: CustomerId,
) -> Result<ImportedRelationship, ImportError> {
    let days = days(row, "duration", &saved.duration)?;
    let roles = roles(row, saved.access_details.as_ref())?;
    let activated = moment(row, "activatedDateTime", &saved.activated_date_time)?;
    let said = moment(row, "endDateTime", &saved.end_date_time)?;
    let ends = said.or_else(|| activated.map(|activated| activated + days * DAY_MS));
    let stage = stage(row, &saved.status)?;
    if stage == Stage::Active && ends.is_none() {
        return Err(row.wrong("endDateTime", FieldProblem::Missing));
    }
    let extends = !saved.auto_extend_duration.is_null()
        && self::days(row, "autoExtendDuration", &saved.auto_extend_duration)? > 0;
    Ok(ImportedRelationship {
        microsoft_id: row.needed_text("id", &saved.id)?,
        customer,
        name,
        days: days.max(1),
        auto_extend: extends && !roles.contains(&EntraRole::GlobalAdministrator.into()),
        roles,
        stage,
        created: moment(row, "createdDateTime", &saved.created_date_time)?,
        activated,
        ends,
        assignments: saved.access_assignments.given().map(|saved| assignments(row, saved)).transpose()?,
    })
}

fn stage(row: &GraphRow, status: &Value) -> Result<Stage, ImportError> {
    let text = row.needed_text("status", status)?;
    Ok(match text.to_ascii_lowercase().as_str() {
        "created" => Stage::Created,
        "approvalpending" => Stage::ApprovalPending,
        "approved" | "activating" => Stage::Approved,
        "active" | "expiring" => Stage::Active,
        "expired" => Stage::Expired,
        "terminationrequested" | "terminating" => Stage::TerminationRequested,
        "terminated" => Stage::Terminated,
        "rejected" => Stage::Rejected,
        _ => return Err(row.wrong("status", FieldProblem::NotAState(format!("“{text}”")))),
    })
}

fn moment(row: &GraphRow, field: &'static str, value: &Value) -> Result<Option<i64>, ImportError> {
    let Some(text) = row.text(field, value)? else { return Ok(None) };
    let read = epoch_ms(&text).ok_or_else(|| row.wrong(field, FieldProblem::NotATime(format!("“{text}”"))))?;
    // Microsoft writes the year 1 for a moment that has not come.
    Ok(Some(read).filter(|read| *read > 0))
}

fn days(row: &GraphRow, field: &'static str, value: &Value) -> Result<i64, ImportError> {
    let text = row.needed_text(field, value)?;
    days_of(&text).ok_or_else(|| row.wrong(field, FieldProblem::NotADuration(format!("“{text}”"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::relationship::AssignmentStatus;
    use crate::import::graph_assignments::read_assignments;
    use serde_json::json;

    fn entry() -> Value {
        json!({
            "@odata.etag": "W/\"JyI\"",
            "id": "5e5594d3-6f82-458b-b567-77db4811f0cd-00000000-0000-0000-0000-000000001234",
            "displayName": "Fabrikam support",
            "duration": "P730D",
            "customer": { "tenantId": "4fdbff88-9d6b-42e0-9713-45c922ba8001", "displayName": "Fabrikam" },
            "accessDetails": { "unifiedRoles": [
                { "roleDefinitionId": "88d8e3e3-8f55-4a1e-953a-9b9898b8876b" },
                { "roleDefinitionId": "29232cdf-9323-42fd-ade2-1d097af3e4de" }
            ] },
            "status": "active",
            "autoExtendDuration": "P180D",
            "createdDateTime": "2026-10-01T08:00:00Z",
            "activatedDateTime": "2026-10-02T08:00:00Z",
            "endDateTime": "2028-10-01T08:00:00Z",
            "accessAssignments": [
                {
                    "id": "7ca8ab9a-0000-0000-0000-000000000001",
                    "status": "active",
                    "accessContainer": {
                        "accessContainerId": "869cf1d9-0000-0000-0000-000000000002",
                        "accessContainerType": "securityGroup"
                    },
                    "accessDetails": { "unifiedRoles": [
                        { "roleDefinitionId": "88d8e3e3-8f55-4a1e-953a-9b9898b8876b" }
                    ] }
                },
                { "id": "7ca8ab9a-0000-0000-0000-000000000003", "status": "deleted" }
            ]
        })
    }

    /// The JSON with the first letter of every name in upper case, as PowerShell writes it.
    fn pascal(value: Value) -> Value {
        match value {
            Value::Object(map) => map
                .into_iter()
                .map(|(name, value)| {
                    let mut letters = name.chars();
                    let first = letters.next().map(|c| c.to_ascii_uppercase());
                    (first.into_iter().chain(letters).collect::<String>(), pascal(value))
                })
                .collect(),
            Value::Array(items) => items.into_iter().map(pascal).collect(),
            other => other,
        }
    }

    #[test]
    fn assignments_are_read_by_themselves_as_with_their_relationship() {
        let whole = read(&json!({ "value": [entry()] }).to_string()).unwrap();
        let saved = json!({ "@odata.context": "x", "value": entry()["accessAssignments"] });
        for saved in [saved.clone(), pascal(saved)] {
            assert_eq!(read_assignments(&saved.to_string()).as_ref().ok(), whole.relationships[0].assignments.as_ref());
        }
        assert_eq!(read_assignments(&json!({ "value": [] }).to_string()), Ok(Vec::new()));
        let mut without_roles = entry()["accessAssignments"].clone();
        without_roles[0].as_object_mut().unwrap().remove("accessDetails");
        let error = read_assignments(&without_roles.to_string()).unwrap_err().to_string();
        assert!(error.contains("accessAssignments.json") && error.contains("unifiedRoles"), "{error}");
        // The file of relationships has no assignments at this place.
        assert!(read_assignments(&json!({ "value": [entry()] }).to_string()).is_err());
    }

    #[test]
    fn a_relationship_is_read_whole_in_any_casing() {
        let plain = read(&json!({ "value": [entry()] }).to_string()).unwrap();
        let [one] = &plain.relationships[..] else { panic!("{plain:?}") };
        assert_eq!((one.name.as_str(), one.days, one.stage), ("Fabrikam support", 730, Stage::Active));
        assert_eq!((one.roles.len(), one.auto_extend), (2, true));
        assert_eq!(one.ends.unwrap() - one.activated.unwrap(), 730 * DAY_MS);
        let Some([assignment]) = one.assignments.as_deref() else { panic!("{one:?}") };
        assert_eq!(assignment.roles, [RelationshipRole::from(EntraRole::DirectoryReaders)].into());
        assert_eq!((assignment.group_name.as_deref(), assignment.status), (None, AssignmentStatus::Active));
        assert_eq!(read(&json!([pascal(entry())]).to_string()).unwrap(), plain);
    }

    #[test]
    fn no_word_of_the_groups_is_not_that_there_are_none() {
        let with = |assignments: Option<Value>| {
            let mut entry = entry();
            match assignments {
                Some(assignments) => entry["accessAssignments"] = assignments,
                None => drop(entry.as_object_mut().unwrap().remove("accessAssignments")),
            }
            read(&json!([entry]).to_string()).unwrap().relationships.remove(0).assignments
        };
        assert_eq!(with(None), None);
        assert_eq!(with(Some(Value::Null)), None, "as PowerShell writes what was not asked for");
        assert_eq!(with(Some(json!([]))), Some(Vec::new()));
    }

    #[test]
    fn what_is_for_no_customer_yet_is_left_out_and_named() {
        let mut open = entry();
        open["customer"] = Value::Null;
        let import = read(&json!([open]).to_string()).unwrap();
        assert_eq!((import.relationships.len(), import.without_customer), (0, vec!["Fabrikam support".to_owned()]));
    }

    #[test]
    fn a_global_administrator_is_not_extended() {
        let mut all = entry();
        all["accessDetails"]["unifiedRoles"][0]["roleDefinitionId"] =
            json!(EntraRole::GlobalAdministrator.template_id());
        assert!(!read(&json!([all]).to_string()).unwrap().relationships[0].auto_extend);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let wrong = |field: &str, value: Value| {
            let mut one = entry();
            one[field] = value;
            read(&json!([one]).to_string()).unwrap_err().to_string()
        };
        assert!(
            wrong("status", json!("sleeping")).contains("status must be a state such as active, but is “sleeping”")
        );
        assert!(wrong("duration", json!("forever")).contains("entry 1 (Fabrikam support): duration must be"));
        assert!(wrong("endDateTime", json!("soon")).contains("endDateTime must be a time"));
        assert!(wrong("id", Value::Null).contains("id is missing"));
        for silent in [Value::Null, json!({}), json!({ "unifiedRoles": null })] {
            assert!(wrong("accessDetails", silent).contains("accessDetails.unifiedRoles is missing"));
        }
        let mut endless = entry();
        endless["endDateTime"] = Value::Null;
        endless["activatedDateTime"] = json!("0001-01-01T00:00:00Z");
        assert!(read(&json!([endless]).to_string()).is_err());
    }
}

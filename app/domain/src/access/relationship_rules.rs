//! The rules of admin relationships: the next stages of each, and the roles that can be requested and assigned.

use super::entra_role::{EntraRole, RelationshipRole};
use super::relationship::{RELATIONSHIP_DAYS_MAX, RELATIONSHIP_NAME_MAX, Relationship, RelationshipStatus, Stage};
use crate::bounds::{self, FILTER_IDS_MAX, TYPED_MAX};
use crate::directory::invisible::{shows_nothing, turns_text};
use crate::directory::search::sort_key;
use crate::ids::{AccessAssignmentId, PartnerGroupId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A change of a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RelationshipEvent {
    /// The customer is asked, or asked again with another link.
    AskCustomer,
    /// The customer approves.
    Approve,
    /// The customer refuses.
    Reject,
    /// It comes into force.
    Activate,
    /// It is ended early.
    Terminate,
}

impl RelationshipEvent {
    /// All events.
    pub const ALL: [Self; 5] = [Self::AskCustomer, Self::Approve, Self::Reject, Self::Activate, Self::Terminate];
}

/// The form of a relationship to request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RelationshipForm {
    /// Its name.
    #[serde(deserialize_with = "bounds::text::<TYPED_MAX, _>")]
    pub name: String,
    /// For how many days it lasts.
    pub days: i64,
    /// The roles that the customer is asked to grant.
    pub roles: BTreeSet<EntraRole>,
    /// Whether it is extended when it would end.
    pub auto_extend: bool,
}

/// Roles of a relationship that a group is to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentForm {
    /// The group.
    pub group: PartnerGroupId,
    /// Some of the relationship's roles.
    #[serde(deserialize_with = "bounds::list::<FILTER_IDS_MAX, _, _>")]
    pub roles: BTreeSet<RelationshipRole>,
}

/// A change of a relationship by the partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelationshipChange {
    /// A group gets some of its roles.
    Assign(AssignmentForm),
    /// A group loses the roles that it was assigned.
    Unassign(AccessAssignmentId),
    /// It is ended early.
    Terminate,
    /// Whether it is extended when it would end.
    AutoExtend(bool),
}

/// Why a relationship is not requested or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum RelationshipRefused {
    /// There is no such relationship with the customer.
    #[error("This relationship does not exist any more. Reload the page.")]
    Gone,
    /// The relationship cannot go on like this from where it is.
    #[error("This relationship is now “{0}”, which does not allow this. Reload the page.")]
    NotNow(RelationshipStatus),
    /// There is no name.
    #[error("Enter a name.")]
    NoName,
    /// The name is too long.
    #[error("Shorten the name to {RELATIONSHIP_NAME_MAX} characters or fewer.")]
    LongName,
    /// The name has characters that make it look like another.
    #[error("The name has characters that can't be seen. Type it again.")]
    HiddenInName,
    /// Another relationship has the name.
    #[error("Another relationship has this name. Enter another name.")]
    NameTaken,
    /// The duration is not allowed.
    #[error("Enter a duration from 1 to {RELATIONSHIP_DAYS_MAX} days.")]
    Days,
    /// No role is chosen.
    #[error("Choose at least one role.")]
    NoRole,
    /// A relationship with Global Administrator cannot be extended automatically.
    #[error("A relationship with the role Global Administrator can't be extended automatically.")]
    ExtendsGlobalAdministrator,
    /// The group was removed.
    #[error("This group does not exist any more. Choose another one.")]
    GroupGone,
    /// The group has roles of this relationship already.
    #[error("This group has roles of this relationship already. Remove them first.")]
    GroupAssigned,
    /// The relationship does not have the role.
    #[error("Choose only roles of this relationship.")]
    RoleNotGranted,
    /// The group no longer has roles of this relationship.
    #[error("This group has no roles of this relationship any more. Reload the page.")]
    AssignmentGone,
    /// An application in the group has live keys, and would be able to do more than the actor.
    #[error(
        "An application in this group has live keys, and would be able to do more than you. Ask somebody with these roles, or revoke its keys first."
    )]
    KeysWouldGain,
    /// It gives roles to groups of other tenants, so it is not for the actor alone to say how long it lasts.
    #[error(
        "Groups of another directory have roles of this relationship. A Global admin who belongs to no directory can do this, or these groups are unassigned by their own people first."
    )]
    OtherTenants,
}

/// How far a relationship has come after an event.
///
/// # Errors
/// [`RelationshipRefused::NotNow`] if the event cannot happen to it.
pub fn next(status: RelationshipStatus, event: RelationshipEvent) -> Result<Stage, RelationshipRefused> {
    use RelationshipEvent as Event;
    use RelationshipStatus as Status;
    match (status, event) {
        (Status::Created | Status::ApprovalPending, Event::AskCustomer) => Ok(Stage::ApprovalPending),
        (Status::ApprovalPending, Event::Approve) => Ok(Stage::Approved),
        (Status::ApprovalPending, Event::Reject) => Ok(Stage::Rejected),
        (Status::Approved, Event::Activate) => Ok(Stage::Active),
        (
            Status::Created | Status::ApprovalPending | Status::Approved | Status::Active | Status::Expiring,
            Event::Terminate,
        ) => Ok(Stage::Terminated),
        _ => Err(RelationshipRefused::NotNow(status)),
    }
}

/// Whether a relationship can be requested like this. Whether its name is free, the store says.
///
/// # Errors
/// The first reason why not.
pub fn check_form(form: &RelationshipForm) -> Result<(), RelationshipRefused> {
    check_name(&form.name)?;
    if !(1..=RELATIONSHIP_DAYS_MAX).contains(&form.days) {
        return Err(RelationshipRefused::Days);
    }
    if form.roles.is_empty() {
        return Err(RelationshipRefused::NoRole);
    }
    if form.auto_extend && form.roles.contains(&EntraRole::GlobalAdministrator) {
        return Err(RelationshipRefused::ExtendsGlobalAdministrator);
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), RelationshipRefused> {
    let name = name.trim();
    if name.is_empty() || shows_nothing(name) {
        return Err(RelationshipRefused::NoName);
    }
    if name.chars().count() > RELATIONSHIP_NAME_MAX {
        return Err(RelationshipRefused::LongName);
    }
    if name.chars().any(|c| c.is_control() || turns_text(c)) {
        return Err(RelationshipRefused::HiddenInName);
    }
    Ok(())
}

/// The name as it is compared: two relationships of a partner never have the same.
pub fn name_key(name: &str) -> String {
    sort_key(name.trim())
}

/// Whether a relationship's groups can be changed at a moment.
///
/// # Errors
/// [`RelationshipRefused::NotNow`] if it is not in force.
pub fn check_in_force(relationship: &Relationship, now: i64) -> Result<(), RelationshipRefused> {
    let status = relationship.status_at(now);
    if status.is_in_force() { Ok(()) } else { Err(RelationshipRefused::NotNow(status)) }
}

/// Whether a group can be assigned roles of a relationship at a moment. Whether the group is the partner's, and whether its people
/// are managed here, the store says: one of others is as if it were not there, also where it has roles already.
///
/// # Errors
/// The first reason why not.
pub fn check_assignment(
    relationship: &Relationship,
    form: &AssignmentForm,
    now: i64,
) -> Result<(), RelationshipRefused> {
    check_in_force(relationship, now)?;
    if form.roles.is_empty() {
        return Err(RelationshipRefused::NoRole);
    }
    if !form.roles.is_subset(&relationship.roles) {
        return Err(RelationshipRefused::RoleNotGranted);
    }
    if relationship.assignments.iter().any(|one| one.group == form.group && !one.elsewhere) {
        return Err(RelationshipRefused::GroupAssigned);
    }
    Ok(())
}

/// Whether an assignment can be taken from its group at a moment. One of a group whose people are managed by others is as if it
/// were not there.
///
/// # Errors
/// The first reason why not.
pub fn check_unassign(
    relationship: &Relationship,
    assignment: AccessAssignmentId,
    now: i64,
) -> Result<(), RelationshipRefused> {
    check_in_force(relationship, now)?;
    let found = relationship.assignments.iter().any(|one| one.id == assignment && !one.elsewhere);
    if found { Ok(()) } else { Err(RelationshipRefused::AssignmentGone) }
}

/// Whether a relationship can be ended early at a moment. It ends for every group that has roles of it.
///
/// # Errors
/// The first reason why not.
pub fn check_terminate(relationship: &Relationship, now: i64) -> Result<Stage, RelationshipRefused> {
    let stage = next(relationship.status_at(now), RelationshipEvent::Terminate)?;
    check_own_groups(relationship).map(|()| stage)
}

/// How long a relationship lasts is a matter of everybody who uses it.
fn check_own_groups(relationship: &Relationship) -> Result<(), RelationshipRefused> {
    let others = relationship.assignments.iter().any(|one| one.elsewhere);
    if others { Err(RelationshipRefused::OtherTenants) } else { Ok(()) }
}

/// Whether extending a relationship automatically can be switched on or off at a moment. Setting the same again changes
/// nothing and is allowed.
///
/// # Errors
/// The first reason why not.
pub fn check_auto_extend(relationship: &Relationship, auto_extend: bool, now: i64) -> Result<(), RelationshipRefused> {
    let status = relationship.status_at(now);
    // A relationship that ends, or has ended, can't go on; one that can still be terminated has an end to come.
    next(status, RelationshipEvent::Terminate)?;
    check_own_groups(relationship)?;
    if auto_extend && relationship.roles.contains(&EntraRole::GlobalAdministrator.into()) {
        return Err(RelationshipRefused::ExtendsGlobalAdministrator);
    }
    Ok(())
}

#[cfg(test)]
#[path = "relationship_rules_tests.rs"]
mod tests;

//! The rules of admin relationships: how far each can go from where it is, and what can be requested and assigned.

use super::entra_role::{EntraRole, RelationshipRole};
use super::relationship::{RELATIONSHIP_DAYS_MAX, RELATIONSHIP_NAME_MAX, Relationship, RelationshipStatus, Stage};
use crate::bounds::{self, FILTER_IDS_MAX, TYPED_MAX};
use crate::directory::invisible::{shows_nothing, turns_text};
use crate::directory::search::sort_key;
use crate::ids::{AccessAssignmentId, PartnerGroupId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What happens to a relationship.
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

/// What is typed to request a relationship.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RelationshipForm {
    /// Its name.
    #[serde(deserialize_with = "bounds::text::<TYPED_MAX, _>")]
    pub name: String,
    /// For how many days it lasts.
    pub days: i64,
    /// The roles that the customer is asked to grant.
    pub roles: BTreeSet<EntraRole>,
    /// Whether it goes on when it would end.
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
    /// Whether it goes on when it would end.
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

/// Whether a group can be assigned roles of a relationship at a moment. Whether the group is the partner's, the store
/// says.
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
    if relationship.assignments.iter().any(|one| one.group == form.group) {
        return Err(RelationshipRefused::GroupAssigned);
    }
    Ok(())
}

/// Whether a relationship can be set to go on by itself, or not to, at a moment. Setting what is set already changes
/// nothing and is allowed.
///
/// # Errors
/// The first reason why not.
pub fn check_auto_extend(relationship: &Relationship, auto_extend: bool, now: i64) -> Result<(), RelationshipRefused> {
    let status = relationship.status_at(now);
    // What ends, or has ended, can't go on; what can still be terminated has an end to come.
    next(status, RelationshipEvent::Terminate)?;
    if auto_extend && relationship.roles.contains(&EntraRole::GlobalAdministrator.into()) {
        return Err(RelationshipRefused::ExtendsGlobalAdministrator);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::relationship::{
        AccessAssignment, AssignmentStatus, DAY_MS, EXPIRING_DAYS, days_until, extended, reminder_due,
    };
    use super::*;
    use crate::ids::{CustomerId, RelationshipId};
    use proptest::prelude::*;
    use uuid::Uuid;

    const NOW: i64 = 1_800_000_000_000;

    fn relationship(stage: Stage, ends: Option<i64>, auto_extend: bool, roles: &[EntraRole]) -> Relationship {
        let roles: BTreeSet<RelationshipRole> = roles.iter().map(|role| (*role).into()).collect();
        let assignment = AccessAssignment {
            id: AccessAssignmentId::new(Uuid::from_u128(3)),
            group: group(4),
            group_name: "Helpdesk".into(),
            roles: roles.clone(),
            status: AssignmentStatus::Active,
        };
        Relationship {
            id: RelationshipId::new(Uuid::from_u128(1)),
            customer: CustomerId::new(Uuid::from_u128(2)),
            name: "Fabrikam support".into(),
            days: 30,
            roles,
            auto_extend,
            stage,
            created: NOW - 100 * DAY_MS,
            approve_by: None,
            activated: ends.map(|ends| ends - 30 * DAY_MS),
            ends,
            imported: false,
            assignments: vec![assignment],
        }
    }

    fn group(number: u128) -> PartnerGroupId {
        PartnerGroupId::new(Uuid::from_u128(number))
    }

    /// A line for each status: what it becomes by each event, in the order of [`RelationshipEvent::ALL`].
    #[test]
    fn each_status_goes_where_the_table_says() {
        let table = [
            "Created               | Approval pending | - | - | - | Terminated",
            "Approval pending      | Approval pending | Approved | Rejected | - | Terminated",
            "Approved              | - | - | - | Active | Terminated",
            "Active                | - | - | - | - | Terminated",
            "Expiring              | - | - | - | - | Terminated",
            "Expired               | - | - | - | - | -",
            "Termination requested | - | - | - | - | -",
            "Terminated            | - | - | - | - | -",
            "Rejected              | - | - | - | - | -",
        ];
        let line = |status: RelationshipStatus| {
            let after = RelationshipEvent::ALL.map(|event| next(status, event).map_or("-", Stage::as_str));
            format!("{:<21} | {}", status.as_str(), after.join(" | "))
        };
        assert_eq!(RelationshipStatus::ALL.map(line), table.map(str::to_owned));
    }

    #[test]
    fn stages_are_read_back_from_their_words() {
        for stage in Stage::ALL {
            assert_eq!(stage.as_str().parse(), Ok(stage));
        }
        for status in AssignmentStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        assert!("Gone".parse::<Stage>().is_err() && "Gone".parse::<AssignmentStatus>().is_err());
    }

    #[test]
    fn an_active_one_ends_by_itself() {
        let reader = &[EntraRole::DirectoryReaders];
        let status = |ends: i64, extends| relationship(Stage::Active, Some(ends), extends, reader).status_at(NOW);
        assert_eq!(status(NOW + EXPIRING_DAYS * DAY_MS + 1, false), RelationshipStatus::Active);
        assert_eq!(status(NOW + EXPIRING_DAYS * DAY_MS, false), RelationshipStatus::Expiring);
        assert_eq!(status(NOW + 1, false), RelationshipStatus::Expiring);
        assert_eq!(status(NOW, false), RelationshipStatus::Expired);
        assert_eq!(status(NOW, true), RelationshipStatus::Active);
        assert_eq!(status(NOW - 1_000 * DAY_MS, true), RelationshipStatus::Active);
        let extended_twice = relationship(Stage::Active, Some(NOW - 180 * DAY_MS), true, reader);
        assert_eq!(extended_twice.end_at(NOW), Some(NOW + 180 * DAY_MS));
    }

    #[test]
    fn a_request_is_open_for_so_long() {
        let mut asked = relationship(Stage::ApprovalPending, None, false, &[EntraRole::GlobalReader]);
        asked.approve_by = Some(NOW + 1);
        assert_eq!(asked.status_at(NOW), RelationshipStatus::ApprovalPending);
        assert_eq!(asked.status_at(NOW + 1), RelationshipStatus::Expired);
    }

    #[test]
    fn a_global_administrator_is_never_extended() {
        let all = relationship(Stage::Active, Some(NOW), true, &[EntraRole::GlobalAdministrator]);
        assert_eq!(all.status_at(NOW), RelationshipStatus::Expired);
    }

    #[test]
    fn going_on_by_itself_is_switched_while_there_is_an_end_to_come() {
        let reader = &[EntraRole::DirectoryReaders];
        let admin = &[EntraRole::DirectoryReaders, EntraRole::GlobalAdministrator];
        for (stage, ends) in
            [(Stage::ApprovalPending, None), (Stage::Active, Some(NOW + 1)), (Stage::Active, Some(NOW + 100 * DAY_MS))]
        {
            for auto_extend in [false, true] {
                assert_eq!(check_auto_extend(&relationship(stage, ends, false, reader), auto_extend, NOW), Ok(()));
            }
            let refused = check_auto_extend(&relationship(stage, ends, false, admin), true, NOW);
            assert_eq!(refused, Err(RelationshipRefused::ExtendsGlobalAdministrator), "{stage:?}");
            assert_eq!(check_auto_extend(&relationship(stage, ends, false, admin), false, NOW), Ok(()));
        }
        for (stage, ends, status) in [
            (Stage::Active, Some(NOW), RelationshipStatus::Expired),
            (Stage::Terminated, None, RelationshipStatus::Terminated),
            (Stage::Rejected, None, RelationshipStatus::Rejected),
        ] {
            let over = relationship(stage, ends, false, reader);
            assert_eq!(check_auto_extend(&over, true, NOW), Err(RelationshipRefused::NotNow(status)));
        }
    }

    #[test]
    fn what_cannot_be_requested_is_refused_with_the_reason() {
        let good = RelationshipForm {
            name: "Support".into(),
            days: 90,
            roles: [EntraRole::UserAdministrator].into(),
            auto_extend: true,
        };
        assert_eq!(check_form(&good), Ok(()));
        let all: BTreeSet<_> = [EntraRole::GlobalAdministrator].into();
        let bad = [
            (RelationshipForm { name: " ".into(), ..good.clone() }, RelationshipRefused::NoName),
            (RelationshipForm { name: "é".repeat(51), ..good.clone() }, RelationshipRefused::LongName),
            (RelationshipForm { name: "a\u{202e}b".into(), ..good.clone() }, RelationshipRefused::HiddenInName),
            (RelationshipForm { days: 0, ..good.clone() }, RelationshipRefused::Days),
            (RelationshipForm { days: 731, ..good.clone() }, RelationshipRefused::Days),
            (RelationshipForm { roles: BTreeSet::new(), ..good.clone() }, RelationshipRefused::NoRole),
            (RelationshipForm { roles: all, ..good.clone() }, RelationshipRefused::ExtendsGlobalAdministrator),
        ];
        for (form, refused) in bad {
            assert_eq!(check_form(&form), Err(refused));
        }
        assert_eq!(check_form(&RelationshipForm { name: "é".repeat(50), days: 730, ..good }), Ok(()));
        assert_eq!(name_key(" Support ÉÉ "), name_key("sUPPORT éé"));
    }

    #[test]
    fn a_group_is_assigned_once_and_only_what_was_granted() {
        let granted = [EntraRole::UserAdministrator, EntraRole::GlobalReader];
        let active = relationship(Stage::Active, Some(NOW + DAY_MS), false, &granted);
        let form = |number, roles: &[EntraRole]| AssignmentForm {
            group: group(number),
            roles: roles.iter().map(|role| (*role).into()).collect(),
        };
        let check = |form: AssignmentForm| check_assignment(&active, &form, NOW);
        assert_eq!(check(form(5, &[EntraRole::GlobalReader])), Ok(()));
        assert_eq!(check(form(5, &[])), Err(RelationshipRefused::NoRole));
        assert_eq!(check(form(5, &[EntraRole::GuestInviter])), Err(RelationshipRefused::RoleNotGranted));
        assert_eq!(check(form(4, &[EntraRole::GlobalReader])), Err(RelationshipRefused::GroupAssigned));
        let late = check_assignment(&active, &form(5, &[EntraRole::GlobalReader]), NOW + DAY_MS);
        assert_eq!(late, Err(RelationshipRefused::NotNow(RelationshipStatus::Expired)));
    }

    #[test]
    fn reminders_come_at_their_days() {
        let due = |days_left: i64| reminder_due(NOW + days_left * DAY_MS, NOW);
        assert_eq!(
            [31, 30, 29, 8, 7, 2, 1, 0].map(due),
            [None, Some(30), Some(30), Some(30), Some(7), Some(7), Some(1), Some(0)]
        );
        assert_eq!(due(-1), None);
        assert_eq!([days_until(NOW + 1, NOW), days_until(NOW + DAY_MS, NOW), days_until(NOW - 1, NOW)], [1, 1, 0]);
    }

    fn stages() -> impl Strategy<Value = Stage> {
        proptest::sample::select(Stage::ALL.to_vec())
    }

    fn roles() -> impl Strategy<Value = Vec<EntraRole>> {
        proptest::collection::vec(proptest::sample::select(EntraRole::ALL.to_vec()), 1..=13)
    }

    proptest! {
        #[test]
        fn what_is_not_in_force_grants_nothing(
            stage in stages(), left in -800..800_i64, extends: bool, roles in roles(), later in 0..800_i64,
        ) {
            let one = relationship(stage, Some(NOW + left * DAY_MS), extends, &roles);
            let moment = NOW + later * DAY_MS;
            let granted = one.granted_to(group(4), moment);
            prop_assert!(granted.is_subset(&one.roles));
            prop_assert!(one.granted_to(group(5), moment).is_empty());
            prop_assert_eq!(one.status_at(moment).is_in_force(), !granted.is_empty());
            if !one.is_extended() && moment >= NOW + left * DAY_MS {
                prop_assert!(granted.is_empty());
            }
        }

        #[test]
        fn an_extended_end_is_the_first_that_is_left(left in -2_000..2_000_i64) {
            let end = extended(NOW + left * DAY_MS, NOW);
            prop_assert!(end > NOW);
            prop_assert!(left > 0 || end - NOW <= 180 * DAY_MS);
            prop_assert_eq!((end - NOW - left * DAY_MS) % (180 * DAY_MS), 0);
        }

        #[test]
        fn what_has_ended_never_comes_back(stage in stages(), ends in -800..0_i64) {
            let one = relationship(stage, Some(NOW + ends * DAY_MS), false, &[EntraRole::GlobalReader]);
            let status = one.status_at(NOW);
            if matches!(status, RelationshipStatus::Expired | RelationshipStatus::Terminated) {
                prop_assert!(RelationshipEvent::ALL.into_iter().all(|event| next(status, event).is_err()));
            }
        }
    }
}

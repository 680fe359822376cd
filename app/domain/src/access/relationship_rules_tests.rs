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
        elsewhere: false,
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
        answered_by_link: false,
        assignments: vec![assignment],
    }
}

fn group(number: u128) -> PartnerGroupId {
    PartnerGroupId::new(Uuid::from_u128(number))
}

/// A line for each status: the status after each event, in the order of [`RelationshipEvent::ALL`].
#[test]
fn how_long_a_relationship_lasts_is_for_nobody_whose_people_are_not_all_who_use_it() {
    let mut shared = relationship(Stage::Active, Some(NOW + 40 * DAY_MS), false, &[EntraRole::UserAdministrator]);
    let id = shared.assignments[0].id;
    assert_eq!(check_terminate(&shared, NOW), Ok(Stage::Terminated));
    assert_eq!((check_auto_extend(&shared, true, NOW), check_unassign(&shared, id, NOW)), (Ok(()), Ok(())));
    shared.assignments[0].elsewhere = true;
    assert_eq!(check_terminate(&shared, NOW), Err(RelationshipRefused::OtherTenants));
    assert_eq!(check_auto_extend(&shared, true, NOW), Err(RelationshipRefused::OtherTenants));
    assert_eq!(check_unassign(&shared, id, NOW), Err(RelationshipRefused::AssignmentGone));
    let over = relationship(Stage::Terminated, None, false, &[]);
    assert!(matches!(check_terminate(&over, NOW), Err(RelationshipRefused::NotNow(_))));
}

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
    let mut shared = active.clone();
    shared.assignments[0].elsewhere = true;
    // The store looks for the group then, and finds none that is managed here.
    assert_eq!(check_assignment(&shared, &form(4, &[EntraRole::GlobalReader]), NOW), Ok(()));
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

use super::*;
use crate::access::role::PartnerRole;
use crate::access::{Actor, CustomerAccess, CustomerScope, Decision, decide};
use crate::ids::{CustomerId, PartnerId, PartnerUserId};
use proptest::prelude::*;

/// A user's roles: a name for the table, and the template ids.
fn targets() -> Vec<(&'static str, BTreeSet<Uuid>)> {
    let of = |roles: &[EntraRole]| roles.iter().map(|role| role.template_id()).collect();
    let known = |role: EntraRole| (role.name(), of(&[role]));
    vec![
        ("nothing", of(&[])),
        known(EntraRole::DirectoryReaders),
        known(EntraRole::GuestInviter),
        ("Message Center Reader", [REPORT_READERS[0]].into()),
        ("Reports Reader", [REPORT_READERS[1]].into()),
        ("Usage Summary Reports Reader", [REPORT_READERS[2]].into()),
        ("User Experience Success Manager", [REPORT_READERS[3]].into()),
        known(EntraRole::PasswordAdministrator),
        known(EntraRole::HelpdeskAdministrator),
        known(EntraRole::GroupsAdministrator),
        known(EntraRole::UserAdministrator),
        known(EntraRole::AuthenticationAdministrator),
        known(EntraRole::PrivilegedAuthenticationAdministrator),
        known(EntraRole::PrivilegedRoleAdministrator),
        known(EntraRole::LicenseAdministrator),
        known(EntraRole::DirectoryWriters),
        known(EntraRole::GlobalReader),
        known(EntraRole::GlobalAdministrator),
        (
            "Reports Reader and Password Administrator",
            [REPORT_READERS[1], EntraRole::PasswordAdministrator.template_id()].into(),
        ),
        ("Groups and Global Administrator", of(&[EntraRole::GroupsAdministrator, EntraRole::GlobalAdministrator])),
        ("a role of its own", [Uuid::from_u128(7)].into()),
    ]
}

fn roles(roles: &[EntraRole]) -> EntraRoles {
    roles.iter().copied().collect()
}

/// A line for each role of the partner at the customer and each kind of user, with a mark for each permission that concerns
/// the directory: `x` allowed, `.` refused.
#[test]
fn each_role_reaches_whom_the_table_says() {
    let about: Vec<Permission> =
        Permission::ALL.into_iter().filter(|permission| permission.entra_roles().is_some()).collect();
    let mut lines = Vec::new();
    let alone = EntraRole::ALL.map(|role| vec![role]);
    let pairs = [
        [EntraRole::UserAdministrator, EntraRole::PrivilegedAuthenticationAdministrator],
        [EntraRole::UserAdministrator, EntraRole::AuthenticationAdministrator],
        [EntraRole::DirectoryWriters, EntraRole::PrivilegedAuthenticationAdministrator],
        [EntraRole::DirectoryWriters, EntraRole::HelpdeskAdministrator],
    ];
    for has in alone.into_iter().chain(pairs.map(Vec::from)) {
        let authority = Authority::Required(roles(&has));
        let has = has.into_iter().map(EntraRole::name).collect::<Vec<_>>().join(", ");
        for (name, target) in targets() {
            let mark = |permission: &Permission| match authority.over(&target, *permission) {
                AuthorityDecision::Allowed => "x",
                AuthorityDecision::Refused(_) | AuthorityDecision::Advised(_) => ".",
            };
            let marks: Vec<&str> = about.iter().map(mark).collect();
            lines.push(format!("{has:<40} {name:<42} {}", marks.join(" ")));
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/access/authority_table.txt");
    let head: Vec<String> = about.iter().map(ToString::to_string).collect();
    let table = format!("{}\n\n{}\n", head.join(", "), lines.join("\n"));
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected != table {
        let found = std::env::temp_dir().join("authority_table.txt");
        std::fs::write(&found, &table).unwrap();
        panic!("{path} differs from what the rule says, which is in {}", found.display());
    }
}

/// Microsoft's tables, as its page has them: a line for each role of the user, and a mark for each role of the person who resets the
/// password, or blocks the user.
#[test]
fn who_resets_whose_password_and_who_blocks_whom_is_as_microsoft_says() {
    let resets = [
        EntraRole::PasswordAdministrator,
        EntraRole::HelpdeskAdministrator,
        EntraRole::AuthenticationAdministrator,
        EntraRole::UserAdministrator,
        EntraRole::PrivilegedAuthenticationAdministrator,
        EntraRole::GlobalAdministrator,
    ];
    let blocks = [
        EntraRole::AuthenticationAdministrator,
        EntraRole::UserAdministrator,
        EntraRole::PrivilegedAuthenticationAdministrator,
        EntraRole::GlobalAdministrator,
    ];
    let table = [
        ("nothing", "x x x x x x", "x x x x"),
        ("Directory Readers", "x x x x x x", "x x x x"),
        ("Guest Inviter", "x x x x x x", "x x x x"),
        ("Message Center Reader", ". x x x x x", "x x x x"),
        ("Reports Reader", ". x x x x x", "x x x x"),
        ("Usage Summary Reports Reader", ". x x x x x", "x x x x"),
        ("User Experience Success Manager", ". x x x x x", "x x x x"),
        ("Password Administrator", "x x x x x x", "x x x x"),
        ("Helpdesk Administrator", ". x . x x x", ". x x x"),
        ("Groups Administrator", ". . . x x x", ". x x x"),
        ("User Administrator", ". . . x x x", ". x x x"),
        ("Authentication Administrator", ". . x . x x", "x . x x"),
        ("Privileged Authentication Administrator", ". . . . x x", ". . x x"),
        ("Privileged Role Administrator", ". . . . x x", ". . x x"),
        ("Global Administrator", ". . . . x x", ". . x x"),
        ("a role of its own", ". . . . x x", ". . x x"),
    ];
    for (name, passwords, sign_in) in table {
        let target = targets().into_iter().find(|(found, _)| *found == name).unwrap().1;
        let marks = |by: &[EntraRole], permission| {
            let reaches = |role: &EntraRole| Authority::Required(roles(&[*role])).over(&target, permission);
            let mark = |role| if reaches(role) == AuthorityDecision::Allowed { "x" } else { "." };
            by.iter().map(mark).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(marks(&resets, Permission::ResetPasswords), passwords, "{name}");
        assert_eq!(marks(&blocks, Permission::BlockUsers), sign_in, "{name}");
    }
}

/// Microsoft's table of sensitive actions: the role of the user, and whether it is reached by somebody who may do the action at the
/// customer by one role, and has another beside it.
#[test]
fn a_second_role_widens_whom_the_first_reaches() {
    use EntraRole as Role;
    let reached = |has: [Role; 2], target: Role, permission| {
        Authority::Required(roles(&has)).over(&[target.template_id()].into(), permission) == AuthorityDecision::Allowed
    };
    let everybody = Role::PrivilegedAuthenticationAdministrator;
    let sensitive = [Permission::EditUsers, Permission::DeleteUsers, Permission::RestoreUsers, Permission::BlockUsers];
    for permission in sensitive {
        for target in Role::ALL {
            assert!(reached([Role::UserAdministrator, everybody], target, permission), "{permission} {target}");
            let writes = permission != Permission::DeleteUsers;
            assert_eq!(
                reached([Role::DirectoryWriters, everybody], target, permission),
                writes,
                "{permission} {target}"
            );
            let by_helpdesk = reached([Role::DirectoryWriters, Role::HelpdeskAdministrator], target, permission);
            let has_none = matches!(target, Role::DirectoryReaders | Role::GuestInviter);
            assert_eq!(by_helpdesk, has_none && writes, "{permission} {target}: helpdesk is for passwords");
        }
        let admin = Role::AuthenticationAdministrator;
        assert!(reached([Role::UserAdministrator, admin], admin, permission), "{permission}");
        assert!(!reached([Role::UserAdministrator, admin], Role::GlobalAdministrator, permission), "{permission}");
    }
    let deletes =
        |has: Role| Authority::Required(roles(&[has])).at(Permission::DeleteUsers) == AuthorityDecision::Allowed;
    assert!(!deletes(everybody), "alone it deletes nobody");
    let writer = Authority::Required(roles(&[Role::UserAdministrator]));
    let target = BTreeSet::from([Role::LicenseAdministrator.template_id()]);
    let AuthorityDecision::Refused(needed) = writer.over(&target, Permission::DeleteUsers) else {
        panic!("not refused")
    };
    assert_eq!(needed.to_string(), "Global Administrator or Privileged Authentication Administrator");
}

#[test]
fn without_a_relationship_the_policy_decides() {
    let none = EntraRoles::default();
    let needed = Permission::DeleteUsers.entra_roles().unwrap();
    let of = |policy, in_force| Authority::of(policy, in_force, none).at(Permission::DeleteUsers);
    assert_eq!(
        of(RelationshipPolicy::WhereRecorded, false),
        AuthorityDecision::Advised(needed),
        "nobody is locked out, and it is said"
    );
    assert_eq!(of(RelationshipPolicy::WhereRecorded, true), AuthorityDecision::Refused(needed));
    for in_force in [false, true] {
        assert_eq!(of(RelationshipPolicy::Advised, in_force), AuthorityDecision::Advised(needed));
        assert_eq!(of(RelationshipPolicy::Required, in_force), AuthorityDecision::Refused(needed));
    }
}

#[test]
fn what_was_planned_is_looked_at_again_over_admins_alone() {
    let (nobody, admin) = (BTreeSet::new(), BTreeSet::from([EntraRole::GlobalAdministrator.template_id()]));
    let reader = BTreeSet::from([EntraRole::DirectoryReaders.template_id()]);
    let over = |authority: Authority, target| authority.as_planned().over(target, Permission::DeleteUsers);
    let expired = Authority::Required(EntraRoles::default());
    let reaching = [EntraRole::GlobalAdministrator, EntraRole::PrivilegedAuthenticationAdministrator];
    for target in [&nobody, &reader] {
        assert_eq!(over(expired, target), AuthorityDecision::Allowed, "it was allowed when it was planned");
    }
    assert_eq!(expired.as_planned().at(Permission::DeleteUsers), AuthorityDecision::Allowed);
    for authority in [expired, Authority::Required(roles(&[EntraRole::UserAdministrator]))] {
        assert_eq!(over(authority, &admin), AuthorityDecision::Refused(roles(&reaching)));
    }
    for role in reaching {
        assert_eq!(over(Authority::Required(roles(&[role])), &admin), AuthorityDecision::Allowed);
    }
    for authority in [Authority::Unrestricted, Authority::Advised(EntraRoles::default())] {
        assert_eq!(over(authority, &admin), AuthorityDecision::Allowed);
    }
}

#[test]
fn what_is_not_about_the_directory_needs_no_relationship() {
    let authority = Authority::Required(EntraRoles::default());
    for permission in [Permission::SeeCustomers, Permission::BuyLicenses, Permission::ManagePeople] {
        assert_eq!(authority.at(permission), AuthorityDecision::Allowed, "{permission}");
    }
}

#[test]
fn a_refusal_names_the_roles_that_reach_the_user() {
    let authority = Authority::Required(roles(&[EntraRole::HelpdeskAdministrator]));
    let global = BTreeSet::from([EntraRole::GlobalAdministrator.template_id()]);
    let AuthorityDecision::Refused(needed) = authority.over(&global, Permission::ResetPasswords) else {
        panic!("not refused")
    };
    assert_eq!(needed.to_string(), "Global Administrator or Privileged Authentication Administrator");
    let seeing = Permission::SeeUsers.entra_roles().unwrap();
    assert_eq!(seeing.to_string(), "Global Reader, Directory Readers or one that gives more");
}

#[test]
fn a_decision_needs_both_the_role_and_the_relationship() {
    let actor = Actor {
        id: PartnerUserId::new(Uuid::from_u128(1)),
        partner: PartnerId::new(Uuid::from_u128(2)),
        name: "Anna".into(),
        sign_in_name: "anna".into(),
        roles: [PartnerRole::HelpdeskAgent, PartnerRole::SalesAgent].into(),
        groups: BTreeSet::new(),
        custom: Vec::new(),
        portal: None,
        tenant: None,
    };
    let customer = CustomerId::new(Uuid::from_u128(3));
    let at = |authority, is_reseller| CustomerAccess { authority, is_reseller, ..CustomerAccess::of(actor.partner) };
    let decided = |permission, access| decide(&actor, permission, customer, Some(access));
    let readers = Authority::Required(roles(&[EntraRole::DirectoryReaders]));
    assert_eq!(decided(Permission::SeeUsers, at(readers, true)).scope().map(CustomerScope::authority), Some(readers));
    assert_eq!(
        decided(Permission::ManageLicenses, at(readers, true)),
        Decision::Denied(Denied::Relationship(Permission::ManageLicenses))
    );
    assert!(decided(Permission::BuyLicenses, at(readers, true)).scope().is_some());
    let denied = decided(Permission::BuyLicenses, at(Authority::Unrestricted, false));
    assert_eq!(denied, Decision::Denied(Denied::Reseller));
}

fn some_roles() -> impl Strategy<Value = EntraRoles> {
    proptest::collection::vec(proptest::sample::select(EntraRole::ALL.to_vec()), 0..5).prop_map(EntraRoles::from)
}

fn some_target() -> impl Strategy<Value = BTreeSet<Uuid>> {
    let known = proptest::sample::select(EntraRole::ALL.to_vec()).prop_map(EntraRole::template_id);
    proptest::collection::btree_set(prop_oneof![known, Just(Uuid::from_u128(7))], 0..4)
}

proptest! {
    #[test]
    fn more_roles_never_allow_less(
        few in some_roles(),
        more in some_roles(),
        target in some_target(),
        permission in proptest::sample::select(Permission::ALL.to_vec()),
    ) {
        let all: EntraRoles = few.iter().chain(more.iter()).collect();
        let reach = |has| Authority::Required(has).over(&target, permission);
        prop_assert!(reach(few) != AuthorityDecision::Allowed || reach(all) == AuthorityDecision::Allowed);
        let at = |has| Authority::Required(has).at(permission);
        prop_assert!(at(few) != AuthorityDecision::Allowed || at(all) == AuthorityDecision::Allowed);
    }

    #[test]
    fn who_reaches_a_user_may_do_it_at_the_customer(
        has in some_roles(),
        target in some_target(),
        permission in proptest::sample::select(Permission::ALL.to_vec()),
    ) {
        let authority = Authority::Required(has);
        let reaches = authority.over(&target, permission) == AuthorityDecision::Allowed;
        prop_assert!(!reaches || authority.at(permission) == AuthorityDecision::Allowed);
    }

    #[test]
    fn a_user_with_more_roles_is_reached_by_fewer(
        has in some_roles(),
        target in some_target(),
        more in some_target(),
        permission in proptest::sample::select(Permission::ALL.to_vec()),
    ) {
        let all: BTreeSet<Uuid> = target.union(&more).copied().collect();
        let reach = |target: &BTreeSet<Uuid>| Authority::Required(has).over(target, permission);
        prop_assert!(reach(&all) != AuthorityDecision::Allowed || reach(&target) == AuthorityDecision::Allowed);
    }

    #[test]
    fn advice_warns_exactly_where_a_requirement_refuses(
        has in some_roles(),
        target in some_target(),
        permission in proptest::sample::select(Permission::ALL.to_vec()),
    ) {
        let advised = Authority::Advised(has).over(&target, permission);
        match Authority::Required(has).over(&target, permission) {
            AuthorityDecision::Refused(roles) => prop_assert_eq!(advised, AuthorityDecision::Advised(roles)),
            other => prop_assert_eq!(advised, other),
        }
        prop_assert_eq!(Authority::Unrestricted.over(&target, permission), AuthorityDecision::Allowed);
    }
}

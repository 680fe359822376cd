use super::*;
use crate::access::authority::AuthorityDecision;
use crate::access::entra_role::EntraRole;
use crate::access::relationship_policy::RelationshipPolicy;
use crate::access::role::PartnerRole;
use crate::access::{CustomerAccess, Decision, decide, scope_of_saved};
use crate::ids::PartnerId;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn customer(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

fn partner() -> PartnerId {
    PartnerId::new(Uuid::from_u128(1))
}

fn actor(roles: &[PartnerRole], portal: Option<PortalPlace>) -> Actor {
    Actor {
        id: PartnerUserId::new(Uuid::from_u128(7)),
        partner: partner(),
        name: "Petra".into(),
        sign_in_name: "petra@fabrikam.com".into(),
        roles: roles.iter().copied().collect(),
        groups: BTreeSet::new(),
        custom: Vec::new(),
        portal,
        tenant: None,
    }
}

fn at(role: PortalRole, number: u128) -> Actor {
    actor(&[], Some(PortalPlace { customer: customer(number), role }))
}

fn access(authority: Authority) -> Option<CustomerAccess> {
    Some(CustomerAccess { authority, ..CustomerAccess::of(partner()) })
}

/// Directory roles of users: those that can be requested, one that reads reports, and one that is named nowhere.
fn directory_roles() -> Vec<Uuid> {
    let reader = Uuid::from_u128(0x4a5d_8f65_41da_4de4_8968_e035_b653_39cf);
    EntraRole::ALL.into_iter().map(EntraRole::template_id).chain([reader, Uuid::from_u128(7)]).collect()
}

/// A line for each role, with a mark for each permission in the order of [`Permission::ALL`].
#[test]
fn each_role_allows_at_its_customer_what_the_table_says() {
    let table = [
        "Global admin           . x x x x x x x x . . . . . .",
        "User management admin  . x x x . x x x x . . . . . .",
        "License admin          . x x . . . . . . . . . . . .",
    ];
    let line = |role: PortalRole| {
        let marks = Permission::ALL.map(|permission| {
            match decide(&at(role, 3), permission, customer(3), access(Authority::Unrestricted)) {
                Decision::Allowed(_) => "x",
                Decision::Denied(denied) => {
                    assert_eq!(denied, Denied::Portal(permission));
                    "."
                }
                Decision::Missing => "missing",
            }
        });
        format!("{:<22} {}", role.as_str(), marks.join(" "))
    };
    assert_eq!(PortalRole::ALL.map(line), table.map(str::to_owned));
}

#[test]
fn a_refusal_names_the_roles_of_the_portal_or_the_partner() {
    let says = |permission| PortalRole::LicenseAdmin.may(permission).unwrap_err().to_string();
    assert_eq!(
        says(Permission::EditUsers),
        "Your role doesn't allow adding and editing users. It needs the role Global admin or User management admin. Your \
         partner can give it."
    );
    assert_eq!(says(Permission::BuyLicenses), "Your role doesn't allow buying licenses. Your partner does this.");
}

#[test]
fn users_with_roles_are_reached_as_by_the_entra_role() {
    let global = BTreeSet::from([EntraRole::GlobalAdministrator.template_id()]);
    let helpdesk = BTreeSet::from([EntraRole::HelpdeskAdministrator.template_id()]);
    let reach = |role: PortalRole, target: &BTreeSet<Uuid>| {
        let scope = decide(&at(role, 3), Permission::DeleteUsers, customer(3), access(Authority::Unrestricted)).scope();
        scope.map(|scope| scope.authority().over(target, Permission::DeleteUsers) == AuthorityDecision::Allowed)
    };
    assert_eq!(reach(PortalRole::GlobalAdmin, &global), Some(true));
    assert_eq!(reach(PortalRole::UserManagementAdmin, &global), Some(false));
    assert_eq!(reach(PortalRole::UserManagementAdmin, &helpdesk), Some(true));
    assert_eq!(reach(PortalRole::LicenseAdmin, &helpdesk), None);
}

#[test]
fn the_partners_relationships_neither_give_nor_take() {
    for authority in [Authority::Unrestricted, Authority::of(RelationshipPolicy::Required, true, EntraRoles::default())]
    {
        let decided =
            decide(&at(PortalRole::LicenseAdmin, 3), Permission::ManageLicenses, customer(3), access(authority));
        let scope = decided.scope().unwrap();
        assert_eq!((scope.authority(), scope.is_portal()), (PortalRole::LicenseAdmin.authority(), true));
    }
}

#[test]
fn a_saved_operation_goes_on_at_its_customer_alone() {
    let petra = at(PortalRole::LicenseAdmin, 3);
    let own = scope_of_saved(&petra, customer(3), access(Authority::Unrestricted)).unwrap();
    assert_eq!(own.authority(), PortalRole::LicenseAdmin.authority());
    assert_eq!(scope_of_saved(&petra, customer(4), access(Authority::Unrestricted)), None);
}

#[test]
fn who_may_give_every_role_chooses_which_need_a_second_factor() {
    let check = |roles: &[PartnerRole], authority| {
        let chooser = actor(roles, None);
        let scope = decide(&chooser, Permission::ManagePeople, customer(3), access(authority)).scope().unwrap();
        check_requires(scope, &chooser)
    };
    let has = |role: EntraRole| Authority::Required(EntraRoles::from_iter([role]));
    let beyond = Err(PortalRefused::Beyond(PortalRole::GlobalAdmin));
    assert_eq!(check(&[PartnerRole::GlobalAdmin], Authority::Unrestricted), Ok(()));
    assert_eq!(check(&[PartnerRole::GlobalAdmin], has(EntraRole::GlobalAdministrator)), Ok(()));
    assert_eq!(check(&[PartnerRole::GlobalAdmin], has(EntraRole::UserAdministrator)), beyond);
    assert_eq!(check(&[PartnerRole::AccountAdmin], Authority::Unrestricted), beyond);
    // The roles of now count, and not those with which the scope was made.
    let scope = decide(
        &actor(&[PartnerRole::GlobalAdmin], None),
        Permission::ManagePeople,
        customer(3),
        access(Authority::Unrestricted),
    );
    let lost = actor(&[PartnerRole::SalesAgent], None);
    assert_eq!(check_requires(scope.scope().unwrap(), &lost), Err(PortalRefused::NotAllowed));
}

#[test]
fn nobody_gives_what_they_may_not_do() {
    let scope = |giver: &Actor, authority| {
        decide(giver, Permission::ManagePeople, customer(3), access(authority)).scope().unwrap()
    };
    let gives = |roles: &[PartnerRole], authority| {
        let giver = actor(roles, None);
        PortalRole::ALL.map(|role| check_gives(scope(&giver, authority), role).is_ok())
    };
    let has = |role: EntraRole| Authority::Required(EntraRoles::from_iter([role]));
    assert_eq!(gives(&[PartnerRole::GlobalAdmin], Authority::Unrestricted), [true, true, true]);
    assert_eq!(gives(&[PartnerRole::AccountAdmin], Authority::Unrestricted), [false, false, false]);
    assert_eq!(gives(&[PartnerRole::GlobalAdmin], has(EntraRole::UserAdministrator)), [false, true, true]);
    assert_eq!(gives(&[PartnerRole::GlobalAdmin], has(EntraRole::LicenseAdministrator)), [false, false, true]);
    // These two together allow all that a Global Administrator may do, but not to other Global Administrators.
    let two = EntraRoles::from_iter([EntraRole::UserAdministrator, EntraRole::PrivilegedRoleAdministrator]);
    assert_eq!(gives(&[PartnerRole::GlobalAdmin], Authority::Required(two)), [false, true, true]);
    assert_eq!(
        gives(&[PartnerRole::GlobalAdmin], Authority::Advised(two)),
        [true, true, true],
        "advice refuses nothing"
    );
    let writers = EntraRoles::from_iter([EntraRole::DirectoryWriters, EntraRole::HelpdeskAdministrator]);
    assert_eq!(gives(&[PartnerRole::GlobalAdmin], Authority::Required(writers)), [false, false, true]);
    assert_eq!(gives(&[PartnerRole::GlobalAdmin], has(EntraRole::GlobalAdministrator)), [true, true, true]);
    assert_eq!(gives(&[PartnerRole::GlobalAdmin], Authority::Required(EntraRoles::default())), [false, false, false]);
}

#[test]
fn keeping_somebody_out_needs_nothing_more() {
    let account_admin = actor(&[PartnerRole::AccountAdmin], None);
    let decided = decide(&account_admin, Permission::ManagePeople, customer(3), access(Authority::Unrestricted));
    let check = |change| {
        check_portal_change(&account_admin, decided.clone().scope().unwrap(), PortalRole::GlobalAdmin, &change)
    };
    assert_eq!(check(PortalChange::Block), Ok(()));
    assert_eq!(check(PortalChange::Remove), Ok(()));
    assert_eq!(check(PortalChange::Allow), Err(PortalRefused::Beyond(PortalRole::GlobalAdmin)));
    let nobody = actor(&[], None);
    let scope = decided.clone().scope().unwrap();
    let refused = check_portal_change(&nobody, scope, PortalRole::GlobalAdmin, &PortalChange::Block);
    assert_eq!(refused, Err(PortalRefused::NotAllowed), "who lost the role meanwhile");
    let form = PortalForm { name: "P".into(), sign_in_name: "p".into(), role: PortalRole::LicenseAdmin };
    assert_eq!(check(PortalChange::Edit(form)), Err(PortalRefused::Beyond(PortalRole::GlobalAdmin)));
}

#[test]
fn switching_on_gives_everybody_who_is_not_blocked_their_role() {
    let person = |role, blocked| PortalPerson {
        id: PartnerUserId::new(Uuid::from_u128(8)),
        name: "Petra".into(),
        sign_in_name: "petra@fabrikam.com".into(),
        role,
        blocked,
        temporary_until: None,
        has_second_factor: false,
    };
    let gives = |role| role == PortalRole::LicenseAdmin;
    assert_eq!(check_lets_in(&[], gives), Ok(()));
    let people = [person(PortalRole::LicenseAdmin, false), person(PortalRole::GlobalAdmin, true)];
    assert_eq!(check_lets_in(&people, gives), Ok(()), "who is blocked stays out");
    let people = [person(PortalRole::LicenseAdmin, false), person(PortalRole::GlobalAdmin, false)];
    assert_eq!(check_lets_in(&people, gives), Err(PortalRefused::LetsIn(PortalRole::GlobalAdmin)));
    assert_eq!(check_lets_in(&people, |_| true), Ok(()));
}

#[test]
fn names_are_typed_and_seen() {
    let check = |name: &str, sign_in_name: &str| {
        check_names(&PortalForm {
            name: name.into(),
            sign_in_name: sign_in_name.into(),
            role: PortalRole::LicenseAdmin,
        })
    };
    assert_eq!(check("Petra", "petra@fabrikam.com"), Ok(()));
    assert_eq!(check(" ", "petra"), Err(PortalRefused::NoName));
    assert_eq!(check("Petra", ""), Err(PortalRefused::NoSignInName));
    assert_eq!(check("Petra\u{202e}", "petra"), Err(PortalRefused::Hidden));
    assert_eq!(check("Petra", "pe\u{200b}tra"), Err(PortalRefused::Hidden));
}

#[test]
fn every_role_is_read_back_from_its_name() {
    for role in PortalRole::ALL {
        assert_eq!(role.to_string().parse(), Ok(role));
    }
    assert!("Owner".parse::<PortalRole>().is_err());
}

proptest! {
    /// Giving a role needs every permission of that role, for each user that the role reaches.
    #[test]
    fn a_portal_person_does_nothing_to_anybody_that_the_giver_may_not(
        has in proptest::collection::vec(proptest::sample::select(EntraRole::ALL.to_vec()), 0..=5),
        target in proptest::collection::btree_set(proptest::sample::select(directory_roles()), 0..=3),
        role in proptest::sample::select(PortalRole::ALL.to_vec()),
    ) {
        let authority = Authority::Required(has.into_iter().collect());
        let giver = actor(&[PartnerRole::GlobalAdmin], None);
        let scope = decide(&giver, Permission::ManagePeople, customer(3), access(authority)).scope().unwrap();
        let target: BTreeSet<Uuid> = target;
        for permission in Permission::ALL.into_iter().filter(|permission| permission.entra_roles().is_some()) {
            if check_gives(scope, role).is_ok() && role.authority().over(&target, permission) == AuthorityDecision::Allowed {
                prop_assert_eq!(authority.over(&target, permission), AuthorityDecision::Allowed, "{}", permission);
            }
        }
    }

    /// Whatever else such a person had, there is nothing anywhere else, and nothing at the partner.
    #[test]
    fn a_portal_person_is_allowed_nowhere_else(
        role in proptest::sample::select(PortalRole::ALL.to_vec()),
        roles in proptest::collection::vec(proptest::sample::select(PartnerRole::ALL.to_vec()), 0..=8),
        permission in proptest::sample::select(Permission::ALL.to_vec()),
        (own, other, of) in (1_u128..4, 1_u128..4, 1_u128..3),
        exists in any::<bool>(),
    ) {
        let petra = Actor { roles: roles.into_iter().collect(), ..at(role, own) };
        let known = CustomerAccess::of(PartnerId::new(Uuid::from_u128(of)));
        let decided = decide(&petra, permission, customer(other), exists.then_some(known));
        prop_assert_eq!(petra.may(permission), Err(Denied::Portal(permission)));
        if own != other || of != 1 || !exists {
            prop_assert_eq!(decided, Decision::Missing);
        } else {
            let of_role = permission.entra_roles().is_some_and(|roles| roles.iter().any(|one| one == role.entra_role()));
            prop_assert_eq!(decided.scope().is_some(), of_role);
        }
    }
}

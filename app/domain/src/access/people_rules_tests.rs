use super::*;
use crate::access::fixtures::{acting, edit, group, grouped, people, person};
use crate::access::identity_provider::ProviderName;
use crate::access::person::LinkedAccount;

#[test]
fn the_last_manager_stays_one() {
    let (anna, ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::HelpdeskAgent]));
    let people = people(&[anna.clone(), ben.clone()]);
    let change = |who: &Person, change| check_change(&people, &acting(&people, &anna), who.id, &change);
    assert_eq!(change(&anna, edit(&anna, &[PartnerRole::SalesAgent])), Err(PersonRefused::LastManager));
    assert_eq!(change(&anna, PersonChange::Remove), Err(PersonRefused::Yourself));
    assert_eq!(change(&ben, PersonChange::Remove), Ok(()));
    assert_eq!(change(&ben, edit(&ben, &[PartnerRole::AccountAdmin])), Ok(()));
    assert_eq!(change(&ben, edit(&ben, &[])), Err(PersonRefused::NoRole));
    assert_eq!(change(&person(3, &[]), PersonChange::Block), Err(PersonRefused::Gone));
}

#[test]
fn a_blocked_manager_does_not_count() {
    let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::GlobalAdmin]));
    ben.blocked = true;
    let people = people(&[anna.clone(), ben.clone()]);
    let less = edit(&anna, &[PartnerRole::AdminAgent]);
    assert_eq!(check_change(&people, &acting(&people, &anna), anna.id, &less), Err(PersonRefused::LastManager));
    assert!(people.needs_manager());
}

#[test]
fn an_account_admin_neither_makes_nor_changes_a_global_admin() {
    let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
    let people = people(&[anna.clone(), cleo.clone(), person(4, &[PartnerRole::GlobalAdmin])]);
    let change = |who: &Person, change| check_change(&people, &acting(&people, &cleo), who.id, &change);
    assert_eq!(change(&anna, PersonChange::Block), Err(PersonRefused::OnlyGlobalAdmin));
    assert_eq!(change(&cleo, edit(&cleo, &[PartnerRole::GlobalAdmin])), Err(PersonRefused::OnlyGlobalAdmin));
}

#[test]
fn who_does_not_manage_people_changes_nobody() {
    let (anna, ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::AdminAgent]));
    let people = people(&[anna, ben.clone()]);
    let change = |change| check_change(&people, &acting(&people, &ben), ben.id, &change);
    assert_eq!(change(PersonChange::Allow), Err(PersonRefused::NotAllowed));
    assert_eq!(change(edit(&ben, &[PartnerRole::AccountAdmin])), Err(PersonRefused::NotAllowed));
}

#[test]
fn the_last_global_admin_stays_one() {
    let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
    let people = people(&[anna.clone(), cleo]);
    let less = edit(&anna, &[PartnerRole::AccountAdmin]);
    assert_eq!(check_change(&people, &acting(&people, &anna), anna.id, &less), Err(PersonRefused::LastGlobalAdmin));
}

#[test]
fn an_invitation_is_void_when_its_link_would_open_nothing() {
    let tenant = |number| Some(CustomerId::new(uuid::Uuid::from_u128(number)));
    let roles = [PartnerRole::GlobalAdmin, PartnerRole::AccountAdmin, PartnerRole::HelpdeskAgent];
    let mut found = Vec::new();
    for (role, theirs) in roles.into_iter().flat_map(|role| roles.map(|theirs| (role, theirs))) {
        for (own, to) in
            [(None, None), (None, tenant(1)), (tenant(1), None), (tenant(1), tenant(1)), (tenant(2), tenant(1))]
        {
            for by_group in [false, true] {
                let own_roles: &[PartnerRole] = if by_group { &[] } else { &[role] };
                let maker = Person { tenant: own, ..person(1, own_roles) };
                let group = group(1, if by_group { std::slice::from_ref(&role) } else { &[] }, &[1]);
                let people = grouped(std::slice::from_ref(&maker), &[group]);
                let invitation = Invitation { tenant: to, ..invitation(&[theirs]) };
                let stands = link_stands(&acting(&people, &maker), &invitation.roles, to);
                let why = why_void(&people, maker.id, &invitation);
                assert_eq!(why, (!stands).then_some(WhyVoid::MakerMayNot), "{role} {theirs} {own:?} {to:?}");
                found.push(why);
            }
        }
    }
    assert!(found.contains(&None) && found.contains(&Some(WhyVoid::MakerMayNot)));
    let (mut blocked, mut cut_off) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::GlobalAdmin]));
    (blocked.blocked, cut_off.is_cut_off) = (true, true);
    let people = people(&[blocked.clone(), cut_off.clone()]);
    for gone in [blocked.id, cut_off.id, person(3, &[]).id] {
        assert_eq!(why_void(&people, gone, &invitation(&[])), Some(WhyVoid::MakerGone));
    }
}

fn invitation(roles: &[PartnerRole]) -> Invitation {
    Invitation {
        id: crate::ids::InvitationId::new(uuid::Uuid::from_u128(1)),
        name: "Eve".into(),
        sign_in_name: "eve".into(),
        roles: roles.iter().copied().collect(),
        custom: None,
        expires: 1,
        is_expired: false,
        void: None,
        tenant: None,
        directory_user: None,
        groups: BTreeSet::new(),
    }
}

#[test]
fn invitations_end_with_the_rank_of_who_made_them() {
    let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
    let people = people(&[anna.clone(), cleo.clone()]);
    let voids = |who: &Person, change| whose_invitations_end(&people, &after(&people, who.id, &change)) == [who.id];
    assert!(voids(&anna, PersonChange::Block) && voids(&anna, PersonChange::Remove));
    assert!(voids(&anna, edit(&anna, &[PartnerRole::AccountAdmin])));
    assert!(voids(&cleo, edit(&cleo, &[PartnerRole::SalesAgent])));
    assert!(!voids(&cleo, edit(&cleo, &[PartnerRole::AccountAdmin, PartnerRole::SalesAgent])));
    assert!(!voids(&cleo, edit(&cleo, &[PartnerRole::GlobalAdmin])));
}

#[test]
fn sessions_and_links_follow_the_rank() {
    let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::HelpdeskAgent]));
    let cleo = person(3, &[PartnerRole::AccountAdmin]);
    let all = people(&[anna.clone(), ben.clone(), cleo.clone()]);
    let sessions = |by: &Person, of: &Person| check_sessions(&all, &acting(&all, by), of.id);
    let reset = |by: &Person, of: &Person| check_reset(&all, &acting(&all, by), of.id);
    for both in [&sessions as &dyn Fn(&Person, &Person) -> Result<(), PersonRefused>, &reset] {
        assert_eq!(both(&anna, &ben), Ok(()));
        assert_eq!(both(&cleo, &ben), Ok(()));
        assert_eq!(both(&cleo, &anna), Err(PersonRefused::OnlyGlobalAdmin));
        assert_eq!(both(&ben, &cleo), Err(PersonRefused::NotAllowed));
        assert_eq!(both(&anna, &person(4, &[])), Err(PersonRefused::Gone));
    }
    assert_eq!(sessions(&ben, &ben), Ok(()));
    assert_eq!(reset(&anna, &anna), Err(PersonRefused::OwnPassword));
    ben.blocked = true;
    let all = people(&[anna.clone(), ben.clone()]);
    assert_eq!(check_reset(&all, &acting(&all, &anna), ben.id), Err(PersonRefused::Blocked));
}

#[test]
fn sessions_and_links_follow_the_rank_through_groups() {
    let (cleo, ben, eve) = (person(3, &[]), person(2, &[]), person(4, &[]));
    let managers = group(1, &[PartnerRole::AccountAdmin], &[3]);
    let all = [cleo.clone(), ben.clone(), eve.clone()];
    let all = grouped(&all, &[managers, group(2, &[PartnerRole::GlobalAdmin], &[4])]);
    for check in [check_sessions, check_reset] {
        assert_eq!(check(&all, &acting(&all, &cleo), ben.id), Ok(()));
        assert_eq!(check(&all, &acting(&all, &cleo), eve.id), Err(PersonRefused::OnlyGlobalAdmin));
        assert_eq!(check(&all, &acting(&all, &ben), cleo.id), Err(PersonRefused::NotAllowed));
    }
}

#[test]
fn a_lost_second_factor_is_removed_by_another_of_the_same_rank() {
    let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::GlobalAdmin]));
    let cleo = person(3, &[PartnerRole::AccountAdmin]);
    let remove = |people: &People, who: &Person, by: &Person| {
        check_change(people, &acting(people, by), who.id, &PersonChange::RemoveSecondFactor)
    };
    let without = people(&[anna.clone(), ben.clone(), cleo.clone()]);
    assert_eq!(remove(&without, &ben, &anna), Err(PersonRefused::NoSecondFactor));
    ben.has_second_factor = true;
    let people = people(&[anna.clone(), ben.clone(), cleo.clone()]);
    assert_eq!(remove(&people, &ben, &anna), Ok(()));
    assert_eq!(remove(&people, &ben, &ben), Err(PersonRefused::OwnSecondFactor));
    assert_eq!(remove(&people, &ben, &cleo), Err(PersonRefused::OnlyGlobalAdmin));
}

#[test]
fn an_account_is_unlinked_by_another_while_a_way_to_sign_in_stays() {
    let provider = |number| IdentityProviderId::new(uuid::Uuid::from_u128(number));
    let linked = |number, enabled| LinkedAccount {
        provider: ProviderName { id: provider(number), name: "Contoso".into() },
        enabled,
    };
    let anna = person(1, &[PartnerRole::GlobalAdmin]);
    let unlink = |ben: &Person, number, passwords_off| {
        let people = People { passwords_off, ..people(&[anna.clone(), ben.clone()]) };
        check_change(&people, &acting(&people, &anna), ben.id, &PersonChange::Unlink(provider(number)))
    };
    let ben = |has_password, linked: &[LinkedAccount]| Person {
        has_password,
        has_identity: linked.iter().any(|one| one.enabled),
        linked: linked.to_vec(),
        ..person(2, &[PartnerRole::SalesAgent])
    };
    let one = ben(true, &[linked(7, true)]);
    assert_eq!(unlink(&one, 7, false), Ok(()));
    assert_eq!(unlink(&one, 8, false), Err(PersonRefused::NotLinked));
    assert_eq!(unlink(&one, 7, true), Err(PersonRefused::OnlyWayIn), "passwords are off");
    assert_eq!(unlink(&ben(false, &[linked(7, true)]), 7, false), Err(PersonRefused::OnlyWayIn), "no password");
    assert_eq!(unlink(&ben(false, &[linked(7, true), linked(8, true)]), 7, true), Ok(()));
    let with_disabled = ben(false, &[linked(7, true), linked(8, false)]);
    assert_eq!(unlink(&with_disabled, 7, false), Err(PersonRefused::OnlyWayIn), "the other is of no use");
    assert_eq!(unlink(&with_disabled, 8, false), Ok(()), "it is no way in");
    let people = people(&[anna.clone(), one.clone()]);
    let own = check_change(&people, &acting(&people, &one), one.id, &PersonChange::Unlink(provider(7)));
    assert_eq!(own, Err(PersonRefused::NotAllowed));
    let anna_linked = Person { linked: one.linked.clone(), ..anna.clone() };
    let people = People { people: vec![anna_linked.clone()], ..people };
    let own = check_change(&people, &acting(&people, &anna_linked), anna.id, &PersonChange::Unlink(provider(7)));
    assert_eq!(own, Err(PersonRefused::OwnAccount));
    assert!(!after(&people, anna.id, &PersonChange::Unlink(provider(7))).people[0].has_identity);
}

#[test]
fn the_rank_that_removes_a_second_factor_counts_the_roles_by_groups() {
    let (anna, mut ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::SalesAgent]));
    let cleo = person(3, &[PartnerRole::AccountAdmin]);
    ben.has_second_factor = true;
    let everybody = [anna.clone(), ben.clone(), cleo.clone()];
    let remove = |people: &People, by: &Person| {
        check_change(people, &acting(people, by), ben.id, &PersonChange::RemoveSecondFactor)
    };
    assert_eq!(remove(&people(&everybody), &cleo), Ok(()));
    let ben_is_global = grouped(&everybody, &[group(1, &[PartnerRole::GlobalAdmin], &[2])]);
    assert_eq!(remove(&ben_is_global, &cleo), Err(PersonRefused::OnlyGlobalAdmin));
    assert_eq!(remove(&ben_is_global, &anna), Ok(()));
    let both_are_global = grouped(&everybody, &[group(1, &[PartnerRole::GlobalAdmin], &[2, 3])]);
    assert_eq!(remove(&both_are_global, &cleo), Ok(()));
}

#[test]
fn names_are_taken_in_any_case() {
    let people = people(&[person(1, &[])]);
    assert!(people.has_sign_in_name(" PERSON1@partner.example "));
    assert!(!people.has_sign_in_name("person2@partner.example"));
}

#[test]
fn a_form_needs_a_name_a_sign_in_name_and_a_role() {
    let anna = person(1, &[PartnerRole::GlobalAdmin]);
    let form = |name: &str, sign_in_name: &str, roles: &[PartnerRole]| {
        let (name, sign_in_name) = (name.to_owned(), sign_in_name.to_owned());
        let form = PersonForm { name, sign_in_name, roles: roles.iter().copied().collect(), custom: None };
        check_form(&acting(&people(&[]), &anna), &form, false)
    };
    let roles = [PartnerRole::SalesAgent];
    assert_eq!(form(" ", "ben", &roles), Err(PersonRefused::NoName));
    assert_eq!(form("Ben", "", &roles), Err(PersonRefused::NoSignInName));
    assert_eq!(form("Ben\0", "ben", &roles), Err(PersonRefused::HiddenInName));
    assert_eq!(form("\u{202e}neB", "ben", &roles), Err(PersonRefused::HiddenInName));
    assert_eq!(form("\u{200b}", "ben", &roles), Err(PersonRefused::NoName));
    assert_eq!(form("Ben", "ben\u{200b}", &roles), Err(PersonRefused::HiddenInSignInName));
    assert_eq!(form("Ben", "ben", &[]), Err(PersonRefused::NoRole));
    assert_eq!(form("Ben", "ben", &roles), Ok(()));
}

#[test]
fn who_has_a_role_by_a_group_needs_none_of_their_own() {
    let (anna, ben) = (person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::SalesAgent]));
    let with = |group| grouped(&[anna.clone(), ben.clone()], &[group]);
    let no_role = |people: &People| check_change(people, &acting(people, &anna), ben.id, &edit(&ben, &[]));
    assert_eq!(no_role(&with(group(1, &[PartnerRole::HelpdeskAgent], &[2]))), Ok(()));
    assert_eq!(no_role(&with(group(1, &[], &[2]))), Err(PersonRefused::NoRole));
    assert_eq!(no_role(&with(group(1, &[PartnerRole::HelpdeskAgent], &[1]))), Err(PersonRefused::NoRole));
}

#[test]
fn roles_by_groups_count_like_those_of_ones_own() {
    let (anna, ben) = (person(1, &[PartnerRole::AccountAdmin]), person(2, &[]));
    let people = grouped(&[anna.clone(), ben.clone()], &[group(1, &[PartnerRole::GlobalAdmin], &[2])]);
    let change = |by: &Person, who: &Person, change| check_change(&people, &acting(&people, by), who.id, &change);
    assert_eq!(change(&anna, &ben, PersonChange::Block), Err(PersonRefused::OnlyGlobalAdmin));
    assert_eq!(change(&ben, &anna, PersonChange::Remove), Ok(()));
    let removed = after(&people, ben.id, &PersonChange::Remove);
    assert_eq!(whose_invitations_end(&people, &removed), [ben.id]);
    assert!(removed.groups[0].members.is_empty());
}

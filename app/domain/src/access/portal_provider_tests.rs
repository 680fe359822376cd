use super::*;
use crate::access::authority::Authority;
use crate::access::entra_role::EntraRole;
use crate::access::entra_roles::EntraRoles;
use crate::access::fixtures::{acting, group_id, people, person, person_id};
use crate::access::identity_claims::Claims;
use crate::access::identity_provider::ProviderSettings;
use crate::access::permission::Permission;
use crate::access::person::Person;
use crate::access::portal::PortalPlace;
use crate::access::provider_sign_in::{NotSignedIn, SignsIn, who_signs_in};
use crate::access::role::PartnerRole;
use crate::access::{CustomerAccess, decide};
use crate::directory::password::Secret;
use std::collections::BTreeSet;
use uuid::Uuid;

const ID: IdentityProviderId = IdentityProviderId::new(Uuid::from_u128(1));

fn customer(number: u128) -> CustomerId {
    CustomerId::new(Uuid::from_u128(number))
}

fn somebody(role: PartnerRole) -> Actor {
    let person = person(1, &[role]);
    acting(&people(std::slice::from_ref(&person)), &person)
}

fn scope(actor: &Actor, authority: Authority) -> CustomerScope {
    let access = CustomerAccess { authority, ..CustomerAccess::of(actor.partner) };
    decide(actor, Permission::ManagePeople, customer(3), Some(access)).scope().unwrap()
}

fn settings() -> ProviderSettings {
    ProviderSettings {
        name: "Fabrikam".into(),
        issuer: "https://id.fabrikam.example".into(),
        client_id: "tenantry".into(),
        domains: ["partner.example".to_owned()].into(),
        enabled: true,
        ..ProviderSettings::default()
    }
}

fn form(settings: ProviderSettings) -> ProviderForm {
    ProviderForm { settings, secret: Some(Secret::shown("secret".into())) }
}

#[test]
fn the_owner_is_that_of_the_person() {
    let anna = somebody(PartnerRole::GlobalAdmin);
    let place = |number| Some(PortalPlace { customer: customer(number), role: PortalRole::LicenseAdmin });
    assert_eq!(ProviderOwner::of(&anna), ProviderOwner::Partner);
    let petra = Actor { portal: place(3), ..anna };
    assert_eq!(ProviderOwner::of(&petra), ProviderOwner::Customer(customer(3)));
    assert_ne!(ProviderOwner::of(&petra), ProviderOwner::Customer(customer(4)));
    assert_eq!(ProviderOwner::of(&petra).customer(), Some(customer(3)));
}

#[test]
fn only_who_gives_every_role_says_who_signs_people_in() {
    let has = |role: EntraRole| Authority::Required(EntraRoles::from_iter([role]));
    let check = |role, authority| {
        let actor = somebody(role);
        check_portal_provider(scope(&actor, authority), &actor, &[], (ID, &form(settings())))
    };
    assert_eq!(check(PartnerRole::GlobalAdmin, Authority::Unrestricted), Ok(()));
    for few in [EntraRole::UserAdministrator, EntraRole::LicenseAdministrator] {
        assert_eq!(check(PartnerRole::GlobalAdmin, has(few)), Err(ProviderRefused::NotEveryRole));
    }
    let account_admin = check(PartnerRole::AccountAdmin, Authority::Unrestricted);
    assert_eq!(account_admin, Err(ProviderRefused::NotEveryRole));
    // The roles may have changed since the request began.
    let anna = somebody(PartnerRole::GlobalAdmin);
    let scope = scope(&anna, Authority::Unrestricted);
    let lost = Actor { roles: BTreeSet::new(), ..anna };
    assert_eq!(check_portal_rank(scope, &lost), Err(ProviderRefused::NotAllowed));
}

#[test]
fn the_form_is_checked_beside_the_customers_own_providers_and_has_no_groups() {
    let anna = somebody(PartnerRole::GlobalAdmin);
    let there = [IdentityProvider { id: ID, settings: settings(), has_secret: true }];
    let check = |number, form: &ProviderForm| {
        let id = IdentityProviderId::new(Uuid::from_u128(number));
        check_portal_provider(scope(&anna, Authority::Unrestricted), &anna, &there, (id, form))
    };
    assert_eq!(check(1, &ProviderForm { secret: None, ..form(settings()) }), Ok(()), "the secret stays");
    assert_eq!(check(2, &form(settings())), Err(ProviderRefused::Taken));
    let domain = form(ProviderSettings { name: "Other".into(), ..settings() });
    assert!(matches!(check(2, &domain), Err(ProviderRefused::DomainTaken { .. })));
    let claim = form(ProviderSettings { group_claim: "groups".into(), ..settings() });
    assert_eq!(check(1, &claim), Err(ProviderRefused::GroupsInPortal));
    let groups = form(ProviderSettings { groups: [("a".to_owned(), group_id(1))].into(), ..settings() });
    assert_eq!(check(1, &groups), Err(ProviderRefused::GroupsInPortal));
}

/// Who is not among the people of the owner is nobody, also with a linked account and with a verified address.
#[test]
fn a_provider_signs_in_nobody_but_the_people_of_its_owner() {
    let (petra, blocked) = (person(1, &[]), Person { blocked: true, ..person(2, &[]) });
    let of_portal = people(&[petra, blocked]);
    let claims = |email: &str, verified| Claims {
        subject: "1".into(),
        email: Some(email.to_owned()),
        email_verified: Some(verified),
        ..Claims::default()
    };
    let nobody = BTreeSet::new();
    let signs_in = |email, verified, linked| {
        who_signs_in(&settings(), &claims(email, verified), &of_portal, linked, (&nobody, &nobody))
    };
    let own = "person1@partner.example";
    assert_eq!(signs_in(own, true, None), Ok(SignsIn::ByAddress(person_id(1))));
    assert_eq!(signs_in(own, false, None), Err(NotSignedIn::NotVerified));
    assert_eq!(signs_in("person1@elsewhere.example", true, None), Err(NotSignedIn::ForeignDomain));
    assert_eq!(signs_in("person2@partner.example", true, None), Err(NotSignedIn::Blocked));
    assert_eq!(signs_in("person3@partner.example", true, None), Err(NotSignedIn::Nobody));
    assert_eq!(signs_in(own, true, Some(person_id(3))), Err(NotSignedIn::NotLinked));
}

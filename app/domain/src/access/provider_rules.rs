//! The rules of changing identity providers, of switching passwords off, and of unlinking accounts.

use super::Actor;
use super::identity_provider::{
    IdentityProvider, LISTED_MAX, PROVIDERS_MAX, ProviderForm, ProviderRefused, ProviderSettings, SETTING_MAX,
};
use super::issuer::check_issuer;
use super::names::{hides_something, is_blank};
use super::people::People;
use super::people_rules::{check_roles, check_who_stays};
use super::person::Person;
use super::role::PartnerRole;
use crate::directory::search::sort_key;
use crate::ids::{IdentityProviderId, PartnerUserId};
use std::collections::BTreeSet;

/// Whether the actor can change how people sign in. A provider can sign in everybody. So only a Global admin that
/// manages everybody can change it.
///
/// # Errors
/// The reason why not.
pub fn check_sign_in_rank(people: &People, actor: &Actor) -> Result<(), ProviderRefused> {
    let all: BTreeSet<PartnerRole> = people.people.iter().flat_map(|person| people.roles_of(person)).collect();
    check_roles(actor, &all)?;
    if people.are_all_reached_by(actor) { Ok(()) } else { Err(ProviderRefused::OtherTenants) }
}

/// Whether the actor can save a provider. `elsewhere` are the people who have an account at another enabled provider.
///
/// # Errors
/// The first reason why not.
pub fn check_provider(
    people: &People,
    providers: &[IdentityProvider],
    actor: &Actor,
    (id, form): (IdentityProviderId, &ProviderForm),
    elsewhere: &BTreeSet<PartnerUserId>,
) -> Result<(), ProviderRefused> {
    check_sign_in_rank(people, actor)?;
    check_form(people, providers, (id, form))?;
    // A person who is linked at another issuer is not linked any more.
    let settings = &form.settings;
    let before = providers.iter().find(|one| one.id == id);
    let still_signs_in = settings.enabled && before.is_none_or(|before| before.settings.issuer == settings.issuer);
    if still_signs_in { Ok(()) } else { check_without(people, elsewhere) }
}

/// Whether the form of a provider is in order, beside the others of its owner.
///
/// # Errors
/// The first reason why not.
pub(super) fn check_form(
    people: &People,
    providers: &[IdentityProvider],
    (id, form): (IdentityProviderId, &ProviderForm),
) -> Result<(), ProviderRefused> {
    let settings = &form.settings;
    check_settings(people, settings)?;
    let key = sort_key(settings.name.trim());
    let mut others = providers.iter().filter(|other| other.id != id);
    if others.any(|other| sort_key(other.settings.name.trim()) == key) {
        return Err(ProviderRefused::Taken);
    }
    check_domains(providers, id, settings)?;
    let before = providers.iter().find(|one| one.id == id);
    if before.is_none() && providers.len() >= PROVIDERS_MAX {
        return Err(ProviderRefused::TooMany);
    }
    match &form.secret {
        Some(secret) => check_secret(secret.reveal())?,
        // Another issuer must not be told the secret of the one before.
        None if before.is_some_and(|before| before.has_secret && before.settings.issuer == settings.issuer) => (),
        None => return Err(ProviderRefused::NoSecret),
    }
    Ok(())
}

/// Whether the actor can remove a provider.
///
/// # Errors
/// The reason why not.
pub fn check_removed(
    people: &People,
    actor: &Actor,
    elsewhere: &BTreeSet<PartnerUserId>,
) -> Result<(), ProviderRefused> {
    check_sign_in_rank(people, actor)?;
    check_without(people, elsewhere)
}

/// Whether the actor can switch passwords off: somebody who manages people must be able to sign in afterwards, as a Global
/// admin if there is one.
///
/// # Errors
/// The reason why not.
pub fn check_passwords_off(people: &People, actor: &Actor) -> Result<(), ProviderRefused> {
    check_sign_in_rank(people, actor)?;
    let after = People { passwords_off: true, ..people.clone() };
    check_who_stays(people, &after).map_err(|_| ProviderRefused::NoLinkedManager)
}

/// Whether somebody can unlink an account. `others` is the number of the person's accounts at other enabled providers.
///
/// # Errors
/// The reason why not.
pub fn check_unlinked(people: &People, has_password: bool, others: usize) -> Result<(), ProviderRefused> {
    let has_other_way = others > 0 || (has_password && !people.passwords_off);
    if has_other_way { Ok(()) } else { Err(ProviderRefused::OnlyWayIn) }
}

/// Whether somebody still manages people if only those with an account elsewhere can sign in with a provider.
fn check_without(people: &People, elsewhere: &BTreeSet<PartnerUserId>) -> Result<(), ProviderRefused> {
    let still = |person: &Person| Person { has_identity: elsewhere.contains(&person.id), ..person.clone() };
    let after = People { people: people.people.iter().map(still).collect(), ..people.clone() };
    check_who_stays(people, &after).map_err(|_| ProviderRefused::LastWayIn)
}

fn check_settings(people: &People, settings: &ProviderSettings) -> Result<(), ProviderRefused> {
    if is_blank(&settings.name) {
        return Err(ProviderRefused::NoName);
    }
    if hides_something(&settings.name) {
        return Err(ProviderRefused::HiddenInName);
    }
    check_issuer(&settings.issuer)?;
    if settings.client_id.is_empty() || !is_word(&settings.client_id) {
        return Err(ProviderRefused::NoClientId);
    }
    if !settings.scopes.iter().all(|scope| is_word(scope)) {
        return Err(ProviderRefused::BadScope);
    }
    if !settings.domains.iter().all(|domain| is_domain(domain)) {
        return Err(ProviderRefused::BadDomain);
    }
    let is_value = |value: &String| is_word(value);
    let is_group = |value: &String| !is_blank(value) && value.chars().count() <= SETTING_MAX;
    if !settings.second_factor.iter().all(is_value) || !settings.groups.keys().all(is_group) {
        return Err(ProviderRefused::BadValue);
    }
    if !settings.group_claim.is_empty() && !is_word(&settings.group_claim) {
        return Err(ProviderRefused::BadValue);
    }
    if settings.group_claim.is_empty() && !settings.groups.is_empty() {
        return Err(ProviderRefused::NoGroupClaim);
    }
    for group in settings.groups.values() {
        let group = people.group(*group).ok_or(ProviderRefused::GroupGone)?;
        if group.directory.is_some() {
            return Err(ProviderRefused::GroupFollowsDirectory);
        }
    }
    let lists = [settings.scopes.len(), settings.domains.len(), settings.second_factor.len(), settings.groups.len()];
    if lists.iter().any(|length| *length > LISTED_MAX) { Err(ProviderRefused::BadValue) } else { Ok(()) }
}

/// Whether no other enabled provider has one of the domains: somebody who controls the weaker of two could sign in as people of the
/// stronger one.
fn check_domains(
    providers: &[IdentityProvider],
    id: IdentityProviderId,
    settings: &ProviderSettings,
) -> Result<(), ProviderRefused> {
    let mut others = providers.iter().filter(|other| settings.enabled && other.id != id && other.settings.enabled);
    let shared = others.find_map(|other| {
        let domain = settings.domains.intersection(&other.settings.domains).next()?;
        Some(ProviderRefused::DomainTaken { domain: domain.clone(), provider: other.settings.name.clone() })
    });
    shared.map_or(Ok(()), Err)
}

fn check_secret(secret: &str) -> Result<(), ProviderRefused> {
    match secret.is_empty() {
        true => Err(ProviderRefused::NoSecret),
        false if is_word(secret) => Ok(()),
        false => Err(ProviderRefused::BadSecret),
    }
}

/// Whether a text is one word of visible ASCII characters.
fn is_word(text: &str) -> bool {
    (1..=SETTING_MAX).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic())
}

/// Whether a text is a domain in lower case.
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    text.len() <= SETTING_MAX && text.contains('.') && text.split('.').all(is_label) && text.to_lowercase() == text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::fixtures::{acting, group, group_id, grouped, person, person_id};
    use crate::access::identity_provider::BadIssuer;
    use crate::access::people_rules::check_change;
    use crate::access::person::PersonChange;
    use crate::access::person_refused::PersonRefused;
    use crate::directory::password::Secret;
    use uuid::Uuid;

    const ID: IdentityProviderId = IdentityProviderId::new(Uuid::from_u128(1));

    fn settings() -> ProviderSettings {
        ProviderSettings {
            name: "Contoso".into(),
            issuer: "https://id.example".into(),
            client_id: "tenantry".into(),
            scopes: ["email".to_owned()].into(),
            enabled: true,
            ..ProviderSettings::default()
        }
    }

    fn form(settings: ProviderSettings) -> ProviderForm {
        ProviderForm { settings, secret: Some(Secret::shown("secret".into())) }
    }

    /// Anna is Global admin, Cleo Account admin.
    fn some() -> People {
        let people = [person(1, &[PartnerRole::GlobalAdmin]), person(2, &[PartnerRole::AccountAdmin])];
        grouped(&people, &[group(1, &[], &[])])
    }

    fn check(people: &People, by: usize, id: IdentityProviderId, form: &ProviderForm) -> Result<(), ProviderRefused> {
        let there = IdentityProvider { id: ID, settings: settings(), has_secret: true };
        let actor = acting(people, &people.people[by]);
        check_provider(people, &[there], &actor, (id, form), &BTreeSet::new())
    }

    #[test]
    fn what_is_wrong_with_a_form_is_found() {
        let people = some();
        let ok = |change: &dyn Fn(&mut ProviderSettings)| {
            let mut settings = settings();
            change(&mut settings);
            check(&people, 0, ID, &form(settings))
        };
        assert_eq!(ok(&|_| ()), Ok(()));
        type Case<'a> = (&'a dyn Fn(&mut ProviderSettings), ProviderRefused);
        let cases: [Case<'_>; 13] = [
            (&|s| s.name = " ".into(), ProviderRefused::NoName),
            (&|s| s.name = "a\u{202e}b".into(), ProviderRefused::HiddenInName),
            (&|s| s.issuer = "http://id.example".into(), ProviderRefused::Issuer(BadIssuer::NotHttps)),
            (&|s| s.client_id = String::new(), ProviderRefused::NoClientId),
            (&|s| s.client_id = "a b".into(), ProviderRefused::NoClientId),
            (&|s| s.scopes = ["a b".to_owned()].into(), ProviderRefused::BadScope),
            (&|s| s.domains = ["Contoso.com".to_owned()].into(), ProviderRefused::BadDomain),
            (&|s| s.domains = ["com".to_owned()].into(), ProviderRefused::BadDomain),
            (&|s| s.domains = ["a@contoso.com".to_owned()].into(), ProviderRefused::BadDomain),
            (&|s| s.second_factor = [String::new()].into(), ProviderRefused::BadValue),
            (&|s| s.groups = [("a".to_owned(), group_id(1))].into(), ProviderRefused::NoGroupClaim),
            (&|s| s.group_claim = "my groups".into(), ProviderRefused::BadValue),
            (
                &|s| {
                    s.group_claim = "groups".into();
                    s.groups = [("a".to_owned(), group_id(7))].into();
                },
                ProviderRefused::GroupGone,
            ),
        ];
        for (at, (change, why)) in cases.into_iter().enumerate() {
            assert_eq!(ok(change), Err(why), "{at}");
        }
        let other = IdentityProviderId::new(Uuid::from_u128(2));
        assert_eq!(check(&people, 0, other, &form(settings())), Err(ProviderRefused::Taken));
    }

    #[test]
    fn a_domain_belongs_to_one_enabled_provider() {
        let people = some();
        let with = |enabled, domains: &[&str]| {
            let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
            ProviderSettings { domains, enabled, ..settings() }
        };
        let check = |there: ProviderSettings, saved: ProviderSettings| {
            let there = IdentityProvider { id: ID, settings: there, has_secret: true };
            let saved = form(ProviderSettings { name: "Fabrikam".into(), ..saved });
            let (actor, id) = (acting(&people, &people.people[0]), IdentityProviderId::new(Uuid::from_u128(2)));
            check_provider(&people, &[there], &actor, (id, &saved), &BTreeSet::new())
        };
        let both = with(true, &["contoso.com", "fabrikam.com"]);
        let taken = ProviderRefused::DomainTaken { domain: "contoso.com".into(), provider: "Contoso".into() };
        assert_eq!(check(with(true, &["contoso.com"]), both.clone()), Err(taken));
        assert_eq!(check(with(true, &["adatum.com"]), both.clone()), Ok(()));
        assert_eq!(check(with(false, &["contoso.com"]), both.clone()), Ok(()), "disabled");
        assert_eq!(check(both, with(false, &["contoso.com"])), Ok(()), "saved, and not enabled");
    }

    #[test]
    fn a_secret_is_needed_once_and_again_for_another_issuer() {
        let people = some();
        let without = |settings| ProviderForm { settings, secret: None };
        let elsewhere = ProviderSettings { issuer: "https://evil.example".into(), ..settings() };
        assert_eq!(check(&people, 0, ID, &without(settings())), Ok(()));
        assert_eq!(check(&people, 0, ID, &without(elsewhere.clone())), Err(ProviderRefused::NoSecret));
        assert_eq!(check(&people, 0, ID, &form(elsewhere)), Ok(()));
        let other = ProviderSettings { name: "Other".into(), ..settings() };
        let new = IdentityProviderId::new(Uuid::from_u128(2));
        assert_eq!(check(&people, 0, new, &without(other.clone())), Err(ProviderRefused::NoSecret));
        for (secret, why) in [("", ProviderRefused::NoSecret), ("a b", ProviderRefused::BadSecret)] {
            let form = ProviderForm { settings: other.clone(), secret: Some(Secret::shown(secret.into())) };
            assert_eq!(check(&people, 0, new, &form), Err(why));
        }
    }

    #[test]
    fn only_who_ranks_highest_changes_how_people_sign_in() {
        let people = some();
        assert_eq!(check(&people, 1, ID, &form(settings())), Err(ProviderRefused::OnlyGlobalAdmin));
        let cleo = acting(&people, &people.people[1]);
        assert_eq!(check_removed(&people, &cleo, &BTreeSet::new()), Err(ProviderRefused::OnlyGlobalAdmin));
        assert_eq!(check_passwords_off(&people, &cleo), Err(ProviderRefused::OnlyGlobalAdmin));
        let alone = grouped(&people.people[1..], &[]);
        assert_eq!(check(&alone, 0, ID, &form(settings())), Ok(()), "there is no Global admin");
    }

    #[test]
    fn nobody_changes_how_people_of_other_tenants_sign_in() {
        let mut people = some();
        let tenant = |number| Some(crate::ids::CustomerId::new(Uuid::from_u128(number)));
        people.people.push(Person { tenant: tenant(1), ..person(3, &[PartnerRole::GlobalAdmin]) });
        let (anna, dora) = (acting(&people, &people.people[0]), acting(&people, &people.people[2]));
        assert_eq!(check(&people, 0, ID, &form(settings())), Ok(()), "Anna belongs to no tenant and manages all");
        for people in [people.clone(), people.clone().reached_by(&dora)] {
            let refused = Err(ProviderRefused::OtherTenants);
            let there = [IdentityProvider { id: ID, settings: settings(), has_secret: true }];
            let nobody = BTreeSet::new();
            assert_eq!(check_provider(&people, &there, &dora, (ID, &form(settings())), &nobody), refused);
            assert_eq!(check_removed(&people, &dora, &nobody), refused);
            assert_eq!(check_passwords_off(&people, &dora), refused);
            assert_eq!(check_sign_in_rank(&people, &dora), refused);
        }
        assert_eq!(check_sign_in_rank(&people, &anna), Ok(()));
    }

    #[test]
    fn without_passwords_somebody_who_manages_people_can_always_sign_in() {
        let mut people = some();
        let anna = acting(&people, &people.people[0]);
        assert_eq!(check_passwords_off(&people, &anna), Err(ProviderRefused::NoLinkedManager));
        people.people[1].has_identity = true;
        assert_eq!(check_passwords_off(&people, &anna), Err(ProviderRefused::NoLinkedManager), "no Global admin");
        people.people[0].has_identity = true;
        assert_eq!(check_passwords_off(&people, &anna), Ok(()));
        people.passwords_off = true;
        let nobody = BTreeSet::new();
        assert_eq!(check_removed(&people, &anna, &nobody), Err(ProviderRefused::LastWayIn));
        assert_eq!(check_removed(&people, &anna, &[person_id(2)].into()), Err(ProviderRefused::LastWayIn));
        assert_eq!(check_removed(&people, &anna, &[person_id(1)].into()), Ok(()));
        let off = form(ProviderSettings { enabled: false, ..settings() });
        assert_eq!(check(&people, 0, ID, &off), Err(ProviderRefused::LastWayIn));
        let moved = form(ProviderSettings { issuer: "https://new.example".into(), ..settings() });
        assert_eq!(check(&people, 0, ID, &moved), Err(ProviderRefused::LastWayIn));
        // A second Global admin who can't sign in does not count.
        people.people.push(person(3, &[PartnerRole::GlobalAdmin]));
        let ben = acting(&people, &people.people[2]);
        let blocked = check_change(&people, &ben, person_id(1), &PersonChange::Block);
        assert_eq!(blocked, Err(PersonRefused::LastGlobalAdmin));
        people.passwords_off = false;
        assert_eq!(check_change(&people, &ben, person_id(1), &PersonChange::Block), Ok(()));
        assert_eq!(check_removed(&people, &anna, &nobody), Ok(()));
    }

    #[test]
    fn nobody_unlinks_the_only_way_in() {
        let people = some();
        let off = People { passwords_off: true, ..some() };
        assert_eq!(check_unlinked(&people, true, 0), Ok(()));
        assert_eq!(check_unlinked(&people, false, 0), Err(ProviderRefused::OnlyWayIn));
        assert_eq!(check_unlinked(&people, false, 1), Ok(()));
        assert_eq!(check_unlinked(&off, true, 0), Err(ProviderRefused::OnlyWayIn));
        assert_eq!(check_unlinked(&off, true, 1), Ok(()));
    }
}

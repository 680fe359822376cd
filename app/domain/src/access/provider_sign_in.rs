//! The rules of signing in with an identity provider: which person its claims identify, and which groups the person
//! gets.

use super::identity_claims::{Claims, GroupValues, NoAddress};
use super::identity_provider::ProviderSettings;
use super::people::People;
use super::people_rules::check_who_stays;
use crate::ids::{PartnerGroupId, PartnerUserId};
use std::collections::BTreeSet;

/// The person that a provider signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignsIn {
    /// The person whose account it is.
    Linked(PartnerUserId),
    /// The person with the verified address, whose account it becomes.
    ByAddress(PartnerUserId),
}

impl SignsIn {
    /// The person.
    pub fn person(self) -> PartnerUserId {
        match self {
            Self::Linked(person) | Self::ByAddress(person) => person,
        }
    }
}

/// Why nobody is signed in although the provider's answer is good. People are told one text for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSignedIn {
    /// The account is not linked, and nobody is found by an address.
    #[error("no account is linked")]
    NotLinked,
    /// The provider gave no address.
    #[error("no e-mail address")]
    NoAddress,
    /// The address is not verified.
    #[error("e-mail address not verified")]
    NotVerified,
    /// The address has a domain that is not allowed.
    #[error("domain not allowed")]
    ForeignDomain,
    /// Nobody has the address as sign-in name.
    #[error("nobody has this e-mail address")]
    Nobody,
    /// The person is blocked.
    #[error("person blocked")]
    Blocked,
    /// The person is linked with another account, at this provider or another one.
    #[error("another account is linked")]
    OtherAccount,
    /// The account is somebody else's here.
    #[error("account of somebody else")]
    SomebodyElse,
    /// The invitation was used, withdrawn or has expired.
    #[error("invitation not valid")]
    Invitation,
    /// The person's inviter could not give the role in the portal any more.
    #[error("added by somebody who can't give the role any more")]
    NotGivenAnyMore,
}

impl From<NoAddress> for NotSignedIn {
    fn from(why: NoAddress) -> Self {
        match why {
            NoAddress::Missing => Self::NoAddress,
            NoAddress::NotVerified => Self::NotVerified,
        }
    }
}

/// The person that a provider signs in. `linked` is the person whose account this is, and `others` are the people who have another
/// account at the provider. `elsewhere` are those with an account at another enabled provider: an address finds none of them,
/// so that no provider signs in a person of another one. `people` are those of the provider's owner, and nobody else: the partner's,
/// or those of the portal of its customer. An address counts only as long as no account is linked: a company
/// may give the address of somebody who left to somebody else.
///
/// # Errors
/// [`NotSignedIn`].
pub fn who_signs_in(
    provider: &ProviderSettings,
    claims: &Claims,
    people: &People,
    linked: Option<PartnerUserId>,
    (others, elsewhere): (&BTreeSet<PartnerUserId>, &BTreeSet<PartnerUserId>),
) -> Result<SignsIn, NotSignedIn> {
    if let Some(linked) = linked {
        let person = people.person(linked).ok_or(NotSignedIn::NotLinked)?;
        return if person.blocked { Err(NotSignedIn::Blocked) } else { Ok(SignsIn::Linked(linked)) };
    }
    if provider.domains.is_empty() {
        return Err(NotSignedIn::NotLinked);
    }
    let address = allowed_address(provider, claims)?;
    let mut all = people.people.iter();
    let person = all.find(|person| person.sign_in_name.trim().to_lowercase() == address).ok_or(NotSignedIn::Nobody)?;
    if others.contains(&person.id) || elsewhere.contains(&person.id) {
        return Err(NotSignedIn::OtherAccount);
    }
    if person.blocked { Err(NotSignedIn::Blocked) } else { Ok(SignsIn::ByAddress(person.id)) }
}

/// Whether an account at a provider may become that of somebody who proved to be the one by other means: by being signed
/// in, or by an invitation. Where domains are allowed, the account must have a verified address in one of them.
///
/// # Errors
/// [`NotSignedIn`].
pub fn may_be_linked(provider: &ProviderSettings, claims: &Claims) -> Result<(), NotSignedIn> {
    if provider.domains.is_empty() { Ok(()) } else { allowed_address(provider, claims).map(|_| ()) }
}

fn allowed_address(provider: &ProviderSettings, claims: &Claims) -> Result<String, NotSignedIn> {
    let address = claims.verified_address(&provider.issuer)?;
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    if provider.domains.contains(domain) { Ok(address) } else { Err(NotSignedIn::ForeignDomain) }
}

/// Whether the provider stands for a second factor.
pub fn has_second_factor(provider: &ProviderSettings, claims: &Claims) -> bool {
    !provider.second_factor.is_disjoint(&claims.methods)
}

/// The groups that a person joins or leaves according to the provider. Only mapped groups change. Nobody joins a group
/// of another tenant, and nobody leaves one if nobody could manage people then.
pub fn groups_after(
    provider: &ProviderSettings,
    claims: &Claims,
    people: &People,
    person: PartnerUserId,
) -> Vec<PartnerGroupId> {
    let GroupValues::These(values) = &claims.groups else { return Vec::new() };
    let given: BTreeSet<_> = provider.groups.iter().filter(|(value, _)| values.contains(*value)).collect();
    let tenant = people.person(person).map(|one| one.tenant);
    let is_theirs = |group: &PartnerGroupId| people.group(*group).map(|one| one.tenant) == tenant;
    let given: BTreeSet<PartnerGroupId> = given.into_iter().map(|(_, group)| *group).filter(is_theirs).collect();
    let follows = |group: &PartnerGroupId| people.group(*group).is_some_and(|one| one.directory.is_some());
    let mapped: BTreeSet<PartnerGroupId> = provider.groups.values().copied().filter(|group| !follows(group)).collect();
    let mut after = people.clone();
    let mut changed = Vec::new();
    // Those that are joined come first: a person may go from one group of managers to another.
    let (join, leave): (Vec<_>, Vec<_>) = mapped.into_iter().partition(|group| given.contains(group));
    for (group, joins) in join.into_iter().map(|group| (group, true)).chain(leave.into_iter().map(|one| (one, false))) {
        let next = with_member(&after, group, person, joins);
        if next != after && (joins || check_who_stays(people, &next).is_ok()) {
            after = next;
            changed.push(group);
        }
    }
    changed
}

/// The people after somebody joined or left a group.
pub fn with_member(people: &People, group: PartnerGroupId, person: PartnerUserId, joins: bool) -> People {
    let mut after = people.clone();
    for one in after.groups.iter_mut().filter(|one| one.id == group) {
        if joins {
            one.members.insert(person);
        } else {
            one.members.remove(&person);
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::fixtures::{group, group_id, grouped, people, person, person_id};
    use crate::access::group::Group;
    use crate::access::person::Person;
    use crate::access::role::PartnerRole;
    use crate::ids::CustomerId;
    use uuid::Uuid;

    fn provider() -> ProviderSettings {
        ProviderSettings {
            issuer: "https://id.example".into(),
            domains: ["partner.example".to_owned()].into(),
            second_factor: ["mfa".to_owned(), "urn:strong".to_owned()].into(),
            group_claim: "groups".into(),
            groups: [("admins".to_owned(), group_id(1)), ("sales".to_owned(), group_id(2))].into(),
            ..ProviderSettings::default()
        }
    }

    fn claims(email: &str, email_verified: bool) -> Claims {
        let (email, email_verified) = (Some(email.to_owned()), Some(email_verified));
        Claims { subject: "1".into(), email, email_verified, ..Claims::default() }
    }

    #[test]
    fn from_what_a_provider_says_to_a_person() {
        let blocked = Person { blocked: true, ..person(3, &[PartnerRole::SalesAgent]) };
        let people = people(&[person(1, &[PartnerRole::GlobalAdmin]), person(2, &[]), blocked]);
        let (one, two, three) = (person_id(1), person_id(2), person_id(3));
        let table = [
            // The subject alone decides once it is linked.
            ("person2@partner.example", true, Some(one), Ok(SignsIn::Linked(one))),
            ("nobody@elsewhere.example", false, Some(one), Ok(SignsIn::Linked(one))),
            ("person1@partner.example", true, Some(three), Err(NotSignedIn::Blocked)),
            // Removed people are not among the people.
            ("person1@partner.example", true, Some(person_id(9)), Err(NotSignedIn::NotLinked)),
            ("PERSON1@Partner.example", true, None, Ok(SignsIn::ByAddress(one))),
            ("person1@partner.example", false, None, Err(NotSignedIn::NotVerified)),
            ("person1@elsewhere.example", true, None, Err(NotSignedIn::ForeignDomain)),
            ("person1@sub.partner.example", true, None, Err(NotSignedIn::ForeignDomain)),
            ("person1@partner.example.evil.example", true, None, Err(NotSignedIn::ForeignDomain)),
            ("person7@partner.example", true, None, Err(NotSignedIn::Nobody)),
            ("person3@partner.example", true, None, Err(NotSignedIn::Blocked)),
            ("person2@partner.example", true, None, Err(NotSignedIn::OtherAccount)),
            ("", true, None, Err(NotSignedIn::NoAddress)),
        ];
        let nobody = BTreeSet::new();
        for (email, verified, linked, expected) in table {
            let others = (&[two].into(), &nobody);
            let found = who_signs_in(&provider(), &claims(email, verified), &people, linked, others);
            assert_eq!(found, expected, "{email} {linked:?}");
        }
        let nowhere = ProviderSettings { domains: BTreeSet::new(), ..provider() };
        let first = claims("person1@partner.example", true);
        let found = who_signs_in(&nowhere, &first, &people, None, (&nobody, &nobody));
        assert_eq!(found, Err(NotSignedIn::NotLinked), "without domains nobody is found by an address");
        // An address finds no person who signs in with another provider. A linked account counts all the same.
        let elsewhere = [one].into();
        let found = who_signs_in(&provider(), &first, &people, None, (&nobody, &elsewhere));
        assert_eq!(found, Err(NotSignedIn::OtherAccount));
        let found = who_signs_in(&provider(), &first, &people, Some(one), (&nobody, &elsewhere));
        assert_eq!(found, Ok(SignsIn::Linked(one)));
    }

    #[test]
    fn an_account_outside_of_the_domains_is_not_linked() {
        let of = |email, verified| may_be_linked(&provider(), &claims(email, verified));
        assert_eq!(of("anybody@partner.example", true), Ok(()));
        assert_eq!(of("anybody@partner.example", false), Err(NotSignedIn::NotVerified));
        assert_eq!(of("anybody@gmail.example", true), Err(NotSignedIn::ForeignDomain));
        let anywhere = ProviderSettings { domains: BTreeSet::new(), ..provider() };
        assert_eq!(may_be_linked(&anywhere, &Claims::default()), Ok(()));
    }

    #[test]
    fn only_the_chosen_methods_stand_for_a_second_factor() {
        let by = |methods: &[&str]| {
            let methods = methods.iter().map(|method| (*method).to_owned()).collect();
            has_second_factor(&provider(), &Claims { methods, ..Claims::default() })
        };
        assert!(by(&["pwd", "mfa"]) && by(&["urn:strong"]));
        assert!(!by(&[]) && !by(&["pwd"]) && !by(&["MFA"]));
        let none = ProviderSettings { second_factor: BTreeSet::new(), ..provider() };
        assert!(!has_second_factor(&none, &Claims { methods: ["mfa".to_owned()].into(), ..Claims::default() }));
    }

    fn of_groups(values: &[&str]) -> Claims {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Claims { groups: GroupValues::These(values), ..Claims::default() }
    }

    #[test]
    fn mapped_groups_follow_the_provider_and_others_stay() {
        let admin = person(9, &[PartnerRole::GlobalAdmin]);
        let groups = [group(1, &[], &[]), group(2, &[PartnerRole::SalesAgent], &[1]), group(3, &[], &[1])];
        let people = grouped(&[person(1, &[]), admin], &groups);
        let after = |values: &[&str]| groups_after(&provider(), &of_groups(values), &people, person_id(1));
        assert_eq!(after(&["sales"]), []);
        assert_eq!(after(&["admins", "sales", "unknown"]), [group_id(1)]);
        assert_eq!(after(&["admins"]), [group_id(1), group_id(2)]);
        assert_eq!(after(&[]), [group_id(2)]);
        assert_eq!(after(&["SALES"]), [group_id(2)], "values are compared as they are");
        let too_many = Claims { groups: GroupValues::TooMany, ..Claims::default() };
        assert_eq!(groups_after(&provider(), &too_many, &people, person_id(1)), []);
        let unmapped = ProviderSettings { groups: Default::default(), ..provider() };
        assert_eq!(groups_after(&unmapped, &of_groups(&[]), &people, person_id(1)), []);
    }

    #[test]
    fn a_provider_puts_nobody_into_a_group_of_another_tenant() {
        let tenant = |number| Some(CustomerId::new(Uuid::from_u128(number)));
        let admin = person(9, &[PartnerRole::GlobalAdmin]);
        let of = |number, group: Group| Group { tenant: tenant(number), ..group };
        let groups = [of(1, group(1, &[PartnerRole::GlobalAdmin], &[])), of(2, group(2, &[], &[1, 2]))];
        let (in_first, in_none) = (Person { tenant: tenant(1), ..person(1, &[]) }, person(2, &[]));
        let people = grouped(&[in_first, in_none, admin], &groups);
        let claims = of_groups(&["admins", "sales"]);
        let after = |number| groups_after(&provider(), &claims, &people, person_id(number));
        assert_eq!(after(1), [group_id(1), group_id(2)], "joins the own one, leaves the other");
        assert_eq!(after(2), [group_id(2)], "who belongs to none joins none of a tenant");
    }

    #[test]
    fn a_provider_never_takes_the_last_manager() {
        let groups = [group(1, &[PartnerRole::GlobalAdmin], &[1]), group(2, &[PartnerRole::GlobalAdmin], &[])];
        let people = grouped(&[person(1, &[])], &groups);
        let after = |values: &[&str]| groups_after(&provider(), &of_groups(values), &people, person_id(1));
        assert_eq!(after(&[]), []);
        assert_eq!(after(&["sales"]), [group_id(2), group_id(1)], "from one group of managers to another");
    }
}
